/** People are admitted together, at most so often. */
export const HURRY_MS = 1000
/** What gathers while people wait, and nobody looks: more would be a rush. */
const GATHERED_MS = 10_000
const MINUTE_MS = 60_000

/** @returns people a millisecond, of a rate in people a minute. */
export const perMs = (rate: number): number => rate / MINUTE_MS

/**
 * A token bucket: whoever is admitted takes one token, and `rate` of them come in each minute.
 * @param idle whether nobody waited: then no more gathers than one second brings, so that a crowd that comes is no rush
 * @returns the tokens in it at `now` (ms since 1970), with what a part of a token there is; without a rate any number
 */
export const gathered = (
  last: { at: number; tokens: number },
  { rate }: { rate: number | null },
  { now, idle }: { now: number; idle: boolean },
): number => {
  if (rate === null) return Number.POSITIVE_INFINITY
  const most = Math.max(1, perMs(rate) * (idle ? HURRY_MS : GATHERED_MS))
  // A clock that was set back brings nothing; it takes nothing either.
  return Math.min(most, last.tokens + Math.max(0, now - last.at) * perMs(rate))
}

/** @returns whether the clock was set back by so much that nobody would be admitted for long. */
export const isSetBack = (last: { at: number }, now: number): boolean => last.at - now > GATHERED_MS
