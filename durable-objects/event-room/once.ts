import type { Retry, RoomAnswer } from '../../contract/room.ts'

/** As long as the API promises for every `Idempotency-Key`. */
const KEPT_MS = 24 * 3_600_000
/** Fewer days where a crowd, or one who asks for nothing but keys, would fill the room: the newest stay. */
const MOST_KEPT = 200_000
const SWEEP_EVERY = 500
/** Old answers go together, so that a quiet room wakes for them no more than this often. */
const TOGETHER_MS = 3_600_000
/** A row holds two million bytes, and a character takes up to three of them. */
const ROW_CHARS = 500_000

/** Makes the table of answers: in the order in which they were given, so that old ones are at its beginning. */
export const makeOnceTable = (sql: SqlStorage): void => {
  sql.exec(`CREATE TABLE IF NOT EXISTS once (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL)`)
  // The rest of answers that are too long for one row, by the number of their row.
  sql.exec(`CREATE TABLE IF NOT EXISTS once_rest (n INTEGER NOT NULL, part INTEGER NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (n, part)) WITHOUT ROWID`)
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
  if (known !== undefined) return { ok: true, value: JSON.parse(whole(sql, known)) as T, repeated: true }
  const answer = act()
  if (!answer.ok) return answer
  const text = JSON.stringify(answer.value)
  for (const id of ids) keepAnswer(sql, { id, digest: retry.digest, text, now })
  if (now % SWEEP_EVERY === 0) sweep(sql, now)
  return answer
}

const keepAnswer = (
  sql: SqlStorage,
  { id, digest, text, now }: { id: string; digest: string; text: string; now: number },
): void => {
  const [first = '', ...rest] = piecesOf(text)
  const { n } = sql
    .exec<{ n: number }>(
      'INSERT OR REPLACE INTO once (id, digest, answer, at) VALUES (?, ?, ?, ?) RETURNING n',
      id,
      digest,
      first,
      now,
    )
    .one()
  for (const [index, piece] of rest.entries()) sql.exec('INSERT INTO once_rest VALUES (?, ?, ?)', n, index + 1, piece)
}

// Never between the halves of a character: a half of one is no text.
const piecesOf = (text: string): string[] => {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += pieces.at(-1)?.length ?? ROW_CHARS) {
    const piece = text.slice(at, at + ROW_CHARS)
    pieces.push(/[\uD800-\uDBFF]$/.test(piece) && piece.length > 1 ? piece.slice(0, -1) : piece)
  }
  return pieces
}

const whole = (sql: SqlStorage, { n, answer }: { n: number; answer: string }): string =>
  answer +
  sql
    .exec<{ answer: string }>('SELECT answer FROM once_rest WHERE n = ? ORDER BY part', n)
    .toArray()
    .map((rest) => rest.answer)
    .join('')

const read = (sql: SqlStorage, ids: readonly string[], since: number) =>
  sql
    .exec<{ n: number; digest: string; answer: string }>(
      'SELECT n, digest, answer FROM once WHERE id IN (SELECT value FROM json_each(?)) AND at > ?',
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
  sql.exec('DELETE FROM once_rest WHERE n < ifnull((SELECT min(n) FROM once), 1e18)')
}

/** When answers are to be let go, whether or not anybody asks for anything more. */
export interface OldAnswers {
  /** @returns when the oldest are due (ms since 1970), or never */
  due(): number
  /** One is kept from now on. */
  kept(now: number): void
  /** Lets go of those that are too old by then. */
  letGo(now: number): void
}

/** @returns what remembers when that is, so that no step has to read it. */
export const oldAnswersOf = (sql: SqlStorage): OldAnswers => {
  const read = (): number => {
    const [oldest] = sql.exec<{ at: number }>('SELECT at FROM once ORDER BY n LIMIT 1').toArray()
    return oldest === undefined ? Number.POSITIVE_INFINITY : oldest.at + KEPT_MS + TOGETHER_MS
  }
  let due = read()
  return {
    due: () => due,
    kept(now) {
      due = Math.min(due, now + KEPT_MS + TOGETHER_MS)
    },
    letGo(now) {
      if (now < due) return
      sweep(sql, now)
      due = read()
    },
  }
}
