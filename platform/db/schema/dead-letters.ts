import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What gave up, with why; the bytes lie in R2, ready to be sent again. */
export const deadLetters = sqliteTable(
  'dead_letters',
  {
    id: text('id').primaryKey(),
    source: text('source').notNull(),
    projectId: integer('project_id'),
    /** Where it is an event of the log that a reader could not take: whose, and which. */
    organisationId: text('organisation_id'),
    position: integer('position'),
    reason: text('reason').notNull(),
    detail: text('detail').notNull(),
    /** R2 key of the body; absent where the pointer led nowhere. */
    bodyKey: text('body_key'),
    meta: text('meta').notNull(),
    createdAt: integer('created_at').notNull(),
    redrivenAt: integer('redriven_at'),
  },
  (table) => [
    index('dead_letters_created').on(table.createdAt),
    index('dead_letters_redriven').on(table.source, table.redrivenAt),
  ],
)
