import { isJsonObject, type JsonObject } from '../json-object.ts'
import { readTraceparent } from '../trace-context.ts'

/** What is wrong with an event that somebody sends; `pointer` into it as RFC 6901. */
export interface EventFault {
  pointer: string
  code: string
  detail: string
}

/** Attributes of CloudEvents 1.0 that are not data. A value that is null is not there. */
export interface Attributes {
  specversion: string | null
  id: string | null
  source: string | null
  type: string
  subject: string | null
  /** Milliseconds since 1970. */
  time: number | null
  partitionkey: string | null
  traceparent: string | null
  correlationid: string | null
  causationid: string | null
  /** Whatever else there is, `dataschema` included. */
  extensions: JsonObject
}

/** Said by the log itself, whatever a sender says. */
const RESERVED = new Set(['actor', 'sequence', 'replay', 'position', 'aggregate', 'organization'])
const DATA = new Set(['data', 'data_base64', 'datacontenttype'])
const LONGEST = 300

/** Reads the attributes of an event, as far as they are right. @returns them, and what is wrong with the rest. */
export const readAttributes = (event: JsonObject): { attributes: Attributes; faults: EventFault[] } => {
  const faults: EventFault[] = []
  const take = <T>(name: string, read: Reading<T>): T | null => {
    const value = event[name]
    if (value === undefined || value === null) return null
    const result = read(value)
    if (!('wrong' in result)) return result.value
    faults.push({ pointer: `/${name}`, code: `invalid_${name}`, detail: result.wrong })
    return null
  }
  const attributes = {
    specversion: take('specversion', oneOf('1.0')),
    id: take('id', eventId),
    source: take('source', uriReference),
    type: take('type', typeName) ?? '',
    subject: take('subject', text),
    time: take('time', instant),
    partitionkey: take('partitionkey', text),
    traceparent: take('traceparent', traceparent),
    correlationid: take('correlationid', text),
    causationid: take('causationid', text),
  }
  const extensions = Object.entries(event).filter(
    ([name, value]) => !Object.hasOwn(attributes, name) && !DATA.has(name) && value !== null,
  )
  for (const [name, value] of extensions) faults.push(...extensionFaults(name, value))
  return { attributes: { ...attributes, extensions: Object.fromEntries(extensions) }, faults }
}

/** @returns whether data of this media type is JSON; what is not said is. */
export const isJsonType = (type: unknown): boolean =>
  type === undefined ||
  type === null ||
  (typeof type === 'string' && /^(?:application|text)\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i.test(type))

/** @returns when a moment of RFC 3339 is, in milliseconds since 1970; null for one that never was. */
export const readInstant = (given: string): number | null => {
  const [, date = '', hour, offset] =
    /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):[0-5]\d:[0-5]\d(?:\.\d{1,9})?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(given) ??
    []
  if (hour === undefined || offset === undefined || Number(hour) > 23) return null
  const day = Date.parse(`${date}T00:00:00Z`)
  // The 30th of February would be the 2nd of March.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) return null
  const time = Date.parse(given.toUpperCase())
  // With its offset a moment may leave the years that RFC 3339 can write.
  return Number.isNaN(time) || !/^\d{4}-/.test(new Date(time).toISOString()) ? null : time
}

type Reading<T> = (value: unknown) => { value: T } | { wrong: string }

// CloudEvents forbids control characters and non-characters in its type String.
const FORBIDDEN = /[\u{0}-\u{1f}\u{7f}-\u{9f}\u{fdd0}-\u{fdef}\u{fffe}\u{ffff}]/u

const text: Reading<string> = (value) =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST && value.isWellFormed() && !FORBIDDEN.test(value)
    ? { value }
    : { wrong: `Text of 1 to ${LONGEST} characters without control characters` }

/** Paths beside those of single events, and the steps of a path that every client takes away. */
const NO_IDS = new Set(['export', 'streams', 'verify', 'erasures', '.', '..'])

const eventId: Reading<string> = (value) =>
  typeof value === 'string' && NO_IDS.has(value)
    ? { wrong: 'An event of this id could not be asked for: it is another path of the log' }
    : text(value)

const oneOf =
  (wanted: string): Reading<string> =>
  (value) =>
    value === wanted ? { value: wanted } : { wrong: `Only ${wanted} is read` }

// https://www.rfc-editor.org/rfc/rfc3986#section-4.1, by its characters.
const URI_REFERENCE = /^(?:[\w\-.~:/?[\]@!$&'()*+,;=]|%[0-9a-f]{2})*(?:#(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-9a-f]{2})*)?$/i

const uriReference: Reading<string> = (value) => {
  const read = text(value)
  if ('wrong' in read || !URI_REFERENCE.test(read.value))
    return { wrong: 'A URI reference (RFC 3986), percent-encoded' }
  return /^\/organizations(?:\/|$)/i.test(read.value)
    ? { wrong: 'Sources under /organizations/ are ours; name the system that says this' }
    : read
}

const typeName: Reading<string> = (value) =>
  typeof value === 'string' &&
  value.length <= 200 &&
  /^(?:[a-z][a-z\d_-]*(?:\.[a-z\d_-]+)*|[A-Z][A-Za-z\d]*)$/.test(value)
    ? { value }
    : { wrong: 'A name such as order.shipped or OrderShipped, of at most 200 characters' }

const instant: Reading<number> = (value) => {
  const time = typeof value === 'string' ? readInstant(value) : null
  return time === null ? { wrong: 'A moment as RFC 3339 has it, such as 2027-06-01T18:00:00Z' } : { value: time }
}

const traceparent: Reading<string> = (value) =>
  typeof value === 'string' && readTraceparent(value) !== null
    ? { value }
    : { wrong: 'A traceparent of W3C Trace Context' }

const extensionFaults = (name: string, value: unknown): EventFault[] => {
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
  if (RESERVED.has(name))
    return [{ pointer, code: 'reserved_name', detail: 'This is said by the log itself; leave it out' }]
  if (!/^[a-z\d]{1,20}$/.test(name))
    return [{ pointer, code: 'invalid_name', detail: 'Attributes have 1 to 20 lower-case letters or digits' }]
  if (typeof value === 'boolean' || (Number.isInteger(value) && Math.abs(value as number) < 2 ** 31)) return []
  if (!isJsonObject(value) && !('wrong' in text(value))) return []
  return [{ pointer, code: 'invalid_value', detail: `Text of 1 to ${LONGEST} characters, true, false, or an integer` }]
}
