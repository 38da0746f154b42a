import { invalidShown, type Rule, type Walk } from './walk.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** 0001-01-01 and 9999-12-31: RFC 3339 has four digits for the year. */
const FIRST = -62_135_596_800_000
const LAST = 253_402_300_799_999

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?)?\s*([Zz]|UTC|[+-]\d\d:?(?:\d\d)?)?$/
const NUMERIC = /^[+-]?\d{1,19}(?:\.\d+)?$/
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads a time as SDKs write it: seconds since 1970 as number or numeric text, or RFC 3339 with any number of fraction
 * digits, UTC where it names no zone. Numbers too large for seconds are read as milliseconds.
 *
 * @returns milliseconds since 1970, or null when it is no time of the years 1 to 9999.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return inRange(fromNumber(value))
  if (typeof value !== 'string' || value.length > 64) return null
  const written = value.trim()
  if (NUMERIC.test(written)) return inRange(fromNumber(Number(written)))
  const parts = DATE_TIME.exec(written)
  return parts === null ? null : inRange(fromParts(parts))
}

const fromNumber = (number: number): number => (Math.abs(number) >= 1e11 ? number : number * 1000)

const inRange = (ms: number): number | null => (ms >= FIRST && ms <= LAST ? ms : null)

function fromParts(parts: RegExpExecArray): number {
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0))
  const valid =
    (DAYS[(month ?? 0) - 1] ?? 0) >= (day ?? 0) &&
    (day ?? 0) > 0 &&
    (hour ?? 0) < 24 &&
    (minute ?? 0) < 60 &&
    (second ?? 0) < 61
  if (!valid) return Number.NaN
  const fraction = Number(`0.${parts[7] ?? '0'}`) * 1000
  const date = new Date(0)
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day ?? 1)
  date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0)
  return date.getTime() + fraction - offsetOf(parts[8] ?? 'Z')
}

/** Milliseconds east of UTC. */
function offsetOf(zone: string): number {
  if (zone[0] !== '+' && zone[0] !== '-') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0)
  return (zone[0] === '-' ? -minutes : minutes) * 60_000
}

// Breadcrumbs lie close together: writing the minute once made a hundred of them ten times cheaper.
let lastMinute = Number.NaN
let lastPrefix = ''

/** RFC 3339 in UTC with milliseconds. `ms` must come from `parseTime` or a clock. */
export function writeTime(ms: number): string {
  const whole = Math.floor(ms)
  const minute = Math.floor(whole / MINUTE)
  if (minute !== lastMinute) {
    lastPrefix = new Date(minute * MINUTE).toISOString().slice(0, 17)
    lastMinute = minute
  }
  const rest = String(100_000 + whole - minute * MINUTE)
  return `${lastPrefix}${rest.slice(1, 3)}.${rest.slice(3)}Z`
}

/** A valid time of the years 1 to 9999 that is in UTC already; only the 29th of February is not looked into. */
const UTC_TIME =
  /^(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2\d)|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,12})?(?:Z|\+00:00)$/

/** The usual forms of SDKs, cut to milliseconds without arithmetic, or null for any other. */
function cutToMilliseconds(value: unknown): string | null {
  if (typeof value !== 'string' || value.length < 24 || !UTC_TIME.test(value)) return null
  const third = value.charCodeAt(22)
  if (third < 0x30 || third > 0x39) return null
  return value.length === 24 ? value : `${value.slice(0, 23)}Z`
}

/** A time stated by the client, corrected for the drift of its clock. */
export const time: Rule<string> = (value, walk) => {
  const plain = walk.drift === 0 ? cutToMilliseconds(value) : null
  if (plain !== null) return plain
  const stated = parseTime(value)
  const corrected = stated === null ? null : inRange(stated + walk.drift)
  return corrected === null ? invalidShown(walk, value) : writeTime(corrected)
}

/**
 * How far the client's clock was off when it sent: Relay (relay-event-normalization, `clock_drift.rs`) corrects every
 * time of an event by receivedAt − sentAt once that is about a minute, so that network delay alone changes nothing.
 *
 * @returns milliseconds to add, 0 for none.
 */
export function clockDrift(sentAt: string | undefined, receivedAt: number): number {
  const sent = parseTime(sentAt)
  if (sent === null) return 0
  const drift = receivedAt - sent
  return Math.abs(drift) > MINUTE ? drift : 0
}

/**
 * When the event happened: as stated, or when it was received if it states nothing, or a time more than 30 days ago
 * or more than a minute ahead, as in Sentry. Every change is noted.
 *
 * @returns milliseconds since 1970.
 */
export function eventTime(value: unknown, walk: Walk, receivedAt: number): number {
  if (value === undefined || value === null || value === '') return receivedAt
  walk.path.push('timestamp')
  const ms = judgedTime(value, walk, receivedAt)
  walk.path.pop()
  return ms
}

function judgedTime(value: unknown, walk: Walk, receivedAt: number): number {
  const stated = parseTime(value)
  if (stated === null) {
    invalidShown(walk, value)
    return receivedAt
  }
  const shown = writeTime(stated)
  if (walk.drift !== 0) walk.notes.push({ type: 'clock_drift', name: 'timestamp', value: shown })
  const corrected = stated + walk.drift
  if (corrected > receivedAt + MINUTE) walk.notes.push({ type: 'future_timestamp', name: 'timestamp', value: shown })
  else if (corrected < receivedAt - 30 * DAY)
    walk.notes.push({ type: 'past_timestamp', name: 'timestamp', value: shown })
  else return corrected
  return receivedAt
}
