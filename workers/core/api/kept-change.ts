import type { EventContent } from '../../../domain/booking/event-content.ts'
import { changedFields } from '../../../domain/booking/event-difference.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import { type EventRow, mustBeEvent, updateEvent } from '../../../platform/db/events.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { announce } from '../../../platform/live.ts'
import { tellRoom } from '../../../platform/rooms.ts'
import { tellWaitingRoom } from '../../../platform/waiting-rooms.ts'
import { type EventHappening, eventUpdated } from './event-facts.ts'
import { derivedColumns } from './new-event.ts'

interface KeptChange {
  /** As it was read: where somebody was faster, nothing is kept. */
  row: EventRow
  content: EventContent
  actor: string | null
  now: number
  /** Of the fact that is logged; a new one where nobody asks twice. */
  factId?: string
  /** What is logged; by default that it was changed. */
  fact?: (happening: EventHappening) => Fact
  /** Columns besides what is said of it. */
  marks?: Pick<Partial<EventRow>, 'cancelledAt' | 'deletedAt' | 'departure'>
}

/** Keeps what an event has become, with the fact, and tells its room. What is so already is left as it is. */
export const keepChange = async (env: Env, change: KeptChange): Promise<Result<EventRow, 'stale_version'>> => {
  const { row, content, actor, now, factId = randomId('e'), marks = {} } = change
  const changed = changedFields(contentOf(row), content)
  if (changed.length === 0 && change.marks === undefined) return ok(row)
  const { fact = (happening: EventHappening) => eventUpdated(happening, changed) } = change
  const db = database(env.DB)
  const columns = { ...content, ...derivedColumns(content), ...marks, updatedAt: now }
  const happening = { factId, organisationId: row.organisationId, actor, eventId: row.id, content, now }
  try {
    const statements = [mustBeEvent(db, row), updateEvent(db, row.id, columns)]
    await announce(env, await commit(db, statements, [fact(happening)]))
  } catch (error) {
    if (isRefused(error)) return failed('stale_version')
    throw error
  }
  const kept = { ...row, ...columns, version: row.version + 1 }
  if (changed.includes('waitingRoom') || content.settings.waitingRoom.mode !== 'off')
    await tellWaitingRoom(env.WAITING_ROOM, kept)
  return ok(await tellRoom(env, kept))
}

/** @returns what is said of an event, without what the catalogue adds. */
export const contentOf = (row: EventRow): EventContent => ({
  name: row.name,
  status: row.status,
  unlisted: row.unlisted,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  timeZone: row.timeZone,
  place: row.place,
  city: row.city,
  country: row.country,
  currency: row.currency,
  tourId: row.tourId,
  optionId: row.optionId,
  venueId: row.venueId,
  planId: row.planId,
  planVersion: row.planVersion,
  capacity: row.capacity,
  settings: row.settings,
})
