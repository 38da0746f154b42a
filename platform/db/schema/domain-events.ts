import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The log: outbox, audit trail and replay source in one, read in the order of `position`. */
export const domainEvents = sqliteTable(
  'domain_events',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull(),
    organisationId: text('organisation_id').notNull(),
    type: text('type').notNull(),
    subject: text('subject').notNull(),
    actor: text('actor'),
    /** Milliseconds since 1970. */
    time: integer('time').notNull(),
    data: text('data').notNull(),
  },
  (table) => [
    uniqueIndex('domain_events_id').on(table.id),
    index('domain_events_organisation').on(table.organisationId, table.position),
  ],
)
