import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { Database } from './commit.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'
import { must } from './guard.ts'
import { domainEvents, erasures } from './schema/domain-events.ts'

export type ErasureRow = typeof erasures.$inferSelect

/** @returns a new erasure of everything an organisation's log holds now, sealed or not. */
export const insertErasure = async (
  db: Database,
  { id, organisationId, person, createdBy }: { id: string; organisationId: string; person: string; createdBy: string },
  now: number,
): Promise<ErasureRow> => {
  const lastPosition = sql<number>`max(
    (SELECT coalesce(max(position), 0) FROM domain_events WHERE organisation_id = ${organisationId}),
    (SELECT coalesce(max(last_position), 0) FROM sealed_hours WHERE organisation_id = ${organisationId}))`
  const row = { id, organisationId, person, createdBy, createdAt: now, entries: 0, cursor: 0, stage: 'rows' as const }
  await db
    .insert(erasures)
    .values({ ...row, lastPosition })
    .onConflictDoNothing()
  return (await db.select().from(erasures).where(eq(erasures.id, id)).get()) ?? Promise.reject(new Error('not kept'))
}

/** @returns an erasure of an organisation, or null. */
export const erasureById = async (db: Database, organisationId: string, id: string): Promise<ErasureRow | null> =>
  (await db
    .select()
    .from(erasures)
    .where(and(eq(erasures.organisationId, organisationId), eq(erasures.id, id)))
    .get()) ?? null

/** @returns the erasures of an organisation, the newest in front. */
export const erasuresOf = (db: Database, organisationId: string, limit: number): Promise<ErasureRow[]> =>
  db
    .select()
    .from(erasures)
    .where(eq(erasures.organisationId, organisationId))
    .orderBy(desc(erasures.createdAt), desc(erasures.id))
    .limit(limit)
    .all()

/** @returns erasures that are under way, the oldest in front. */
export const openErasures = (db: Database, limit: number): Promise<ErasureRow[]> =>
  db.select().from(erasures).where(isNull(erasures.finishedAt)).orderBy(erasures.createdAt).limit(limit).all()

/** @returns rows behind its cursor that may be about a person: somewhat more than are. */
export const rowsToErase = async (
  db: D1Database,
  { organisationId, person, cursor, lastPosition }: ErasureRow,
  limit: number,
): Promise<LoggedEvent[]> => {
  const wanted = (person ?? '').toLowerCase()
  // The database knows upper and lower case of ASCII alone: for other names every row is read.
  const text = /^[ -~]*$/.test(wanted) ? JSON.stringify(wanted) : ''
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM domain_events
       WHERE organisation_id = ?1 AND position > ?2 AND position <= ?3 AND type <> 'log.erased'
         AND (lower(subject) = ?4 OR lower(actor) = ?4 OR lower(partition_key) = ?4 OR instr(lower(data), ?5) > 0 OR ?5 = '')
       ORDER BY position LIMIT ?6`,
    )
    .bind(organisationId, cursor, lastPosition, wanted, text, limit)
    .all<LoggedEvent>()
  return results
}

/** The statement that puts other data into rows. */
export const eraseRows = (db: Database, rows: readonly Pick<LoggedEvent, 'position' | 'data'>[]) => {
  const json = JSON.stringify(rows.map(({ position, data }) => ({ position, data })))
  const data = sql<string>`(
    SELECT e.value ->> 'data' FROM json_each(${json}) AS e WHERE e.value ->> 'position' = domain_events.position)`
  return db
    .update(domainEvents)
    .set({ data })
    .where(sql`${domainEvents.position} IN (SELECT e.value ->> 'position' FROM json_each(${json}) AS e)`)
}

/**
 * The statements that move an erasure on. Their batch fails where another run moved it since, so nothing is counted or
 * logged twice.
 */
export const moveErasure = (
  db: Database,
  { id, stage, cursor, entries }: ErasureRow,
  to: Partial<Pick<ErasureRow, 'stage' | 'cursor' | 'entries' | 'reason' | 'person' | 'finishedAt'>>,
) => [
  must(
    db,
    sql`EXISTS (SELECT 1 FROM log_erasures WHERE id = ${id} AND stage = ${stage} AND cursor = ${cursor} AND entries = ${entries})`,
  ),
  db.update(erasures).set(to).where(eq(erasures.id, id)),
]
