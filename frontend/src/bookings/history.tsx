import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import { KindMark } from '../activity/kind-mark.tsx'
import { Stamp } from '../activity/stamp.tsx'
import type { BookableEvent } from '../api/events.ts'
import { eventsQuery } from '../api/log.ts'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useNews } from '../events/use-news.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'

/** What the log says of a booking, newest first; each leads to all that led to it and came of it. */
export function History({ id, event }: { id: string; event: BookableEvent }) {
  const { bookings } = useEventWords()
  const log = useInfiniteQuery(eventsQuery({ subject: id }))
  // The log has a fact a moment after the booking changed.
  useNews(event.id, 'booking.', () => void log.refetch())
  const facts = log.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Panel title={bookings.history}>
      {log.isPending && <Skeleton className="m-4 h-16" />}
      {!log.isPending && facts.length === 0 && <p className="px-4 py-3 text-muted">{bookings.noHistory}</p>}
      <ol className="divide-y divide-line">
        {facts.map((fact, index) => (
          <Fact key={fact.id} fact={fact} before={facts[index + 1]} event={event} />
        ))}
      </ol>
    </Panel>
  )
}

interface FactProps {
  fact: CloudEvent
  before: CloudEvent | undefined
  event: BookableEvent
}

function Fact({ fact, before, event }: FactProps) {
  const { bookings } = useEventWords()
  const { nameOf } = useSeatNames(event)
  const { seats, quantity } = placesAfter(fact, before)
  const places = seats?.map(nameOf).join('; ') ?? (quantity === undefined ? '' : bookings.tickets(quantity))
  return (
    <li className="flex items-center gap-2.5 px-4 py-2">
      <KindMark type={fact.type} className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        <Link
          to="/activity/events/$id"
          params={{ id: fact.id }}
          className="block truncate font-mono text-xs text-accent hover:underline"
        >
          {fact.type}
        </Link>
        {places !== '' && <span className="block text-xs text-muted wrap-anywhere">{places}</span>}
      </span>
      <Stamp at={fact.time} className="text-xs text-muted" />
    </li>
  )
}

interface Had {
  seats?: string[] | null
  quantity?: number
}

/** What a booking had after a fact, where that is not what it had before. */
const placesAfter = ({ data }: CloudEvent, before: CloudEvent | undefined): Had => {
  const [now, then] = [data as Had | null, before?.data as Had | null | undefined]
  const same = now?.quantity === then?.quantity && now?.seats?.join() === then?.seats?.join()
  return same ? {} : (now ?? {})
}
