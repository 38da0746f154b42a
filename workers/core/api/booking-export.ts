import type { Booking } from '../../../contract/room.ts'
import { csvRecord } from '../../../domain/csv.ts'
import { type BookingFilter, bookingsOf } from '../../../platform/db/bookings.ts'
import { database } from '../../../platform/db/commit.ts'
import { asBooking } from './booking-answer.ts'
import { personOf } from './listed-tickets.ts'

/** Bookings held at once. */
const PAGE = 250

/** How bookings are written to a file: what comes first, and each of them. */
export interface BookingFormat {
  type: string
  head: string
  write: (booking: Booking) => string
}

const COLUMNS = [
  'booking',
  'status',
  'createdAt',
  'confirmedAt',
  'fullName',
  'emailAddress',
  'phoneNumber',
  'language',
  'notes',
  'ticket',
  'ticketStatus',
  'ticketType',
  'seat',
  'area',
  'attendee',
  'attendeeEmailAddress',
  'price',
  'currency',
] as const

const instant = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())

/** A ticket on each line, with its booking: what people make lists of. */
const asRecords = (booking: Booking): string => {
  const { contact } = booking
  return booking.tickets
    .map((ticket) => {
      const person = personOf(booking, ticket)
      return csvRecord([
        booking.id,
        booking.status,
        instant(booking.createdAt),
        instant(booking.confirmedAt),
        contact.fullName,
        contact.emailAddress,
        contact.phoneNumber,
        contact.language,
        contact.notes,
        ticket.id,
        ticket.status,
        ticket.ticketTypeId,
        ticket.seat,
        ticket.area,
        person.fullName,
        person.emailAddress,
        ticket.price,
        booking.currency,
      ])
    })
    .join('')
}

export const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8; header=present', head: csvRecord(COLUMNS), write: asRecords },
  ndjson: { type: 'application/x-ndjson', head: '', write: (booking) => `${JSON.stringify(asBooking(booking))}\n` },
} as const satisfies Record<string, BookingFormat>

/** @returns bookings as a file, newest first, read page by page as fast as they are taken. */
export const exported = (
  env: Pick<Env, 'DB'>,
  filter: BookingFilter & { organisationId: string },
  { head, write }: BookingFormat,
): ReadableStream<Uint8Array> => {
  const db = database(env.DB)
  const encoder = new TextEncoder()
  let before: { createdAt: number; id: string } | null = null
  return new ReadableStream({
    start(controller) {
      if (head !== '') controller.enqueue(encoder.encode(head))
    },
    async pull(controller) {
      const rows = await bookingsOf(db, filter, { before, limit: PAGE })
      if (rows.length > 0) controller.enqueue(encoder.encode(rows.map(({ booking }) => write(booking)).join('')))
      before = rows.at(-1) ?? null
      if (rows.length < PAGE) controller.close()
    },
  })
}
