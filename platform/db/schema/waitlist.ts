import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Entry, EntryStatus } from '../../../contract/waitlist.ts'

/** Who waits for places, as the room of the event last told: for lists. The room decides who is next. */
export const waitlistEntries = sqliteTable(
  'waitlist_entries',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    eventId: text('event_id').notNull(),
    owner: text('owner').notNull(),
    status: text('status').$type<EntryStatus>().notNull(),
    /** Priority, turned round: the list is in the order of this and the rank. */
    turn: integer('turn').notNull(),
    rank: integer('rank').notNull(),
    joinedAt: integer('joined_at').notNull(),
    /** Of the entry: what is older than this is not written over it. */
    version: integer('version').notNull(),
    entry: text('entry', { mode: 'json' }).$type<Entry>().notNull(),
  },
  (table) => [
    index('waitlist_entries_event').on(table.eventId, table.turn, table.rank, table.id),
    index('waitlist_entries_owner').on(table.owner, table.joinedAt, table.id),
  ],
)
