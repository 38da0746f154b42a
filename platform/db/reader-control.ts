import { and, eq, sql } from 'drizzle-orm'
import type { Reader } from '../../contract/readers.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { instantOf } from './instant.ts'
import type { ReaderRow } from './readers.ts'
import { readers } from './schema/domain-events.ts'

/** Who lags further is far behind, and counting every event of it would read them all. */
const COUNTED = 100_000

type Shown = typeof readers.$inferSelect & { head: number; all: number; organisation: number }

const SHOWN = `
  SELECT name, cursor, epoch, state, attempts, reason, failing_since AS failingSince, retry_at AS retryAt,
    moved_at AS movedAt, created_at AS createdAt,
    (SELECT coalesce(max(position), 0) FROM domain_events) AS head,
    (SELECT count(*) FROM (SELECT 1 FROM domain_events WHERE position > cursor LIMIT ${COUNTED})) AS "all",
    (SELECT count(*) FROM (SELECT 1 FROM domain_events
       WHERE organisation_id = ?1 AND position > cursor LIMIT ${COUNTED})) AS organisation
  FROM readers`

/** @returns everything that reads the log, and how far it is behind, for an organisation too; by name. */
export const listReaders = async (db: D1Database, organisationId: string): Promise<Reader[]> => {
  const { results } = await db.prepare(`${SHOWN} ORDER BY name`).bind(organisationId).all<Shown>()
  return results.map(asReader)
}

/** @returns one reader as its row and as it is shown, or null for an unknown one. */
export const readerByName = async (
  db: D1Database,
  organisationId: string,
  name: string,
): Promise<{ row: ReaderRow; shown: Reader } | null> => {
  const row = await db.prepare(`${SHOWN} WHERE name = ?2`).bind(organisationId, name).first<Shown>()
  return row === null ? null : { row, shown: asReader(row) }
}

/** The statements that pause a reader or let it go on; refused where it does so already. */
export const setReaderState = (db: Database, name: string, state: ReaderRow['state']) => [
  must(db, sql`EXISTS (SELECT 1 FROM readers WHERE name = ${name} AND state <> ${state})`),
  db.update(readers).set({ state, attempts: 0, retryAt: null }).where(eq(readers.name, name)),
]

/** The statements that let a reader go on from elsewhere; refused where it has moved since its row was read. */
export const moveReader = (db: Database, { name, cursor, epoch }: ReaderRow, to: number) => [
  must(db, sql`EXISTS (SELECT 1 FROM readers WHERE name = ${name} AND cursor = ${cursor} AND epoch = ${epoch})`),
  db
    .update(readers)
    .set({ cursor: to, epoch: epoch + 1, attempts: 0, reason: null, failingSince: null, retryAt: null })
    .where(and(eq(readers.name, name), eq(readers.cursor, cursor))),
]

const MIDDLE_IS_EARLIER =
  '(SELECT logged_at FROM domain_events WHERE position >= (low + high) / 2 ORDER BY position LIMIT 1) < ?1'

/**
 * @returns the position before the first event logged at or after a moment. It halves the log rather than read it, which
 * holds because the database's clock and the positions grow together. `time` in milliseconds since 1970.
 */
export const positionBefore = async (db: D1Database, time: number): Promise<number> => {
  const found = await db
    .prepare(
      `WITH RECURSIVE halves(low, high) AS (
         SELECT coalesce((SELECT min(position) FROM domain_events), 1),
                coalesce((SELECT max(position) FROM domain_events), 0) + 1
         UNION ALL
         SELECT iif(${MIDDLE_IS_EARLIER}, (low + high) / 2 + 1, low), iif(${MIDDLE_IS_EARLIER}, high, (low + high) / 2)
         FROM halves WHERE low < high)
       SELECT low - 1 AS position FROM halves WHERE low >= high`,
    )
    .bind(time)
    .first<number>('position')
  return found ?? 0
}

/** @returns the position before the oldest event that is in the database still. */
export const beginningOfLog = async (db: D1Database): Promise<number> =>
  (await db.prepare('SELECT min(position) - 1 AS position FROM domain_events').first<number>('position')) ?? 0

const asReader = ({ name, state, cursor, head, all, organisation, attempts, reason, ...times }: Shown): Reader => ({
  name,
  state,
  cursor,
  head,
  lag: { all, organization: organisation },
  attempts,
  reason,
  failingSince: instantOf(times.failingSince),
  retryAt: instantOf(times.retryAt),
  movedAt: instantOf(times.movedAt),
})
