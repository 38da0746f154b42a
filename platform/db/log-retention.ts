const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** How long events stay in the table, where they are read fastest, and how much longer for a reader that is paused. */
const RETENTION_DAYS = 30
const PAUSED_DAYS = 60
/** Rows that leave in one batch, and batches of one run. */
const ROWS = 500
const BATCHES = 10

/**
 * Lets events leave the table that lie in sealed hours and are older than 30 days, and keeps the last sequence of each
 * thing, so that counting goes on. Nothing leaves that a running reader or replay has not read. A paused reader holds it
 * for 60 days more; then its row says what it will miss. Records of erasing stay: verifying looks them up.
 * @param now milliseconds since 1970
 * @returns how many left
 */
export const deleteSealed = async (db: D1Database, now: number): Promise<number> => {
  const cut = Math.floor((now - RETENTION_DAYS * DAY_MS) / HOUR_MS) * HOUR_MS
  const until = await lastSealedBefore(db, cut)
  let deleted = 0
  for (let batch = 0; until > 0 && batch < BATCHES; batch += 1) {
    const positions = await leaving(db, { until, cut })
    if (positions.length === 0) break
    await db.batch(deletion(db, positions))
    deleted += positions.length
    if (positions.length < ROWS) break
  }
  return deleted
}

// Positions grow with time, so what is behind this one is younger and need not be looked at.
const lastSealedBefore = async (db: D1Database, cut: number): Promise<number> =>
  (await db
    .prepare('SELECT max(last_position) AS position FROM sealed_hours WHERE hour < ?1')
    .bind(cut / HOUR_MS)
    .first<number>('position')) ?? 0

const leaving = async (db: D1Database, { until, cut }: { until: number; cut: number }): Promise<number[]> => {
  const { results } = await db
    .prepare(
      `SELECT d.position FROM domain_events AS d
       WHERE d.position <= ?1 AND d.logged_at < ?2 AND d.type <> 'log.erased'
         AND d.position <= (SELECT coalesce(min(cursor), ?1) FROM (
           SELECT cursor FROM readers WHERE state = 'running'
           UNION ALL SELECT cursor FROM replays WHERE status = 'running'))
         AND (d.logged_at < ?3 OR d.position <= (SELECT coalesce(min(cursor), ?1) FROM readers WHERE state = 'paused'))
         AND d.position <= (SELECT coalesce(max(s.last_position), 0) FROM sealed_hours AS s
           WHERE s.organisation_id = d.organisation_id AND s.first_position = (
             SELECT max(l.first_position) FROM sealed_hours AS l WHERE l.organisation_id = d.organisation_id))
       ORDER BY d.position LIMIT ?4`,
    )
    .bind(until, cut, cut - PAUSED_DAYS * DAY_MS, ROWS)
    .all<{ position: number }>()
  return results.map(({ position }) => position)
}

const deletion = (db: D1Database, positions: number[]): D1PreparedStatement[] => {
  const these = JSON.stringify(positions)
  return [
    db
      .prepare(
        `INSERT INTO aggregate_heads (organisation_id, partition_key, aggregate, sequence)
         SELECT organisation_id, partition_key, aggregate, max(sequence) FROM domain_events
         WHERE position IN (SELECT value FROM json_each(?1)) AND sequence IS NOT NULL
         GROUP BY organisation_id, partition_key, aggregate
         ON CONFLICT DO UPDATE SET sequence = max(sequence, excluded.sequence)`,
      )
      .bind(these),
    db
      .prepare(
        `UPDATE readers SET reason = 'Paused for too long: events up to position ' || ?1 || ' are in sealed hours only'
         WHERE state = 'paused' AND cursor < ?1`,
      )
      .bind(positions.at(-1)),
    db.prepare('DELETE FROM domain_events WHERE position IN (SELECT value FROM json_each(?1))').bind(these),
  ]
}
