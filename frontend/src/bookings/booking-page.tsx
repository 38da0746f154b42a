import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { type Booking, bookingQuery } from '../api/bookings.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { shownAmount } from '../events/money.ts'
import { useNews } from '../events/use-news.ts'
import { useEventWords } from '../events/words.ts'
import { useLanguage } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { isCorrectable } from './booking-state.ts'
import { BookingBadge } from './booking-status.tsx'
import { BookingSteps } from './booking-steps.tsx'
import { ContactDialog } from './contact-dialog.tsx'
import { History } from './history.tsx'
import { Tickets } from './tickets.tsx'

const route = getRouteApi('/shell/event-frame/manage/events/$id/bookings/$booking')

/** One booking: whose it is, what they have, what became of it, and all that can be done with it. */
export function BookingPage() {
  const { bookings, tabs } = useEventWords()
  const { id, booking: bookingId } = route.useParams()
  const { data: event } = useQuery(bookableEventQuery(id))
  const booking = useQuery(bookingQuery(bookingId))
  useNews(id, 'booking.', () => void booking.refetch())
  return (
    <div className="grid gap-4">
      <Link
        to="/manage/events/$id/bookings"
        params={{ id }}
        className="inline-flex items-center gap-1.5 justify-self-start rounded p-1 text-xs text-muted hover:text-ink"
      >
        <ArrowLeft className="size-4" aria-hidden="true" />
        {tabs.bookings}
      </Link>
      {booking.error !== null && booking.data === undefined && (
        <Failure error={booking.error} onRetry={() => void booking.refetch()} />
      )}
      {event !== undefined && booking.data !== undefined && <View booking={booking.data} event={event} />}
      {booking.isPending && <Skeleton className="h-72 w-full rounded-xl" />}
      <span className="sr-only" role="status">
        {booking.isFetching ? bookings.reading : ''}
      </span>
    </div>
  )
}

function View({ booking, event }: { booking: Booking; event: BookableEvent }) {
  const { bookings } = useEventWords()
  const me = useMe()
  const { contact } = booking
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h2 className="flex min-w-0 flex-wrap items-center gap-2.5 text-lg font-semibold">
          <span className="wrap-anywhere">{contact.fullName ?? contact.emailAddress ?? bookings.nameless}</span>
          <BookingBadge status={booking.status} />
        </h2>
        {mayDo(me, 'booking.manage') && <BookingSteps booking={booking} event={event} />}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Tickets booking={booking} event={event} may={mayDo(me, 'booking.manage')} />
        <div className="grid gap-4">
          <Facts booking={booking} may={mayDo(me, 'booking.manage')} />
          {mayDo(me, 'log.read') && <History id={booking.id} event={event} />}
        </div>
      </div>
    </>
  )
}

function Facts({ booking, may }: { booking: Booking; may: boolean }) {
  const { bookings, form } = useEventWords()
  const { language } = useLanguage()
  const [correcting, setCorrecting] = useState(false)
  const { contact, total, currency, cancellation } = booking
  const facts: [string, ReactNode][] = [
    [bookings.email, contact.emailAddress],
    [bookings.phone, contact.phoneNumber],
    [bookings.language, contact.language === 'fr' ? 'Français' : 'English'],
    [bookings.notes, contact.notes],
    [bookings.total, total === 0 ? form.gratis : shownAmount(total, { currency, language })],
    [bookings.booked, <Moment key="booked" at={booking.createdAt} />],
    [bookings.confirmed, booking.confirmedAt && <Moment key="confirmed" at={booking.confirmedAt} />],
    [bookings.cancelled, cancellation && <Moment key="cancelled" at={cancellation.cancelledAt} />],
    [bookings.reason, cancellation?.reason],
  ]
  return (
    <Panel
      title={bookings.facts}
      aside={
        <span className="flex items-center gap-1">
          {may && isCorrectable(booking) && (
            <Button size="small" onClick={() => setCorrecting(true)}>
              {bookings.correct}
            </Button>
          )}
          <CopyButton text={booking.id} label={bookings.copyId} />
        </span>
      }
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-4 py-3">
        {facts.map(([name, value]) =>
          value === null || value === undefined || value === '' ? null : (
            <div key={name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-muted">{name}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {correcting && <ContactDialog booking={booking} onClose={() => setCorrecting(false)} />}
    </Panel>
  )
}
