/** Clocks are slow to make, and a form asks the same one for each of its moments. */
const clocks = new Map<string, Intl.DateTimeFormat>()

const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const numeric = Object.fromEntries(fields.map((field) => [field, 'numeric']))
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC'
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...numeric })
  clocks.set(timeZone, clock)
  return clock
}

/** How far a time zone is ahead of UTC at a moment, in milliseconds; a zone nobody knows counts as UTC. */
function offsetAt(time: number, timeZone: string): number {
  const shown = clockOf(timeZone).formatToParts(time)
  const [year = 0, month = 1, day, hour, minute, second] = fields.map((field) =>
    Number(shown.find(({ type }) => type === field)?.value),
  )
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000
}

export const isTimeZone = (name: string): boolean => {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A moment as `<input type=datetime-local>` wants it, by the clock of a zone. */
export const localMoment = (at: string, timeZone: string): string => {
  const time = Date.parse(at)
  return new Date(time + offsetAt(time, timeZone)).toISOString().slice(0, 16)
}

/**
 * What the clock of a zone shows, as a moment. An hour that a change of clocks leaves out is taken as the one after it, one
 * that comes twice as the first.
 * @returns null where the text is no moment
 */
export function momentOf(local: string, timeZone: string): string | null {
  const wanted = Date.parse(`${local}Z`)
  if (Number.isNaN(wanted)) return null
  const before = wanted - offsetAt(wanted - 86_400_000, timeZone)
  const after = wanted - offsetAt(wanted + 86_400_000, timeZone)
  const fits = [before, after].find((time) => time + offsetAt(time, timeZone) === wanted)
  return new Date(fits ?? before).toISOString()
}
