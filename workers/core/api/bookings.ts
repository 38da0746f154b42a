import { z } from 'zod'
import { confirmation } from '../../../contract/booking-changes.ts'
import { booking, cancellation, newBooking } from '../../../contract/bookings.ts'
import { bookableId } from '../../../contract/events.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import { type BookingRow, bookingsOf, bookingsOwnedBy } from '../../../platform/db/bookings.ts'
import { database } from '../../../platform/db/commit.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { askerOf, retryOf } from './asker.ts'
import { answeredBooking, asBooking, byLink, ofBooking, withBooking } from './booking-answer.ts'
import { asPage, readCursor } from './cursor.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { eventIdOf, visitEvent } from './known-event.ts'
import { doneInside } from './must-queue.ts'
import { type ApiContext, answer, body, open, problems, router } from './route.ts'

export const bookings = router()
const tags = ['booking']

bookings.openapi(
  open({
    method: 'post',
    path: '/bookings',
    tags,
    summary: 'Make a booking of a hold; it waits for confirmation or payment',
    request: { headers: idempotencyHeader, body: body(newBooking) },
    responses: { 201: answer(booking, 'The booking'), ...problems },
  }),
  async (c) => {
    const { eventId, ...wish } = c.req.valid('json')
    const visit = await visitEvent(c, eventId)
    if ('refused' in visit) return visit.refused
    const retry = retryOf(c, visit, wish)
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const booked = await eventRoom(c.env.EVENT_ROOM, visit.event.id).book(wish, visit.asker, retry)
    // Whose key it is, is who they were.
    const owners = booked.ok && booked.repeated === true ? booked.value.owners : visit.asker.owners
    return answeredBooking(c, booked, { asker: { ...visit.asker, owners }, status: 201 })
  },
)

bookings.openapi(
  open({
    method: 'get',
    path: '/bookings',
    tags,
    summary: 'Bookings, newest first: all of an event to its organisers, one’s own to everyone else',
    request: { query: pageQuery.extend({ eventId: bookableId.optional() }) },
    responses: { 200: answer(page(booking), 'A page of bookings'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, eventId = null } = c.req.valid('query')
    const place = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), opaqueId]))
    if (cursor !== undefined && place === null) return problem(c, 'invalid_cursor')
    const visit = eventId === null ? await nowhere(c) : await visitEvent(c, eventId)
    if ('refused' in visit) return visit.refused
    // Who made a booking a moment ago finds it here: its room writes what lists do not have yet.
    if (visit.event !== null) await eventRoom(c.env.EVENT_ROOM, visit.event.id).flush()
    const before = place === null ? null : { createdAt: place[0], id: place[1] }
    const wanted = { before, limit: limit + 1 }
    const db = database(c.env.DB)
    const rows =
      visit.event !== null && visit.asker.organiser
        ? await bookingsOf(db, { organisationId: visit.event.organisationId, eventId }, wanted)
        : await bookingsOwnedBy(db, { owners: visit.asker.owners, eventId }, wanted)
    const item = (row: BookingRow) => asBooking(row.booking)
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item }), 200)
  },
)

bookings.openapi(
  open({
    method: 'get',
    path: '/bookings/{id}',
    tags,
    summary: 'One booking, to those it belongs to',
    request: { params: ofBooking, query: byLink },
    responses: { 200: answer(booking, 'The booking'), ...problems },
  }),
  async (c) => withBooking(c, c.req.valid('param').id, (room, { id, asker }) => room.booking(id, asker)),
)

bookings.openapi(
  open({
    method: 'post',
    path: '/bookings/{id}/confirm',
    tags,
    summary: 'Confirm a booking with nothing to pay; again, it changes nothing',
    request: { params: ofBooking, query: byLink, body: body(confirmation, false) },
    responses: { 200: answer(booking, 'The booking'), ...problems },
  }),
  async (c) => {
    const wish = c.req.valid('json') ?? {}
    const { id: bookingId } = c.req.valid('param')
    const confirmed = await withBooking(c, bookingId, (room, { id, asker }) => room.confirm(id, asker, wish))
    if (confirmed.ok) c.executionCtx.waitUntil(doneInside(c, eventIdOf(bookingId)))
    return confirmed
  },
)

bookings.openapi(
  open({
    method: 'post',
    path: '/bookings/{id}/cancel',
    tags,
    summary: 'Cancel a booking, or some of its tickets',
    request: { params: ofBooking, query: byLink, body: body(cancellation, false) },
    responses: { 200: answer(booking, 'The booking'), ...problems },
  }),
  async (c) => {
    const wish = c.req.valid('json') ?? {}
    return withBooking(c, c.req.valid('param').id, (room, { id, asker }) => room.cancel(id, wish, asker))
  },
)

const nowhere = async (c: ApiContext) => {
  const asking = await askerOf(c, '')
  return asking.ok ? { ...asking.value, event: null } : { refused: problem(c, asking.error) }
}
