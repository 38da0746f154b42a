import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Invitation } from '../../contract/invitations.ts'
import type { Booking } from '../../contract/room.ts'
import type { Entry, EntryStatus } from '../../contract/waitlist.ts'
import type { Database } from './commit.ts'
import { jsonPieces } from './pieces.ts'
import type { RoomFact } from './room-facts.ts'
import { waitlistEntries } from './schema/waitlist.ts'

export type EntryRow = typeof waitlistEntries.$inferSelect

interface Reading {
  entryById: (id: string) => Entry | null
  bookingById: (id: string) => Booking | null
  invitationById: (id: string) => Invitation | null
}

/**
 * Statements that bring the entries that facts are about up to what the room says now, with the facts in one batch; also
 * those that booked, or were invited. @param reading reads the room
 */
export const projectEntries = (
  binding: D1Database,
  facts: readonly RoomFact[],
  reading: Reading,
): D1PreparedStatement[] => {
  const shown = new Map<string, { organisationId: string; entry: Entry }>()
  for (const fact of facts) {
    const id = entryOf(fact, reading)
    const entry = id === null || shown.has(id) ? null : reading.entryById(id)
    if (entry !== null) shown.set(entry.id, { organisationId: fact.organisationId, entry })
  }
  return showEntries(binding, [...shown.values()])
}

const entryOf = ({ aggregate, subject, data }: RoomFact, { bookingById, invitationById }: Reading): string | null => {
  if (aggregate === 'waitlist') return subject
  if (aggregate === 'invitation') return invitationById(subject)?.entryId ?? null
  return 'bookingId' in data && typeof data.bookingId === 'string'
    ? (bookingById(data.bookingId)?.entryId ?? null)
    : null
}

/** The statements that show entries as a room says they are. What is newer already is left. */
export const showEntries = (
  binding: D1Database,
  shown: readonly { organisationId: string; entry: Entry }[],
): D1PreparedStatement[] =>
  jsonPieces(shown).map((piece) =>
    binding
      .prepare(
        `INSERT INTO waitlist_entries (id, organisation_id, event_id, owner, status, turn, rank, joined_at, version, entry)
       SELECT e.value ->> '$.entry.id', e.value ->> 'organisationId', e.value ->> '$.entry.eventId',
         e.value ->> '$.entry.owner', e.value ->> '$.entry.status', -(e.value ->> '$.entry.priority'),
         e.value ->> '$.entry.rank', e.value ->> '$.entry.joinedAt', e.value ->> '$.entry.version', e.value -> 'entry'
       FROM json_each(?1) AS e WHERE true
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, turn = excluded.turn, rank = excluded.rank,
         version = excluded.version, entry = excluded.entry WHERE excluded.version > waitlist_entries.version`,
      )
      .bind(piece),
  )

/** Where an entry stands in the list of its event, by which the next page goes on. */
export interface EntryPlace {
  turn: number
  rank: number
  id: string
}

/** @returns entries of an event in the order of the line, of one status where one is named. */
export const entriesOf = (
  db: Database,
  { organisationId, eventId, status }: { organisationId: string; eventId: string; status: EntryStatus | undefined },
  { after, limit }: { after: EntryPlace | null; limit: number },
): Promise<EntryRow[]> => {
  const { turn, rank, id } = waitlistEntries
  const beyond: SQL | undefined =
    after === null ? undefined : sql`(${turn}, ${rank}, ${id}) > (${after.turn}, ${after.rank}, ${after.id})`
  return db
    .select()
    .from(waitlistEntries)
    .where(
      and(
        eq(waitlistEntries.organisationId, organisationId),
        eq(waitlistEntries.eventId, eventId),
        status === undefined ? undefined : eq(waitlistEntries.status, status),
        beyond,
      ),
    )
    .orderBy(asc(turn), asc(rank), asc(id))
    .limit(limit)
    .all()
}

/** @returns entries that belong to one of these owners, newest first; of one event where one is named. */
export const entriesOwnedBy = (
  db: Database,
  { owners, eventId }: { owners: string[]; eventId: string | null },
  { before, limit }: { before: { joinedAt: number; id: string } | null; limit: number },
): Promise<EntryRow[]> => {
  const { joinedAt, id, owner } = waitlistEntries
  return db
    .select()
    .from(waitlistEntries)
    .where(
      and(
        inArray(owner, owners),
        eventId === null ? undefined : eq(waitlistEntries.eventId, eventId),
        before === null ? undefined : sql`(${joinedAt}, ${id}) < (${before.joinedAt}, ${before.id})`,
      ),
    )
    .orderBy(desc(joinedAt), desc(id))
    .limit(limit)
    .all()
}
