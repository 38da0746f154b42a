import type { AcceptedMessage } from '../../contract/occurrences.ts'

/** Why a message gave up: a closed reason for machines and one line for people, free of payload. */
export interface GaveUp {
  id: string
  source: 'occurrences'
  reason: string
  detail: string
  now: number
}

/**
 * Keeps a message that cannot be digested: its bytes as an object, its reason as a row, so that a person can see it and
 * send it again. Safe to repeat with the same id.
 */
export async function buryMessage(
  { db, bucket }: { db: D1Database; bucket: R2Bucket },
  { meta, body, inboxKey }: AcceptedMessage,
  { id, source, reason, detail, now }: GaveUp,
): Promise<void> {
  const kept =
    body ?? (inboxKey === undefined ? null : await bucket.get(inboxKey).then((object) => object?.arrayBuffer()))
  const bodyKey = kept ? `dead-letters/${id}` : null
  // A message that some other producer put on the queue may hold anything.
  const bytes = kept instanceof Uint8Array || kept instanceof ArrayBuffer ? kept : JSON.stringify(kept)
  if (kept && bodyKey) await bucket.put(bodyKey, bytes)
  await db
    .prepare(
      `INSERT INTO dead_letters (id, source, project_id, reason, detail, body_key, meta, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
       ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, detail = excluded.detail,
         body_key = coalesce(excluded.body_key, body_key), created_at = excluded.created_at`,
    )
    .bind(id, source, Number(meta.project), reason, detail, bodyKey, JSON.stringify(meta), now)
    .run()
}
