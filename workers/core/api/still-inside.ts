import type { Standing } from '../../../contract/waiting-room.ts'
import { logFailure } from '../../../platform/log.ts'
import { waitingRoomOf } from '../../../platform/waiting-rooms.ts'
import type { KnownEvent } from './known-event.ts'

interface Entered {
  event: KnownEvent
  /** Whom an admission that is good names. */
  owner: string
}

const INSIDE_MS = 5000
/** Who comes in again should not be kept waiting. */
const OUTSIDE_MS = 1000
const MOST_KNOWN = 10_000

// What an isolate heard last: only who has an admission can make it ask.
const known = new Map<string, { inside: boolean; until: number }>()

/**
 * @returns whether who was admitted is inside still. An admission cannot be taken back, so where only so many may be
 * inside, the waiting room is asked: it knows who left or is done. Where it cannot be asked, the admission counts.
 */
export const isStillInside = async (env: Pick<Env, 'WAITING_ROOM'>, { event, owner }: Entered): Promise<boolean> => {
  if (event.waitingRoom.mostInside === null) return true
  const now = Date.now()
  const key = keyOf(event.id, owner)
  const heard = known.get(key)
  if (heard !== undefined && heard.until > now) return heard.inside
  const inside = await asked(env, { event, owner })
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, { inside, until: now + (inside ? INSIDE_MS : OUTSIDE_MS) })
  return inside
}

/** Forgets what was heard of somebody who comes in or goes. */
export const forgetInside = (eventId: string, owner: string): void => {
  known.delete(keyOf(eventId, owner))
}

const asked = async (env: Pick<Env, 'WAITING_ROOM'>, { event, owner }: Entered): Promise<boolean> => {
  try {
    const { state }: Standing = await waitingRoomOf(env.WAITING_ROOM, event.id).stand(owner, event.waitingRoom)
    return state === 'admitted' || state === 'off'
  } catch (error) {
    logFailure(error, { event: event.id })
    return true
  }
}

const keyOf = (eventId: string, owner: string): string => `${eventId} ${owner}`
