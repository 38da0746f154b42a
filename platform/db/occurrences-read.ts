import type { SegmentPlace } from '../../contract/occurrences.ts'

/** Where an occurrence stands and lies; `receivedAt` in milliseconds since 1970. */
export interface OccurrenceRow extends SegmentPlace {
  eventId: string
  projectId: number
  receivedAt: number
}

export type OccurrencePosition = Pick<OccurrenceRow, 'receivedAt' | 'eventId'>

export interface AttachmentRow {
  key: string
  name: string
  contentType: string
  type: string
  bytes: number
}

const COLUMNS = `event_id AS eventId, project_id AS projectId, received_at AS receivedAt, segment, offset, length`

/** @returns up to `limit` occurrences of an issue, newest first, older than `before`. */
export const occurrencesOf = async (
  db: D1Database,
  issueId: string,
  { before, limit }: { before: OccurrencePosition | null; limit: number },
): Promise<OccurrenceRow[]> => {
  const { results } = await db
    .prepare(
      `SELECT ${COLUMNS} FROM occurrences
       WHERE issue_id = ?1 AND (?2 IS NULL OR (received_at, event_id) < (?2, ?3))
       ORDER BY received_at DESC, event_id DESC LIMIT ?4`,
    )
    .bind(issueId, before?.receivedAt ?? null, before?.eventId ?? null, limit)
    .all<OccurrenceRow>()
  return results
}

/** @returns one occurrence of an issue by event id, or its `latest` or `oldest`; null when there is none. */
export const occurrenceOf = (
  db: D1Database,
  issue: { id: string; projectId: string },
  which: string,
): Promise<OccurrenceRow | null> => {
  if (which === 'latest' || which === 'oldest') {
    const order = which === 'latest' ? 'DESC' : 'ASC'
    return db
      .prepare(
        `SELECT ${COLUMNS} FROM occurrences WHERE issue_id = ? ORDER BY received_at ${order}, event_id ${order} LIMIT 1`,
      )
      .bind(issue.id)
      .first<OccurrenceRow>()
  }
  return db
    .prepare(`SELECT ${COLUMNS} FROM occurrences WHERE project_id = ? AND event_id = ? AND issue_id = ?`)
    .bind(Number(issue.projectId), which, issue.id)
    .first<OccurrenceRow>()
}

/** @returns the event ids before and after an occurrence, in the order of arrival within its issue. */
export const neighboursOf = async (
  db: D1Database,
  issueId: string,
  at: OccurrencePosition,
): Promise<{ previous: string | null; next: string | null }> => {
  const neighbour = (comparison: '<' | '>', order: 'ASC' | 'DESC') =>
    db
      .prepare(
        `SELECT event_id AS eventId FROM occurrences WHERE issue_id = ? AND (received_at, event_id) ${comparison} (?, ?)
         ORDER BY received_at ${order}, event_id ${order} LIMIT 1`,
      )
      .bind(issueId, at.receivedAt, at.eventId)
  const [previous, next] = await db.batch<{ eventId: string }>([neighbour('<', 'DESC'), neighbour('>', 'ASC')])
  return { previous: previous?.results[0]?.eventId ?? null, next: next?.results[0]?.eventId ?? null }
}

/** @returns the files that came with an occurrence, by name. */
export const attachmentsOf = async (db: D1Database, projectId: number, eventId: string): Promise<AttachmentRow[]> => {
  const { results } = await db
    .prepare(
      `SELECT key, name, content_type AS contentType, type, bytes FROM attachments
       WHERE project_id = ? AND event_id = ? ORDER BY name, key`,
    )
    .bind(projectId, eventId)
    .all<AttachmentRow>()
  return results
}
