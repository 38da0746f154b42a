import type { Invitation } from '../../contract/invitations.ts'
import type { Booking, Refusal, Ticket } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import {
  type Answering,
  attendeeNamed,
  changedInvitation,
  type InvitationOutcome,
  isPassedOn,
  onlyFor,
  PASSED_ON,
  responded,
} from './invitation.ts'
import { mostForInvited, placesForInvited } from './invitation-places.ts'
import type { Moment, Room } from './room.ts'
import { isLive, withTickets } from './seat-change.ts'
import { nextNumber, ticketId, whyNoMoreTickets } from './ticket.ts'

/** Brings more people along than was said first, or fewer, or others: more all at once, or nobody of them. */
export const changedParty = (room: Room, answering: Answering, moment: Moment): InvitationOutcome => {
  const { invitation, booking, wish } = answering
  const { now } = moment
  if (booking === null || booking.status !== 'CONFIRMED')
    return failed({ reason: 'not_changeable', detail: `The booking is ${booking?.status ?? 'gone'}` })
  if (isPassedOn(booking)) return failed(PASSED_ON)
  const names = wish.names ?? invitation.names.slice(0, wish.plusOnes)
  const sized = ticketsFor(room, { invitation, booking, quantity: 1 + wish.plusOnes }, moment)
  if (!sized.ok) return sized
  const tickets = named(sized.value, names)
  if (!differs(tickets, booking.tickets) && !differs(names, invitation.names))
    return ok({ value: invitation, changes: [] })
  const { changes } = withTickets(room, { booking, tickets, what: 'tickets' }, now)
  const live = tickets.filter(isLive)
  const value = changedInvitation(invitation, now, {
    plusOnes: wish.plusOnes,
    names,
    seats: live.flatMap(({ seat }) => seat ?? []),
    respondedAt: now,
  })
  return ok({ value, changes: [...changes, ...responded(value, live.length)] })
}

interface Sizing {
  invitation: Invitation
  booking: Booking
  quantity: number
}

const ticketsFor = (
  room: Room,
  { invitation, booking, quantity }: Sizing,
  { now, random }: Pick<Moment, 'now' | 'random'>,
): Result<Ticket[], Refusal> => {
  const live = booking.tickets.filter(isLive)
  const more = quantity - live.length
  if (more <= 0) return fewer(booking, live.slice(quantity))
  const party = {
    quantity: more,
    beside: live.flatMap(({ seat }) => seat ?? []),
    wanted: null,
    ticketTypeId: invitation.ticketTypeId,
    now,
    random,
  }
  const items = placesForInvited(room, party)
  if (items === null) return failed(onlyFor(live.length + mostForInvited(room, party)))
  const refused = whyNoMoreTickets(booking, items.length)
  if (refused !== null) return failed(refused)
  const first = nextNumber(booking)
  const added = items.map(
    (item, n): Ticket => ({
      ...item,
      id: ticketId(booking.id, first + n),
      status: 'VALID',
      attendee: null,
      generation: 1,
    }),
  )
  return ok([...booking.tickets, ...added])
}

const fewer = ({ tickets }: Booking, gone: readonly Ticket[]): Result<Ticket[], Refusal> => {
  if (gone.some(({ status }) => status === 'USED'))
    return failed({ reason: 'not_cancellable', detail: 'Some of them are there already' })
  return ok(tickets.map((ticket) => (gone.includes(ticket) ? { ...ticket, status: 'CANCELLED' } : ticket)))
}

/** The first ticket is that of who was invited; what it says of them stays. */
const named = (tickets: readonly Ticket[], names: readonly string[]): Ticket[] => {
  const others = tickets.filter(isLive).slice(1)
  return tickets.map((ticket) => {
    const n = others.indexOf(ticket)
    return n < 0 || ticket.attendee?.fullName === names[n] ? ticket : { ...ticket, attendee: attendeeNamed(names[n]) }
  })
}

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)
