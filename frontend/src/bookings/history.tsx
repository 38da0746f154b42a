import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KindMark } from '../activity/kind-mark.tsx'
import { Stamp } from '../activity/stamp.tsx'
import { eventsQuery } from '../api/log.ts'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useNews } from '../events/use-news.ts'
import { useEventWords } from '../events/words.ts'

/** What the log says of a booking, newest first; each leads to all that led to it and came of it. */
export function History({ id, eventId }: { id: string; eventId: string }) {
  const { bookings } = useEventWords()
  const log = useInfiniteQuery(eventsQuery({ subject: id }))
  // The log has a fact a moment after the booking changed.
  useNews(eventId, 'booking.', () => void log.refetch())
  const facts = log.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Panel title={bookings.history}>
      {log.isPending && <Skeleton className="m-4 h-16" />}
      {!log.isPending && facts.length === 0 && <p className="px-4 py-3 text-muted">{bookings.noHistory}</p>}
      <ol className="divide-y divide-line">
        {facts.map(({ id: fact, type, time }) => (
          <li key={fact} className="flex items-center gap-2.5 px-4 py-2">
            <KindMark type={type} className="size-4 shrink-0" />
            <Link
              to="/activity/events/$id"
              params={{ id: fact }}
              className="min-w-0 flex-1 truncate font-mono text-xs text-accent hover:underline"
            >
              {type}
            </Link>
            <Stamp at={time} className="text-xs text-muted" />
          </li>
        ))}
      </ol>
    </Panel>
  )
}
