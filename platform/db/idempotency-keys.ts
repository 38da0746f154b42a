const DAY_MS = 24 * 60 * 60 * 1000
/** A first request that has not finished by then has died with its isolate. */
const UNDER_WAY_MS = 60_000

/** A request that may be sent twice. `id` and `fingerprint` are SHA-256 in hex, of whose key it is and of the body. */
export interface Claim {
  id: string
  fingerprint: string
  /** Milliseconds since 1970. */
  now: number
}

/** What is known of a key: ours to do (`expiresAt` tells this use of the key from later ones), or what became of it. */
export type Claimed =
  | { state: 'ours'; startedAt: number; expiresAt: number }
  | { state: 'under_way'; secondsLeft: number }
  | { state: 'other_body' }
  | { state: 'answered'; status: number; body: string | null }

interface Row {
  fingerprint: string
  started_at: number
  status: number | null
  body: string | null
}

/**
 * Takes a key before any work is done; the primary key decides between two at once. A key whose day is over is new. One
 * that died under way, or was released, goes to the next request with the same body and keeps its `expiresAt`.
 */
export const claimKey = async (db: D1Database, { id, fingerprint, now }: Claim): Promise<Claimed> => {
  const [ours, theirs] = await db.batch<Row & { expires_at: number }>([
    db
      .prepare(
        `INSERT INTO idempotency_keys (id, fingerprint, started_at, expires_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET
           fingerprint = ?2, started_at = ?3, status = NULL, body = NULL,
           expires_at = CASE WHEN expires_at <= ?3 THEN ?4 ELSE expires_at END
         WHERE expires_at <= ?3 OR (status IS NULL AND started_at <= ?5 AND fingerprint = ?2)
         RETURNING expires_at`,
      )
      .bind(id, fingerprint, now, now + DAY_MS, now - UNDER_WAY_MS),
    db.prepare('SELECT fingerprint, started_at, status, body FROM idempotency_keys WHERE id = ?1').bind(id),
  ])
  const claimed = ours?.results[0]
  if (claimed !== undefined) return { state: 'ours', startedAt: now, expiresAt: claimed.expires_at }
  const row = theirs?.results[0]
  if (row === undefined || row.fingerprint !== fingerprint) return { state: 'other_body' }
  if (row.status !== null) return { state: 'answered', status: row.status, body: row.body }
  return { state: 'under_way', secondsLeft: Math.max(1, Math.ceil((row.started_at + UNDER_WAY_MS - now) / 1000)) }
}

interface Held {
  id: string
  startedAt: number
}

/** Keeps an answer for the rest of the day; `body` null where it held a secret. Nothing if the key went to another. */
export const keepAnswer = async (
  db: D1Database,
  { id, startedAt }: Held,
  { status, body }: { status: number; body: string | null },
): Promise<void> => {
  await db
    .prepare('UPDATE idempotency_keys SET status = ?3, body = ?4 WHERE id = ?1 AND started_at = ?2 AND status IS NULL')
    .bind(id, startedAt, status, body)
    .run()
}

/** Forgets a key under which nothing was done. */
export const forgetKey = async (db: D1Database, { id, startedAt }: Held): Promise<void> => {
  await db
    .prepare('DELETE FROM idempotency_keys WHERE id = ?1 AND started_at = ?2 AND status IS NULL')
    .bind(id, startedAt)
    .run()
}

/** Lets the same request try again at once, where nobody knows what the first one did. */
export const releaseKey = async (db: D1Database, { id, startedAt }: Held): Promise<void> => {
  await db
    .prepare('UPDATE idempotency_keys SET started_at = 0 WHERE id = ?1 AND started_at = ?2 AND status IS NULL')
    .bind(id, startedAt)
    .run()
}
