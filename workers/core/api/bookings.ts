import { confirmation } from '../../../contract/booking-changes.ts'
import { booking, cancellation, newBooking } from '../../../contract/bookings.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { retryOf } from './asker.ts'
import { answeredBooking, byLink, ofBooking, withBooking } from './booking-answer.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { eventIdOf, visitEvent } from './known-event.ts'
import { doneInside } from './must-queue.ts'
import { answer, body, open, problems, router } from './route.ts'

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
    path: '/bookings/{id}',
    tags,
    summary: 'One booking, to those it belongs to',
    request: { params: ofBooking, query: byLink },
    responses: { 200: answer(booking, 'The booking'), ...problems },
  }),
  async (c) =>
    withBooking(c, c.req.valid('param').id, (room, { id, asker, reads }) =>
      room.booking(id, { ...asker, organiser: reads }),
    ),
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
