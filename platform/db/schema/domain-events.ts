import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The log: outbox, audit trail and replay source in one, read in the order of `position`. */
export const domainEvents = sqliteTable(
  'domain_events',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull(),
    organisationId: text('organisation_id').notNull(),
    type: text('type').notNull(),
    /** What kind of thing it happened to, and which one: within these two, `sequence` counts from 1 without gaps. */
    aggregate: text('aggregate').notNull(),
    partitionKey: text('partition_key').notNull(),
    /** Null where somebody outside says what happened to a thing that a room counts. */
    sequence: integer('sequence'),
    /** Null for facts of our own; where someone published by hand, what they say. */
    source: text('source'),
    subject: text('subject').notNull(),
    actor: text('actor'),
    /** When it happened, in milliseconds since 1970; of an event from outside, what its sender says. */
    time: integer('time').notNull(),
    /** When the database took it, in milliseconds since 1970: what hours and retention go by. */
    loggedAt: integer('logged_at').notNull(),
    correlationId: text('correlation_id'),
    causationId: text('causation_id'),
    traceparent: text('traceparent'),
    /** JSON object of the attributes of CloudEvents that have no column. */
    extensions: text('extensions'),
    data: text('data').notNull(),
  },
  (table) => [
    uniqueIndex('domain_events_id').on(table.organisationId, table.id),
    uniqueIndex('domain_events_sequence').on(table.organisationId, table.partitionKey, table.aggregate, table.sequence),
    index('domain_events_organisation').on(table.organisationId, table.position),
    index('domain_events_subject').on(table.organisationId, table.subject, table.position),
    index('domain_events_correlation').on(table.organisationId, table.correlationId, table.position),
  ],
)

/** The last sequence of things whose events have left the table for sealed hours, so that counting goes on. */
export const aggregateHeads = sqliteTable(
  'aggregate_heads',
  {
    organisationId: text('organisation_id').notNull(),
    partitionKey: text('partition_key').notNull(),
    aggregate: text('aggregate').notNull(),
    sequence: integer('sequence').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.partitionKey, table.aggregate] })],
)

/** What reads the log, each with a cursor of its own. */
export const readers = sqliteTable('readers', {
  name: text('name').primaryKey(),
  /** Position of the last event it is done with. */
  cursor: integer('cursor').notNull(),
  /** Counts how often somebody moved the cursor by hand, so that a batch read before that cannot move it on. */
  epoch: integer('epoch').notNull().default(0),
  state: text('state', { enum: ['running', 'paused'] }).notNull(),
  /** Tries of what it stands at that failed in a row, why the last one did, and since when. */
  attempts: integer('attempts').notNull().default(0),
  reason: text('reason'),
  failingSince: integer('failing_since'),
  retryAt: integer('retry_at'),
  movedAt: integer('moved_at'),
  createdAt: integer('created_at').notNull(),
})

/** How many events of each type an organisation had in each hour: the reader `streams` keeps it. */
export const eventHours = sqliteTable(
  'event_hours',
  {
    organisationId: text('organisation_id').notNull(),
    type: text('type').notNull(),
    /** Hours since 1970. */
    hour: integer('hour').notNull(),
    count: integer('count').notNull(),
    lastTime: integer('last_time').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.type, table.hour] })],
)

/** Events told again to one reader, on demand. */
export const replays = sqliteTable(
  'replays',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    reader: text('reader').notNull(),
    /** Both ends belong to it. */
    fromPosition: integer('from_position').notNull(),
    toPosition: integer('to_position').notNull(),
    /** Glob over types; null for all. */
    type: text('type'),
    /** Events a second. */
    rate: integer('rate').notNull(),
    status: text('status', { enum: ['running', 'done', 'cancelled', 'failed'] }).notNull(),
    reason: text('reason'),
    total: integer('total').notNull(),
    done: integer('done').notNull().default(0),
    cursor: integer('cursor').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (table) => [
    index('replays_organisation').on(table.organisationId, table.createdAt),
    // One at a time to each reader of an organisation; and found by whoever lets the unfinished ones go on.
    uniqueIndex('replays_running').on(table.organisationId, table.reader).where(sql`${table.status} = 'running'`),
  ],
)

/** Closed hours of the log that lie in R2, one chain for each organisation. */
export const sealedHours = sqliteTable(
  'sealed_hours',
  {
    organisationId: text('organisation_id').notNull(),
    firstPosition: integer('first_position').notNull(),
    lastPosition: integer('last_position').notNull(),
    /** Hours since 1970, by `logged_at`. */
    hour: integer('hour').notNull(),
    key: text('key').notNull(),
    entries: integer('entries').notNull(),
    bytes: integer('bytes').notNull(),
    /** Least and greatest `time` in it: which hours a search must open. */
    firstTime: integer('first_time').notNull(),
    lastTime: integer('last_time').notNull(),
    /** Links of the chain, hexadecimal SHA-256: of the hour before, and after the last entry of this one. */
    previous: text('previous').notNull(),
    digest: text('digest').notNull(),
    sealedAt: integer('sealed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.firstPosition] })],
)

/** Who asked that a person be erased from the log, and how far that is. */
export const erasures = sqliteTable(
  'log_erasures',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    /** What is looked for; gone when it is done: an erasure must not keep what it erases. */
    person: text('person'),
    /** Rows of the table first, then sealed hours; `cursor` is the last position that is done with, up to `last_position`. */
    stage: text('stage', { enum: ['rows', 'sealed', 'done'] }).notNull(),
    cursor: integer('cursor').notNull(),
    lastPosition: integer('last_position').notNull(),
    /** What could not be opened to erase from it, if anything. */
    reason: text('reason'),
    entries: integer('entries').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (table) => [index('log_erasures_organisation').on(table.organisationId, table.createdAt)],
)
