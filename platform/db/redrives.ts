import type { LoggedEvent } from '../../contract/domain-events.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'

/** An event that gave up once, and that its reader is to take again. */
export interface Redrive {
  /** Of the dead letter. */
  id: string
  event: LoggedEvent
}

/** @returns dead letters of a reader that somebody sent again, and that it has not taken since; oldest event first. */
export const pendingRedrives = async (db: D1Database, reader: string, limit: number): Promise<Redrive[]> => {
  const { results } = await db
    .prepare(
      `SELECT l.deadLetterId, d.* FROM
         (SELECT id AS deadLetterId, position AS at FROM dead_letters
          WHERE source = 'reader:' || ?1 AND redriven_at >= created_at) AS l
       JOIN (SELECT ${LOGGED_COLUMNS} FROM domain_events) AS d ON d.position = l.at
       ORDER BY d.position LIMIT ?2`,
    )
    .bind(reader, limit)
    .all<LoggedEvent & { deadLetterId: string }>()
  return results.map(({ deadLetterId, ...event }) => ({ id: deadLetterId, event }))
}

/** The statement that forgets a dead letter, because its reader has taken the event. */
export const deleteRedriven = (db: D1Database, { id }: Redrive): D1PreparedStatement =>
  db.prepare('DELETE FROM dead_letters WHERE id = ?1 AND redriven_at >= created_at').bind(id)

/** The statement that keeps why an event gave up once more. `now` in milliseconds since 1970. */
export const updateGaveUpAgain = (
  db: D1Database,
  { id }: Redrive,
  { reason, now }: { reason: string; now: number },
): D1PreparedStatement =>
  db
    .prepare('UPDATE dead_letters SET detail = ?2, created_at = max(?3, coalesce(redriven_at + 1, 0)) WHERE id = ?1')
    .bind(id, reason, now)
