import type { LoggedEvent, WakeUp } from '../../../contract/domain-events.ts'
import { batchSize, mustWait, standAfter } from '../../../domain/events/reader.ts'
import { eventsAfter, keepOutcome, readerOf } from '../../../platform/db/readers.ts'
import { READERS } from '../readers/index.ts'
import type { Read, Reader } from '../readers/reader.ts'

/** Batches that one wake-up call reads at most; what is left waits for the next call, or for the sweeper. */
const BATCHES = 50

/** Lets everything that reads the log go on; the messages only say that there is something. */
export const readOn = async (batch: MessageBatch<WakeUp>, env: Env): Promise<void> => {
  await wakeAll(env)
  batch.ackAll()
}

/** Lets every reader go on from its cursor. One that fails holds up only itself. */
export const wakeAll = async (env: Env, readers: readonly Reader[] = READERS): Promise<void> => {
  await Promise.all(
    readers.map(async (reader) => {
      try {
        await drain(env, reader)
      } catch (error) {
        // The database is away: the cursor stands, and the next wake-up call begins there.
        console.warn(
          JSON.stringify({ level: 'warn', message: 'reader stands', reader: reader.name, error: nameOf(error) }),
        )
      }
    }),
  )
}

const drain = async (env: Env, reader: Reader): Promise<void> => {
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const row = await readerOf(env.DB, reader.name, reader.start, Date.now())
    if (row.state === 'paused' || mustWait(row, Date.now())) return
    const events = await eventsAfter(env.DB, row.cursor, batchSize(row))
    if (events.length === 0) return
    const { outcome, statements = [] } = await attempt(env, reader, events, row.cursor)
    const now = Date.now()
    const positions = events.map(({ position }) => position)
    const kept = keepOutcome(env.DB, row, standAfter(row, positions, outcome, now), { events, now })
    await env.DB.batch([...statements, ...kept])
  }
}

const attempt = async (env: Env, reader: Reader, events: LoggedEvent[], cursor: number): Promise<Read> => {
  try {
    return await reader.read(env, events, cursor)
  } catch (error) {
    return { outcome: { done: 0, stopped: { why: 'failed', reason: nameOf(error) } } }
  }
}

// A message may hold what an event says of somebody.
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
