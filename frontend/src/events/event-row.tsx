import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ListedEvent } from '../api/events.ts'
import { planChoicesQuery } from '../api/plans.ts'
import { useFormat, useLanguage } from '../i18n/language.tsx'
import { EventMoment } from './event-moment.tsx'
import { shownAmount } from './money.ts'
import { PARTS, type Part, PartMark, PlacesBar } from './places-bar.tsx'
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

/** What became of the places as the list last heard; the event's own page shows it live. */
function Left({ event: { capacity: said, planId, free, places, status } }: { event: ListedEvent }) {
  const { list } = useEventWords()
  const format = useFormat()
  const { data: plans = [] } = useQuery(planChoicesQuery)
  const capacity = places?.capacity ?? said ?? plans.find(({ id }) => id === planId)?.places ?? null
  if (free === null || status === 'DRAFT' || status === 'CANCELLED') return null
  if (capacity === null || capacity === 0) return <p className="text-xs text-muted">{list.left(format.number(free))}</p>
  const counts = { ...(places ?? { ...NONE, booked: Math.max(0, capacity - free) }), capacity, free }
  return (
    <div className="grid gap-1">
      <PlacesBar counts={counts} className="h-2" />
      <p className="text-xs text-muted">{list.leftOf(format.number(free), format.number(capacity))}</p>
      {places !== null && <Gone counts={counts} />}
    </div>
  )
}

const NONE = { held: 0, offered: 0, blocked: 0 }

/** What is not free, by what became of it; what nothing became of is not said. */
function Gone({ counts }: { counts: Record<Part, number> }) {
  const { places } = useEventWords()
  const format = useFormat()
  const gone = PARTS.filter((part) => part !== 'free' && counts[part] > 0)
  if (gone.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-3 text-xs text-muted">
      {gone.map((part) => (
        <li key={part} className="inline-flex items-center gap-1.5">
          <PartMark part={part} />
          {places.parts[part]} <span className="tabular">{format.number(counts[part])}</span>
        </li>
      ))}
    </ul>
  )
}
