import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import { useMessages } from '../i18n/language.tsx'
import { ActorName } from './actor-name.tsx'
import { TypeName } from './kind-mark.tsx'
import { Stamp } from './stamp.tsx'
import { useListKeys } from './use-list-keys.ts'

interface EventTableProps {
  events: readonly CloudEvent[]
  /** Ids of those that came while the list was open. */
  live: ReadonlySet<string>
  /** Told when someone begins and ends to look at the rows. */
  onRead(reading: boolean): void
}

const cell = 'block min-w-0 truncate @3xl:table-cell @3xl:px-2 @3xl:py-2 @3xl:align-middle'

/** Rows of six columns where there is room, of two lines on a phone. */
export function EventTable({ events, live, onRead }: EventTableProps) {
  const { activity } = useMessages()
  const { attributes, pages } = activity
  const table = useRef<HTMLTableElement>(null)
  useListKeys(table)
  const heads: [string, string][] = [
    [attributes.time, 'w-36 ps-4 text-start'],
    [attributes.type, 'w-[28%] text-start'],
    [attributes.subject, 'text-start'],
    [attributes.actor, 'text-start'],
    [attributes.source, 'w-[16%] text-start'],
    [attributes.sequence, 'w-24 pe-4 text-end'],
  ]
  return (
    <div className="@container">
      <table
        ref={table}
        aria-label={pages.events}
        onPointerEnter={({ pointerType }) => pointerType === 'mouse' && onRead(true)}
        onPointerLeave={() => onRead(false)}
        onFocus={() => onRead(true)}
        onBlur={({ relatedTarget, currentTarget }) => currentTarget.contains(relatedTarget) || onRead(false)}
        className="block w-full table-fixed @3xl:table"
      >
        <thead className="sr-only @3xl:not-sr-only @3xl:table-header-group">
          <tr className="bg-sunken text-xs text-muted">
            {heads.map(([head, style]) => (
              <th key={head} scope="col" className={`border-b border-line px-2 py-2 font-medium ${style}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line @3xl:table-row-group">
          {events.map((event) => (
            <EventRow key={event.id} event={event} live={live.has(event.id)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A row that just came is tinted for a moment. */
const fresh = 'motion-safe:transition-colors motion-safe:duration-[2500ms] motion-safe:starting:bg-accent-soft'

function EventRow({ event, live }: { event: CloudEvent; live: boolean }) {
  const { activity } = useMessages()
  const { id, time, type, subject, actor, source, sequence } = event
  return (
    <tr
      data-row={id}
      className={`relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 py-2 focus-within:bg-hover hover:bg-hover @3xl:table-row ${live ? fresh : ''}`}
    >
      <td className={`${cell} order-2 text-end text-xs text-muted @3xl:ps-4 @3xl:text-start`}>
        <Stamp at={time} />
      </td>
      <th scope="row" className={`${cell} order-1 text-start font-normal`}>
        <Link
          to="/activity/events/$id"
          params={{ id }}
          aria-label={activity.events.open(type, subject)}
          className="flex min-w-0 outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <TypeName type={type} />
        </Link>
      </th>
      <td className={`${cell} order-3 ps-6 font-mono text-xs text-muted @3xl:ps-2 @3xl:text-ink`} title={subject}>
        {subject}
      </td>
      <td className={`${cell} order-4 max-w-36 text-end text-xs text-muted @3xl:max-w-none @3xl:text-start`}>
        <ActorName id={actor} />
      </td>
      <td className={`${cell} hidden font-mono text-xs text-muted`} title={source}>
        {source}
      </td>
      <td className={`${cell} tabular hidden text-end text-xs text-muted @3xl:pe-4`}>
        {sequence === undefined ? '–' : Number(sequence)}
      </td>
    </tr>
  )
}
