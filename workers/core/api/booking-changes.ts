import { z } from 'zod'
import { detailChange, seatChange, ticketChange, transferWish } from '../../../contract/booking-changes.ts'
import { booking, secretTicket } from '../../../contract/bookings.ts'
import type { Booking } from '../../../contract/room.ts'
import { ticketSecret } from '../../../platform/booking-links.ts'
import { linkKeys } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { withLinkToRead } from './asker.ts'
import { asTicket, byLink, ofBooking, withBooking } from './booking-answer.ts'
import { idempotencyHeader } from './idempotency.ts'
import { eventIdOf, refusedBy, visitEvent } from './known-event.ts'
import { type ApiContext, answer, body, open, problems, router } from './route.ts'

export const bookingChanges = router()
const tags = ['booking']
const changed = { 200: answer(booking, 'The booking'), ...problems }

bookingChanges.openapi(
  open({
    method: 'post',
    path: '/bookings/{id}/seats',
    tags,
    summary: 'Move a booking to other seats of its event, all of them or none, on sale or not',
    request: { params: ofBooking, query: byLink, headers: idempotencyHeader, body: body(seatChange) },
    responses: changed,
  }),
  async (c) => {
    const wish = c.req.valid('json')
    const change = { to: 'seats', wish } as const
    return withBooking(
      c,
      c.req.valid('param').id,
      (room, { id, asker, retry }) => room.change(id, change, asker, retry),
      {
        wish,
      },
    )
  },
)

bookingChanges.openapi(
  open({
    method: 'post',
    path: '/bookings/{id}/tickets',
    tags,
    summary: 'Give a booking more places or fewer, in one step',
    request: { params: ofBooking, query: byLink, headers: idempotencyHeader, body: body(ticketChange) },
    responses: changed,
  }),
  async (c) => {
    const wish = c.req.valid('json')
    const change = { to: 'tickets', wish } as const
    return withBooking(
      c,
      c.req.valid('param').id,
      (room, { id, asker, retry }) => room.change(id, change, asker, retry),
      {
        wish,
        more: wish,
      },
    )
  },
)

bookingChanges.openapi(
  open({
    method: 'patch',
    path: '/bookings/{id}',
    tags,
    summary: 'Correct whom a booking is for and who comes',
    request: { params: ofBooking, query: byLink, body: body(detailChange) },
    responses: changed,
  }),
  async (c) => {
    const change = { to: 'details', wish: c.req.valid('json') } as const
    return withBooking(c, c.req.valid('param').id, (room, { id, asker }) => room.change(id, change, asker))
  },
)

bookingChanges.openapi(
  open({
    method: 'post',
    path: '/bookings/{id}/transfer',
    tags,
    summary: 'Pass a booking, or one ticket of it, on to somebody else: they have it then, and you do not',
    request: { params: ofBooking, query: byLink, headers: idempotencyHeader, body: body(transferWish) },
    responses: { 200: answer(booking, 'The booking that they have; its link only to organisers'), ...problems },
  }),
  async (c) => {
    const wish = c.req.valid('json')
    return withBooking(
      c,
      c.req.valid('param').id,
      (room, { id, asker, retry }) => room.transfer(id, wish, asker, retry),
      {
        wish,
      },
    )
  },
)

bookingChanges.openapi(
  open({
    method: 'get',
    path: '/bookings/{id}/tickets',
    tags,
    summary: 'The tickets of a booking with their secrets, which their QR codes hold',
    request: { params: ofBooking, query: byLink },
    responses: { 200: answer(z.object({ data: z.array(secretTicket) }), 'Its tickets'), ...problems },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    const visit = await visitEvent(c, eventIdOf(id))
    if ('refused' in visit) return visit.refused
    const asker = await withLinkToRead(c, visit, { purpose: 'booking', id })
    const found = await eventRoom(c.env.EVENT_ROOM, visit.event.id).booking(id, asker)
    if (!found.ok) return refusedBy(c, found.error)
    return c.json({ data: await secretTickets(c, found.value) }, 200)
  },
)

const secretTickets = async (c: ApiContext, { tickets, status }: Booking) => {
  const keys = await linkKeys(c.env.KEY_RING)
  const stands = status === 'CONFIRMED' || status === 'REDEEMED'
  return tickets.map((ticket) => ({
    ...asTicket(ticket),
    secret: stands && ticket.status !== 'CANCELLED' ? ticketSecret(keys, ticket) : null,
  }))
}
