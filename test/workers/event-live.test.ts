import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RoomAnswer } from '../../contract/room.ts'
import { migrated } from './migrated.ts'
import { buyer, layoutOf, roomOf, settingsOf, ticketType } from './rooms.ts'
import { shownBy, watching } from './watcher.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const ada = buyer('ada')
const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}

type Room = Awaited<ReturnType<typeof roomOf>>
const hold = async (room: Room, ...seats: string[]) => had(await room.hold({ seats }, ada, null))
const isDelta = ({ type }: { type: string }) => type === 'delta'

describe('a socket at a room', () => {
  it('begins with everything, and is told what changed, each frame going on where the last one ended', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 3))
    const watcher = await watching(room)
    const first = await watcher.until(({ type }) => type === 'snapshot')
    expect(first).toMatchObject({ capacity: 3, free: 3, seats: { 'A-1': 'free', 'A-2': 'free', 'A-3': 'free' } })
    await hold(room, 'A-1')
    const second = await watcher.until(isDelta)
    expect(second).toMatchObject({ since: 'seq' in first && first.seq, free: 2, held: 1, seats: { 'A-1': 'held' } })
    await hold(room, 'A-2')
    const third = await watcher.until(isDelta, 2)
    expect(third).toMatchObject({ since: 'seq' in second && second.seq, free: 1, seats: { 'A-2': 'held' } })
  })

  it('is told of many changes at once in one frame, of each seat what it is by then', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 10))
    const watcher = await watching(room)
    const kept = await hold(room, 'A-2')
    const dropped = await hold(room, 'A-1')
    await room.release(dropped.id, ada)
    await room.release(kept.id, ada)
    await hold(room, 'A-2')
    const now = await room.availability()
    await watcher.until((frame) => 'seq' in frame && frame.seq === now?.seq)
    expect(shownBy(watcher.frames)).toMatchObject({ gaps: 0, seats: now?.seats })
    expect(watcher.frames.filter(isDelta).length).toBeLessThan(5)
  })

  it('is told the same as hundreds of others, who come, are told in turns, and sleep', async () => {
    const room = await roomOf(settingsOf(), layoutOf(2, 20))
    const watchers = await Promise.all(Array.from({ length: 300 }, () => watching(room)))
    for (let n = 1; n <= 20; n += 1) {
      await hold(room, `A-${n}`)
      if (n % 5 === 0) watchers.push(await watching(room))
      if (n === 10) await evictDurableObject(room)
    }
    const { seats, seq } = await seatsAndSeq(room)
    for (const { frames, until } of watchers) {
      await until((frame) => 'seq' in frame && frame.seq === seq)
      expect(shownBy(frames)).toEqual({ seq, gaps: 0, seats })
    }
  })

  it('goes on without a gap after an eviction', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    const watcher = await watching(room)
    await hold(room, 'A-1')
    await watcher.until(isDelta)
    await evictDurableObject(room)
    await hold(room, 'A-2')
    await watcher.until((frame) => isDelta(frame) && 'seats' in frame && frame.seats['A-2'] === 'held')
    const { seq, gaps, seats } = shownBy(watcher.frames)
    expect({ seq, gaps, seats }).toEqual({ gaps: 0, ...(await seatsAndSeq(room)) })
  })

  it('is told after an eviction what changed before it and was not yet told', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    const watcher = await watching(room)
    await hold(room, 'A-1')
    await evictDurableObject(room)
    await room.availability()
    await watcher.until((frame) => isDelta(frame) && 'seats' in frame && frame.seats['A-1'] === 'held')
    expect(shownBy(watcher.frames).gaps).toBe(0)
  })

  it('goes on where its client stands', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    const before = (await room.availability())?.seq ?? -1
    await hold(room, 'A-1')
    await hold(room, 'A-3')
    const watcher = await watching(room, { since: String(before) })
    expect(await watcher.until(() => true)).toMatchObject({
      type: 'delta',
      since: before,
      seq: before + 2,
      free: 2,
      seats: { 'A-1': 'held', 'A-3': 'held' },
    })
    watcher.say({ since: before + 1 })
    expect(await watcher.until(isDelta, 1)).toMatchObject({ since: before + 1, seats: { 'A-3': 'held' } })
  })

  it('is sent to read everything where it stands too far back, or in the future', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    await hold(room, 'A-1')
    const seq = (await room.availability())?.seq
    for (const since of ['0', '1000']) {
      const watcher = await watching(room, { since })
      expect(await watcher.until(() => true)).toEqual({ type: 'resync', seq })
    }
  })

  it('is sent to read everything where the plan is a large one, and told deltas from there', async () => {
    const room = await roomOf(settingsOf(), layoutOf(21, 100))
    const watcher = await watching(room)
    const first = await watcher.until(() => true)
    expect(first).toMatchObject({ type: 'resync' })
    await hold(room, 'A-1')
    expect(await watcher.until(isDelta)).toMatchObject({ since: 'seq' in first && first.seq, seats: { 'A-1': 'held' } })
  })

  it('is sent to read everything when the event itself was changed', async () => {
    const settings = settingsOf()
    const layout = layoutOf(1, 4)
    const room = await roomOf(settings, layout)
    const watcher = await watching(room)
    await room.configure({ version: 2, settings: { ...settings, layoutKey: 'plan/2' }, layout: layoutOf(2, 4) })
    expect(await watcher.until(({ type }) => type === 'resync')).toEqual({
      type: 'resync',
      seq: (await room.availability())?.seq,
    })
  })

  it('never hears of hidden ticket types, or of who has what', async () => {
    const ticketTypes = [ticketType(), ticketType({ id: 'tt_friends', hidden: true })]
    const room = await roomOf(settingsOf({ ticketTypes }), layoutOf(1, 4))
    const watcher = await watching(room)
    await hold(room, 'A-1')
    await watcher.until(isDelta)
    const said = JSON.stringify(watcher.frames)
    expect(said).toContain('tt_adult')
    expect(said).not.toContain('tt_friends')
    expect(said).not.toMatch(/ada|g:|h_e_/)
  })

  it('is closed for what no client says, and for saying too much', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    for (const message of ['hello', '{"since":-1}', '{"since":"1"}', '{"subscribe":[]}', '[]', ' '.repeat(500)]) {
      const watcher = await watching(room)
      watcher.say(message)
      expect(await watcher.closed).toBe(1008)
    }
    const watcher = await watching(room)
    for (let n = 0; n < 30; n += 1) watcher.say({ since: 1 })
    expect(await watcher.closed).toBe(1008)
  })
})

describe('a socket that does not read', () => {
  it('is passed by, hears at last what it missed in one frame, and then everything again', async () => {
    const room = await roomOf(settingsOf(), layoutOf(20, 100))
    const watcher = await watching(room)
    watcher.say({ read: 0 })
    // Each answer is a tenth of what may pile up.
    const since = (await room.availability())?.seq ?? 0
    const ids: string[] = []
    for (let row = 0; row < 20; row += 1) {
      const letter = String.fromCharCode(65 + row)
      const seats = Array.from({ length: 100 }, (_, n) => `${letter}-${n + 1}`)
      ids.push(...had(await room.block({ seats }, buyer('org', { organiser: true }))))
    }
    for (let n = 0; n < 12; n += 1) watcher.say({ since })
    await watcher.until(isDelta)
    const piled = await stableLength(watcher.frames)
    await room.unblock(ids, buyer('org', { organiser: true }))
    const { seq } = (await room.availability()) ?? {}
    await room.availability()
    expect(await stableLength(watcher.frames)).toBe(piled)
    watcher.say({ read: 10_000_000 })
    expect(await watcher.until((frame) => 'seq' in frame && frame.seq === seq)).toMatchObject({ type: 'delta' })
    expect(shownBy(watcher.frames)).toMatchObject({ gaps: 0, seats: (await room.availability())?.seats })
    await hold(room, 'A-1')
    await watcher.until((frame) => isDelta(frame) && 'seq' in frame && frame.seq === (seq ?? 0) + 1)
  })

  it('is closed when it took nothing for ten seconds, though the room slept meanwhile', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    const watcher = await watching(room)
    await runInDurableObject(room, (_, state) => {
      for (const socket of state.getWebSockets()) socket.serializeAttachment({ seq: 1, stuckSince: 1 })
    })
    await evictDurableObject(room)
    await runInDurableObject(room, (_, state) => {
      // This runtime does not know what piles up at a socket; another one says it here.
      for (const socket of state.getWebSockets()) Object.defineProperty(socket, 'bufferedAmount', { value: 1e9 })
    })
    await hold(room, 'A-1')
    expect(await watcher.closed).toBe(1013)
  })
})

describe('few places', () => {
  const lows = (frames: readonly { type: string }[]) => frames.filter(({ type }) => type === 'low').length

  it('are told once, to sockets and to the log, and again only after there were clearly more', async () => {
    const settings = settingsOf({ capacity: 20 })
    const room = await roomOf(settings)
    const watcher = await watching(room)
    const take = async (quantity: number) => had(await room.hold({ quantity }, ada, null)).id
    await take(16)
    const [some, last] = [await take(1), await take(1)]
    expect(await watcher.until(({ type }) => type === 'low')).toMatchObject({ type: 'low' })
    await evictDurableObject(room)
    await room.release(last, ada)
    const again = await take(1)
    await room.release(again, ada)
    await room.release(some, ada)
    const both = await take(2)
    const { seq } = (await room.availability()) ?? {}
    await watcher.until((frame) => 'seq' in frame && frame.seq === seq)
    expect(lows(watcher.frames)).toBe(1)
    expect((await loggedOf(settings.eventId)).map(({ type }) => type).filter(isLowFact)).toHaveLength(1)
    await room.release(both, ada)
    await room.configure({ version: 2, settings: { ...settings, capacity: 24 }, layout: null })
    const more = await room.availability()
    expect(more).toMatchObject({ low: false, free: 8 })
    await watcher.until((frame) => 'seq' in frame && frame.seq === more?.seq)
    await room.configure({ version: 3, settings, layout: null })
    await take(2)
    await watcher.until(({ type }) => type === 'low', watcher.frames.findIndex(({ type }) => type === 'low') + 1)
    await room.flush()
    const facts = (await loggedOf(settings.eventId)).filter(({ type }) => isLowFact(type))
    expect(facts).toHaveLength(2)
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual({ tourId: null, eventId: settings.eventId, free: 3, capacity: 20 })
  })

  it('say nothing of an event that is not on sale', async () => {
    const settings = settingsOf({ capacity: 2, status: 'PAUSED' })
    const room = await roomOf(settings)
    had(await room.block({ quantity: 2 }, buyer('org', { organiser: true })))
    expect((await room.availability())?.low).toBe(false)
  })
})

describe('the log and the lists', () => {
  it('hear of the numbers every few seconds at most, and last of all how it ended', async () => {
    const settings = settingsOf({ capacity: 10 })
    await db
      .prepare(
        `INSERT INTO events (id, organisation_id, name, status, starts_at, ends_at, time_zone, currency, searched, settings,
           created_at, updated_at) VALUES (?, 'o_1', 'Concert', 'ON_SALE', 1, 2, 'UTC', 'EUR', '', '{}', 1, 1)`,
      )
      .bind(settings.eventId)
      .run()
    const room = await roomOf(settings)
    for (let n = 0; n < 5; n += 1) had(await room.hold({ quantity: 1 }, ada, null))
    await room.flush()
    const changed = async () =>
      (await loggedOf(settings.eventId)).filter(({ type }) => type === 'availability.changed').map(({ data }) => data)
    expect(await changed()).toHaveLength(1)
    // As if the seconds were over; the alarm is what comes then.
    await runInDurableObject(room, (_, { storage }) =>
      storage.sql.exec("UPDATE marks SET value = 0 WHERE name = 'loggedAt'"),
    )
    await evictDurableObject(room)
    expect(await runDurableObjectAlarm(room)).toBe(true)
    const [, last] = await changed()
    const { seq } = (await room.availability()) ?? {}
    expect(JSON.parse(last ?? '')).toMatchObject({ seq, capacity: 10, free: 5, held: 5 })
    const row = await db
      .prepare('SELECT free, free_seq AS seq, places FROM events WHERE id = ?')
      .bind(settings.eventId)
      .first<{ places: string }>()
    expect(row).toMatchObject({ free: 5, seq })
    expect(JSON.parse(row?.places ?? '')).toEqual({ capacity: 10, held: 5, offered: 0, booked: 0, blocked: 0 })
    await runDurableObjectAlarm(room)
    expect(await changed()).toHaveLength(2)
  })
})

const isLowFact = (type: string) => type === 'tour.availability.low'

const loggedOf = async (subject: string) => {
  const { results } = await db
    .prepare('SELECT type, data FROM domain_events WHERE subject = ? ORDER BY position')
    .bind(subject)
    .all<{ type: string; data: string }>()
  return results
}

/** Waits until no more frames come. */
const stableLength = async (frames: readonly unknown[]): Promise<number> => {
  for (let length = -1; length !== frames.length; ) {
    length = frames.length
    await scheduler.wait(300)
  }
  return frames.length
}

const seatsAndSeq = async (room: Room) => {
  const { seats, seq } = (await room.availability()) ?? {}
  return { seats, seq }
}
