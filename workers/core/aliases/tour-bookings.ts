import { z } from 'zod'
import {
  earlierBooking,
  earlierBookingChange,
  earlierBookingQuery,
  earlierCancellation,
  earlierPayment,
} from '../../../contract/earlier-tours.ts'
import { opaqueId } from '../../../contract/ids.ts'
import type { Asker, Booking, RoomAnswer } from '../../../contract/room.ts'
import { bookingsOf, bookingsOwnedBy } from '../../../platform/db/bookings.ts'
import { database } from '../../../platform/db/commit.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { askerOf, withLink } from '../api/asker.ts'
import { asPage, readCursor } from '../api/cursor.ts'
import { INVALID_KEY } from '../api/invalid-key.ts'
import { eventIdOf, refusedBy, visitEvent } from '../api/known-event.ts'
import { mustQueue, mustQueueForMore } from '../api/must-queue.ts'
import { type ApiContext, body, open, router } from '../api/route.ts'
import { problem } from '../problem.ts'
import { bookAtOnce } from './at-once.ts'
import { bareArray, earlierRefusal } from './refusal.ts'
import { asEarlierBookings, contactSaid, departureFor, quantityOf } from './tour-booking-wish.ts'

/**
 * Bookings at the paths of the earlier tour booking. What costs nothing is confirmed at once, as there was nothing to wait
 * for; what is to be paid is PENDING until it is paid, or its time is over.
 */
export const tourBookings = router()

const hide = true
const responses = { 200: { description: 'As the earlier system answered' } }
const params = z.object({ id: opaqueId })

tourBookings.use('/api/bookings/*', earlierRefusal)

tourBookings.openapi(
  open({ method: 'post', path: '/api/bookings', hide, request: { body: body(earlierBooking) }, responses }),
  async (c) => {
    const wish = c.req.valid('json')
    const found = await departureFor(c, wish)
    if ('refused' in found) return found.refused
    const { departure, visit } = found
    const queues = await mustQueue(c, visit)
    if (queues !== null) return queues
    const quantity = quantityOf(wish) ?? 1
    const type = wish.ticketTypeId === undefined ? {} : { ticketTypeId: wish.ticketTypeId }
    const places = departure.planId === null ? { quantity } : { bestAvailable: quantity }
    const booked = await bookAtOnce(c, visit, { places: { ...places, ...type }, contact: contactSaid(wish) })
    if (booked === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    if (!booked.ok) return refusedBy(c, booked.error)
    const { value: made } = booked
    const asker = { ...visit.asker, owners: [...visit.asker.owners, ...made.owners] }
    const waits = made.total === 0 && made.status === 'ON_HOLD'
    const done = waits ? await eventRoom(c.env.EVENT_ROOM, made.eventId).confirm(made.id, asker) : booked
    return answered(c, done, 201)
  },
)

tourBookings.openapi(
  open({ method: 'get', path: '/api/bookings', hide, request: { query: earlierBookingQuery }, responses }),
  async (c) => {
    const { limit, cursor, eventId = null } = c.req.valid('query')
    const place = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), opaqueId]))
    if (cursor !== undefined && place === null) return problem(c, 'invalid_cursor')
    const visit = eventId === null ? null : await visitEvent(c, eventId)
    if (visit !== null && 'refused' in visit) return visit.refused
    const asking = visit === null ? await askerOf(c, '') : { ok: true as const, value: visit }
    if (!asking.ok) return problem(c, asking.error)
    const { asker } = asking.value
    if (eventId !== null) await eventRoom(c.env.EVENT_ROOM, eventId).flush()
    const wanted = { before: place === null ? null : { createdAt: place[0], id: place[1] }, limit: limit + 1 }
    const db = database(c.env.DB)
    const rows =
      visit !== null && asker.organiser
        ? await bookingsOf(db, { organisationId: visit.event.organisationId, eventId }, wanted)
        : await bookingsOwnedBy(db, { owners: asker.owners, eventId }, wanted)
    const paged = asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item: (row) => row.booking })
    return bareArray(c, { data: await asEarlierBookings(c.env, paged.data), next: paged.next })
  },
)

tourBookings.openapi(
  open({ method: 'get', path: '/api/bookings/{id}', hide, request: { params }, responses }),
  async (c) => onBooking(c, (room, { id, asker }) => room.booking(id, asker)),
)

for (const method of ['put', 'patch'] as const)
  tourBookings.openapi(
    open({
      method,
      path: '/api/bookings/{id}',
      hide,
      request: { params, body: body(earlierBookingChange) },
      responses,
    }),
    async (c) => {
      const { version, ...wish } = c.req.valid('json')
      const { tourId, departureId, eventId = departureId, date, time } = wish
      const elsewhere = eventId !== undefined && eventId !== eventIdOf(c.req.valid('param').id)
      if (elsewhere || (tourId ?? date ?? time) !== undefined) return problem(c, 'not_changeable', ANOTHER_DATE)
      const quantity = quantityOf(wish)
      const { notes, ...contact } = contactSaid(wish)
      const details = { contact, ...(wish.specialRequests === undefined ? {} : { notes: notes ?? null }) }
      const known = version === undefined ? {} : { version }
      const change: Ask = async (room, { id, asker }) => {
        if (quantity === undefined) return room.change(id, { to: 'details', wish: { ...details, ...known } }, asker)
        const fewer = await room.change(id, { to: 'tickets', wish: { quantity, ...known } }, asker)
        return fewer.ok ? room.change(id, { to: 'details', wish: details }, asker) : fewer
      }
      return onBooking(c, change, { quantity })
    },
  )

const ANOTHER_DATE = {
  detail: 'Another date is another booking: make that one, then cancel this',
  errors: [{ pointer: '/date', code: 'not_changeable', detail: 'It belongs to its departure' }],
}

for (const [method, path] of [
  ['delete', '/api/bookings/{id}'],
  ['post', '/api/bookings/{id}/cancel'],
  ['patch', '/api/bookings/{id}/cancel'],
] as const)
  tourBookings.openapi(
    open({ method, path, hide, request: { params, body: body(earlierCancellation, false) }, responses }),
    async (c) => {
      const reason = c.req.valid('json')?.reason ?? undefined
      return onBooking(c, (room, { id, asker }) => room.cancel(id, reason === undefined ? {} : { reason }, asker))
    },
  )

tourBookings.openapi(
  open({
    method: 'patch',
    path: '/api/bookings/{id}/payment-status',
    hide,
    request: { params, body: body(earlierPayment) },
    responses,
  }),
  async (c) => {
    const { paymentStatus, reason = 'Paid elsewhere' } = c.req.valid('json')
    // Money is not taken here. All that can be said is that an organiser had it by another way.
    if (!PAID.has(paymentStatus)) return problem(c, 'invalid', NOT_SAID)
    const paid = { override: true, reason }
    return onBooking(c, (room, { id, asker }) => room.confirm(id, asker, asker.organiser ? paid : {}))
  },
)

const PAID = new Set(['PAID', 'COMPLETED', 'SUCCEEDED'])
const NOT_SAID = {
  detail: 'Money is not taken here: what an organiser was paid elsewhere is PAID, and nothing else can be said',
  errors: [{ pointer: '/paymentStatus', code: 'unknown', detail: 'Send PAID' }],
}

type Ask = (room: ReturnType<typeof eventRoom>, asked: { id: string; asker: Asker }) => Promise<RoomAnswer<Booking>>

/** Does something with the booking that the path names, in the name of its owner, of who has its link, or an organiser. */
const onBooking = async (c: ApiContext, ask: Ask, wish: { quantity?: number | undefined } = {}) => {
  const id = c.req.param('id') ?? ''
  const visit = await visitEvent(c, eventIdOf(id))
  if ('refused' in visit) return visit.refused
  const asker = await withLink(c, visit.asker, { purpose: 'booking', id })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const booking = async (): Promise<RoomAnswer<Booking>> => room.booking(id, asker)
  const queues = await mustQueueForMore(c, { ...visit, wish, booking })
  return queues ?? answered(c, await ask(room, { id, asker }), 200)
}

const answered = async (c: ApiContext, done: RoomAnswer<Booking>, status: 200 | 201) => {
  if (!done.ok) return refusedBy(c, done.error)
  const [made] = await asEarlierBookings(c.env, [done.value])
  return c.json(made, status)
}
