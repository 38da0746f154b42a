import type { Booking } from '../../contract/room.ts'
import { isWaiting } from './apply.ts'
import { cancelled, changed } from './booking.ts'
import { told } from './fact.ts'
import { takenBack } from './invitation.ts'
import type { Change, Room } from './room.ts'
import { over } from './waitlist-entry.ts'

/**
 * What becomes so, of so many things at most, when an event will not happen: first nobody waits any more and no place is
 * held, so that no booking comes after this. @returns nothing where all of that is done
 */
export const endOfWaiting = (room: Room, { now, most }: { now: number; most: number }): Change[] => {
  const note = room.settings.cancellationReason ?? null
  const entries = [...room.waitlist.live.values()].slice(0, most)
  if (entries.length > 0) return entries.flatMap((entry) => over(entry, { status: 'REVOKED', now, note }))
  const holds = [...room.holds.values()].filter(({ bookingId }) => bookingId === null).slice(0, most)
  if (holds.length > 0) return holds.map(({ id }) => ({ drop: 'hold', id }))
  return room.invitations.unanswered(most).flatMap((one) => takenBack(one, { by: 'event', reason: note, now }))
}

/** What becomes of bookings when their event will not happen. Those that ended before are left. */
export const cancelledWithEvent = (room: Room, bookings: readonly Booking[], now: number): Change[] =>
  bookings.filter(mayEnd).flatMap((booking) => {
    const tickets = booking.tickets.map((ticket) => ({ ...ticket, status: 'CANCELLED' as const }))
    const reason = room.settings.cancellationReason ?? null
    return cancelled(room, { booking, tickets, cancellation: { reason, at: now, by: 'event' } }).changes
  })

/** What becomes of bookings when their event is over. */
export const completedWithEvent = (bookings: readonly Booking[], now: number): Change[] =>
  bookings.filter(({ status }) => status === 'CONFIRMED').flatMap((booking) => completed(booking, now))

/** What becomes so when a booking was used, or its event is over. */
export const completed = (was: Booking, now: number, change: Partial<Booking> = {}): Change[] => {
  const value = changed(was, now, { ...change, status: 'REDEEMED' })
  return [{ put: 'booking', value, was }, { fact: { type: 'booking.completed', subject: value.id, data: told(value) } }]
}

const mayEnd = (booking: Booking): boolean => booking.status === 'CONFIRMED' || isWaiting(booking)
