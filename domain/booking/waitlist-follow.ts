import type { Booking } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { apply, isWaiting } from './apply.ts'
import type { Change, Room } from './room.ts'
import { changedEntry, claimed, lapsed, over } from './waitlist-entry.ts'

/**
 * Lets entries follow what became of their offers, whoever changed it: a booking that stands claims its entry, one that
 * expired unpaid lapses it, one that was given up ends it, and so does the end of an offer that nobody took.
 * @param changes that were made so already
 * @returns what else became so
 */
export const followOffers = (room: Room, changes: readonly Change[], now: number): Change[] => {
  if (room.waitlist.offers.size === 0) return []
  const followed: Change[] = []
  const make = (next: readonly Change[]) => {
    for (const change of next) apply(room, change)
    followed.push(...next)
  }
  for (const change of changes)
    if ('put' in change && change.put === 'booking') make(afterBooking(room, change.value, now))
  for (const change of changes) {
    const entry = 'drop' in change && change.drop === 'hold' ? offeredBy(room, change.id) : undefined
    if (entry !== undefined) make(lapsed(room, entry, now))
  }
  return followed
}

const offeredBy = ({ waitlist }: Room, holdId: string): Entry | undefined =>
  waitlist.live.get(waitlist.offers.get(holdId) ?? '')

const afterBooking = (room: Room, booking: Booking, now: number): Change[] => {
  const entry = offeredBy(room, booking.holdId)
  if (entry?.offer == null) return []
  if (isWaiting(booking)) {
    if (entry.bookingId === booking.id) return []
    const expiresAt = booking.expiresAt ?? entry.offer.expiresAt
    const value = changedEntry(entry, now, { bookingId: booking.id, offer: { ...entry.offer, expiresAt } })
    return [{ put: 'entry', value }]
  }
  switch (booking.status) {
    case 'CONFIRMED':
    case 'REDEEMED':
      return claimed(entry, booking, now)
    case 'CANCELLED':
      // Back to its old place it would be offered the same again at once.
      return over(entry, { status: booking.cancellation?.by === 'buyer' ? 'DECLINED' : 'REVOKED', now })
    default:
      return lapsed(room, entry, now)
  }
}
