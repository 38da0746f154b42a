import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { CalendarOff, ExternalLink } from 'lucide-react'
import { useMe } from '../account/use-me.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { buttonStyle } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { mayDo, type ROLES_FOR } from '../organization/access.ts'
import { BackLink } from './back-link.tsx'
import { EventMoment } from './event-moment.tsx'
import { StatusBadge } from './status-badge.tsx'
import { StatusSteps } from './status-steps.tsx'
import { tabStyle } from './tab-style.ts'
import { useSeatNames } from './use-seat-names.ts'
import { useEventWords } from './words.ts'

type Action = keyof typeof ROLES_FOR

const TABS: readonly [name: keyof ReturnType<typeof useEventWords>['tabs'], path: string, action: Action | null][] = [
  ['places', '', null],
  ['sell', '/sell', 'booking.manage'],
  ['bookings', '/bookings', 'booking.read'],
  ['waitlist', '/waitlist', 'booking.read'],
  ['invitations', '/invitations', 'booking.read'],
  ['checkIn', '/check-in', 'booking.read'],
  ['queue', '/queue', null],
  ['settings', '/settings', 'event.manage'],
]

/** One event: what it is and how it stands above, and under tabs all that is done with it. */
export function EventFrame() {
  const { pages } = useEventWords()
  const { id = '' } = useParams({ strict: false })
  const { data: event, error, refetch } = useQuery(bookableEventQuery(id))
  usePageTitle(event?.name ?? pages.events)
  return (
    <div className="mx-auto grid max-w-6xl gap-4 px-3 py-4 md:px-6">
      <BackLink to="/manage/events">{pages.events}</BackLink>
      {error !== null && event === undefined && <Failure error={error} onRetry={() => void refetch()} page />}
      {event === undefined && error === null && <Skeleton className="h-80 w-full rounded-xl" />}
      {event !== undefined && (
        <>
          <EventHead event={event} />
          <Tabs event={event} />
          <Outlet />
        </>
      )}
    </div>
  )
}

function EventHead({ event }: { event: BookableEvent }) {
  const { head } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  const place = [event.place, event.city].filter((part) => part !== null && part !== '').join(', ')
  return (
    <header className="grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
            <span className="wrap-anywhere">{event.name}</span>
            <StatusBadge status={event.status} />
          </h1>
          <p className="mt-1 flex flex-wrap gap-x-3 text-muted">
            <EventMoment at={event.startsAt} timeZone={event.timeZone} />
            {place !== '' && <span>{place}</span>}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {event.status !== 'DRAFT' && (
            <a href={`/events/${event.id}`} target="_blank" rel="noreferrer" className={buttonStyle({})}>
              <ExternalLink aria-hidden="true" />
              {head.publicPage}
            </a>
          )}
          {may && <StatusSteps event={event} />}
        </div>
      </div>
      {!event.configured.done && <NotTaken event={event} />}
      {event.status === 'CANCELLED' && event.cancellationReason !== null && (
        <p className="flex gap-2 rounded-lg bg-error-soft px-3 py-2 text-error">
          <CalendarOff className="size-4 shrink-0" aria-hidden="true" />
          {event.cancellationReason}
        </p>
      )}
    </header>
  )
}

/** What the room of an event refuses, or has not heard yet, is not how it sells. */
function NotTaken({ event }: { event: BookableEvent }) {
  const { head } = useEventWords()
  const { nameOf } = useSeatNames(event)
  const { configured } = event
  return (
    <p role="status" className="rounded-lg bg-warning-soft px-3 py-2 text-warning">
      {configured.reason === null ? head.notYetTaken : head.notTaken(configured.reason)}
      {configured.seats.length > 0 && ` (${configured.seats.slice(0, 20).map(nameOf).join('; ')})`}
    </p>
  )
}

function Tabs({ event }: { event: BookableEvent }) {
  const { tabs } = useEventWords()
  const me = useMe()
  const base = `/manage/events/${event.id}`
  return (
    <nav
      aria-label={tabs.label}
      className="-mx-3 flex gap-1 overflow-x-auto border-b border-line px-3 [scrollbar-width:none] md:mx-0 md:px-0"
    >
      {TABS.filter(([, , action]) => action === null || mayDo(me, action)).map(([name, below]) => (
        <Link
          key={name}
          to={base + below}
          activeOptions={{ exact: below === '', includeSearch: false }}
          className={tabStyle}
        >
          {tabs[name]}
        </Link>
      ))}
    </nav>
  )
}
