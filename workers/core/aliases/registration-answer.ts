import type { Invitation } from '../../../contract/invitations.ts'
import type { PlanMap } from '../../../contract/plan-map.ts'
import type { Booking, Ticket } from '../../../contract/room.ts'
import type { Entry } from '../../../contract/waitlist.ts'
import {
  type RegistrationStatus,
  registrationOfBooking,
  registrationOfEntry,
} from '../../../domain/booking/earlier-names.ts'
import { printedOn } from '../../../domain/booking/seat-names.ts'

/** Who comes to an event as the earlier organiser said it: invited, registered by themselves, or waiting, all in one list. */
export interface Registration {
  id: string
  eventId: string
  userEmail: string | null
  userName: string | null
  seat: string | null
  seatRow: string | null
  seatNumber: string | null
  status: RegistrationStatus
  quantity: number
  /** Until when a PENDING one can be confirmed; null: no such moment. */
  expiresAt: string | null
  /** Where a WAITLIST one stands, from 1, where that was asked for. */
  position: number | null
  bookingId: string | null
  createdAt: string
  updatedAt: string
}

const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
const onSeat = (map: PlanMap | null, seat: string | null) => ({
  seat,
  ...(seat === null ? { seatRow: null, seatNumber: null } : printedOn(map, seat)),
})
const times = ({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) => ({
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
})

/** @returns an invitation in their words, which are ours. */
export const invitedRegistration = (one: Invitation, map: PlanMap | null = null): Registration => ({
  id: one.id,
  eventId: one.eventId,
  userEmail: one.email,
  userName: one.name,
  ...onSeat(map, one.seats[0] ?? one.seat),
  status: one.status,
  quantity: 1 + one.plusOnes,
  expiresAt: at(one.expiresAt),
  position: null,
  bookingId: one.bookingId,
  ...times(one),
})

/** @returns the places of a booking; of one that was given up, those it had. */
export const placesOf = ({ tickets }: Pick<Booking, 'tickets'>): Ticket[] => {
  const live = tickets.filter(({ status }) => status !== 'CANCELLED')
  return live.length > 0 ? live : tickets
}

/** @returns a booking that somebody made by themselves, in their words. */
export const bookingRegistration = (booking: Booking, map: PlanMap | null = null): Registration => {
  const places = placesOf(booking)
  return {
    id: booking.id,
    eventId: booking.eventId,
    userEmail: booking.contact.emailAddress,
    userName: booking.contact.fullName,
    ...onSeat(map, places[0]?.seat ?? null),
    status: registrationOfBooking(booking.status),
    quantity: places.length,
    expiresAt: at(booking.expiresAt),
    position: null,
    bookingId: booking.id,
    ...times(booking),
  }
}

/** @returns an entry of the waitlist in their words. */
export const entryRegistration = (entry: Entry & { position?: number | null }): Registration => ({
  id: entry.id,
  eventId: entry.eventId,
  userEmail: entry.email,
  userName: entry.contact.fullName,
  ...onSeat(null, null),
  status: registrationOfEntry(entry.status),
  quantity: entry.quantity,
  expiresAt: at(entry.offer?.expiresAt ?? null),
  position: entry.position ?? null,
  bookingId: entry.bookingId,
  ...times({ createdAt: entry.joinedAt, updatedAt: entry.updatedAt }),
})
