import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { Draft } from '../../domain/events/publish.ts'
import { cause } from '../trace.ts'
import { LOGGED_AT, LOGGED_COLUMNS, nextSequence } from './domain-events.sql.ts'

/** Who says that events have happened, and when they did where the event itself does not say. */
export interface Said {
  organisationId: string
  actor: string
  /** Milliseconds since 1970. */
  now: number
}

/** @returns the events of an organisation's log that have one of these ids, by id. */
export const eventsByIds = async (
  db: D1Database,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, LoggedEvent>> => {
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM domain_events WHERE organisation_id = ?1 AND id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(organisationId, JSON.stringify([...new Set(ids)]))
    .all<LoggedEvent>()
  return new Map(results.map((event) => [event.id, event]))
}

const COLUMNS = `id, organisation_id, type, aggregate, partition_key, source, subject, actor, time,
  correlation_id, causation_id, traceparent, extensions, data, sequence, logged_at`

const INSERT = `
  INSERT INTO domain_events (${COLUMNS})
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
    iif(?15, (SELECT ${nextSequence('?2', '?5', '?4')}), NULL), ${LOGGED_AT})
  RETURNING ${LOGGED_COLUMNS}`

/**
 * Logs what somebody says has happened: all of it, or nothing where an id is taken. What has a cause in the log goes on
 * in its correlation, what has none in that of the request.
 */
export const logPublished = async (
  db: D1Database,
  drafts: readonly Draft[],
  { organisationId, actor, now }: Said,
): Promise<LoggedEvent[]> => {
  if (drafts.length === 0) return []
  const causes = await eventsByIds(
    db,
    organisationId,
    [...drafts].flatMap(({ causationId }) => causationId ?? []),
  )
  const { correlationId: here = null, traceparent = null } = cause()
  const rows = drafts.map((draft) => {
    const { id, type, aggregate, partitionKey, source, subject, time, causationId, extensions, data, counted } = draft
    const correlation = draft.correlationId ?? causes.get(causationId ?? '')?.correlationId ?? here
    const said = [id, organisationId, type, aggregate, partitionKey, source, subject, actor, time ?? now]
    const came = [correlation, causationId, draft.traceparent ?? traceparent]
    const held = [extensions === null ? null : JSON.stringify(extensions), JSON.stringify(data)]
    return db.prepare(INSERT).bind(...said, ...came, ...held, counted ? 1 : 0)
  })
  return (await db.batch<LoggedEvent>(rows)).flatMap(({ results }) => results)
}

/** @returns the names of everything that reads the log. */
export const readerNames = async (db: D1Database): Promise<string[]> => {
  const { results } = await db.prepare('SELECT name FROM readers ORDER BY name').all<{ name: string }>()
  return results.map(({ name }) => name)
}
