/** Where a reader of the log stands. Times in milliseconds since 1970. */
export interface ReaderState {
  /** Position of the last event it is done with. */
  cursor: number
  /** Tries in a row that got nowhere; why the last one did not, since when, and when it may try again. */
  attempts: number
  reason: string | null
  failingSince: number | null
  retryAt: number | null
}

/**
 * What became of a batch: how many events from its front are done, and what stopped it. `unavailable`: what it needs is
 * away. `poison`: this event can never be done. `failed`: nobody foresaw it.
 */
export interface Outcome {
  done: number
  stopped?: { why: 'unavailable' | 'poison' | 'failed'; reason: string }
}

/** What to keep after a batch; `bury` is the index of the event that becomes a dead letter. */
export interface After {
  state: ReaderState
  bury: { index: number; reason: string } | null
}

const BATCH = 100
/** Tries of an event by itself that failed for no known reason. */
const GIVE_UP_AFTER = 5
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000

/** @returns how many events to read next: what failed is tried alone, so that it alone is given up. */
export const batchSize = ({ attempts }: ReaderState): number => (attempts > 0 ? 1 : BATCH)

/** @returns whether a reader that failed must wait still. */
export const mustWait = ({ retryAt }: ReaderState, now: number): boolean => retryAt !== null && retryAt > now

/** Decides where a reader stands after a batch of events at these positions, oldest first. */
export const standAfter = (state: ReaderState, positions: readonly number[], outcome: Outcome, now: number): After => {
  const { done, stopped } = outcome
  const cursor = positions[done - 1] ?? state.cursor
  if (stopped === undefined) return { state: { ...FRESH, cursor }, bury: null }
  const attempts = done > 0 ? 1 : state.attempts + 1
  const spent = stopped.why === 'failed' && attempts > GIVE_UP_AFTER
  const stood = positions[done]
  if ((stopped.why === 'poison' || spent) && stood !== undefined)
    return { state: { ...FRESH, cursor: stood }, bury: { index: done, reason: stopped.reason } }
  const failingSince = done > 0 ? now : (state.failingSince ?? now)
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS)
  return { state: { cursor, attempts, reason: stopped.reason, failingSince, retryAt: now + wait }, bury: null }
}

const FRESH = { attempts: 0, reason: null, failingSince: null, retryAt: null }
