import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bell, Send } from 'lucide-react'
import type { ReactNode } from 'react'
import { timelineQuery } from '../api/log.ts'
import type { TimelineEntry } from '../api/shapes.ts'
import { Failure } from '../components/failure.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { DeliveryStatus } from '../monitoring/delivery-status.tsx'
import { KindMark } from './kind-mark.tsx'
import { Stamp } from './stamp.tsx'
import { inChain } from './timeline.ts'

/** What led to an event and what came of it, from top to bottom in time; what came of what is set in. */
export function EventTimeline({ id }: { id: string }) {
  const { event: words } = useMessages().activity
  const { data, error, refetch } = useQuery(timelineQuery(id))
  return (
    <Panel title={words.chain}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="m-4 h-24" />}
      {data !== undefined && (
        <>
          <ol className="px-4 py-3">
            {inChain(data.data).map(({ entry, depth }) => (
              <Step key={`${entry.kind} ${entry.id}`} depth={depth} icon={<EntryMark entry={entry} />}>
                <Entry entry={entry} here={entry.kind === 'event' && entry.id === id} />
              </Step>
            ))}
          </ol>
          {data.data.length < 2 && <p className="px-4 pb-3 text-xs text-muted">{words.chainEmpty}</p>}
          {data.truncated && <p className="px-4 pb-3 text-xs text-muted">{words.chainCut}</p>}
          {data.withheld.length > 0 && <p className="px-4 pb-3 text-xs text-muted">{words.chainWithheld}</p>}
        </>
      )}
    </Panel>
  )
}

const indents = ['', 'ms-4', 'ms-8', 'ms-12']

function Step(props: { depth: number; icon: ReactNode; children: ReactNode }) {
  return (
    <li
      className={`group/step relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-2.5 pb-4 last:pb-0 ${indents[Math.min(props.depth, indents.length - 1)]}`}
    >
      <span className="absolute top-7 bottom-0 start-3.5 w-px bg-line group-last/step:hidden" aria-hidden="true" />
      <span className="grid size-7 place-items-center rounded-full border border-line bg-surface">{props.icon}</span>
      <div className="min-w-0 pt-0.5">{props.children}</div>
    </li>
  )
}

function EntryMark({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === 'event') return <KindMark type={entry.event.type} className="size-3.5" />
  const Icon = entry.kind === 'delivery' ? Send : Bell
  return <Icon className="size-3.5 text-code-word" aria-hidden="true" />
}

function Entry({ entry, here }: { entry: TimelineEntry; here: boolean }) {
  const { activity, monitoring } = useMessages()
  const { event: words } = activity
  if (entry.kind === 'event')
    return (
      <>
        <p className="flex flex-wrap items-baseline gap-x-2">
          {here ? (
            <span className="font-mono text-xs font-semibold wrap-anywhere" aria-current="true">
              {entry.event.type}
            </span>
          ) : (
            <Link
              to="/activity/events/$id"
              params={{ id: entry.id }}
              className="font-mono text-xs font-medium wrap-anywhere text-accent hover:underline"
            >
              {entry.event.type}
            </Link>
          )}
          {here && <span className="rounded-full bg-accent-soft px-1.5 text-xs text-accent">{words.thisOne}</span>}
        </p>
        <Stamp at={entry.at} className="block text-xs text-muted" />
      </>
    )
  const { delivery } = entry
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
        <Link
          to="/monitoring/deliveries"
          search={{ delivery: delivery.id }}
          className="font-medium text-accent hover:underline"
        >
          {monitoring.channels[delivery.channel]}
        </Link>
        <DeliveryStatus delivery={delivery} />
      </p>
      <p className="text-xs text-muted">
        <Stamp at={entry.at} /> · {words.attempts(delivery.attempts)}
      </p>
      <p className="truncate text-xs text-muted" title={delivery.target}>
        {delivery.target}
      </p>
    </>
  )
}
