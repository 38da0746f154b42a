import { evictDurableObject } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Standing } from '../../contract/waiting-room.ts'
import { inRoom, MINUTE, namesOf, RULES, roomOf, START, UNFAIR, unfairness, type Watch, watch } from './waiting-room.ts'

const EARLY = 15_000
const LATE = 5000

let now = START
let event = ''
let serial = 0

beforeEach(() => {
  vi.spyOn(Date, 'now').mockImplementation(() => now)
  now = START - 10 * MINUTE
  serial += 1
  event = `crowd${serial}`
})
afterEach(() => {
  vi.restoreAllMocks()
})

const join = (guests: string[], rules = RULES) =>
  inRoom(event, (room) => {
    for (const guest of guests) room.join(guest, rules)
  })
const leave = (guests: string[]) =>
  inRoom(event, (room) => {
    for (const guest of guests) room.leave(guest, RULES)
  })
const standings = (guests: string[], rules = RULES) =>
  inRoom(event, (room) => new Map<string, Standing>(guests.map((guest) => [guest, room.stand(guest, rules)])))
const aheadOf = async (guests: string[], rules = RULES) =>
  [...(await standings(guests, rules)).values()].map(({ ahead }) => ahead ?? -1)
const seedOf = async () => (await roomOf(event).numbers(RULES)).seed

/** Lets seconds pass, with an alarm in each. */
const pass = async (seconds: number, each: (second: number) => Promise<void> = async () => undefined) => {
  for (let second = 1; second <= seconds; second += 1) {
    now += 1000
    await inRoom(event, (room) => room.alarm())
    await each(second)
  }
}

describe('a crowd of 20,000', () => {
  it('is drawn fairly, and each is admitted once, in order and at the rate, whatever is evicted meanwhile', async () => {
    const early = namesOf(EARLY)
    for (let from = 0; from < EARLY; from += 3000) {
      await join(early.slice(from, from + 3000))
      await evictDurableObject(roomOf(event))
    }
    const left = early.filter((_, number) => number % 50 === 7)
    await leave(left)
    const guests = early.filter((guest) => !left.includes(guest))
    now = START
    const drawn = await aheadOf(guests)
    expect(unfairness(drawn), `seed ${await seedOf()}`).toBeLessThan(UNFAIR)
    expect([...drawn].sort((a, b) => a - b)).toEqual(drawn.map((_, ahead) => ahead))

    const late = namesOf(LATE, 'g:late')
    const seen = watch({ rate: 6000, opensAt: START })
    await pass(200, async (second) => {
      if (second <= 50) {
        const come = late.slice((second - 1) * 100, second * 100)
        await join(come)
        guests.push(...come)
      }
      if (second % 10 === 0) {
        seen.look(await standings(guests), now)
        await evictDurableObject(roomOf(event))
      }
    })
    expect(seen.wrongs).toEqual([])
    expect(guests).toHaveLength(19_700)
    expect(seen.admitted()).toBe(19_700)
    expect(await roomOf(event).numbers(RULES)).toMatchObject({ joined: 20_000, waiting: 0, admitted: 19_700 })
  }, 120_000)
})

describe('a watch notices', () => {
  const FEW = 3000
  const guests = namesOf(FEW)

  /** Lets a crowd in, and in the middle of it something goes wrong. */
  const admittedWith = async (sabotage: () => Promise<unknown>): Promise<Watch> => {
    const seen = watch({ rate: 6000, opensAt: START })
    await join(guests)
    now = START
    await standings(guests)
    await pass(20, async (second) => {
      if (second === 10) await sabotage()
      if (second % 2 === 0) seen.look(await standings(guests), now)
    })
    return seen
  }
  const tamper = (sql: string) => async () => {
    await inRoom(event, (_, { storage }) => storage.sql.exec(sql))
    await evictDurableObject(roomOf(event))
  }

  it('nothing where nothing is wrong', async () => {
    expect((await admittedWith(tamper('SELECT 1'))).wrongs).toEqual([])
  })

  it('a room that forgets whom it has admitted', async () => {
    const { wrongs } = await admittedWith(tamper('DELETE FROM admissions WHERE n > 4'))
    expect(wrongs.some((wrong) => /waits again|admitted twice/.test(wrong))).toBe(true)
  })

  it('a room that admits whom it has admitted once more', async () => {
    const { wrongs } = await admittedWith(tamper('UPDATE admissions SET until = until + 60000'))
    expect(wrongs.some((wrong) => wrong.endsWith('admitted twice'))).toBe(true)
  })

  it('a room that draws again', async () => {
    const { wrongs } = await admittedWith(
      tamper(`UPDATE room SET opening = json_set(opening, '$.seed', json('[9,9,9,9]'))`),
    )
    expect(wrongs.some((wrong) => wrong.includes('waits again') || wrong.includes('before someone'))).toBe(true)
  })

  it('a room in a hurry, and one that stops', async () => {
    const hurried = await admittedWith(tamper('UPDATE admissions SET tokens = 1000, at = at - 9000'))
    expect(hurried.wrongs.some((wrong) => wrong.includes('were due'))).toBe(true)
    event = `${event}stops`
    now = START - MINUTE
    const stopped = await admittedWith(tamper(`UPDATE room SET rules = json_set(rules, '$.rate', 0)`))
    expect(stopped.wrongs.some((wrong) => wrong.startsWith('only'))).toBe(true)
  })

  it('a draw that is none', async () => {
    const open = { ...RULES, opensAt: null, rate: 0 }
    await join(guests, open)
    expect(unfairness(await aheadOf(guests, open))).toBeGreaterThan(UNFAIR)
  })

  it('two rooms that draw alike', async () => {
    const orders: number[][] = []
    for (const name of ['one', 'other']) {
      event = `${event}${name}`
      now = START - MINUTE
      await join(guests)
      now = START
      orders.push(await aheadOf(guests))
    }
    expect(orders[0]).not.toEqual(orders[1])
  })
})
