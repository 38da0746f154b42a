import type { Retry, RoomAnswer } from '../../contract/room.ts'

/** As long as the API promises for every `Idempotency-Key`. */
const KEPT_MS = 24 * 3_600_000
/** Fewer days where a crowd, or one who asks for nothing but keys, would fill the room: the newest stay. */
const MOST_KEPT = 200_000
const SWEEP_EVERY = 500

/** Makes the table of answers: in the order in which they were given, so that old ones are at its beginning. */
export const makeOnceTable = (sql: SqlStorage): void => {
  sql.exec(`CREATE TABLE IF NOT EXISTS once (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL)`)
}

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
  const ids = [retry.scope, ...(retry.also ?? [])].map((scope) => `${scope} ${retry.key}`)
  const [known] = read(sql, ids, now - KEPT_MS)
  if (known !== undefined && known.digest !== retry.digest)
    return { ok: false, error: { reason: 'idempotency_key_reused' } }
  if (known !== undefined) return { ok: true, value: JSON.parse(known.answer) as T, repeated: true }
  const answer = act()
  if (!answer.ok) return answer
  const text = JSON.stringify(answer.value)
  for (const id of ids)
    sql.exec('INSERT OR REPLACE INTO once (id, digest, answer, at) VALUES (?, ?, ?, ?)', id, retry.digest, text, now)
  if (now % SWEEP_EVERY === 0) sweep(sql, now)
  return answer
}

const read = (sql: SqlStorage, ids: readonly string[], since: number) =>
  sql
    .exec<{ digest: string; answer: string }>(
      'SELECT digest, answer FROM once WHERE id IN (SELECT value FROM json_each(?)) AND at > ?',
      JSON.stringify(ids),
      since,
    )
    .toArray()

/** Lets go of what is too old, and of the oldest where there are too many; exported for its proof. */
export const sweep = (sql: SqlStorage, now: number, most = MOST_KEPT): void => {
  // Looks at rows from the oldest on, and at one more than go.
  sql.exec(
    'DELETE FROM once WHERE n < ifnull((SELECT n FROM once WHERE at > ? ORDER BY n LIMIT 1), 1e18)',
    now - KEPT_MS,
  )
  sql.exec('DELETE FROM once WHERE n <= (SELECT max(n) FROM once) - ?', most)
}
