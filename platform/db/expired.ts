const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const OUTCOME_HOURS = 90 * 24
const MAIL_DAYS = 90
const REPLAY_DAYS = 90
const EVENT_HOURS = 90 * 24

/**
 * Deletes what has outlived its use: counters of what was dropped and of what was logged after 90 days; sign-ins, their
 * refresh tokens, tokens of links and spent recovery codes a day after they ended; answers kept for a repeat when their
 * day is over; mails, which hold addresses and names, 90 days after they were written, invitations and replays as long
 * after their end.
 * @param now milliseconds since 1970
 */
export async function deleteExpired(db: D1Database, now: number): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM outcomes WHERE hour < ?1').bind(Math.floor(now / HOUR_MS) - OUTCOME_HOURS),
    db.prepare('DELETE FROM event_hours WHERE hour < ?1').bind(Math.floor(now / HOUR_MS) - EVENT_HOURS),
    db.prepare('DELETE FROM idempotency_keys WHERE expires_at < ?1').bind(now),
    db.prepare('DELETE FROM refresh_tokens WHERE expires_at < ?1').bind(now - DAY_MS),
    // A session that was ended goes when it would have ended by itself: until then a token that names it finds it ended.
    db.prepare('DELETE FROM sessions WHERE expires_at < ?1').bind(now - DAY_MS),
    db.prepare('DELETE FROM account_tokens WHERE expires_at < ?1').bind(now - DAY_MS),
    db.prepare('DELETE FROM recovery_codes WHERE used_at < ?1').bind(now - DAY_MS),
    db.prepare('DELETE FROM deliveries WHERE created_at < ?1').bind(now - MAIL_DAYS * DAY_MS),
    db.prepare('DELETE FROM replays WHERE finished_at < ?1').bind(now - REPLAY_DAYS * DAY_MS),
    db.prepare('DELETE FROM member_invitations WHERE expires_at < ?1').bind(now - MAIL_DAYS * DAY_MS),
  ])
}
