const FIRST_MS = 1000
const LONGEST_MS = 10 * 60 * 1000

/**
 * How long to wait before trying again, in milliseconds: twice as long each time, at most ten minutes. A hundred tries
 * then span more than half a day, so nothing gives up because a database was away for an hour.
 * @param attempts tries that failed so far, from 0
 */
export function retryDelay(attempts: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 20))
}
