import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Booking, BookingStatus } from '../../../contract/room.ts'

/** Bookings as their rooms last told: for lists and search. The room of its event decides what a booking is. */
export const bookings = sqliteTable(
  'bookings',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    eventId: text('event_id').notNull(),
    status: text('status').$type<BookingStatus>().notNull(),
    createdAt: integer('created_at').notNull(),
    /** Of the booking: what is older than this is not written over it. */
    version: integer('version').notNull(),
    /** Name and address of the contact without case, for the search. */
    searched: text('searched').notNull(),
    booking: text('booking', { mode: 'json' }).$type<Booking>().notNull(),
  },
  (table) => [
    index('bookings_event').on(table.organisationId, table.eventId, table.createdAt, table.id),
    index('bookings_organisation').on(table.organisationId, table.createdAt, table.id),
  ],
)

/** Whose bookings are: of accounts (`u:…`) and guests (`g:…`). */
export const bookingOwners = sqliteTable(
  'booking_owners',
  {
    owner: text('owner').notNull(),
    createdAt: integer('created_at').notNull(),
    bookingId: text('booking_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.createdAt, table.bookingId] })],
)
