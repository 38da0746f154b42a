import type { Asker, Booking, Refusal } from '../../contract/room.ts'
import { isWaiting } from './apply.ts'
import type { Room } from './room.ts'

/** A wish to change a booking, and who wishes it. */
export interface Changing<W> {
  booking: Booking
  wish: W
  asker: Asker
}

/** @returns why a booking is not changed now, or null: it is over, has begun, or somebody else changed it meanwhile. */
export const whyNotChangeable = (
  room: Room,
  { booking, wish, asker }: Changing<{ version?: number | undefined }>,
  now: number,
): Refusal | null => {
  if (wish.version !== undefined && wish.version !== booking.version) return { reason: 'stale_version' }
  if (booking.status !== 'CONFIRMED' && !isWaiting(booking))
    return { reason: 'not_changeable', detail: `The booking is ${booking.status}` }
  if (room.settings.status === 'CANCELLED') return { reason: 'not_changeable', detail: 'The event is cancelled' }
  if (asker.organiser || now < room.settings.startsAt) return null
  return { reason: 'not_changeable', detail: 'The event has begun' }
}
