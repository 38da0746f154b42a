import type { BookingChange } from '../../contract/booking-changes.ts'
import type { Asker, Booking } from '../../contract/room.ts'
import type { Outcome } from './booking.ts'
import { changeDetails } from './booking-details.ts'
import type { Moment, Room } from './room.ts'
import { moveSeats } from './seat-change.ts'
import { changeTickets } from './ticket-change.ts'

/** @returns what one of the changes that a booking may have makes of it. */
export const decideChange = (
  room: Room,
  { booking, change, asker }: { booking: Booking; change: BookingChange; asker: Asker },
  moment: Moment,
): Outcome => {
  switch (change.to) {
    case 'seats':
      return moveSeats(room, { booking, wish: change.wish, asker }, moment)
    case 'tickets':
      return changeTickets(room, { booking, wish: change.wish, asker }, moment)
    case 'details':
      return changeDetails({ booking, wish: change.wish, asker }, moment)
  }
}
