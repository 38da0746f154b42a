/** How far a time zone is ahead of UTC at a moment, in milliseconds; a zone nobody knows counts as UTC. */
function offsetAt(time: number, timeZone: string): number {
  const fields = new Intl.DateTimeFormat('en-US', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time)
  const of = (type: string) => Number(fields.find((field) => field.type === type)?.value)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(time / 1000) * 1000
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
