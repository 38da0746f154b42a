import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { After, ReaderState } from '../../domain/events/reader.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'

/** A reader of the log, as stored. */
export interface ReaderRow extends ReaderState {
  name: string
  state: 'running' | 'paused'
}

const COLUMNS = 'name, cursor, state, attempts, reason, failing_since AS failingSince, retry_at AS retryAt'

/** Where a reader begins that was not there before: with the oldest event, or with what happens from now on. */
export type Start = 'oldest' | 'head'

/** @returns a reader by name, made where it is new. `now` in milliseconds since 1970. */
export const readerOf = async (db: D1Database, name: string, start: Start, now: number): Promise<ReaderRow> => {
  const known = await readReader(db, name)
  if (known !== null) return known
  const cursor = start === 'oldest' ? '0' : '(SELECT coalesce(max(position), 0) FROM domain_events)'
  await db
    .prepare(
      `INSERT INTO readers (name, cursor, state, created_at) VALUES (?1, ${cursor}, 'running', ?2) ON CONFLICT DO NOTHING`,
    )
    .bind(name, now)
    .run()
  return (await readReader(db, name)) ?? Promise.reject(new Error(`reader ${name} cannot be made`))
}

const readReader = (db: D1Database, name: string) =>
  db.prepare(`SELECT ${COLUMNS} FROM readers WHERE name = ?1`).bind(name).first<ReaderRow>()

/** @returns events after a position, of all organisations, oldest first. */
export const eventsAfter = async (db: D1Database, position: number, limit: number): Promise<LoggedEvent[]> => {
  const { results } = await db
    .prepare(`SELECT ${LOGGED_COLUMNS} FROM domain_events WHERE position > ?1 ORDER BY position LIMIT ?2`)
    .bind(position, limit)
    .all<LoggedEvent>()
  return results
}

/**
 * The statements that keep what became of a batch: the cursor, unless somebody moved it meanwhile, and the dead letter.
 * They belong in one batch with the effects of a reader that writes to the same database.
 */
export const keepOutcome = (
  db: D1Database,
  { name, cursor }: ReaderRow,
  { state, bury }: After,
  { events, now }: { events: readonly LoggedEvent[]; now: number },
): D1PreparedStatement[] => {
  const moved = db
    .prepare(
      `UPDATE readers SET cursor = ?3, attempts = ?4, reason = ?5, failing_since = ?6, retry_at = ?7,
         moved_at = iif(?3 > cursor, ?8, moved_at)
       WHERE name = ?1 AND cursor = ?2`,
    )
    .bind(name, cursor, state.cursor, state.attempts, state.reason, state.failingSince, state.retryAt, now)
  const dead = bury === null ? undefined : events[bury.index]
  if (bury === null || dead === undefined) return [moved]
  const buried = db
    .prepare(
      `INSERT INTO dead_letters (id, source, organisation_id, position, reason, detail, meta, created_at)
       VALUES (?1, ?2, ?3, ?4, 'reader_failed', ?5, '{}', ?6)
       ON CONFLICT (id) DO UPDATE SET detail = excluded.detail, created_at = excluded.created_at`,
    )
    .bind(`${name}-${dead.position}`, `reader:${name}`, dead.organisationId, dead.position, bury.reason, now)
  return [buried, moved]
}
