import type { DetailChange } from '../../contract/booking-changes.ts'
import type { Booking, Contact, Ticket } from '../../contract/room.ts'
import { failed, ok } from '../result.ts'
import { attendeeOf, changed, contactOf, type Outcome } from './booking.ts'
import type { Changing } from './changeable.ts'
import { told } from './fact.ts'
import type { Moment } from './room.ts'

/** Changes who a booking is for and who comes. What is over may still be corrected, but not what ended. */
export const changeDetails = ({ booking, wish }: Changing<DetailChange>, { now }: Pick<Moment, 'now'>): Outcome => {
  if (wish.version !== undefined && wish.version !== booking.version) return failed({ reason: 'stale_version' })
  if (['CANCELLED', 'EXPIRED', 'REJECTED'].includes(booking.status))
    return failed({ reason: 'not_changeable', detail: `The booking is ${booking.status}` })
  const unknown = (wish.attendees ?? []).some(({ ticketId }) => booking.tickets.every(({ id }) => id !== ticketId))
  if (unknown) return failed({ reason: 'invalid_places', detail: 'The booking has no such ticket' })
  const contact = contactAfter(booking, wish)
  const tickets = ticketsAfter(booking, wish)
  const what = [
    ...(differs(contact, booking.contact) ? ['contact' as const] : []),
    ...(differs(tickets, booking.tickets) ? ['attendees' as const] : []),
  ]
  if (what.length === 0) return ok({ value: booking, changes: [] })
  const value = changed(booking, now, { contact, tickets })
  const data = { ...told(value), changed: what }
  return ok({
    value,
    changes: [{ put: 'booking', value, was: booking }, { fact: { type: 'booking.changed', subject: value.id, data } }],
  })
}

const contactAfter = ({ contact: before }: Booking, { contact = {}, notes }: DetailChange): Contact => {
  const said = contactOf(contact)
  return {
    fullName: said.fullName ?? before.fullName,
    emailAddress: said.emailAddress ?? before.emailAddress,
    phoneNumber: said.phoneNumber ?? before.phoneNumber,
    language: contact.language ?? before.language,
    notes: notes === undefined ? (said.notes ?? before.notes) : notes,
  }
}

const ticketsAfter = ({ tickets }: Booking, { attendees = [] }: DetailChange): Ticket[] => {
  const byTicket = new Map(attendees.map(({ ticketId, attendee }) => [ticketId, attendee]))
  return tickets.map((ticket) => {
    const attendee = byTicket.get(ticket.id)
    if (attendee === undefined) return ticket
    return { ...ticket, attendee: attendee === null ? null : attendeeOf(attendee) }
  })
}

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)
