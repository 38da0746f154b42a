const HOUR_MS = 3_600_000
const OUTCOME_HOURS = 90 * 24

/**
 * Deletes what has outlived its use: counters of what was dropped after 90 days, refresh tokens a day after they expired.
 * @param now milliseconds since 1970
 */
export async function deleteExpired(db: D1Database, now: number): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM outcomes WHERE hour < ?1').bind(Math.floor(now / HOUR_MS) - OUTCOME_HOURS),
    db.prepare('DELETE FROM refresh_tokens WHERE expires_at < ?1').bind(now - 24 * HOUR_MS),
  ])
}
