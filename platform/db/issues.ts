import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { Issue, IssueDetail, IssueSort, IssueStatus } from '../../contract/issues.ts'
import type { IssueSearch } from '../../domain/errors/search.ts'
import { cause } from '../trace.ts'
import { LOGGED_AT, LOGGED_COLUMNS, nextSequence } from './domain-events.sql.ts'
import { instantOf } from './instant.ts'
import { type Condition, searchConditions } from './issues-search.ts'
import { hourlyCounts } from './issues-stats.ts'

const SPARKLINE_HOURS = 24

interface IssueRow {
  id: string
  shortId: string
  projectId: string
  title: string
  culprit: string
  level: string
  platform: string
  status: IssueStatus
  count: number
  users: number
  firstSeen: number
  lastSeen: number
  firstRelease: string | null
  lastRelease: string | null
  environment: string | null
  regressions: number
  version: number
  statusChangedAt: number | null
  statusChangedBy: string | null
}

const COLUMNS = `i.id, upper(p.slug) || '-' || i.number AS shortId, cast(i.project_id AS TEXT) AS projectId, i.title,
  i.culprit, i.level, i.platform, i.status, i.count, i.users, i.first_seen AS firstSeen, i.last_seen AS lastSeen,
  i.first_release AS firstRelease, i.last_release AS lastRelease, i.environment, i.regressions, i.version,
  i.status_changed_at AS statusChangedAt, i.status_changed_by AS statusChangedBy`

// A foreign organisation's issue must be as unknown as one that never was, so the join carries the scope.
const FROM = `FROM issues AS i JOIN projects AS p ON p.id = i.project_id AND p.organisation_id = ? AND p.deleted_at IS NULL`

const SORT_COLUMN = {
  lastSeen: 'i.last_seen',
  firstSeen: 'i.first_seen',
  count: 'i.count',
  users: 'i.users',
} as const satisfies Record<IssueSort, string>

/** Where a page begins: after the issue with this sort value and id. */
export interface IssuePosition {
  value: number
  id: string
}

export interface IssueListQuery {
  organisationId: string
  project: string | undefined
  status: IssueStatus | 'all'
  search: IssueSearch
  sort: IssueSort
  after: IssuePosition | null
  limit: number
  /** Milliseconds since 1970; the sparklines end here. */
  now: number
}

/** @returns up to `limit` issues, the largest sort value first, with their sparklines and where each stands in the order. */
export const listIssues = async (
  db: D1Database,
  query: IssueListQuery,
): Promise<{ issue: Issue; position: IssuePosition }[]> => {
  const sort = SORT_COLUMN[query.sort]
  const conditions: Condition[] = [
    ...(query.project === undefined ? [] : [{ sql: 'i.project_id = ?', values: [Number(query.project)] }]),
    ...(query.status === 'all' ? [] : [{ sql: 'i.status = ?', values: [query.status] }]),
    ...searchConditions(query.search.terms),
    ...(query.after === null ? [] : [{ sql: `(${sort}, i.id) < (?, ?)`, values: [query.after.value, query.after.id] }]),
  ]
  const where = conditions.map(({ sql }) => `(${sql})`).join(' AND ') || 'true'
  const { results } = await db
    .prepare(`SELECT ${COLUMNS} ${FROM} WHERE ${where} ORDER BY ${sort} DESC, i.id DESC LIMIT ?`)
    .bind(query.organisationId, ...conditions.flatMap(({ values }) => values), query.limit)
    .all<IssueRow>()
  const sparklines = await sparklinesOf(
    db,
    results.map(({ id }) => id),
    query.now,
  )
  return results.map((row) => ({
    issue: asIssue(row, sparklines.get(row.id) ?? []),
    position: { value: row[query.sort], id: row.id },
  }))
}

/** @returns the organisation's issue with its grouping, or null. */
export const issueById = async (
  db: D1Database,
  { organisationId, id, now }: { organisationId: string; id: string; now: number },
): Promise<IssueDetail | null> => {
  const row = await db
    .prepare(
      `SELECT ${COLUMNS}, (SELECT grouping FROM issue_groupings WHERE issue_id = i.id) AS grouping ${FROM} WHERE i.id = ?`,
    )
    .bind(organisationId, id)
    .first<IssueRow & { grouping: string | null }>()
  if (row === null) return null
  const sparklines = await sparklinesOf(db, [id], now)
  return {
    ...asIssue(row, sparklines.get(id) ?? []),
    grouping: row.grouping === null ? {} : JSON.parse(row.grouping),
    statusChangedAt: instantOf(row.statusChangedAt),
    statusChangedBy: row.statusChangedBy,
  }
}

export interface StatusChange {
  organisationId: string
  id: string
  status: IssueStatus
  /** The version the change was decided on; undefined where the caller does not mind. */
  version: number | undefined
  actor: string
  eventId: string
  now: number
}

const EVENT_TYPE = {
  resolved: 'issue.resolved',
  ignored: 'issue.ignored',
  unresolved: 'issue.unresolved',
} as const satisfies Record<IssueStatus, string>

/**
 * Sets the status and logs the fact in one batch; an issue that has the status already is left as it is, without a fact.
 * @returns the fact, or null when nothing changed: a foreign issue, one that is so already, or a stale version.
 */
export const changeStatus = async (db: D1Database, change: StatusChange): Promise<LoggedEvent | null> => {
  const changes = `${FROM} WHERE i.id = ? AND i.status <> ? AND i.version = coalesce(?, i.version)`
  const guard = [change.organisationId, change.id, change.status, change.version ?? null]
  const { correlationId = null, traceparent = null } = cause()
  const [logged] = await db.batch<LoggedEvent>([
    db
      .prepare(
        `INSERT INTO domain_events (id, organisation_id, type, aggregate, partition_key, sequence, subject, actor, time,
           logged_at, correlation_id, traceparent, data)
         SELECT ?, p.organisation_id, ?, 'issue', i.id, ${nextSequence('p.organisation_id', 'i.id', "'issue'")}, i.id, ?, ?,
           ${LOGGED_AT}, ?, ?, json_object('issueId', i.id, 'projectId', cast(i.project_id AS TEXT),
           'shortId', upper(p.slug) || '-' || i.number, 'title', i.title, 'culprit', i.culprit, 'level', i.level,
           'platform', i.platform) ${changes}
         RETURNING ${LOGGED_COLUMNS}`,
      )
      .bind(change.eventId, EVENT_TYPE[change.status], change.actor, change.now, correlationId, traceparent, ...guard),
    db
      .prepare(
        `UPDATE issues SET status = ?, status_changed_at = ?, status_changed_by = ?, version = version + 1
         WHERE id = (SELECT i.id ${changes})`,
      )
      .bind(change.status, change.now, change.actor, ...guard),
  ])
  return logged?.results[0] ?? null
}

const sparklinesOf = (db: D1Database, ids: string[], now: number) =>
  hourlyCounts(db, ids, { hours: SPARKLINE_HOURS, now })

const asIssue = (row: IssueRow, sparkline: number[]): Issue => ({
  id: row.id,
  shortId: row.shortId,
  projectId: row.projectId,
  title: row.title,
  culprit: row.culprit,
  level: row.level,
  platform: row.platform,
  status: row.status,
  count: row.count,
  users: row.users,
  firstSeen: new Date(row.firstSeen).toISOString(),
  lastSeen: new Date(row.lastSeen).toISOString(),
  sparkline,
  firstRelease: row.firstRelease,
  lastRelease: row.lastRelease,
  environment: row.environment,
  regressions: row.regressions,
  version: row.version,
})
