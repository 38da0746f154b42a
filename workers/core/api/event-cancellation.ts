import { failed, ok, type Result } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { type EventRow, eventById } from '../../../platform/db/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { eventCancelled, eventDeleted } from './event-facts.ts'
import { contentOf, keepChange } from './kept-change.ts'

interface Request {
  row: EventRow
  actor: string | null
  factId: string
  now: number
}

/**
 * Cancels an event: its room cancels bookings, waitlist and invitations as soon as it is told, now or by the sweeper.
 * Cancelling it once more does no harm, and changes no reason.
 */
export const cancelEvent = async (
  env: Env,
  { row, reason, ...request }: Request & { reason: string | null },
): Promise<Result<EventRow, 'stale_version'>> => {
  if (row.status === 'CANCELLED') return ok(row)
  const before = contentOf(row)
  const content = {
    ...before,
    status: 'CANCELLED' as const,
    settings: { ...before.settings, cancellationReason: reason, tourVersion: null },
  }
  const kept = await keepChange(env, {
    ...request,
    row,
    content,
    marks: { cancelledAt: request.now },
    fact: (happening) => eventCancelled(happening, reason),
  })
  if (kept.ok) return kept
  // Somebody changed it in between: that is no reason to let it happen.
  const fresh = await eventById(database(env.DB), row.organisationId, row.id)
  return fresh === null ? kept : cancelEvent(env, { row: fresh, reason, ...request })
}

/** Throws a draft away that nobody has places in. Its id is not used again. */
export const deleteEvent = async (
  env: Env,
  { row, ...request }: Request,
): Promise<Result<EventRow, 'stale_version' | 'in_use'>> => {
  if (row.status !== 'DRAFT' || (await isTaken(env, row.id))) return failed('in_use')
  const marks = { deletedAt: request.now }
  return keepChange(env, { ...request, row, content: contentOf(row), marks, fact: eventDeleted })
}

/** @returns whether somebody holds, was offered or booked a place of an event. */
export const isTaken = async (env: Pick<Env, 'EVENT_ROOM'>, eventId: string): Promise<boolean> => {
  const now = await eventRoom(env.EVENT_ROOM, eventId).availability()
  return now !== null && now.held + now.offered + now.booked > 0
}
