import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import type { Booking, Configuration, Hold } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import type { Block } from '../../domain/booking/room.ts'
import { randomId } from '../../platform/crypto.ts'
import type { Heard, RoomUnderTest } from '../unit/domain/booking/model/room-under-test.ts'
import type { Scenario } from '../unit/domain/booking/model/scenario.ts'

/** What was drawn has no prototype, which calls between objects do not take. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

const tableOf = <T extends { id: string }>(sql: SqlStorage, table: string): Map<string, T> =>
  new Map(
    sql
      .exec<{ value: string }>(`SELECT value FROM ${table}`)
      .toArray()
      .map(({ value }) => JSON.parse(value) as T)
      .map((thing) => [thing.id, thing]),
  )

interface Said {
  heard: Heard[]
  /** How many facts the room ever told. */
  last: number
}

const outboxOf = (sql: SqlStorage, since: number): Said => ({
  heard: sql
    .exec<{ fact: string }>('SELECT fact FROM outbox WHERE n > ? ORDER BY n', since)
    .toArray()
    .map(({ fact }) => JSON.parse(fact) as Heard),
  last: sql.exec<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").toArray()[0]?.seq ?? 0,
})

const loggedOf = async (db: D1Database, eventId: string): Promise<Heard[]> => {
  const { results } = await db
    .prepare("SELECT type, subject, data FROM domain_events WHERE data ->> '$.eventId' = ? ORDER BY position")
    .bind(eventId)
    .all<{ type: string; subject: string; data: string }>()
  return results.map(({ type, subject, data }) => ({ type, subject, data: JSON.parse(data) }))
}

/**
 * The object itself, asked as the worker asks it, with its rows in SQLite and its facts in the log. Its clock is the one
 * of the isolate, which the test turns.
 */
export const realRoom = async ({ settings, layout }: Scenario): Promise<RoomUnderTest> => {
  const { EVENT_ROOM, DB } = env as Env
  const eventId = randomId('e')
  const stub = EVENT_ROOM.get(EVENT_ROOM.idFromName(eventId))
  let said: Said = { heard: [], last: 0 }
  let heard = 0

  const configure = async (next: Configuration) => {
    const answer = await stub.configure({ ...plain(next), settings: { ...plain(next.settings), eventId } })
    return 'reason' in answer ? { ...answer } : null
  }
  vi.setSystemTime(settings.saleStartsAt ?? 0)
  await configure({ version: 1, settings, layout })

  return {
    setClock: (now) => vi.setSystemTime(now),
    configure,
    hold: (wish, asker, retry) => stub.hold(plain(wish), asker, retry),
    extend: (id, asker) => stub.extend(id, asker),
    release: (id, asker) => stub.release(id, asker),
    book: (wish, asker, retry) => stub.book(plain(wish), asker, retry),
    confirm: (id, asker, wish) => stub.confirm(id, asker, wish),
    change: (id, change, asker) => stub.change(id, plain(change), asker),
    transfer: (id, wish, asker) => stub.transfer(id, wish, asker, null),
    cancel: (id, wish, asker) => stub.cancel(id, wish, asker),
    block: (wish, asker) => stub.block(plain(wish), asker),
    unblock: (ids, asker) => stub.unblock(ids, asker),
    join: (wish, asker) => stub.join(plain(wish), asker, null),
    entry: (id, ask, asker) => stub.entry(id, ask, asker),
    takeOffer: (wish, asker) => stub.takeOffer(wish, asker),
    async alarm() {
      // An alarm may come twice, and where nothing is to end there is none.
      if (await runDurableObjectAlarm(stub)) await runDurableObjectAlarm(stub)
      await stub.availability()
    },
    async evict() {
      // Only what is awake can be put to sleep.
      await runInDurableObject(stub, () => undefined)
      await evictDurableObject(stub)
    },
    async availability() {
      const seen = await stub.availability()
      if (seen === null) throw new Error('the room forgot its event')
      return { ...seen }
    },
    async rows() {
      const { rows, ...outbox } = await runInDurableObject(stub, (_, { storage: { sql } }) => ({
        ...outboxOf(sql, heard),
        rows: {
          holds: tableOf<Hold>(sql, 'holds'),
          bookings: tableOf<Booking>(sql, 'bookings'),
          blocks: tableOf<Block>(sql, 'blocks'),
          entries: tableOf<Entry>(sql, 'entries'),
        },
      }))
      said = outbox
      return rows
    },
    async facts() {
      const { last } = said
      // What was written to the log meanwhile is no more in the outbox.
      const missed = said.heard.length < last - heard
      if (missed) await stub.flush()
      const news = missed ? (await loggedOf(DB, eventId)).slice(heard, last) : said.heard
      heard = last
      return news
    },
    image: () => null,
  }
}
