import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const issues = sqliteTable(
  'issues',
  {
    id: text('id').primaryKey(),
    projectId: integer('project_id').notNull(),
    /** Counts up from 1 within the project; shown as SLUG-12. */
    number: integer('number').notNull(),
    title: text('title').notNull(),
    culprit: text('culprit').notNull(),
    level: text('level').notNull(),
    platform: text('platform').notNull(),
    status: text('status', { enum: ['unresolved', 'resolved', 'ignored'] }).notNull(),
    count: integer('count').notNull(),
    users: integer('users').notNull(),
    firstSeen: integer('first_seen').notNull(),
    lastSeen: integer('last_seen').notNull(),
    /** Release of the first occurrence and of the latest one that had any. */
    firstRelease: text('first_release'),
    lastRelease: text('last_release'),
    environment: text('environment'),
    statusChangedAt: integer('status_changed_at'),
    statusChangedBy: text('status_changed_by'),
    /** Times a resolved issue came back. */
    regressions: integer('regressions').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [
    uniqueIndex('issues_number').on(table.projectId, table.number),
    index('issues_last_seen').on(table.projectId, table.lastSeen),
  ],
)

/** Why an issue is one: JSON of algorithm, hashes and variants with their reasons. Apart, so that counting rewrites no tree. */
export const issueGroupings = sqliteTable('issue_groupings', {
  issueId: text('issue_id').primaryKey(),
  grouping: text('grouping').notNull(),
})

/** What decides the issue of an occurrence. WITHOUT ROWID. */
export const issueHashes = sqliteTable(
  'issue_hashes',
  {
    projectId: integer('project_id').notNull(),
    hash: text('hash').notNull(),
    issueId: text('issue_id').notNull(),
    algorithm: text('algorithm').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.hash] })],
)

/** One row for each accepted occurrence; its payload is one gzip member of a segment. WITHOUT ROWID. */
export const occurrences = sqliteTable(
  'occurrences',
  {
    projectId: integer('project_id').notNull(),
    eventId: text('event_id').notNull(),
    issueId: text('issue_id').notNull(),
    receivedAt: integer('received_at').notNull(),
    segment: text('segment').notNull(),
    offset: integer('offset').notNull(),
    length: integer('length').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.eventId] }),
    index('occurrences_issue').on(table.issueId, table.receivedAt),
  ],
)

/** Occurrences of an issue in each hour. WITHOUT ROWID. */
export const issueHours = sqliteTable(
  'issue_hours',
  {
    issueId: text('issue_id').notNull(),
    /** Hours since 1970. */
    hour: integer('hour').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issueId, table.hour] })],
)

/** Who met an issue, once each. WITHOUT ROWID. */
export const issueUsers = sqliteTable(
  'issue_users',
  {
    issueId: text('issue_id').notNull(),
    /** `id:…`, `email:…`, `username:…` or `ip:…`, as Sentry tells users apart. */
    user: text('user').notNull(),
    segment: text('segment').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issueId, table.user] })],
)

/** Tag counts of an issue in one row, so that tags do not multiply the rows written: JSON `{"key=value": n}`, and `"key": n` for the values past the first thirty. */
export const issueTags = sqliteTable('issue_tags', {
  issueId: text('issue_id').primaryKey(),
  tags: text('tags').notNull(),
})

/** Files that came with an occurrence; the bytes lie in R2. WITHOUT ROWID. */
export const attachments = sqliteTable(
  'attachments',
  {
    projectId: integer('project_id').notNull(),
    eventId: text('event_id').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    type: text('type').notNull(),
    bytes: integer('bytes').notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.eventId, table.key] })],
)

/** What was not kept, and why: one counter for each project, hour, category and reason. WITHOUT ROWID. */
export const outcomes = sqliteTable(
  'outcomes',
  {
    projectId: integer('project_id').notNull(),
    hour: integer('hour').notNull(),
    category: text('category').notNull(),
    reason: text('reason').notNull(),
    quantity: integer('quantity').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.hour, table.category, table.reason] })],
)
