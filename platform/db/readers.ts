import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { After, ReaderState } from '../../domain/events/reader.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'

/** A reader of the log, as stored. */
export interface ReaderRow extends ReaderState {
  name: string
  state: 'running' | 'paused'
  /** Counts how often somebody moved the cursor by hand. */
  epoch: number
}

const COLUMNS = 'name, cursor, epoch, state, attempts, reason, failing_since AS failingSince, retry_at AS retryAt'

/** Where a reader begins that was not there before: with the oldest event, or with what happens from now on. */
export type Start = 'oldest' | 'head'

/** @returns a reader by name, made where it is new. `now` in milliseconds since 1970. */
export const readerOf = async (db: D1Database, name: string, start: Start, now: number): Promise<ReaderRow> => {
  const read = db.prepare(`SELECT ${COLUMNS} FROM readers WHERE name = ?1`).bind(name)
  const known = await read.first<ReaderRow>()
  if (known !== null) return known
  const cursor = start === 'oldest' ? '0' : '(SELECT coalesce(max(position), 0) FROM domain_events)'
  const made = db
    .prepare(
      `INSERT INTO readers (name, cursor, state, created_at) VALUES (?1, ${cursor}, 'running', ?2) ON CONFLICT DO NOTHING`,
    )
    .bind(name, now)
  const [, row] = await db.batch<ReaderRow>([made, read])
  return row?.results[0] ?? Promise.reject(new Error(`reader ${name} cannot be made`))
}

/** @returns events after a position, of all organisations, oldest first. */
export const eventsAfter = async (db: D1Database, position: number, limit: number): Promise<LoggedEvent[]> => {
  const { results } = await db
    .prepare(`SELECT ${LOGGED_COLUMNS} FROM domain_events WHERE position > ?1 ORDER BY position LIMIT ?2`)
    .bind(position, limit)
    .all<LoggedEvent>()
  return results
}

/**
 * @returns how far the log goes, if a running reader whose name begins so is behind it and need not wait, or has to take
 * an event again; otherwise null. `now` in milliseconds since 1970.
 */
export const behindOf = (db: D1Database, prefix: string, now: number): Promise<number | null> =>
  db
    .prepare(
      `SELECT head FROM (SELECT max(position) AS head FROM domain_events) WHERE EXISTS (
         SELECT 1 FROM readers WHERE substr(name, 1, length(?1)) = ?1 AND state = 'running'
           AND (retry_at IS NULL OR retry_at <= ?2)
           AND (cursor < head OR EXISTS (
             SELECT 1 FROM dead_letters WHERE source = 'reader:' || readers.name AND redriven_at >= created_at)))`,
    )
    .bind(prefix, now)
    .first<number>('head')

/** SQL of whether a reader (name, cursor and epoch as ?1, ?2 and ?3) stands where it stood when its batch was read. */
export const READER_STANDS = 'EXISTS (SELECT 1 FROM readers WHERE name = ?1 AND cursor = ?2 AND epoch = ?3)'

/**
 * The statements that keep what became of a batch: the dead letter and the cursor, unless somebody moved it meanwhile.
 * They belong in one batch with the effects of a reader that writes to the same database.
 */
export const keepOutcome = (
  db: D1Database,
  { name, cursor, epoch }: ReaderRow,
  { state, bury }: After,
  { events, now }: { events: readonly LoggedEvent[]; now: number },
): D1PreparedStatement[] => {
  const moved = db
    .prepare(
      `UPDATE readers SET cursor = ?4, attempts = ?5, reason = ?6, failing_since = ?7, retry_at = ?8,
         moved_at = iif(?4 > cursor, ?9, moved_at)
       WHERE name = ?1 AND cursor = ?2 AND epoch = ?3`,
    )
    .bind(name, cursor, epoch, state.cursor, state.attempts, state.reason, state.failingSince, state.retryAt, now)
  const dead = bury === null ? undefined : events[bury.index]
  if (bury === null || dead === undefined) return [moved]
  const buried = db
    .prepare(
      `INSERT INTO dead_letters (id, source, organisation_id, position, reason, detail, meta, created_at)
       SELECT ?4, 'reader:' || ?1, ?5, ?6, 'reader_failed', ?7, '{}', ?8 WHERE ${READER_STANDS}
       ON CONFLICT (id) DO UPDATE SET detail = excluded.detail, created_at = max(excluded.created_at, coalesce(redriven_at + 1, 0))`,
    )
    .bind(name, cursor, epoch, `${name}-${dead.position}`, dead.organisationId, dead.position, bury.reason, now)
  return [buried, moved]
}
