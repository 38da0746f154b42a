import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const venues = sqliteTable(
  'venues',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    name: text('name').notNull(),
    address: text('address'),
    city: text('city'),
    /** ISO 3166-1 alpha-2. */
    country: text('country'),
    latitude: real('latitude'),
    longitude: real('longitude'),
    /** IANA name. */
    timeZone: text('time_zone').notNull(),
    accessibility: text('accessibility'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
    /** Grows by one with each change, so that a stale write is noticed. */
    version: integer('version').notNull().default(1),
  },
  (table) => [index('venues_organisation').on(table.organisationId, table.name, table.id)],
)

export const plans = sqliteTable(
  'plans',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    venueId: text('venue_id'),
    name: text('name').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
    /** Grows by one with each change; a changed document has the number that it made. */
    version: integer('version').notNull().default(1),
    /** The document that is worked on, or null where nothing was changed since it was published. */
    draftVersion: integer('draft_version'),
    /** The document that new events take, or null while none was published. */
    publishedVersion: integer('published_version'),
  },
  (table) => [
    index('plans_organisation').on(table.organisationId, table.name, table.id),
    index('plans_venue').on(table.venueId),
  ],
)

/** Documents of plans. A published one is never changed, because events are sold by it. */
export const planVersions = sqliteTable(
  'plan_versions',
  {
    planId: text('plan_id').notNull(),
    version: integer('version').notNull(),
    /** R2 keys of the document as it came, and of the layout made from it. */
    documentKey: text('document_key').notNull(),
    layoutKey: text('layout_key').notNull(),
    seats: integer('seats').notNull(),
    /** Seats and places without numbers. */
    places: integer('places').notNull(),
    /** JSON: each category of the document as `{name, color, places}`. */
    categories: text('categories').notNull(),
    bytes: integer('bytes').notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    /** Null for a draft. */
    publishedAt: integer('published_at'),
    publishedBy: text('published_by'),
  },
  (table) => [primaryKey({ columns: [table.planId, table.version] })],
)
