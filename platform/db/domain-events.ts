import type { LoggedEvent } from '../../contract/domain-events.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'

/** Where a client can go on that has read an organisation's part of the log up to a position. */
export interface Resumption {
  /** The newest position; 0 when there is none. */
  head: number
  /** Whether all that it missed can be told: it is not too much, all of it still in the table, and the position is one. */
  resumes: boolean
}

/** @param since position that was read last; null for somebody new. `most`: how many events may have been missed */
export async function resumption(
  db: D1Database,
  { organisation, since, most }: { organisation: string; since: number | null; most: number },
): Promise<Resumption> {
  const row = await db
    .prepare(
      `SELECT coalesce(max(position), 0) AS head,
         (SELECT count(*) FROM (SELECT 1 FROM domain_events WHERE organisation_id = ?1 AND position > ?2 LIMIT ?3 + 1)) AS missed,
         coalesce((SELECT last_position FROM sealed_hours WHERE organisation_id = ?1 AND first_position <
           coalesce((SELECT min(position) FROM domain_events WHERE organisation_id = ?1), ?4)
           ORDER BY first_position DESC LIMIT 1), 0) AS gone
       FROM domain_events WHERE organisation_id = ?1`,
    )
    .bind(organisation, since, most, Number.MAX_SAFE_INTEGER)
    .first<{ head: number; missed: number; gone: number }>()
  const { head, missed, gone } = row ?? { head: 0, missed: 0, gone: 0 }
  // Events that left the table count as read: a feed without any begins where they end.
  const end = Math.max(head, gone)
  return { head: end, resumes: since === null || (missed <= most && since >= gone && since <= end) }
}

/** Events of an organisation after a position, oldest first. */
export async function eventsSince(
  db: D1Database,
  { organisation, since, limit }: { organisation: string; since: number; limit: number },
): Promise<LoggedEvent[]> {
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM domain_events WHERE organisation_id = ?1 AND position > ?2 ORDER BY position LIMIT ?3`,
    )
    .bind(organisation, since, limit)
    .all<LoggedEvent>()
  return results
}
