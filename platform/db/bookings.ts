import { and, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Booking, BookingStatus } from '../../contract/room.ts'
import type { Database } from './commit.ts'
import { jsonPieces } from './pieces.ts'
import type { RoomFact } from './room-facts.ts'
import { bookingOwners, bookings } from './schema/bookings.ts'

export type BookingRow = typeof bookings.$inferSelect

/** Of a search; the others are not looked for. */
const MOST_WORDS = 8

interface Shown {
  organisationId: string
  eventId: string
  booking: Booking
}

/**
 * Statements that bring the bookings that facts are about up to what the room says now, with the facts in one batch.
 * @param bookingById reads the room
 */
export const projectBookings = (
  binding: D1Database,
  facts: readonly RoomFact[],
  bookingById: (id: string) => Booking | null,
): D1PreparedStatement[] => {
  const shown = new Map<string, Shown>()
  for (const { organisationId, data } of facts) {
    const id = 'bookingId' in data && typeof data.bookingId === 'string' ? data.bookingId : null
    const booking = id === null || shown.has(id) ? null : bookingById(id)
    if (id !== null && booking !== null) shown.set(id, { organisationId, eventId: booking.eventId, booking })
  }
  return showBookings(binding, [...shown.values()])
}

/** The statements that show bookings as a room says they are. What is newer already is left. */
export const showBookings = (binding: D1Database, shown: readonly Shown[]): D1PreparedStatement[] =>
  jsonPieces(
    shown.map(({ organisationId, eventId, booking }) => ({
      organisationId,
      eventId,
      searched: searchedOf(booking),
      booking,
    })),
  ).flatMap((rows) => [
    // Before the row is replaced: it still says who had the booking, so that nothing has to be looked for.
    binding
      .prepare(
        `DELETE FROM booking_owners WHERE (owner, created_at, booking_id) IN (
           SELECT o.value, shown.created_at, shown.id
           FROM json_each(?1) AS b
           JOIN bookings AS shown ON shown.id = b.value ->> '$.booking.id' AND shown.version < b.value ->> '$.booking.version'
           JOIN json_each(shown.booking, '$.owners') AS o
           WHERE o.value NOT IN (SELECT value FROM json_each(b.value, '$.booking.owners')))`,
      )
      .bind(rows),
    binding
      .prepare(
        `INSERT INTO bookings (id, organisation_id, event_id, status, created_at, version, searched, booking)
         SELECT b.value ->> '$.booking.id', b.value ->> 'organisationId', b.value ->> 'eventId',
           b.value ->> '$.booking.status', b.value ->> '$.booking.createdAt', b.value ->> '$.booking.version',
           b.value ->> 'searched', b.value -> 'booking'
         FROM json_each(?1) AS b WHERE true
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, version = excluded.version,
           searched = excluded.searched, booking = excluded.booking WHERE excluded.version > bookings.version`,
      )
      .bind(rows),
    binding
      .prepare(
        `INSERT OR IGNORE INTO booking_owners (owner, created_at, booking_id)
         SELECT o.value, b.value ->> '$.booking.createdAt', b.value ->> '$.booking.id'
         FROM json_each(?1) AS b
         JOIN bookings AS shown ON shown.id = b.value ->> '$.booking.id' AND shown.version = b.value ->> '$.booking.version'
         JOIN json_each(b.value, '$.booking.owners') AS o`,
      )
      .bind(rows),
  ])

interface Wanted {
  /** Place of the last booking seen, or null for the newest. */
  before: { createdAt: number; id: string } | null
  limit: number
}

/** Which bookings are asked for. */
export interface BookingFilter {
  /** Null: of all its events. */
  eventId: string | null
  status?: BookingStatus | undefined
  /** Words, each of which stands in a name, an address or the id. */
  query?: string | undefined
}

/** @returns bookings of an organisation, newest first. */
export const bookingsOf = (
  db: Database,
  filter: BookingFilter & { organisationId: string },
  { before, limit }: Wanted,
): Promise<BookingRow[]> =>
  db
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.organisationId, filter.organisationId),
        matching(filter),
        beyond(before, { createdAt: sql`${bookings.createdAt}`, id: sql`${bookings.id}` }),
      ),
    )
    .orderBy(desc(bookings.createdAt), desc(bookings.id))
    .limit(limit)
    .all()

/** @returns bookings that belong to one of these owners, newest first. */
export const bookingsOwnedBy = async (
  db: Database,
  { owners, ...filter }: BookingFilter & { owners: string[] },
  { before, limit }: Wanted,
): Promise<BookingRow[]> => {
  const rows = await db
    .selectDistinct({ booking: bookings })
    .from(bookingOwners)
    .innerJoin(bookings, eq(bookings.id, bookingOwners.bookingId))
    .where(
      and(
        inArray(bookingOwners.owner, owners),
        matching(filter),
        beyond(before, { createdAt: sql`${bookingOwners.createdAt}`, id: sql`${bookingOwners.bookingId}` }),
      ),
    )
    .orderBy(desc(bookingOwners.createdAt), desc(bookingOwners.bookingId))
    .limit(limit)
    .all()
  return rows.map(({ booking }) => booking)
}

const matching = ({ eventId, status, query = '' }: BookingFilter): SQL | undefined =>
  and(
    eventId === null ? undefined : eq(bookings.eventId, eventId),
    status === undefined ? undefined : eq(bookings.status, status),
    // No pattern: what people type has no signs that mean something.
    ...query
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, MOST_WORDS)
      .map((word) => sql`instr(${bookings.searched}, ${word}) > 0`),
  )

const beyond = (before: Wanted['before'], { createdAt, id }: { createdAt: SQL; id: SQL }): SQL | undefined =>
  before === null
    ? undefined
    : or(
        sql`${createdAt} < ${before.createdAt}`,
        and(sql`${createdAt} = ${before.createdAt}`, sql`${id} < ${before.id}`),
      )

/** @returns the names and addresses of a booking without case, of its contact and of who comes; and its id. */
export const searchedOf = ({ id, contact, tickets }: Booking): string =>
  [contact, ...tickets.flatMap(({ attendee }) => attendee ?? [])]
    .flatMap(({ fullName, emailAddress }) => [fullName, emailAddress])
    .concat(id)
    .flatMap((part) => part?.toLowerCase() ?? [])
    .join(' ')
