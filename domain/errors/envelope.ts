import { LIMITS } from '../../contract/limits.ts'
import { isJsonObject } from '../json-object.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const decoder = new TextDecoder()

export type EnvelopeHeader = Record<string, unknown>

/** One item of an envelope: its header, and where its payload lies in the envelope's bytes. */
export interface EnvelopeItem {
  index: number
  type: string
  header: EnvelopeHeader
  start: number
  end: number
}

/** Why an envelope could not be read to its end. */
export interface EnvelopeFault {
  reason: 'malformed' | 'too_large' | 'too_many_items'
  /** Index of the item at fault; absent for the envelope's own header. */
  item?: number
  /** Where in the decoded body reading stopped, in bytes. */
  offset: number
  detail: string
}

/** What could be read; `items` are those before the fault. */
export interface Envelope {
  header: EnvelopeHeader
  items: EnvelopeItem[]
  fault?: EnvelopeFault
}

/**
 * Cuts an envelope into its items, as bytes: payloads are binary and only `\n` ends a line. An item without `length`
 * reaches to the next newline or the end. Lines that were given a `\r` on their way, and empty ones, do no harm. Items of any type are returned; what to do with them is not decided here.
 * Never throws. See https://develop.sentry.dev/sdk/foundations/data-model/envelopes/.
 */
export function cutEnvelope(bytes: Uint8Array): Envelope {
  const first = readHeader(bytes, 0)
  if ('detail' in first) return { header: {}, items: [], fault: { ...first, offset: 0 } }
  const envelope: Envelope = { header: first.header, items: [] }
  let position = first.next
  while (position < bytes.length) {
    if (bytes[position] === NEWLINE || bytes[position] === RETURN) {
      position += 1
      continue
    }
    const item = readItem(bytes, position, envelope.items.length)
    if ('detail' in item) return { ...envelope, fault: { ...item, item: envelope.items.length } }
    envelope.items.push(item)
    position = item.end
  }
  return envelope
}

function readItem(bytes: Uint8Array, offset: number, index: number): EnvelopeItem | EnvelopeFault {
  if (index >= LIMITS.items) {
    return { reason: 'too_many_items', offset, detail: `more than ${LIMITS.items} items` }
  }
  const line = readHeader(bytes, offset)
  if ('detail' in line) return { ...line, offset }
  const { type } = line.header
  if (typeof type !== 'string' || type === '') return malformed(offset, 'the item header has no type')
  const end = payloadEnd(bytes, line.next, line.header.length)
  if (typeof end !== 'number') return end
  return { index, type, header: line.header, start: Math.min(line.next, bytes.length), end }
}

/** @param start where the payload begins; one behind the last byte when the header line was not ended by a newline */
function payloadEnd(bytes: Uint8Array, start: number, length: unknown): number | EnvelopeFault {
  if (length === undefined || length === null) {
    const newline = bytes.indexOf(NEWLINE, start)
    return newline < 0 ? bytes.length : newline
  }
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    return malformed(start, 'the length of the item is not a number of bytes')
  }
  const rest = Math.max(bytes.length - start, 0)
  if (length > rest) return malformed(start, `the item says ${length} bytes, the envelope ends after ${rest}`)
  const end = bytes.length - rest + length
  if (end < bytes.length && !endsLine(bytes, end)) return malformed(end, 'the item is not followed by a newline')
  return end
}

const endsLine = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === NEWLINE || (bytes[at] === RETURN && bytes[at + 1] === NEWLINE)

/** A header line and where the next line begins. A `\r` before the newline is whitespace to JSON. */
function readHeader(
  bytes: Uint8Array,
  offset: number,
): { header: EnvelopeHeader; next: number } | Omit<EnvelopeFault, 'offset'> {
  // The search is bounded, so that a body without newlines costs no more than the longest permitted line.
  const window = bytes.subarray(offset, offset + LIMITS.headerLineBytes + 1)
  const newline = window.indexOf(NEWLINE)
  if (newline < 0 && window.length > LIMITS.headerLineBytes) {
    return { reason: 'too_large', detail: `a header line is longer than ${LIMITS.headerLineBytes} bytes` }
  }
  const line = newline < 0 ? window : window.subarray(0, newline)
  const header = parseObject(decoder.decode(line))
  if (!header) return { reason: 'malformed', detail: 'a header line is not a JSON object' }
  return { header, next: offset + line.length + 1 }
}

function parseObject(text: string): EnvelopeHeader | null {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}

function malformed(offset: number, detail: string): EnvelopeFault {
  return { reason: 'malformed', offset, detail }
}
