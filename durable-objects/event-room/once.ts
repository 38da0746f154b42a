import type { Retry, RoomAnswer } from '../../contract/room.ts'

/** As long as the API promises for every `Idempotency-Key`. */
const KEPT_MS = 24 * 3_600_000
/** Old answers are swept with every so many new ones. */
const SWEEP_EVERY = 500

/**
 * Does what a client asks once for its key, in the transaction of what is done: a repeat gets the answer, another request
 * with the same key is refused. Refusals changed nothing, so they are not kept. Answers must hold no secrets.
 */
export const once = <T>(
  sql: SqlStorage,
  { retry, now }: { retry: Retry | null; now: number },
  act: () => RoomAnswer<T>,
): RoomAnswer<T> => {
  if (retry === null) return act()
  const id = `${retry.scope} ${retry.key}`
  const [known] = sql
    .exec<{ digest: string; answer: string }>(
      'SELECT digest, answer FROM once WHERE id = ? AND at > ?',
      id,
      now - KEPT_MS,
    )
    .toArray()
  if (known !== undefined && known.digest !== retry.digest)
    return { ok: false, error: { reason: 'idempotency_key_reused' } }
  if (known !== undefined) return { ok: true, value: JSON.parse(known.answer) as T, repeated: true }
  const answer = act()
  if (!answer.ok) return answer
  sql.exec('INSERT OR REPLACE INTO once VALUES (?, ?, ?, ?)', id, retry.digest, JSON.stringify(answer.value), now)
  if (now % SWEEP_EVERY === 0) sql.exec('DELETE FROM once WHERE at <= ?', now - KEPT_MS)
  return answer
}
