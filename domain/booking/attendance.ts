import type { Booking, Ticket } from '../../contract/room.ts'
import { changed } from './booking.ts'
import type { CheckinList, Direction } from './check-in.ts'
import { completed } from './event-end.ts'
import type { Change, Room } from './room.ts'
import { isLive } from './seat-change.ts'

/** Someone who went through a door with a ticket. */
export interface Attended {
  bookingId: string
  ticketId: string
  direction: Direction
  at: number
  list: Pick<CheckinList, 'id' | 'name'>
  forced: boolean
}

/**
 * What becomes so when people come: their tickets are used, and a booking whose every ticket is used is complete.
 * @param bookings of the tickets, by ticket, as they were before
 */
export const attendanceChanges = (
  room: Room,
  { came, bookings }: { came: readonly Attended[]; bookings: ReadonlyMap<string, Booking | null> },
  now: number,
): Change[] => {
  const facts = came.map((one): Change => recorded(room, one))
  const entered = new Set(came.filter(({ direction }) => direction === 'entry').map(({ ticketId }) => ticketId))
  const touched = new Map(
    [...bookings.values()].flatMap((booking) => (booking === null ? [] : [[booking.id, booking]])),
  )
  return [...touched.values()].flatMap((booking) => withUsed(booking, entered, now)).concat(facts)
}

const withUsed = (booking: Booking, entered: ReadonlySet<string>, now: number): Change[] => {
  const tickets = booking.tickets.map((ticket) => (entered.has(ticket.id) ? used(ticket) : ticket))
  if (tickets.every((ticket, n) => ticket === booking.tickets[n])) return []
  const all = tickets.filter(isLive).every(({ status }) => status === 'USED')
  if (all && booking.status === 'CONFIRMED') return completed(booking, now, { tickets })
  return [{ put: 'booking', value: changed(booking, now, { tickets }), was: booking }]
}

const used = (ticket: Ticket): Ticket => {
  if (ticket.status === 'VALID') return { ...ticket, status: 'USED' }
  // Its place is that of a hold still, so it is no used ticket yet.
  return ticket.status === 'HELD' && ticket.letIn !== true ? { ...ticket, letIn: true } : ticket
}

const recorded = (room: Room, { bookingId, ticketId, direction, at, list, forced }: Attended): Change => ({
  fact: {
    type: 'ticket.attendance_recorded',
    subject: ticketId,
    data: {
      eventId: room.settings.eventId,
      bookingId,
      ticketId,
      attended: true,
      direction,
      at: new Date(at).toISOString(),
      listId: list.id,
      listName: list.name,
      forced,
    },
  },
})
