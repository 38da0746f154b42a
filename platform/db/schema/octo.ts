import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { OctoSaid } from '../../../contract/octo.ts'

/** Which booking a reseller's UUID stands for, and what they said that its room does not keep. */
export const octoBookings = sqliteTable(
  'octo_bookings',
  {
    organisationId: text('organisation_id').notNull(),
    uuid: text('uuid').notNull(),
    bookingId: text('booking_id').notNull(),
    resellerReference: text('reseller_reference'),
    said: text('said', { mode: 'json' }).$type<OctoSaid>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.uuid] }),
    index('octo_bookings_reference').on(table.organisationId, table.resellerReference),
    index('octo_bookings_booking').on(table.organisationId, table.bookingId),
  ],
)
