import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ListedEvent } from '../api/events.ts'
import { planChoicesQuery } from '../api/plans.ts'
import { useFormat, useLanguage } from '../i18n/language.tsx'
import { EventMoment } from './event-moment.tsx'
import { shownAmount } from './money.ts'
import { StatusBadge } from './status-badge.tsx'
import { useEventWords } from './words.ts'

/** One event of the list: when and where, what it costs, and how much of it is gone. */
export function EventRow({ event }: { event: ListedEvent }) {
  return (
    <li className="relative grid gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_14rem] sm:items-center">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to="/manage/events/$id"
            params={{ id: event.id }}
            className="font-medium wrap-anywhere after:absolute after:inset-0"
          >
            {event.name}
          </Link>
          <StatusBadge status={event.status} />
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-muted">
          <EventMoment at={event.startsAt} timeZone={event.timeZone} />
          {event.place !== null && <span className="wrap-anywhere">{event.place}</span>}
          {event.city !== null && event.city !== event.place && <span>{event.city}</span>}
          <Prices event={event} />
        </p>
      </div>
      <Left event={event} />
    </li>
  )
}

function Prices({ event: { lowestPrice, highestPrice, currency } }: { event: ListedEvent }) {
  const { list } = useEventWords()
  const { language } = useLanguage()
  if (lowestPrice === null || highestPrice === null) return null
  const shown = (minor: number) => (minor === 0 ? list.free : shownAmount(minor, { currency, language }))
  return (
    <span>{lowestPrice === highestPrice ? shown(lowestPrice) : `${shown(lowestPrice)} – ${shown(highestPrice)}`}</span>
  )
}

/** How much is free as the list last heard; the event's own page shows it live. */
function Left({ event: { capacity: said, planId, free, status } }: { event: ListedEvent }) {
  const { list } = useEventWords()
  const format = useFormat()
  const { data: plans = [] } = useQuery(planChoicesQuery)
  const capacity = said ?? plans.find(({ id }) => id === planId)?.places ?? null
  if (free === null || status === 'DRAFT' || status === 'CANCELLED') return null
  if (capacity === null || capacity === 0) return <p className="text-xs text-muted">{list.left(format.number(free))}</p>
  const gone = Math.max(0, capacity - free)
  return (
    <div className="grid gap-1">
      <svg
        viewBox="0 0 1000 12"
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-2 w-full overflow-hidden rounded-full bg-hover"
      >
        <rect width={(Math.min(gone, capacity) / capacity) * 1000} height={12} className="fill-accent" />
      </svg>
      <p className="text-xs text-muted">{list.leftOf(format.number(free), format.number(capacity))}</p>
    </div>
  )
}
