import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { ReplayState } from '../../domain/events/replay.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { replays } from './schema/domain-events.ts'

export type ReplayRow = typeof replays.$inferSelect

/** What {@link violatedUnique} says where a replay to the same reader of the organisation runs already. */
export const REPLAY_RUNS = 'replays.organisation_id, replays.reader'

/** The statement that keeps a new replay. */
export const insertReplay = (db: Database, row: ReplayRow) => db.insert(replays).values(row)

/** @returns a replay of the organisation, or null for a foreign or unknown one. */
export const replayById = async (db: Database, organisationId: string, id: string): Promise<ReplayRow | null> =>
  (await db
    .select()
    .from(replays)
    .where(and(eq(replays.organisationId, organisationId), eq(replays.id, id)))
    .get()) ?? null

/** @returns up to `limit` replays of the organisation after a place, newest first. */
export const replaysOf = (
  db: Database,
  organisationId: string,
  { after, limit }: { after: { createdAt: number; id: string } | null; limit: number },
): Promise<ReplayRow[]> =>
  db
    .select()
    .from(replays)
    .where(
      and(
        eq(replays.organisationId, organisationId),
        after === null
          ? undefined
          : or(
              lt(replays.createdAt, after.createdAt),
              and(eq(replays.createdAt, after.createdAt), lt(replays.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(replays.createdAt), desc(replays.id))
    .limit(limit)
    .all()

/** The statements that stop a replay where it stood when its row was read; refused where it has moved or ended since. */
export const cancelReplay = (db: Database, { id, cursor }: ReplayRow, now: number) => [
  must(db, sql`EXISTS (SELECT 1 FROM replays WHERE id = ${id} AND status = 'running' AND cursor = ${cursor})`),
  db.update(replays).set({ status: 'cancelled', finishedAt: now }).where(eq(replays.id, id)),
]

/** @returns replays that run, of an organisation or to a reader, but not to a reader that is paused. */
export const runningReplays = (
  db: Database,
  { organisationId, reader }: { organisationId?: string; reader: string },
): Promise<ReplayRow[]> =>
  db
    .select()
    .from(replays)
    .where(
      and(
        eq(replays.status, sql`'running'`),
        eq(replays.reader, reader),
        organisationId === undefined ? undefined : eq(replays.organisationId, organisationId),
        sql`NOT EXISTS (SELECT 1 FROM readers WHERE readers.name = ${replays.reader} AND readers.state = 'paused')`,
      ),
    )
    .all()

/** @returns organisations with a replay to a reader that runs. */
export const organisationsReplaying = async (db: D1Database, reader: string): Promise<string[]> => {
  const { results } = await db
    .prepare(`SELECT organisation_id AS id FROM replays WHERE status = 'running' AND reader = ?1`)
    .bind(reader)
    .all<{ id: string }>()
  return results.map(({ id }) => id)
}

/**
 * Keeps where a replay stands after a batch, unless another did so. One that was cancelled meanwhile still counts what it
 * told, and stays cancelled.
 */
export const keepReplay = async (db: D1Database, row: ReplayRow, state: ReplayState, now: number): Promise<void> => {
  await db
    .prepare(
      `UPDATE replays SET cursor = ?3, done = ?4, reason = ?5,
         finished_at = iif(status = 'running' AND ?6 <> 'running', ?7, finished_at),
         status = iif(status = 'running', ?6, status)
       WHERE id = ?1 AND cursor = ?2 AND status IN ('running', 'cancelled')`,
    )
    .bind(row.id, row.cursor, state.cursor, state.done, state.reason, state.status, now)
    .run()
}
