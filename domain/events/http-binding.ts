import { isJsonObject } from '../json-object.ts'
import { failed, ok, type Result } from '../result.ts'
import { jsonFault } from '../strict-json.ts'
import { type EventFault, isJsonType } from './attributes.ts'

/** A request that brings events: the names of its headers in lower case, and its body as text. */
export interface Message {
  headers: Iterable<readonly [name: string, value: string]>
  body: string
}

/** Events as they came, attributes and data side by side. `strict`: their sender speaks CloudEvents and fills in all. */
export interface Sent {
  events: unknown[]
  strict: boolean
  batch: boolean
}

export type NotSent =
  | { reason: 'malformed_json' | 'unsupported_media_type' }
  | { reason: 'invalid'; errors: EventFault[] }

const MOST_EVENTS = 100

/**
 * Takes events out of a request: structured, batched or binary as the HTTP binding of CloudEvents 1.0 has them
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md), or one as plain JSON.
 */
export const sentEvents = ({ headers, body }: Message): Result<Sent, NotSent> => {
  const named = new Map(headers)
  const media = mediaType(named.get('content-type') ?? '')
  if (media === 'application/cloudevents+json') return one(body, { strict: true })
  if (media === 'application/cloudevents-batch+json') return several(body)
  if (media.startsWith('application/cloudevents')) return failed({ reason: 'unsupported_media_type' })
  if ([...named.keys()].some((name) => name.startsWith('ce-'))) return binary(named, body)
  return media === 'application/json' ? one(body, { strict: false }) : failed({ reason: 'unsupported_media_type' })
}

const mediaType = (contentType: string): string => contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''

const one = (body: string, { strict }: { strict: boolean }): Result<Sent, NotSent> => {
  const event = parsed(body)
  return event === undefined ? failed({ reason: 'malformed_json' }) : ok({ events: [event], strict, batch: false })
}

const several = (body: string): Result<Sent, NotSent> => {
  const events = parsed(body)
  if (events === undefined) return failed({ reason: 'malformed_json' })
  if (Array.isArray(events) && events.length >= 1 && events.length <= MOST_EVENTS)
    return ok({ events, strict: true, batch: true })
  const detail = `A batch is a list of 1 to ${MOST_EVENTS} events`
  return failed({ reason: 'invalid', errors: [{ pointer: '', code: 'invalid_batch', detail }] })
}

const binary = (headers: ReadonlyMap<string, string>, body: string): Result<Sent, NotSent> => {
  const type = headers.get('content-type')
  if (!isJsonType(type)) return failed({ reason: 'unsupported_media_type' })
  const event: Record<string, unknown> = Object.create(null)
  const errors: EventFault[] = []
  for (const [name, value] of headers) {
    if (!name.startsWith('ce-')) continue
    const decoded = headerValue(value)
    if (decoded === null) errors.push({ pointer: `/${name}`, code: 'invalid_encoding', detail: NOT_ENCODED })
    else event[name.slice('ce-'.length)] = decoded
  }
  if (errors.length > 0) return failed({ reason: 'invalid', errors })
  if (body !== '') {
    // Data of a type that is not said, or is text, has not been looked at so far.
    const fault = jsonFault(body)
    if (fault !== null) return failed({ reason: 'invalid', errors: [{ ...fault, pointer: `/data${fault.pointer}` }] })
    const data = parsed(body)
    if (data === undefined) return failed({ reason: 'malformed_json' })
    event.data = data
  }
  return ok({ events: [{ ...event }], strict: true, batch: false })
}

const NOT_ENCODED = 'Percent-encode spaces, quotes, percent signs and what is not ASCII (section 3.1.3.2)'

// A value may be quoted as HTTP quotes, and is percent-encoded UTF-8 within.
const headerValue = (value: string): string | null => {
  const bare = /^"(?:[^"\\]|\\.)*"$/.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value
  try {
    return decodeURIComponent(bare)
  } catch {
    return null
  }
}

/** @returns the data of an event as JSON: `data`, or `data_base64` where that is the UTF-8 of JSON; a fault otherwise. */
export const dataOf = (event: unknown): Result<unknown, EventFault> => {
  if (!isJsonObject(event)) return ok(undefined)
  const { data, data_base64: encoded, datacontenttype } = event
  if (!isJsonType(datacontenttype))
    return failed({ pointer: '/datacontenttype', code: 'invalid_datacontenttype', detail: 'Data is JSON here' })
  if (encoded === undefined || encoded === null) return ok(data)
  const decoded = data === undefined && typeof encoded === 'string' ? fromBase64(encoded) : null
  const value = decoded === null ? undefined : parsed(decoded)
  const fault = decoded === null ? null : jsonFault(decoded)
  return value === undefined || fault !== null
    ? failed({ pointer: '/data_base64', code: 'invalid_data_base64', detail: fault?.detail ?? NO_JSON_WITHIN })
    : ok(value)
}

const NO_JSON_WITHIN = 'Only JSON is taken: send it as `data`, or its UTF-8 as base64 and no `data` beside it'

const fromBase64 = (encoded: string): string | null => {
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
