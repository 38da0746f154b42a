import type { NewEvent } from '../../../contract/events.ts'
import type { FieldError } from '../../../contract/problem.ts'
import { type EventContent, folded, priceRange } from '../../../domain/booking/event-content.ts'
import { newContent } from '../../../domain/booking/event-draft.ts'
import { mayBegin } from '../../../domain/booking/event-status.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, FACT_IS_LOGGED, factById, violatedUnique } from '../../../platform/db/commit.ts'
import { type EventRow, eventById, insertEvent } from '../../../platform/db/events.ts'
import { announce } from '../../../platform/live.ts'
import { tellRoom } from '../../../platform/rooms.ts'
import { eventCreated } from './event-facts.ts'
import { soundEvent } from './event-plan.ts'

interface EventRequest {
  organisationId: string
  actor: string | null
  /** Of the fact that is logged; the same for every try of one request. */
  factId: string
}

interface NewRow {
  organisationId: string
  content: EventContent
  departure?: string | null
}

/** Makes an event and tells its room. What contradicts itself is told with pointers into the wish. */
export const createEvent = async (
  env: Env,
  request: EventRequest & { wish: NewEvent },
  now: number,
): Promise<Result<EventRow, FieldError[]>> => {
  const content = newContent(request.wish, randomId)
  if (!mayBegin(content.status)) return failed([NO_BEGINNING])
  const sound = await soundEvent(env, { organisationId: request.organisationId, content })
  if (!sound.ok) return sound
  return ok(await keepEvent(env, { ...request, content: sound.value.content }, now))
}

/** Keeps an event that was found sound. A second try of one request gets what the first made. */
export const keepEvent = async (
  env: Env,
  { organisationId, actor, factId, content }: EventRequest & { content: EventContent },
  now: number,
): Promise<EventRow> => {
  const db = database(env.DB)
  const row = newRow({ organisationId, content }, now)
  const fact = eventCreated({ factId, organisationId, actor, eventId: row.id, content, now })
  try {
    await announce(env, await commit(db, [insertEvent(db, row)], [fact]))
    return tellRoom(env, row)
  } catch (error) {
    const logged = violatedUnique(error) === FACT_IS_LOGGED ? await factById(db, organisationId, factId) : null
    const made = logged === null ? null : await eventById(db, organisationId, logged.subject)
    if (made === null) throw error
    return tellRoom(env, made)
  }
}

/** @returns the columns that are derived from others, so that they can be searched. */
export const derivedColumns = (content: EventContent) => ({
  ...priceRange(content.settings),
  // What is searched for places alone comes after the bar, which no folded text holds.
  searched: `${folded(content.name)} | ${folded(content.place, content.city, content.country)}`,
})

/** @returns the row of a new event. `departure`: which one of its tour it is. */
export const newRow = ({ organisationId, content, departure = null }: NewRow, now: number): EventRow => ({
  ...content,
  ...derivedColumns(content),
  id: randomId('e'),
  organisationId,
  departure,
  free: null,
  freeSeq: 0,
  places: null,
  createdAt: now,
  updatedAt: now,
  cancelledAt: null,
  deletedAt: null,
  version: 1,
  configuredVersion: 0,
  configureRefusal: null,
})

const NO_BEGINNING: FieldError = {
  pointer: '/status',
  code: 'no_beginning',
  detail: 'An event does not begin cancelled or completed',
}
