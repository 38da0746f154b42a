import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RoomAnswer } from '../../contract/room.ts'
import { relayAt, watchEvent } from '../../platform/live-relays.ts'
import { migrated } from './migrated.ts'
import { buyer, layoutOf, roomOf, settingsOf } from './rooms.ts'
import { roomOf as queueOf, RULES } from './waiting-room.ts'
import { shownBy, upgrade, type Watcher, watcherOf } from './watcher.ts'

beforeAll(async () => {
  await migrated()
})

// Objects and tests see the same variables here.
beforeEach(() => {
  bindings.LIVE_ROOM_SOCKETS = '1'
  delete bindings.LIVE_RELAY_SOCKETS
})

const ada = buyer('ada')
const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}
const bindings = env as Env
const isDelta = ({ type }: { type: string }) => type === 'delta'

/** An event on sale whose room serves one socket itself, and as many who watch it as are wanted. */
const crowded = async (watchers: number, layout = layoutOf(2, 10), change: Parameters<typeof settingsOf>[0] = {}) => {
  const settings = settingsOf(change)
  const { eventId } = settings
  const room = await roomOf(settings, layout)
  const open: Watcher[] = []
  for (let n = 0; n < watchers; n += 1) open.push(await joining(eventId, `c${n}`))
  return { room, eventId, relay: relayAt(bindings.LIVE_RELAY, { eventId, region: 'weur', n: 0 }), watchers: open }
}

const joining = async (eventId: string, connection: string, since?: string): Promise<Watcher> => {
  const answer = await watchEvent(bindings, { eventId, region: 'weur', connection, since })
  if (answer === null) throw new Error('nobody takes it')
  return watcherOf(answer)
}

type Room = Awaited<ReturnType<typeof crowded>>['room']
const hold = async (room: Room, ...seats: string[]) => had(await room.hold({ seats }, ada, null))
const knows = (seat: string) => (frame: object) =>
  'seats' in frame && (frame.seats as Record<string, string>)[seat] === 'held'
const relaysOf = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec<{ n: number; active: number }>('SELECT n, active FROM relays ORDER BY n').toArray(),
  )

describe('a room with more sockets than it serves itself', () => {
  it('tells the others through a relay, everyone the same', async () => {
    const { room, watchers } = await crowded(3)
    await hold(room, 'A-1')
    await hold(room, 'A-2')
    const { seats, seq } = (await room.availability()) ?? {}
    for (const watcher of watchers) {
      await watcher.until((frame) => 'seq' in frame && frame.seq === seq)
      expect(shownBy(watcher.frames)).toEqual({ seq, gaps: 0, seats })
    }
    expect(await relaysOf(room)).toEqual([{ n: 0, active: 1 }])
  })

  it('has people queue when more watch than the event says, and not before', async () => {
    const { room, eventId } = await crowded(3, layoutOf(2, 10), { mostWatching: 3 })
    const rules = { ...RULES, mode: 'auto', sockets: 3 } as const
    const isOn = async () => (await queueOf(eventId).numbers(rules)).active
    expect(await isOn()).toBe(false)
    // A relay says how many it has when it is told something; who comes next makes the room look.
    await hold(room, 'A-1')
    expect(await isOn()).toBe(false)
    const [fourth, fifth] = [await joining(eventId, 'c3'), await joining(eventId, 'c4')]
    await hold(room, 'A-2')
    for (const watcher of [fourth, fifth]) await watcher.until(knows('A-2'))
    await hold(room, 'A-3')
    await vi.waitUntil(isOn)
  })

  it('opens more relays as they fill, and never fewer', async () => {
    const { room, eventId } = await crowded(2)
    bindings.LIVE_RELAY_SOCKETS = '1'
    const more = [await joining(eventId, 'd0'), await joining(eventId, 'd1')]
    expect((await relaysOf(room)).length).toBeGreaterThan(1)
    await hold(room, 'A-1')
    await Promise.all(more.map((watcher) => watcher.until(knows('A-1'))))
  })

  it('goes on after an eviction of the room, of the relay, and of both', async () => {
    const { room, relay, watchers } = await crowded(3)
    const seats = ['A-1', 'A-2', 'A-3', 'A-4']
    const evicted = [[], [room], [relay], [relay, room]]
    for (const [n, seat] of seats.entries()) {
      for (const stub of evicted[n] ?? []) await evictDurableObject(stub)
      await hold(room, seat)
      await Promise.all(watchers.map((watcher) => watcher.until(knows(seat))))
    }
    for (const watcher of watchers) expect(shownBy(watcher.frames).gaps).toBe(0)
  })

  it('is asked by a relay for what that missed', async () => {
    const { room, relay, watchers } = await crowded(2)
    const behind = watchers[1]
    await runInDurableObject(room, (_, { storage }) => storage.sql.exec('UPDATE relays SET active = 0'))
    await evictDurableObject(room)
    await hold(room, 'A-1')
    expect(await runDurableObjectAlarm(relay)).toBe(true)
    await behind?.until(knows('A-1'))
    await hold(room, 'A-2')
    await behind?.until(knows('A-2'))
    expect(shownBy(behind?.frames ?? []).gaps).toBe(0)
  })

  it('has relays go on where a client stands, before and after what they remember', async () => {
    const { room, eventId } = await crowded(2)
    const since = String((await room.availability())?.seq)
    await hold(room, 'A-1')
    await hold(room, 'A-2')
    const later = await joining(eventId, 'e0', since)
    expect(await later.until(isDelta)).toMatchObject({ since: Number(since) })
    await later.until(knows('A-2'))
    expect(shownBy(later.frames)).toMatchObject({ gaps: 0, seats: { 'A-1': 'held', 'A-2': 'held' } })
    const heard = later.frames.length
    const unknown = await joining(eventId, 'e1', '999')
    expect(await unknown.until(() => true)).toMatchObject({ type: 'resync' })
    later.say({ since: Number(since) + 1 })
    expect(await later.until(isDelta, heard)).toMatchObject({ since: Number(since) + 1, seats: { 'A-2': 'held' } })
  })

  it('sends who watches by a relay to read everything, when the plan changes', async () => {
    const settings = settingsOf()
    const room = await roomOf(settings, layoutOf(1, 4))
    bindings.LIVE_ROOM_SOCKETS = '0.5'
    const watcher = await joining(settings.eventId, 'f0')
    await watcher.until(({ type }) => type === 'snapshot')
    await room.configure({ version: 2, settings: { ...settings, layoutKey: 'plan/2' }, layout: layoutOf(2, 4) })
    await watcher.until(({ type }) => type === 'resync')
    const fresh = await joining(settings.eventId, 'f1')
    expect(await fresh.until(({ type }) => type === 'snapshot')).toMatchObject({ capacity: 8, layoutKey: 'plan/2' })
  })

  it('tells a relay without sockets nothing more', async () => {
    const { room, watchers } = await crowded(2)
    watchers[1]?.close()
    await vi.waitFor(async () => {
      await room.release((await hold(room, 'A-1')).id, ada)
      expect(await relaysOf(room)).toEqual([{ n: 0, active: 0 }])
    })
  })

  it('takes those itself whose relays do not answer', async () => {
    const { room, eventId } = await crowded(1)
    const away = {
      ...bindings.LIVE_RELAY,
      idFromName: () => 'x',
      get: () => ({ fetch: () => Promise.reject(new Error('away')) }),
    }
    const LIVE_RELAY: unknown = away
    const answer = await watchEvent(
      { ...bindings, LIVE_RELAY: LIVE_RELAY as Env['LIVE_RELAY'] },
      {
        eventId,
        region: 'weur',
        connection: 'g0',
        since: undefined,
      },
    )
    if (answer === null) throw new Error('nobody takes it')
    const watcher = watcherOf(answer)
    await hold(room, 'A-1')
    await watcher.until(knows('A-1'))
  })

  it('is left by the sockets of a relay that cannot reach it, who then come back', async () => {
    const { relay, watchers } = await crowded(2)
    await runInDurableObject(relay, (instance) => {
      const room = { follow: () => Promise.reject(new Error('away')) }
      const EVENT_ROOM = { idFromName: () => 'x', get: () => room }
      Reflect.set(instance, 'env', { ...bindings, EVENT_ROOM })
    })
    for (let tries = 0; tries < 3; tries += 1) await runDurableObjectAlarm(relay)
    expect(await watchers[1]?.closed).toBe(1012)
  })
})

describe('a relay', () => {
  it('says when it is full', async () => {
    const { relay } = await crowded(2)
    bindings.LIVE_RELAY_SOCKETS = '1'
    expect((await relay.fetch(upgrade())).status).toBe(503)
  })

  it('of a large house sends to read everything, and keeps no seat of it', async () => {
    const { room, watchers } = await crowded(2, layoutOf(21, 100))
    await watchers[1]?.until(({ type }) => type === 'resync')
    await hold(room, 'A-1')
    await watchers[1]?.until(knows('A-1'))
    expect(watchers[1]?.frames.filter(({ type }) => type === 'snapshot')).toEqual([])
  })

  it('tells when few places are left, once, also where it slept', async () => {
    const { room, relay, watchers } = await crowded(2, layoutOf(1, 10))
    await hold(room, 'A-1', 'A-2', 'A-3', 'A-4', 'A-5')
    await watchers[1]?.until(knows('A-5'))
    await evictDurableObject(relay)
    await hold(room, 'A-6', 'A-7', 'A-8', 'A-9')
    expect(await watchers[1]?.until(({ type }) => type === 'low')).toEqual({ type: 'low', free: 1 })
  })
})
