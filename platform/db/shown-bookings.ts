import type { Booking } from '../../contract/room.ts'

/** A booking as lists have it, to be compared with what its room says. */
export interface ShownBooking {
  id: string
  status: string
  createdAt: number
  version: number
  searched: string
  /** JSON. */
  booking: string
}

/** @returns what lists show of bookings of an event with ids after one and up to another, by id. */
export const shownBetween = async (
  db: D1Database,
  { organisationId, eventId, after, until }: { organisationId: string; eventId: string; after: string; until: string },
): Promise<Map<string, ShownBooking>> => {
  const { results } = await db
    .prepare(
      `SELECT id, status, created_at AS createdAt, version, searched, booking FROM bookings
       WHERE id > ?1 AND id <= ?2 AND organisation_id = ?3 AND event_id = ?4 ORDER BY id`,
    )
    .bind(after, until, organisationId, eventId)
    .all<ShownBooking>()
  return new Map(results.map((row) => [row.id, row]))
}

/** @returns how many owners of bookings lists do not know. */
export const lackingOwners = async (db: D1Database, bookings: readonly Booking[]): Promise<number> => {
  const row = await db
    .prepare(
      `SELECT count(*) AS n FROM json_each(?1) AS b, json_each(b.value, '$.owners') AS o
       WHERE NOT EXISTS (SELECT 1 FROM booking_owners
         WHERE owner = o.value AND created_at = b.value ->> 'createdAt' AND booking_id = b.value ->> 'id')`,
    )
    .bind(JSON.stringify(bookings.map(({ id, createdAt, owners }) => ({ id, createdAt, owners }))))
    .first<{ n: number }>()
  return row?.n ?? 0
}

/** The statement that takes bookings of an organisation out of lists, where they are as they were seen. */
export const unshown = (
  db: D1Database,
  organisationId: string,
  wrong: readonly { id: string; seen: number }[],
): D1PreparedStatement =>
  db
    .prepare(
      `DELETE FROM bookings WHERE organisation_id = ?2 AND (id, version) IN
         (SELECT w.value ->> 'id', w.value ->> 'seen' FROM json_each(?1) AS w)`,
    )
    .bind(JSON.stringify(wrong), organisationId)

/** Place of an owner's row in its table. */
export type OwnerPlace = [owner: string, createdAt: number, bookingId: string]

const OWNERS = 2000

const STRAY = `SELECT o.owner, o.created_at AS createdAt, o.booking_id AS bookingId
  FROM (SELECT * FROM booking_owners WHERE (owner, created_at, booking_id) > (?1, ?2, ?3)
        ORDER BY owner, created_at, booking_id LIMIT ${OWNERS}) AS o
  JOIN bookings AS b ON b.id = o.booking_id
  WHERE b.organisation_id = ?4
    AND (b.created_at <> o.created_at OR o.owner NOT IN (SELECT value FROM json_each(b.booking, '$.owners')))`

/**
 * Looks through owners that lists know, for those who do not have the booking any more. @returns how many there were, and
 * the place to go on after; null at the end
 */
export const strayOwners = async (
  db: D1Database,
  { organisationId, after, repair }: { organisationId: string; after: OwnerPlace; repair: boolean },
): Promise<{ stray: number; next: OwnerPlace | null }> => {
  const last = db
    .prepare(
      `SELECT owner, created_at AS createdAt, booking_id AS bookingId FROM booking_owners
       WHERE (owner, created_at, booking_id) > (?1, ?2, ?3) ORDER BY owner, created_at, booking_id LIMIT 1 OFFSET ${OWNERS - 1}`,
    )
    .bind(...after)
  const found = db.prepare(`SELECT count(*) AS n FROM (${STRAY})`).bind(...after, organisationId)
  const gone = db
    .prepare(`DELETE FROM booking_owners WHERE (owner, created_at, booking_id) IN (${STRAY})`)
    .bind(...after, organisationId)
  const [end, counted] = await db.batch([last, found, ...(repair ? [gone] : [])])
  const [row] = (end?.results ?? []) as { owner: string; createdAt: number; bookingId: string }[]
  const [count] = (counted?.results ?? []) as { n: number }[]
  return { stray: count?.n ?? 0, next: row === undefined ? null : [row.owner, row.createdAt, row.bookingId] }
}
