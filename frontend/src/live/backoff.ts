const first = 1000
const longest = 30_000
const least = 250

/**
 * Milliseconds before the next attempt: anywhere below a bound that doubles with each failure, so that a thousand pages
 * do not come back at once. `random` lies in [0, 1).
 */
export const retryDelay = (failures: number, random: number) =>
  least + random * Math.min(longest, first * 2 ** failures)
