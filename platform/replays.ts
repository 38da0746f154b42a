import type { LoggedEvent } from '../contract/domain-events.ts'
import type { Outcome } from '../domain/events/reader.ts'
import { afterBatch, replayBatch, tellerOf } from '../domain/events/replay.ts'
import { keepReplay, organisationsReplaying, type ReplayRow } from './db/replays.ts'
import { type LogStores, stretchOf } from './replay-source.ts'

/** Tells events again, to the reader of a replay. */
export type Tell = (replay: ReplayRow, events: LoggedEvent[]) => Promise<Outcome>

/** When a replay may go on, in milliseconds since 1970, and how often in a row it got nowhere. */
interface Turn {
  at: number
  tries: number
}

/**
 * @returns a function that tells one batch of each of these replays that is due, and answers when to call it again (null
 * when there is nothing more to tell). Where a replay stands is kept after each batch: whoever dies in between tells that
 * batch once more, and no other.
 */
export const replaying = (stores: LogStores, tell: Tell): ((running: ReplayRow[]) => Promise<number | null>) => {
  const turns = new Map<string, Turn>()
  return async (running) => {
    const ids = new Set(running.map(({ id }) => id))
    for (const id of turns.keys()) if (!ids.has(id)) turns.delete(id)
    const next = await Promise.all(
      running.map(async (replay) => {
        const turn = turns.get(replay.id) ?? { at: 0, tries: 0 }
        if (turn.at > Date.now()) return turn.at
        const then = await oneBatch(stores, tell, { replay, tries: turn.tries })
        if (then !== null) turns.set(replay.id, then)
        return then?.at ?? null
      }),
    )
    const times = next.filter((time) => time !== null)
    return times.length === 0 ? null : Math.min(...times)
  }
}

const oneBatch = async (
  stores: LogStores,
  tell: Tell,
  { replay, tries }: { replay: ReplayRow; tries: number },
): Promise<Turn | null> => {
  const began = Date.now()
  const { organisationId, cursor, toPosition: to, type, rate, done, reason } = replay
  const found = await stretchOf(stores, { organisationId, from: cursor + 1, to, type }, replayBatch(rate))
  if (!found.ok) {
    await keepReplay(stores.db, replay, { cursor, done, status: 'failed', reason: LOST }, Date.now())
    return null
  }
  const { events, scanned } = found.value
  const outcome = events.length === 0 ? { done: 0 } : await attempt(tell, replay, events)
  const stretch = { positions: events.map(({ position }) => position), scanned }
  const step = afterBatch({ cursor, done, reason, to, rate }, { stretch, outcome, tries })
  await keepReplay(stores.db, replay, step.state, Date.now())
  return step.state.status === 'running' ? { at: began + step.wait, tries: step.tries } : null
}

const LOST = 'A sealed hour of the log cannot be read'

const attempt = async (tell: Tell, replay: ReplayRow, events: LoggedEvent[]): Promise<Outcome> => {
  try {
    return await tell(replay, events)
  } catch (error) {
    // A message may hold what an event says of somebody.
    const reason = `The reader did not answer (${error instanceof Error ? error.name : 'unknown'})`
    return { done: 0, stopped: { why: 'unavailable', reason } }
  }
}

/**
 * Wakes whoever tells the events of a replay; where it does not answer, or lives in the bridge, the sweeper wakes it
 * within a minute.
 */
export const wakeTeller = async (
  env: Pick<Env, 'REPLAYER' | 'KAFKA_OUT'>,
  { organisationId, reader, toPosition }: ReplayRow,
): Promise<void> => {
  try {
    if (tellerOf(reader) === 'lane') await env.KAFKA_OUT?.send({ head: toPosition })
    else await env.REPLAYER.get(env.REPLAYER.idFromName(organisationId)).wake(organisationId)
  } catch {
    console.warn(JSON.stringify({ level: 'warn', message: 'a replay begins later', organisation: organisationId }))
  }
}

/** Lets replays go on whose object was stopped: it wakes only when it is called. */
export const wakeReplayers = async ({ DB, REPLAYER }: Pick<Env, 'DB' | 'REPLAYER'>): Promise<void> => {
  const organisations = await organisationsReplaying(DB, 'live')
  await Promise.all(organisations.map((id) => REPLAYER.get(REPLAYER.idFromName(id)).wake(id)))
}
