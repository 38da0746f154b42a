import type { Outcome } from './reader.ts'

/** Where a replay stands. */
export interface ReplayState {
  /** Position up to which everything is done with. */
  cursor: number
  /** Events told. */
  done: number
  status: 'running' | 'done' | 'failed'
  reason: string | null
}

/** A part of the log that was looked at: the positions of the events that were asked for, and how far it reaches. */
export interface Stretch {
  positions: readonly number[]
  scanned: number
}

/** What to keep after a batch; the next one may begin `wait` milliseconds after this one began. */
export interface Step {
  state: ReplayState
  wait: number
  /** Tries in a row that got nowhere. */
  tries: number
}

const BATCH = 100
/** Tries of a batch that failed for no known reason. */
const GIVE_UP_AFTER = 5
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000

/**
 * Who tells the events of a reader again: this worker, or the lane of the bridge. What only counts or projects is rebuilt
 * by moving its cursor instead. A reader whose effects are felt outside is never among several: it has to be named.
 */
export type Teller = 'replayer' | 'lane' | 'nobody'

/** @returns who tells the events of a reader of this name again. */
export const tellerOf = (reader: string): Teller => {
  if (reader === 'live') return 'replayer'
  return /^kafka:[\w-]+$/.test(reader) ? 'lane' : 'nobody'
}

/** @returns how many events to tell at once: at most as many as belong to a second, so that a stop is felt soon. */
export const replayBatch = (rate: number): number => Math.min(BATCH, rate)

/** @returns where a replay up to `to` stands after a batch; `tries` is how many before it got nowhere. */
export const afterBatch = (
  { cursor, done, reason, to, rate }: Omit<ReplayState, 'status'> & { to: number; rate: number },
  { stretch, outcome, tries }: { stretch: Stretch; outcome: Outcome; tries: number },
): Step => {
  const told = done + outcome.done
  const stopped = outcome.stopped
  const paced = (outcome.done * 1000) / rate
  if (stopped === undefined) {
    const status = stretch.scanned >= to ? 'done' : 'running'
    return { state: { cursor: stretch.scanned, done: told, status, reason: lasting(reason) }, wait: paced, tries: 0 }
  }
  const before = stretch.positions[outcome.done - 1] ?? cursor
  if (stopped.why === 'poison') {
    const stood = stretch.positions[outcome.done] ?? before
    const left = { cursor: stood, done: told, reason: `${LEFT_OUT}${stood}: ${stopped.reason}` }
    return { state: { ...left, status: stood >= to ? 'done' : 'running' }, wait: paced, tries: 0 }
  }
  const again = outcome.done > 0 ? 1 : tries + 1
  const status = stopped.why === 'failed' && again > GIVE_UP_AFTER ? 'failed' : 'running'
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (again - 1), LONGEST_WAIT_MS)
  return { state: { cursor: before, done: told, status, reason: stopped.reason }, wait, tries: again }
}

const LEFT_OUT = 'Left out position '

// What a replay waited for is over when it goes on; what it left out stays so.
const lasting = (reason: string | null): string | null => (reason?.startsWith(LEFT_OUT) ? reason : null)

/** @returns how much of a replay is told, from 0 to 1, and how many milliseconds the rest takes. */
export const progressOf = ({
  total,
  done,
  rate,
  status,
}: {
  total: number
  done: number
  rate: number
  status: string
}) => ({
  progress: status === 'done' || total === 0 ? 1 : Math.min(1, done / total),
  left: (Math.max(0, total - done) * 1000) / rate,
})
