import type { CloudEvent } from '../../../contract/domain-events.ts'
import type { EventSearch } from './search.ts'

/** Whether a text is named by a pattern in which `*` stands for anything. */
export function matchesType(type: string, pattern: string): boolean {
  const parts = pattern.split('*')
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return type === pattern
  if (!type.startsWith(first)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = type.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return type.length - last.length >= at && type.endsWith(last)
}

/** Whether a value is named by one of several patterns with commas between. */
const matchesOne = (value: string, patterns: string) =>
  patterns.split(',').some((pattern) => matchesType(value, pattern.trim()))

/** Whether an event that just came belongs into the list as it is filtered. */
export function matches(event: CloudEvent, search: EventSearch): boolean {
  const { type, subject, actor, source, correlation, q, range, from, to } = search
  if (to !== undefined || (range === 'custom' && from !== undefined && event.time < from)) return false
  return (
    (type === undefined || matchesOne(event.type, type)) &&
    (subject === undefined || event.subject === subject) &&
    (actor === undefined || event.actor === actor) &&
    (source === undefined || matchesOne(event.source, source)) &&
    (correlation === undefined || event.correlationid === correlation) &&
    (q === undefined || JSON.stringify(event).toLowerCase().includes(q.toLowerCase()))
  )
}
