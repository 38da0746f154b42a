const DAY_MS = 86_400_000
const FIELDS = {
  calendar: 'iso8601',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const

// Making one costs a hundred times what using it does.
const clocks = new Map<string, Intl.DateTimeFormat>()

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en', { ...FIELDS, timeZone })
  clocks.set(timeZone, made)
  return made
}

/**
 * @param time milliseconds since 1970
 * @param timeZone a name of the IANA database, which the runtime knows
 * @returns what the clock there shows, as if it were UTC, in milliseconds
 */
export const localOf = (time: number, timeZone: string): number => {
  const shown: Record<string, number> = {}
  for (const { type, value } of clockOf(timeZone).formatToParts(time)) shown[type] = Number(value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((time % 1000) + 1000) % 1000)
}

/**
 * @param local what the clock there shows, as if it were UTC, in milliseconds
 * @returns when it shows that, in milliseconds since 1970. What it shows twice is meant the first time; what it skips is
 * meant by the offset from before it skips (RFC 5545 §3.3.5).
 */
export const instantOf = (local: number, timeZone: string): number => {
  const before = local - offsetAt(local - DAY_MS, timeZone)
  const after = local - offsetAt(local + DAY_MS, timeZone)
  const shown = [before, after].filter((time) => localOf(time, timeZone) === local)
  return shown.length === 0 ? before : Math.min(...shown)
}

const offsetAt = (time: number, timeZone: string): number => localOf(time, timeZone) - time

/** @returns a moment moved by days and hours of the clock there: what starts at eight still starts at eight. */
export const movedBy = (time: number, byLocal: number, timeZone: string): number =>
  instantOf(localOf(time, timeZone) + byLocal, timeZone)
