import type { z } from 'zod'
import type { listedTicket } from '../../../contract/check-ins.ts'
import type { Booking, Ticket } from '../../../contract/room.ts'
import { type Attendance, NEVER_CAME } from '../../../domain/booking/check-in.ts'
import { ticketSecret } from '../../../platform/booking-links.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { bookingsOf } from '../../../platform/db/bookings.ts'
import { database } from '../../../platform/db/commit.ts'
import type { MacKeys } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import type { KnownEvent } from './known-event.ts'

type ListedTicket = z.infer<typeof listedTicket>

/** @returns ids of bookings in which somebody has such a name or address; newest first. */
export const foundByName = async (
  env: Pick<Env, 'DB' | 'EVENT_ROOM'>,
  { event, query, limit }: { event: KnownEvent; query: string; limit: number },
): Promise<string[]> => {
  await eventRoom(env.EVENT_ROOM, event.id).flush()
  const about = { organisationId: event.organisationId, eventId: event.id, query }
  const rows = await bookingsOf(database(env.DB), about, { before: null, limit })
  return rows.map(({ id }) => id)
}

/** @returns the tickets of a booking as a check-in list shows them, with a digest of the secret that each code holds. */
export const listedTicketsOf = (
  keys: MacKeys,
  { booking, attendance }: { booking: Booking; attendance: Record<string, Attendance> },
): ListedTicket[] =>
  booking.tickets.map((ticket) => {
    const { entries, present, firstEntryAt } = attendance[ticket.id] ?? NEVER_CAME
    const { id, ticketTypeId, seat, area, status } = ticket
    return {
      id,
      bookingId: booking.id,
      ticketTypeId,
      seat,
      area,
      status,
      ...personOf(booking, ticket),
      entries,
      present,
      firstEntryAt: firstEntryAt === null ? null : new Date(firstEntryAt).toISOString(),
      secretSha256: status === 'CANCELLED' ? null : sha256Hex(ticketSecret(keys, ticket)),
    }
  })

/** @returns who comes with a ticket: who is named on it, or whose booking it is. */
export const personOf = (
  { contact }: Pick<Booking, 'contact'>,
  { attendee }: Pick<Ticket, 'attendee'>,
): { fullName: string | null; emailAddress: string | null } => ({
  fullName: attendee?.fullName ?? contact.fullName,
  emailAddress: attendee?.emailAddress ?? (attendee === null ? contact.emailAddress : null),
})
