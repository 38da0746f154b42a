import { Link } from '@tanstack/react-router'
import { ListFilter } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import { Panel } from '../components/panel.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { ActorName } from './actor-name.tsx'
import type { Filter } from './search.ts'

interface Attribute {
  name: string
  value: ReactNode
  /** Where the list can be narrowed to events that have the same. */
  filter?: [Filter, string]
}

/** Members of the CloudEvent that have a row of their own, or none because they are the page itself. */
const TOLD = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'partitionkey',
  'sequence',
  'actor',
  'traceparent',
  'correlationid',
  'causationid',
  'data',
])

interface EventAttributesProps {
  event: CloudEvent
  /** Place in the log, and when the log took it. */
  position: number
  loggedAt: string
}

/** Everything the event says of itself, with the way to others that say the same. */
export function EventAttributes(props: EventAttributesProps) {
  const { activity } = useMessages()
  return (
    <Panel title={activity.event.attributes}>
      <dl className="divide-y divide-line">
        {useAttributes(props).map(({ name, value, filter }) => (
          <div
            key={name}
            className="grid min-h-9 grid-cols-[7.5rem_minmax(0,1fr)] items-center gap-2 py-1 ps-4 pe-2 text-xs"
          >
            <dt className="text-muted">{name}</dt>
            <dd className="flex min-w-0 items-center gap-2">
              <span className="min-w-0 flex-1 font-mono wrap-anywhere">{value}</span>
              {filter !== undefined && (
                <Link
                  to="/activity"
                  search={{ [filter[0]]: filter[1] }}
                  aria-label={activity.event.only(name.toLowerCase())}
                  title={activity.event.only(name.toLowerCase())}
                  className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
                >
                  <ListFilter className="size-3.5" aria-hidden="true" />
                </Link>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function useAttributes({ event, position, loggedAt }: EventAttributesProps): Attribute[] {
  const { attributes } = useMessages().activity
  const format = useFormat()
  const { id, type, subject, actor, source, sequence, correlationid, causationid, traceparent } = event
  const cause = causationid !== undefined && (
    <Link to="/activity/events/$id" params={{ id: causationid }} className="text-accent hover:underline">
      {causationid}
    </Link>
  )
  const known: (Attribute | false)[] = [
    { name: attributes.id, value: id },
    { name: attributes.time, value: <time dateTime={event.time}>{format.absolute(event.time)}</time> },
    { name: attributes.logged, value: <time dateTime={loggedAt}>{format.absolute(loggedAt)}</time> },
    { name: attributes.position, value: String(position) },
    { name: attributes.type, value: type, filter: ['type', type] },
    { name: attributes.subject, value: subject, filter: ['subject', subject] },
    actor !== undefined && { name: attributes.actor, value: <ActorName id={actor} />, filter: ['actor', actor] },
    { name: attributes.source, value: source, filter: ['source', source] },
    { name: attributes.partitionkey, value: event.partitionkey },
    sequence !== undefined && { name: attributes.sequence, value: String(Number(sequence)) },
    correlationid !== undefined && {
      name: attributes.correlation,
      value: correlationid,
      filter: ['correlation', correlationid],
    },
    cause !== false && { name: attributes.causation, value: cause },
    traceparent !== undefined && { name: attributes.trace, value: traceparent },
    { name: attributes.content, value: event.datacontenttype },
  ]
  const extensions = Object.entries(event).flatMap(([name, value]) =>
    TOLD.has(name) ? [] : [{ name, value: String(value) }],
  )
  return [...known.filter((attribute) => attribute !== false), ...extensions]
}
