import type { WakeUp } from '../../../contract/domain-events.ts'
import { wakeLanes } from '../../../platform/lanes.ts'
import { drain, nameOf } from '../readers/drain.ts'
import { READERS } from '../readers/index.ts'
import type { Reader } from '../readers/reader.ts'

/** Lets everything that reads the log go on; the messages only say that there is something. */
export const readOn = async (batch: MessageBatch<WakeUp>, env: Env): Promise<void> => {
  const behind = await wakeAll(env)
  batch.ackAll()
  const head = Math.max(...batch.messages.map(({ body }) => body.head))
  if (behind) await env.DOMAIN_EVENTS.send({ head })
}

/**
 * Lets every reader go on from its cursor, and wakes the lanes of the bridge. One that fails holds up only itself.
 * @returns whether one of them had more to read than its share
 */
export const wakeAll = async (env: Env, readers: readonly Reader[] = READERS): Promise<boolean> => {
  const behind = await Promise.all([...readers.map((reader) => drainOne(env, reader)), wakeBridge(env)])
  return behind.includes(true)
}

const drainOne = async (env: Env, reader: Reader): Promise<boolean> => {
  try {
    return await drain(env, reader)
  } catch (error) {
    // The database is away: the cursor stands, and the next wake-up call begins there.
    warn('reader stands', { reader: reader.name, error: nameOf(error) })
    return false
  }
}

const wakeBridge = async (env: Env): Promise<boolean> => {
  try {
    await wakeLanes(env.DB, env.KAFKA_OUT, Date.now())
  } catch (error) {
    warn('lanes were not woken', { error: nameOf(error) })
  }
  return false
}

const warn = (message: string, about: Record<string, string>): void =>
  console.warn(JSON.stringify({ level: 'warn', message, ...about }))
