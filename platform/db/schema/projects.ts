import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const projects = sqliteTable(
  'projects',
  {
    /** Decimal, because a DSN demands it. */
    id: integer('id').primaryKey({ autoIncrement: true }),
    organisationId: text('organisation_id').notNull(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    platform: text('platform'),
    createdAt: integer('created_at').notNull(),
    deletedAt: integer('deleted_at'),
    /** Grows by one with each change, so that a stale write is noticed. */
    version: integer('version').notNull().default(1),
  },
  (table) => [uniqueIndex('projects_slug').on(table.organisationId, table.slug)],
)

export const projectKeys = sqliteTable(
  'project_keys',
  {
    projectId: integer('project_id').notNull(),
    /** Counts up from 1 within the project; part of the public key itself. */
    number: integer('number').notNull(),
    name: text('name').notNull(),
    publicKey: text('public_key').notNull(),
    active: integer('active', { mode: 'boolean' }).notNull(),
    /** JSON array of origins whose browsers may send with it; null for all. The project gate enforces it. */
    allowedOrigins: text('allowed_origins'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.number] }),
    uniqueIndex('project_keys_public_key').on(table.publicKey),
  ],
)
