import type { TransferWish } from '../../contract/booking-changes.ts'
import type { Booking, Refusal, Ticket } from '../../contract/room.ts'
import { failed, ok } from '../result.ts'
import { changed, contactOf, type Outcome } from './booking.ts'
import { type Changing, whyNotChangeable } from './changeable.ts'
import { told } from './fact.ts'
import type { Change, Moment, Room } from './room.ts'
import { isLive } from './seat-change.ts'
import { nextNumber } from './ticket.ts'

/**
 * Passes a booking, or one ticket of it, on to somebody else. No place is given back or taken, so it works on a sold-out
 * event (Hi.Events #823). Earlier secrets of the tickets and links of the booking are void, and it belongs to nobody until
 * its new link is followed: who had it has it no more. @returns the booking as the new person has it
 */
export const transfer = (room: Room, changing: Changing<TransferWish>, moment: Moment): Outcome => {
  const { booking, wish } = changing
  const refused = whyNotTransferable(room, changing, moment.now)
  if (refused !== null) return failed(refused)
  const live = booking.tickets.filter(isLive)
  const one = live.find(({ id }) => id === wish.ticketId)
  if (wish.ticketId !== undefined && one === undefined)
    return failed({ reason: 'invalid_places', detail: 'The booking has no such ticket' })
  return ok(one === undefined || live.length === 1 ? whole(changing, moment) : alone({ changing, one }, moment))
}

const whyNotTransferable = (room: Room, changing: Changing<TransferWish>, now: number): Refusal | null => {
  const { booking, wish } = changing
  const refused = whyNotChangeable(room, changing, now)
  if (refused !== null) return refused
  if (booking.status !== 'CONFIRMED') return { reason: 'not_changeable', detail: 'The booking is not confirmed yet' }
  const goes = (ticket: Ticket) => wish.ticketId === undefined || ticket.id === wish.ticketId
  return booking.tickets.some((ticket) => goes(ticket) && ticket.status === 'USED')
    ? { reason: 'not_changeable', detail: 'The ticket was used' }
    : null
}

const whole = ({ booking, wish }: Changing<TransferWish>, { now }: Moment) => {
  const linkGeneration = (booking.linkGeneration ?? 1) + 1
  const value = changed(booking, now, {
    owners: [],
    contact: contactOf(wish.to),
    tickets: booking.tickets.map((ticket) => (isLive(ticket) ? reissued(ticket) : ticket)),
    linkGeneration,
  })
  return { value, changes: [{ put: 'booking' as const, value, was: booking }, passedOn(value, null)] }
}

const alone = (
  { changing: { booking, wish }, one }: { changing: Changing<TransferWish>; one: Ticket },
  moment: Moment,
) => {
  const { now } = moment
  const rest = booking.tickets.filter(({ id }) => id !== one.id)
  const issued = nextNumber(booking) - 1
  const left = changed(booking, now, { tickets: rest, total: booking.total - one.price, issued })
  const value: Booking = {
    ...booking,
    id: moment.id('b'),
    owners: [],
    tickets: [reissued(one)],
    contact: contactOf(wish.to),
    total: one.price,
    createdAt: now,
    updatedAt: now,
    transferredFrom: booking.id,
    linkGeneration: 1,
    version: 1,
  }
  const data = { ...told(left), changed: ['tickets' as const] }
  const changes: Change[] = [
    // First what goes, then what comes: in between its place is nobody's, and no step ends there.
    { put: 'booking', value: left, was: booking },
    { put: 'booking', value, was: null },
    { fact: { type: 'booking.changed', subject: left.id, data } },
    passedOn(value, booking.id),
  ]
  return { value, changes }
}

const reissued = (ticket: Ticket): Ticket => ({ ...ticket, attendee: null, generation: ticket.generation + 1 })

const passedOn = (booking: Booking, fromBookingId: string | null): Change => ({
  fact: {
    type: 'booking.transferred',
    subject: booking.id,
    data: {
      ...told(booking),
      fromBookingId,
      ticketIds: booking.tickets.filter(isLive).map(({ id }) => id),
      linkGeneration: booking.linkGeneration ?? 1,
    },
  },
})
