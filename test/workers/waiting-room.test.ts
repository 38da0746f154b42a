import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueueFrame, WaitingRoomRules } from '../../contract/waiting-room.ts'
import { inRoom, MINUTE, namesOf, RULES, roomOf, START } from './waiting-room.ts'

let now = START
let event = ''
let serial = 0

beforeEach(() => {
  vi.spyOn(Date, 'now').mockImplementation(() => now)
  now = START
  serial += 1
  event = `room${serial}`
})
afterEach(() => {
  vi.restoreAllMocks()
})

const SLOW: WaitingRoomRules = { ...RULES, rate: 60, opensAt: null }
const ruled = (change: Partial<WaitingRoomRules>): WaitingRoomRules => ({ ...SLOW, ...change })
const joins = async (guest: string, rules = SLOW) => {
  const standing = await roomOf(event).join(guest, rules)
  if (standing === null) throw new Error('full')
  return standing
}
const stands = (guest: string, rules = SLOW) => roomOf(event).stand(guest, rules)
const leaves = (guest: string, rules = SLOW) => roomOf(event).leave(guest, rules)
const alarm = () => runDurableObjectAlarm(roomOf(event))
const alarmAt = () => inRoom(event, (_, { storage }) => storage.getAlarm())
const crowd = async (count: number, rules = SLOW) => {
  for (const guest of namesOf(count)) await joins(guest, rules)
}
const admittedCount = async (count: number, rules = SLOW) => {
  const standings = await Promise.all(namesOf(count).map((guest) => stands(guest, rules)))
  return standings.filter(({ state }) => state === 'admitted').length
}

const listens = async (guest: string) => {
  const request = new Request(`https://room/?guest=${guest}`, { headers: { Upgrade: 'websocket' } })
  const { status, webSocket } = await roomOf(event).fetch(request)
  if (webSocket === null) return { status, frames: [], close: () => undefined, closed: Promise.resolve(0) }
  const frames: QueueFrame[] = []
  webSocket.addEventListener('message', ({ data }) => {
    frames.push(JSON.parse(String(data)))
  })
  const closed = new Promise<number>((resolve) => {
    webSocket.addEventListener('close', ({ code }) => resolve(code))
  })
  webSocket.accept()
  return { status, frames, closed, close: () => webSocket.close(1000), say: (text: string) => webSocket.send(text) }
}

describe('a place', () => {
  it('is kept through a refresh, a second tab and any number of calls', async () => {
    await crowd(5)
    const first = await stands('g:guest000003')
    expect(first).toMatchObject({ state: 'waiting', ahead: 2 })
    for (let again = 0; again < 3; again += 1) expect(await joins('g:guest000003')).toEqual(first)
    expect(await roomOf(event).numbers(SLOW)).toMatchObject({ joined: 5, waiting: 4 })
  })

  it('that is given back is free: all behind it move up', async () => {
    await crowd(5)
    await leaves('g:guest000002')
    expect(await stands('g:guest000002')).toMatchObject({ state: 'absent', waiting: 3 })
    expect(await stands('g:guest000004')).toMatchObject({ ahead: 2 })
    await leaves('g:guest000002')
    await leaves('g:nobody')
    expect(await stands('g:guest000004')).toMatchObject({ ahead: 2 })
    expect(await joins('g:guest000002')).toMatchObject({ ahead: 3 })
  })

  it('is one row written, and asking for it none', async () => {
    await crowd(3)
    const written = await inRoom(event, (room, { storage }) => {
      const before = storage.sql.exec('SELECT 1').rowsWritten
      const exec = storage.sql.exec.bind(storage.sql)
      const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []
      vi.spyOn(storage.sql, 'exec').mockImplementation((query, ...values) => {
        const cursor = exec(query, ...values)
        cursors.push(cursor)
        return cursor as never
      })
      const rows = () => cursors.splice(0).reduce((sum, { rowsWritten }) => sum + rowsWritten, before)
      room.join('g:another', SLOW)
      const joining = rows()
      room.stand('g:another', SLOW)
      return { joining, asking: rows() }
    })
    expect(written).toEqual({ joining: 1, asking: 0 })
  })

  it('is given to nobody where nobody has to queue', async () => {
    expect(await stands('g:one', ruled({ mode: 'off' }))).toMatchObject({ state: 'off' })
    expect(await joins('g:one', ruled({ mode: 'off' }))).toMatchObject({ state: 'off' })
    expect(await alarmAt()).toBe(null)
  })
})

describe('evicted between any two calls, a room', () => {
  it('goes on as if nothing had happened', async () => {
    const told: unknown[][] = []
    for (const sleeps of [false, true]) {
      event = `${event}x`
      now = START - MINUTE
      const rules = ruled({ opensAt: START })
      const heard: unknown[] = []
      const step = async (act: () => Promise<unknown>) => {
        heard.push(await act())
        if (sleeps) await evictDurableObject(roomOf(event))
      }
      for (const guest of namesOf(6)) await step(() => joins(guest, rules))
      await step(() => leaves('g:guest000004', rules))
      // The draw is the same where the seed is.
      vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => array)
      for (now = START; now <= START + 9000; now += 1500) {
        for (const guest of namesOf(7)) await step(() => stands(guest, rules))
        await step(() => joins('g:late', rules))
        if (now > START + 5000) await step(() => leaves('g:guest000002', rules))
      }
      now = START + 10 * MINUTE + 9000
      for (const guest of [...namesOf(6), 'g:late']) await step(() => stands(guest, rules))
      await step(() => joins('g:guest000000', rules))
      await step(() => roomOf(event).numbers(rules))
      told.push(heard)
    }
    expect(told[1]).toEqual(told[0])
  })
})

describe('the alarm', () => {
  it('is set for the opening, then for each second in which somebody may be admitted, and for nothing else', async () => {
    now = START - 10 * MINUTE
    const rules = ruled({ opensAt: START })
    await crowd(2, rules)
    expect(await alarmAt()).toBe(START)
    now = START
    await alarm()
    expect(await alarmAt()).toBe(START + 1000)
    now = START + 1000
    await alarm()
    expect(await alarmAt()).toBe(START + 2000)
    now = START + 2000
    await alarm()
    expect(await roomOf(event).numbers(rules)).toMatchObject({ admitted: 2, waiting: 0 })
    expect((await alarmAt()) ?? 0).toBeGreaterThan(START + 24 * 60 * MINUTE)
  })

  it('is not needed: who asks finds the room as it should be', async () => {
    now = START - MINUTE
    const rules = ruled({ opensAt: START })
    await crowd(30, rules)
    await inRoom(event, (_, { storage }) => storage.deleteAlarm())
    for (now = START; now <= START + 5000; now += 1000) await stands('g:guest000000', rules)
    now = START + 5000
    expect(await admittedCount(30, rules)).toBe(5)
  })

  it('admits nobody more when it goes off twice', async () => {
    await crowd(30)
    now += 2000
    await inRoom(event, (room) => {
      room.alarm()
      room.alarm()
    })
    await evictDurableObject(roomOf(event))
    await inRoom(event, (room) => room.alarm())
    // One who came to an empty room, and one for each of two seconds.
    expect(await admittedCount(30)).toBe(3)
  })
})

describe('an admission', () => {
  it('is over after its minutes; who joins again is the last, and is admitted once more in their turn', async () => {
    await crowd(3, ruled({ admittedMinutes: 2 }))
    const first = await stands('g:guest000000')
    expect(first).toMatchObject({ state: 'admitted', admittedUntil: START + 2 * MINUTE })
    now = START + 2 * MINUTE
    expect(await stands('g:guest000000')).toMatchObject({ state: 'expired' })
    const stopped = ruled({ rate: 0, version: 2 })
    expect(await joins('g:new', stopped)).toMatchObject({ state: 'waiting', ahead: 0 })
    expect(await joins('g:guest000000', stopped)).toMatchObject({ state: 'waiting', ahead: 1 })
    await evictDurableObject(roomOf(event))
    now += MINUTE
    const again = ruled({ version: 3 })
    await stands('g:new', again)
    now += 3000
    expect(await stands('g:guest000000', again)).toMatchObject({ state: 'admitted', admittedUntil: now + 10 * MINUTE })
  })

  it('makes room for the next when it is given back', async () => {
    const rules = ruled({ rate: null, mostInside: 2 })
    await crowd(4, rules)
    now += 1000
    expect(await admittedCount(4, rules)).toBe(2)
    now += 1000
    await leaves('g:guest000000', rules)
    expect(await stands('g:guest000002', rules)).toMatchObject({ state: 'admitted' })
    expect(await stands('g:guest000003', rules)).toMatchObject({ state: 'waiting', ahead: 0 })
  })
})

describe('rules', () => {
  it('that are older than those a room has are not heeded', async () => {
    await crowd(2, ruled({ version: 5 }))
    expect(await stands('g:guest000001', ruled({ mode: 'off', version: 4 }))).toMatchObject({ state: 'waiting' })
    expect(await stands('g:guest000001', ruled({ mode: 'off', version: 6 }))).toMatchObject({ state: 'off' })
  })

  it('that switch a room off forget everyone, and switching it on begins anew with a draw of its own', async () => {
    await crowd(5)
    await roomOf(event).configure(ruled({ mode: 'off', version: 2 }))
    const rules = ruled({ version: 3, opensAt: now + MINUTE })
    expect(await stands('g:guest000001', rules)).toMatchObject({ state: 'absent', waiting: 0, opensAt: now + MINUTE })
    await crowd(3, rules)
    now += MINUTE
    await alarm()
    expect(await roomOf(event).numbers(rules)).toMatchObject({ drawn: 3, joined: 3, waiting: 3, admitted: 0 })
  })
})

describe('a room that switches itself on', () => {
  const AUTO = ruled({ mode: 'auto', holdsPerSecond: 50, sockets: 100 })
  const asked = (holds: number, sockets?: number) =>
    roomOf(event).report({ holds, ...(sockets === undefined ? {} : { sockets }) }, AUTO)

  it('does so at a load, and off again when nobody has waited for a minute', async () => {
    for (let second = 0; second < 10; second += 1) {
      now += 1000
      expect(await asked(40)).toBe(false)
    }
    expect(await stands('g:one', AUTO)).toMatchObject({ state: 'off' })
    now += 1000
    expect(await asked(120)).toBe(true)
    await evictDurableObject(roomOf(event))
    await joins('g:one', AUTO)
    expect(await joins('g:other', AUTO)).toMatchObject({ state: 'waiting' })
    now += 1000
    await alarm()
    expect(await stands('g:other', AUTO)).toMatchObject({ state: 'admitted' })
    now += 30_000
    expect(await asked(0)).toBe(true)
    now += 31_000
    await alarm()
    expect(await asked(0)).toBe(false)
  })

  it('does so where many look, and stays on while they do', async () => {
    expect(await asked(0, 101)).toBe(true)
    await joins('g:one', AUTO)
    for (let minute = 0; minute < 4; minute += 1) {
      now += MINUTE / 2
      expect(await asked(0, 101)).toBe(true)
      await alarm()
    }
    // What was said a minute ago counts no more.
    now += MINUTE
    await alarm()
    expect(await asked(0)).toBe(false)
  })
})

describe('a socket', () => {
  it('is told where its guest stands, whenever that changes, and both tabs of one alike', async () => {
    await crowd(3)
    const tabs = [await listens('g:guest000002'), await listens('g:guest000002')]
    for (const { frames } of tabs)
      await expect.poll(() => frames).toMatchObject([{ type: 'standing', state: 'waiting', ahead: 1 }])
    now += 1000
    await alarm()
    for (const { frames } of tabs) await expect.poll(() => frames.at(-1)).toMatchObject({ state: 'waiting', ahead: 0 })
    now += 1000
    await evictDurableObject(roomOf(event))
    await alarm()
    for (const { frames } of tabs) await expect.poll(() => frames.at(-1)).toMatchObject({ state: 'admitted' })
  })

  it('goes along when its guest has another place, and hears that the room is off', async () => {
    await crowd(2, ruled({ admittedMinutes: 2 }))
    const { frames } = await listens('g:guest000000')
    now += 2 * MINUTE
    const stopped = ruled({ rate: 0, version: 2 })
    await joins('g:guest000000', stopped)
    now += 1000
    await alarm()
    await expect.poll(() => frames.at(-1)).toMatchObject({ state: 'waiting', ahead: 0 })
    await roomOf(event).configure(ruled({ mode: 'off', version: 3 }))
    await expect.poll(() => frames.at(-1)).toMatchObject({ state: 'off' })
  })

  it('is for who has a place, five at most, and takes no words', async () => {
    await crowd(2)
    expect((await listens('g:nobody')).status).toBe(404)
    const [first] = await Promise.all(Array.from({ length: 5 }, () => listens('g:guest000001')))
    const sixth = await listens('g:guest000001')
    expect(await first?.closed).toBe(1008)
    sixth.say?.('hello')
    expect(await sixth.closed).toBe(1008)
  })

  it('of a thousand and more is told in its turn, no more than a thousand in a second', async () => {
    const guests = namesOf(1200)
    await inRoom(event, (room) => {
      for (const guest of guests) room.join(guest, SLOW)
    })
    const heard: QueueFrame[][] = []
    for (const guest of guests.slice(100)) heard.push((await listens(guest)).frames)
    const told = () => heard.filter((frames) => frames.length > 1).length
    await leaves('g:guest000050')
    now += 1000
    await alarm()
    await expect.poll(told).toBe(1000)
    now += 1000
    await alarm()
    await expect.poll(told).toBe(1100)
  })
})
