import type { CloudEvent } from '../../../contract/domain-events.ts'

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** What the server says of an event and no publisher does. */
const OURS = new Set([
  'id',
  'sequence',
  'actor',
  'time',
  'replay',
  'traceparent',
  'correlationid',
  'causationid',
  'source',
])

/** The event as one would publish it once more: another one, of the same type about the same thing. */
export const republished = (event: CloudEvent) =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !OURS.has(name)))

/** A command that publishes the event once more. The key stands in for one that the reader has. */
export const curlOf = (event: CloudEvent, origin: string) =>
  [
    `curl -X POST ${quoted(`${origin}/api/v1/domain-events`)}`,
    `  -H ${quoted('authorization: Bearer <API key>')}`,
    `  -H ${quoted('content-type: application/json')}`,
    `  -d ${quoted(JSON.stringify(republished(event)))}`,
  ].join(' \\\n')
