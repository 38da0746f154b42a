import type { LoggedEvent } from '../../contract/domain-events.ts'
import { canonicalJson } from '../canonical-json.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'
import { failed, ok, type Result } from '../result.ts'
import { type Attributes, type EventFault, readAttributes } from './attributes.ts'
import { fromEarlier } from './earlier-names.ts'
import { dataOf } from './http-binding.ts'

/** An event that somebody says has happened, before it is in the log. Null is what they left to us. */
export interface Draft {
  id: string
  type: string
  aggregate: string
  partitionKey: string
  subject: string
  /** Whether the database counts it within its thing; a room counts for itself. */
  counted: boolean
  source: string
  /** Milliseconds since 1970. */
  time: number | null
  traceparent: string | null
  correlationId: string | null
  causationId: string | null
  extensions: JsonObject | null
  data: unknown
}

/** What the catalogue says of a type, under whatever name it goes. */
export interface TypeKnown {
  /** Our name of it. */
  type: string
  aggregate: string
  counted: boolean
  faults: (data: unknown) => readonly EventFault[]
}

/** Who publishes, what they may leave out, and what it is then. */
export interface Publishing {
  strict: boolean
  fallbackId: string
  publisher: string
  typeOf: (name: string) => TypeKnown
}

/** An event larger than this, in bytes of UTF-8, is refused; CloudEvents obliges nobody to hand on more. */
const MOST_BYTES = 64 * 1024

/** What is done with the log itself: were it for anyone to say, the log would tell of what never was. */
const ABOUT_THE_LOG = new Set(['log', 'reader', 'replay', 'dead_letter'])

/** Reads an event that somebody sends. @returns it as it will be logged, or everything that is wrong with it. */
export const readPublished = (event: unknown, publishing: Publishing): Result<Draft, EventFault[]> => {
  if (!isJsonObject(event)) return failed([{ pointer: '', code: 'invalid_event', detail: 'An event is a JSON object' }])
  if (new TextEncoder().encode(JSON.stringify(event)).length > MOST_BYTES)
    return failed([{ pointer: '', code: 'too_large', detail: `An event has at most ${MOST_BYTES} bytes` }])
  const { attributes, faults } = readAttributes(event)
  const missing = (publishing.strict ? REQUIRED : ['type'])
    .filter((name) => event[name] === undefined || event[name] === null)
    .map((name) => ({ pointer: `/${name}`, code: 'required', detail: 'CloudEvents 1.0 requires it' }))
  const data = dataOf(event)
  if (!data.ok) return failed([...faults, ...missing, data.error])
  const known = publishing.typeOf(attributes.type)
  const draft = asDraft(attributes, data.value, { known, ...publishing })
  const wrong = [...faults, ...missing, ...(attributes.type === '' ? [] : typeFaults(known, draft))]
  return wrong.length > 0 ? failed(wrong) : ok(draft)
}

/** @returns whether an event that is in the log says what a draft of the same id says, as far as the draft says it. */
export const saysTheSame = (draft: Draft, logged: LoggedEvent): boolean => {
  const { type, subject, partitionKey, source } = draft
  const given: [unknown, unknown][] = [
    [draft.time, logged.time],
    [draft.traceparent, logged.traceparent],
    [draft.correlationId, logged.correlationId],
    [draft.causationId, logged.causationId],
  ]
  return (
    type === logged.type &&
    subject === logged.subject &&
    partitionKey === logged.partitionKey &&
    source === logged.source &&
    given.every(([said, is]) => said === null || said === is) &&
    canonicalJson(draft.data) === canonicalJson(JSON.parse(logged.data)) &&
    canonicalJson(draft.extensions) === canonicalJson(JSON.parse(logged.extensions ?? 'null'))
  )
}

const REQUIRED = ['specversion', 'id', 'source', 'type']

const asDraft = (
  attributes: Attributes,
  sent: unknown,
  { known, fallbackId, publisher }: Publishing & { known: TypeKnown },
): Draft => {
  const { id, source, subject, partitionkey, traceparent, correlationid, causationid, extensions } = attributes
  const earlier = known.type === attributes.type ? null : fromEarlier(sent)
  const data = earlier === null ? sent : earlier.data
  const time = attributes.time ?? (earlier?.time == null ? null : Date.parse(earlier.time))
  const about = subject ?? thingIn(data, known.aggregate) ?? partitionkey ?? id ?? fallbackId
  return {
    id: id ?? fallbackId,
    type: known.type,
    aggregate: known.aggregate,
    partitionKey: partitionkey ?? about,
    subject: about,
    counted: known.counted,
    source: source ?? `/manual/${publisher}`,
    time,
    traceparent,
    correlationId: correlationid,
    causationId: causationid,
    extensions: Object.keys(extensions).length === 0 ? null : extensions,
    data: data ?? null,
  }
}

const typeFaults = ({ type, aggregate, faults }: TypeKnown, { data }: Draft): EventFault[] => {
  if (ABOUT_THE_LOG.has(aggregate))
    return [{ pointer: '/type', code: 'reserved_type', detail: `Only the platform itself says ${type}` }]
  return faults(data).map(({ pointer, ...fault }) => ({ pointer: `/data${pointer}`, ...fault }))
}

// The thing it happened to, where the data names it as ours does: `userId` of what happened to a user.
const thingIn = (data: unknown, aggregate: string): string | null => {
  if (!isJsonObject(data)) return null
  const id = data[`${aggregate.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())}Id`]
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : null
}
