import { z } from 'zod'
import { bookableId } from '../../../contract/events.ts'
import { type HoldView, hold, newHold } from '../../../contract/holds.ts'
import { opaqueId } from '../../../contract/ids.ts'
import type { Hold, RoomAnswer } from '../../../contract/room.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { rememberGuest, retryOf } from './asker.ts'
import { unguessed } from './codes.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { refusedBy, visitEvent } from './known-event.ts'
import { mustQueue } from './must-queue.ts'
import { type ApiContext, answer, body, open, problems, router } from './route.ts'

export const holds = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })
const ofHold = z.object({ id: bookableId, hold: opaqueId })

holds.openapi(
  open({
    method: 'post',
    path: '/events/{id}/holds',
    tags,
    summary: 'Set places aside for a while: named seats, the best available, or a number; all of them or none',
    request: { params: ofEvent, headers: idempotencyHeader, body: body(newHold) },
    responses: { 201: answer(hold, 'The hold; who asked as a guest gets a cookie that it belongs to'), ...problems },
  }),
  async (c) => {
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    const queues = await mustQueue(c, visit)
    if (queues !== null) return queues
    const wish = c.req.valid('json')
    const retry = retryOf(c, visit, wish)
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
    const held = await unguessed(
      c,
      wish.code,
      async (): Promise<RoomAnswer<Hold>> => room.hold(wish, visit.asker, retry),
    )
    return held === 'too_many_attempts' ? problem(c, held) : answered(c, held, 201)
  },
)

holds.openapi(
  open({
    method: 'post',
    path: '/events/{id}/holds/{hold}/extend',
    tags,
    summary: 'Give the buyer of a hold more time, up to a bound',
    request: { params: ofHold },
    responses: { 200: answer(hold, 'The hold'), ...problems },
  }),
  async (c) => {
    const { id, hold: holdId } = c.req.valid('param')
    const visit = await visitEvent(c, id)
    if ('refused' in visit) return visit.refused
    return answered(c, await eventRoom(c.env.EVENT_ROOM, id).extend(holdId, visit.asker), 200)
  },
)

holds.openapi(
  open({
    method: 'delete',
    path: '/events/{id}/holds/{hold}',
    tags,
    summary: 'Give the places of a hold back',
    request: { params: ofHold },
    responses: { 204: { description: 'They are free, or were before' }, ...problems },
  }),
  async (c) => {
    const { id, hold: holdId } = c.req.valid('param')
    const visit = await visitEvent(c, id)
    if ('refused' in visit) return visit.refused
    const released = await eventRoom(c.env.EVENT_ROOM, id).release(holdId, visit.asker)
    return released.ok ? c.body(null, 204) : refusedBy(c, released.error)
  },
)

const answered = async <S extends 200 | 201>(c: ApiContext, held: RoomAnswer<Hold>, status: S) => {
  if (!held.ok) return refusedBy(c, held.error)
  await rememberGuest(c, held.value.owner)
  if (held.repeated === true) c.header('Idempotency-Replayed', 'true')
  return c.json(asHold(held.value), status)
}

const asHold = ({ id, items, placedAt, expiresAt, latest, bookingId, currency, eventId }: Hold): HoldView => ({
  id,
  eventId,
  seats: items.flatMap(({ seat }) => seat ?? []),
  quantity: items.length,
  places: items,
  total: items.reduce((sum, { price }) => sum + price, 0),
  currency,
  placedAt: new Date(placedAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
  extendableUntil: new Date(latest).toISOString(),
  bookingId,
})
