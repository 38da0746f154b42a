import type { Refusal, RoomSettings } from '../contract/room.ts'
import { roomSettings } from '../domain/booking/settings.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import { database } from './db/commit.ts'
import { type EventRow, noteConfigured, unconfiguredEvents } from './db/events.ts'
import { planVersion } from './db/plans.ts'
import { logFailure } from './log.ts'
import { readLayout } from './plans.ts'

type RoomEnv = Pick<Env, 'DB' | 'BUCKET' | 'EVENT_ROOM'>

/** @returns the room of an event that is known to exist; naming it makes no object. */
export const eventRoom = (rooms: Env['EVENT_ROOM'], eventId: string) => rooms.get(rooms.idFromName(eventId))

/**
 * Tells the room of an event what it decides by; the layout only where it has another one.
 * @returns the version that the room has now, which may be a newer one; or why it keeps what it had
 * @throws where the room, or the bucket with the layout, does not answer
 */
export const configureRoom = async (
  env: Pick<Env, 'BUCKET' | 'EVENT_ROOM'>,
  { version, settings }: { version: number; settings: RoomSettings },
): Promise<Result<number, Refusal>> => {
  const room = eventRoom(env.EVENT_ROOM, settings.eventId)
  const first = await room.configure({ version, settings, layout: null })
  const layout = 'needs' in first ? await readLayout(env.BUCKET, settings.layoutKey ?? '') : null
  const answer = 'needs' in first ? await room.configure({ version, settings, layout }) : first
  if ('version' in answer) return ok(answer.version)
  if ('reason' in answer) return failed({ ...answer })
  throw new Error(`the room of ${settings.eventId} asks for a layout it was given`)
}

/**
 * Tells the room of an event what its row says, and notes in the row how that went. A room that does not answer is told
 * again by the sweeper.
 * @returns the row as it is then
 */
export const tellRoom = async (env: RoomEnv, row: EventRow): Promise<EventRow> => {
  const db = database(env.DB)
  try {
    const { planId, planVersion: version } = row
    const plan = planId === null || version === null ? null : await planVersion(db, planId, version)
    // Of what was deleted nothing is sold.
    const said = row.deletedAt === null ? row : { ...row, status: 'CANCELLED' as const }
    const settings = roomSettings(said, plan?.layoutKey ?? null)
    const taken = await configureRoom(env, { version: row.version, settings })
    const refusal = taken.ok ? null : JSON.stringify(taken.error)
    await noteConfigured(db, row.id, { version: row.version, refusal })
    return taken.ok
      ? { ...row, configuredVersion: row.version, configureRefusal: null }
      : { ...row, configureRefusal: refusal }
  } catch (error) {
    logFailure(error, { event: row.id, what: 'its room was not told' })
    return row
  }
}

/** What a request had time for, its rooms know by then; the sweeper does not push what is just being pushed. */
const PATIENCE_MS = 15_000
const SWEPT = 50

/** Tells rooms again that are behind the catalogue. @returns how many have caught up */
export const tellForgottenRooms = async (env: RoomEnv, now: number): Promise<number> => {
  const rows = await unconfiguredEvents(database(env.DB), { before: now - PATIENCE_MS, limit: SWEPT })
  const told = await Promise.all(rows.map((row) => tellRoom(env, row)))
  return told.filter(({ configuredVersion, version }) => configuredVersion === version).length
}
