import { CATALOGUE } from '../contract/domain-events.ts'
import type { Fact } from '../platform/db/commit.ts'
import { logRoomFacts, type RoomFact, roomFact } from '../platform/db/room-facts.ts'
import { announce } from '../platform/live.ts'

const BATCH = 250
/** Half of the longest string that D1 takes: facts are bound to one statement. One that is longer goes alone. */
const BATCH_BYTES = 1_000_000
/**
 * Facts within this time go to the log together: of a crowd that books at once, each would cost a write of its own. While
 * a crowd is there, so that its last facts were written less than a second ago, they are gathered for longer.
 */
const TOGETHER_MS = 40
const TOGETHER_IN_A_CROWD_MS = 200
const CROWD_MS = 1000
/** When the alarm of the room writes what a request did not, and when it tries again what the database did not take. */
const BEHIND_MS = 5000

/** Facts that a room has decided and the log may not have yet. */
export interface Outbox {
  /** Keeps facts in the transaction of the change that they tell of; no await lies between. */
  keep(facts: readonly Fact[]): void
  /** @returns how many the log does not have yet, for all that is known. */
  waiting(): number
  /**
   * Writes them to the log in their order, one batch at a time: after a request, and behind it by the alarm of the room.
   * @throws when the database does not take them; they stay, and are written the next time
   */
  flush(): Promise<void>
  /** The same, a moment later and together with what comes until then. */
  flushSoon(): Promise<void>
}

interface Surroundings {
  /** Sets the alarm of the room no later than a moment (ms since 1970): it is the room's, which has other timers. */
  wakeBy: (time: number) => void
  /** What D1 shows of the things that facts are about, to be written in one batch with them; harmless when repeated. */
  alongside?: (facts: readonly RoomFact[]) => D1PreparedStatement[]
}

const batchOf = (sql: SqlStorage, most: number) => {
  let bytes = 0
  return sql
    .exec<{ n: number; fact: string }>(`SELECT n, fact FROM outbox ORDER BY n LIMIT ?`, most)
    .toArray()
    .filter(({ fact }, n) => {
      bytes += Buffer.byteLength(fact)
      return n === 0 || bytes <= BATCH_BYTES
    })
}

/**
 * The outbox of a room, in the storage of its object: the room owns its things, so it counts what happens to them, and
 * nobody else does. A crash between the log and the storage says a batch again, which the log knows by the ids.
 */
export const outboxOf = (
  storage: DurableObjectStorage,
  env: Pick<Env, 'DB' | 'LIVE_HUB' | 'DOMAIN_EVENTS'>,
  { wakeBy, alongside = () => [] }: Surroundings,
): Outbox => {
  const { sql } = storage
  sql.exec('CREATE TABLE IF NOT EXISTS outbox (n INTEGER PRIMARY KEY AUTOINCREMENT, fact TEXT NOT NULL)')
  sql.exec(`CREATE TABLE IF NOT EXISTS outbox_sequences
    (subject TEXT NOT NULL, aggregate TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (subject, aggregate)) WITHOUT ROWID`)
  let writing: Promise<void> | undefined
  let soon: Promise<void> | undefined
  let wroteAt = 0
  let most = BATCH

  const next = ({ subject, type }: Fact): number =>
    sql
      .exec<{ sequence: number }>(
        `INSERT INTO outbox_sequences VALUES (?1, ?2, 1)
         ON CONFLICT DO UPDATE SET sequence = sequence + 1 RETURNING sequence`,
        subject,
        CATALOGUE[type].aggregate,
      )
      .one().sequence

  const waiting = (): number => sql.exec<{ n: number }>('SELECT count(*) AS n FROM outbox').one().n

  // What is shown alongside may be much more than the facts are: what is too much at once goes in halves.
  const written = async (facts: RoomFact[]) => {
    try {
      const logged = await logRoomFacts(env.DB, facts, alongside(facts))
      most = Math.min(BATCH, most * 2)
      return logged
    } catch (error) {
      most = Math.max(1, Math.floor(facts.length / 2))
      throw error
    }
  }

  const write = async (): Promise<void> => {
    for (;;) {
      const rows = batchOf(sql, most)
      const last = rows.at(-1)
      if (last === undefined) return
      const facts = rows.map(({ fact }) => JSON.parse(fact) as RoomFact)
      const logged = await written(facts)
      sql.exec('DELETE FROM outbox WHERE n <= ?', last.n)
      await announce(env, logged)
    }
  }

  const flush = (): Promise<void> => {
    writing ??= write().finally(() => {
      writing = undefined
      if (waiting() > 0) wakeBy(Date.now() + BEHIND_MS)
    })
    return writing
  }

  return {
    keep(facts) {
      for (const fact of facts)
        sql.exec('INSERT INTO outbox (fact) VALUES (?)', JSON.stringify(roomFact(fact, next(fact))))
      // Set with the change: whatever kills the request that would write them, the alarm is there.
      wakeBy(Date.now() + BEHIND_MS)
    },
    waiting,
    flush,
    flushSoon() {
      const wait = Date.now() - wroteAt < CROWD_MS ? TOGETHER_IN_A_CROWD_MS : TOGETHER_MS
      soon ??= new Promise<void>((resolve) => setTimeout(resolve, wait)).then(() => {
        soon = undefined
        wroteAt = Date.now()
        return flush()
      })
      return soon
    },
  }
}
