import type { LoggedEvent } from '../../../contract/domain-events.ts'
import { batchSize, mustWait, type Outcome, standAfter } from '../../../domain/events/reader.ts'
import { eventsAfter, keepOutcome, type ReaderRow, readerOf } from '../../../platform/db/readers.ts'
import { deleteRedriven, pendingRedrives, type Redrive, updateGaveUpAgain } from '../../../platform/db/redrives.ts'
import type { Read, Reader, Stand } from './reader.ts'

/** Batches, and events sent again, that one wake-up call reads at most. */
const BATCHES = 50

/**
 * Lets a reader go on from its cursor until it has caught up, stops, or has had its share.
 * @returns whether it could go on at once
 * @throws when the database is away: the cursor stands, and the next wake-up call begins there
 */
export const drain = async (env: Env, reader: Reader): Promise<boolean> => {
  const first = await twice(() => readerOf(env.DB, reader.name, reader.start, Date.now()))
  if (first.state === 'paused' || mustWait(first, Date.now())) return false
  await takeRedriven(env, reader, first)
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const row = batch === 0 ? first : await twice(() => readerOf(env.DB, reader.name, reader.start, Date.now()))
    if (row.state === 'paused' || mustWait(row, Date.now())) return false
    const events = await twice(() => eventsAfter(env.DB, row.cursor, batchSize(row)))
    if (events.length === 0) return false
    const { outcome, statements = [] } = await attempt(env, reader, events, row)
    try {
      await keep(env.DB, row, { events, outcome, statements })
    } catch (error) {
      // Its statements may be at fault rather than the database: then this is kept, and a person can see it.
      await keep(env.DB, row, { events, outcome: unavailable(error), statements: [] })
    }
  }
  return true
}

interface Tried {
  events: LoggedEvent[]
  outcome: Outcome
  statements: D1PreparedStatement[]
}

const keep = async (db: D1Database, row: ReaderRow, { events, outcome, statements }: Tried): Promise<void> => {
  const now = Date.now()
  const positions = events.map(({ position }) => position)
  const kept = keepOutcome(db, row, standAfter(row, positions, outcome, now), { events, now })
  await twice(() => db.batch([...statements, ...kept]))
}

const unavailable = (error: unknown): Outcome => ({
  done: 0,
  stopped: { why: 'unavailable', reason: `The database refused: ${nameOf(error)}` },
})

/** What somebody sent again is taken by itself, out of the order it once had: the cursor does not move. */
const takeRedriven = async (env: Env, reader: Reader, { name, epoch }: ReaderRow): Promise<void> => {
  for (const redrive of await twice(() => pendingRedrives(env.DB, name, BATCHES))) {
    const stand = { name, epoch, cursor: redrive.event.position - 1 }
    const { outcome, statements = [] } = await attempt(env, reader, [redrive.event], stand)
    const { done, stopped } = outcome
    // What is away may be back at the next call: it stays pending.
    if (done === 0 && stopped?.why === 'unavailable') return
    await env.DB.batch([...statements, done > 0 ? deleteRedriven(env.DB, redrive) : again(env.DB, redrive, outcome)])
  }
}

const again = (db: D1Database, redrive: Redrive, { stopped }: Outcome) =>
  updateGaveUpAgain(db, redrive, { reason: stopped?.reason ?? 'unknown', now: Date.now() })

const attempt = async (env: Env, reader: Reader, events: LoggedEvent[], stand: Stand): Promise<Read> => {
  try {
    return await reader.read(env, events, stand)
  } catch (error) {
    return { outcome: { done: 0, stopped: { why: 'failed', reason: nameOf(error) } } }
  }
}

/**
 * A call of the database that fails once may succeed at once. What it wrote before it failed does no harm: the second time
 * the reader does not stand where it stood.
 */
const twice = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch {
    return call()
  }
}

/** Of an error only its name: its message may hold what an event says of somebody. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
