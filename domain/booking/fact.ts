import type { DataOf, EventType } from '../../contract/domain-events.ts'
import type { Booking } from '../../contract/room.ts'

/** A fact as a rule decides it: who says it and when, the object adds. */
export type DraftFact = { [T in EventType]: { type: T; subject: string; data: DataOf<T> } }[EventType]

type Told = DataOf<'booking.confirmed'>

/** @returns what facts say of a booking: of the places that it has, or had before it ended. */
export const told = (booking: Booking): Told => {
  const places = booking.tickets.filter(({ status }) => status !== 'CANCELLED')
  const shown = places.length > 0 ? places : booking.tickets
  const seats = shown.flatMap(({ seat }) => seat ?? [])
  const { fullName, emailAddress, phoneNumber } = booking.contact
  return {
    bookingId: booking.id,
    eventId: booking.eventId,
    status: booking.status,
    quantity: shown.length,
    seats: seats.length > 0 ? seats : null,
    total: booking.total,
    currency: booking.currency,
    contact: { fullName, emailAddress, phoneNumber },
    ...(booking.override === undefined ? {} : { override: booking.override }),
  }
}
