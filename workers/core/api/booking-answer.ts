import { z } from 'zod'
import type { TicketChange } from '../../../contract/booking-changes.ts'
import type { BookingView } from '../../../contract/bookings.ts'
import { opaqueId } from '../../../contract/ids.ts'
import type { Asker, Booking, Retry, RoomAnswer, Ticket } from '../../../contract/room.ts'
import { isOwner, linkOf } from '../../../domain/booking/owners.ts'
import { bookingToken } from '../../../platform/booking-links.ts'
import { linkKeys } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { rememberOwner, retryOf, withLink } from './asker.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { eventIdOf, refusedBy, visitEvent } from './known-event.ts'
import { publicOrigin } from './links.ts'
import { mustQueueForMore } from './must-queue.ts'
import type { ApiContext } from './route.ts'

export const ofBooking = z.object({ id: opaqueId })
export const byLink = z.object({
  token: z.string().max(100).optional().meta({ description: 'Of the link in a mail, instead of the cookie' }),
})

interface Asked {
  id: string
  asker: Asker
  /** May read the bookings of the organisation. */
  reads: boolean
  retry: Retry | null
}

/**
 * Asks the room of a booking in the name of who asks, by their account, their cookie or its link.
 * @param wish what an `Idempotency-Key` is for, where the route takes one
 * @param more what it is to have more, where that is asked for
 */
export const withBooking = async (
  c: ApiContext,
  id: string,
  ask: (room: ReturnType<typeof eventRoom>, asked: Asked) => Promise<RoomAnswer<Booking>>,
  { wish, more }: { wish?: unknown; more?: TicketChange } = {},
) => {
  const visit = await visitEvent(c, eventIdOf(id))
  if ('refused' in visit) return visit.refused
  const retry = wish === undefined ? null : retryOf(c, visit, { id, wish })
  if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
  const asker = await withLink(c, visit.asker, { purpose: 'booking', id })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const booking = async (): Promise<RoomAnswer<Booking>> => room.booking(id, asker)
  const queues = more === undefined ? null : await mustQueueForMore(c, { ...visit, wish: more, booking })
  if (queues !== null) return queues
  const booked = await ask(room, { id, asker, reads: visit.reads, retry })
  return answeredBooking(c, booked, { asker, status: 200 })
}

/** @returns what a room answered about a booking; to whom it belongs with its link, and their browser is remembered. */
export const answeredBooking = async <S extends 200 | 201>(
  c: ApiContext,
  booked: RoomAnswer<Booking>,
  { asker, status }: { asker: Asker; status: S },
) => {
  if (!booked.ok) return refusedBy(c, booked.error)
  const { value: made } = booked
  if (booked.repeated === true) c.header('Idempotency-Replayed', 'true')
  await rememberOwner(c, asker, made)
  const theirs = asker.organiser || isOwner(asker, made) || asker.links.includes(linkOf(made))
  return c.json(theirs ? { ...asBooking(made), link: await bookingLink(c, made) } : asBooking(made), status)
}

/** @returns the address of a booking's page with the token that opens it. */
export const bookingLink = async (c: ApiContext, made: Pick<Booking, 'id' | 'linkGeneration'>): Promise<string> =>
  `${publicOrigin(c)}/bookings/${made.id}?token=${bookingToken(await linkKeys(c.env.KEY_RING), made)}`

/** @returns a booking as the API says it: what only its room and organisers need is not in it. */
export const asBooking = (made: Booking): BookingView => {
  const { cancellation: ended, tickets } = made
  const places = tickets.filter(({ status }) => status !== 'CANCELLED')
  return {
    id: made.id,
    eventId: made.eventId,
    status: made.status,
    seats: places.flatMap(({ seat }) => seat ?? []),
    quantity: places.length,
    tickets: tickets.map(asTicket),
    contact: made.contact,
    total: made.total,
    currency: made.currency,
    expiresAt: at(made.expiresAt),
    createdAt: new Date(made.createdAt).toISOString(),
    updatedAt: new Date(made.updatedAt).toISOString(),
    confirmedAt: at(made.confirmedAt),
    cancellation: ended === null ? null : { reason: ended.reason, cancelledAt: new Date(ended.at).toISOString() },
    entryId: made.entryId,
    invitationId: made.invitationId,
    ...(made.transferredFrom === undefined ? {} : { transferredFrom: made.transferredFrom }),
    version: made.version,
  }
}

/** @returns a ticket as the API says it; its secret is asked for apart. */
export const asTicket = ({ generation: _, letIn: _letIn, ...ticket }: Ticket) => ticket

const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
