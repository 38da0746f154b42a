import type { LoggedEvent } from '../../contract/domain-events.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'

/** The newest position in an organisation's part of the log; 0 when it is empty. */
export async function headOfLog(db: D1Database, organisation: string): Promise<number> {
  const row = await db
    .prepare('SELECT max(position) AS head FROM domain_events WHERE organisation_id = ?1')
    .bind(organisation)
    .first<{ head: number | null }>()
  return row?.head ?? 0
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
