import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WaitingRoomRules } from '../../../../contract/waiting-room.ts'
import {
  type Admission,
  forgetOver,
  insideOf,
  type Line,
  lineOf,
  type Opening,
  turnOf,
  upto,
  waitingIn,
} from '../../../../domain/booking/waiting-room/line.ts'
import { afterHolds, isHeavy } from '../../../../domain/booking/waiting-room/load.ts'
import { standingOf } from '../../../../domain/booking/waiting-room/standing.ts'
import { giveBack, nextDue, ruled, type Step, settle, take } from '../../../../domain/booking/waiting-room.ts'

const MINUTE = 60_000
const START = 1_900_000_000_000
const RULES: WaitingRoomRules = {
  mode: 'on',
  rate: 60,
  opensAt: START,
  admittedMinutes: 2,
  mostInside: null,
  holdsPerSecond: 10,
  sockets: 10,
  version: 1,
}
const seed = () => [1, 2, 3, 4] as const

/** A waiting room as its object has it: the line, and what of it is kept. */
const roomOf = (rules: Partial<WaitingRoomRules> = {}) => {
  const guests = new Map<string, number>()
  const gone: number[] = []
  let admissions: Admission[] = []
  let opening: Opening | null = null
  const kept = () =>
    lineOf({
      active: true,
      rules: { ...RULES, ...rules },
      opening,
      admissions: [...admissions],
      gonePlaces: gone,
      lastPlace: Math.max(-1, ...guests.values()),
    })
  let line: Line = kept()
  const keep = (steps: Step[]) => {
    for (const step of steps) {
      if ('opened' in step) opening = step.opened
      else admissions.push(step.admitted)
    }
  }
  const room = {
    guests,
    line: () => line,
    settle: (now: number, idle = false) => keep(settle(line, now, { seed, idle })),
    standing: (guest: string, now: number) => standingOf(line, guests.get(guest) ?? null, now),
    join(guest: string, now: number) {
      room.settle(now)
      const { state } = room.standing(guest, now)
      if (state !== 'absent' && state !== 'expired') return
      const idle = waitingIn(line) === 0
      guests.set(guest, take(line))
      room.settle(now, idle)
    },
    leave(guest: string, now: number) {
      room.settle(now)
      const place = guests.get(guest)
      if (place === undefined) return
      guests.delete(guest)
      gone.push(place)
      giveBack(line, place)
    },
    rule: (to: Partial<WaitingRoomRules>, now: number) => keep(ruled(line, { ...line.rules, ...to }, now)),
    forget(now: number) {
      admissions = admissions.slice(forgetOver(line, now))
    },
    sleep() {
      line = { ...kept(), rules: line.rules }
    },
  }
  return room
}
type Room = ReturnType<typeof roomOf>

const joined = (room: Room, count: number, now: number, prefix = 'g') => {
  for (let n = 0; n < count; n += 1) room.join(`${prefix}${n}`, now)
}
const statesOf = (room: Room, now: number) => [...room.guests.keys()].map((guest) => room.standing(guest, now).state)
const count = (states: string[], state: string) => states.filter((each) => each === state).length

describe('before it opens', () => {
  it('everyone waits, and nobody has a place in the line', () => {
    const room = roomOf()
    joined(room, 5, START - MINUTE)
    expect(room.standing('g3', START - 1)).toMatchObject({ state: 'waiting', ahead: null, waiting: 5, opensAt: START })
    expect(nextDue(room.line(), START - MINUTE)).toBe(START)
  })

  it('who leaves is not drawn, and nobody waits behind them', () => {
    const room = roomOf()
    joined(room, 50, START - MINUTE)
    for (let n = 0; n < 50; n += 2) room.leave(`g${n}`, START - MINUTE)
    room.settle(START)
    const ahead = [...room.guests.keys()].map((guest) => room.standing(guest, START).ahead)
    expect(ahead.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 25 }, (_, n) => n))
  })
})

describe('when it opens', () => {
  it('draws who came before, and who comes later stands behind them', () => {
    const room = roomOf()
    joined(room, 100, START - MINUTE)
    room.settle(START)
    joined(room, 3, START, 'late')
    const ahead = [...room.guests.keys()].map((guest) => Number(room.standing(guest, START).ahead))
    expect(ahead.slice(100)).toEqual([100, 101, 102])
    expect(ahead.slice(0, 100)).not.toEqual(Array.from({ length: 100 }, (_, n) => n))
    expect(ahead.slice(0, 100).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))
  })

  it('admits from nothing on, at its rate', () => {
    const room = roomOf()
    joined(room, 100, START - MINUTE)
    room.settle(START)
    expect(count(statesOf(room, START), 'admitted')).toBe(0)
    for (let second = 1; second <= 30; second += 1) room.settle(START + second * 1000)
    expect(count(statesOf(room, START + 30_000), 'admitted')).toBe(30)
  })

  it('opens late where nobody was there to open it, and starts from there', () => {
    const room = roomOf()
    joined(room, 10, START - MINUTE)
    room.settle(START + MINUTE)
    expect(room.standing('g0', START + MINUTE)).toMatchObject({ state: 'waiting', opensAt: null })
    expect(count(statesOf(room, START + MINUTE), 'admitted')).toBe(0)
  })
})

describe('admission', () => {
  it('lasts its minutes, and then it is over; who joins again is last', () => {
    const room = roomOf({ opensAt: null })
    joined(room, 3, START)
    expect(room.standing('g0', START)).toMatchObject({ state: 'admitted', admittedUntil: START + 2 * MINUTE })
    room.join('g0', START + 1500)
    expect(room.standing('g0', START + 1500).state).toBe('admitted')
    expect(room.standing('g0', START + 2 * MINUTE).state).toBe('expired')
    room.rule({ rate: 0 }, START + 3 * MINUTE)
    joined(room, 3, START + 3 * MINUTE, 'late')
    room.join('g0', START + 3 * MINUTE)
    expect(room.standing('g0', START + 3 * MINUTE)).toMatchObject({ state: 'waiting', ahead: 4 })
  })

  it('is at once where nobody waits and the bucket has one, and no rush after a lull', () => {
    const room = roomOf({ opensAt: null, rate: 600 })
    room.settle(START)
    joined(room, 100, START + 10 * MINUTE)
    expect(room.standing('g0', START + 10 * MINUTE).state).toBe('admitted')
    expect(count(statesOf(room, START + 10 * MINUTE), 'admitted')).toBe(10)
  })

  it('does not make up for more than ten seconds that nobody looked', () => {
    const room = roomOf({ rate: 600 })
    joined(room, 1000, START - MINUTE)
    room.settle(START)
    room.settle(START + MINUTE)
    expect(count(statesOf(room, START + MINUTE), 'admitted')).toBe(100)
  })

  it('goes on after the clock was set back', () => {
    const room = roomOf()
    joined(room, 100, START - MINUTE)
    for (let second = 0; second <= 10; second += 1) room.settle(START + second * 1000)
    for (let second = 0; second <= 10; second += 1) room.settle(START - 60 * MINUTE + second * 1000)
    expect(room.line().admissions.at(-1)?.people).toBe(20)
  })

  it('stops at a rate of nothing, and goes on at another one without what would have gathered', () => {
    const room = roomOf()
    joined(room, 100, START - MINUTE)
    for (let second = 0; second <= 10; second += 1) room.settle(START + second * 1000)
    room.rule({ rate: 0 }, START + 10_000)
    room.settle(START + 5 * MINUTE)
    expect(nextDue(room.line(), START + 5 * MINUTE)).toBe(null)
    expect(room.standing('g50', START + 5 * MINUTE).estimatedSeconds).toBe(null)
    room.rule({ rate: 120 }, START + 5 * MINUTE)
    room.settle(START + 5 * MINUTE + 1000)
    expect(room.line().admissions.at(-1)?.people).toBe(12)
  })

  it('keeps no more than so many inside, and admits the next where one is done or their time is over', () => {
    const room = roomOf({ rate: null, mostInside: 10 })
    joined(room, 30, START - MINUTE)
    room.settle(START)
    room.settle(START + 1000)
    const inside = () =>
      [...room.guests.keys()].filter((guest) => room.standing(guest, START + 5000).state === 'admitted')
    expect(inside()).toHaveLength(10)
    for (const guest of inside().slice(0, 4)) room.leave(guest, START + 2000)
    room.settle(START + 4000)
    expect(inside()).toHaveLength(10)
    expect(room.line().admissions.at(-1)?.people).toBe(14)
    expect(nextDue(room.line(), START + 4000)).toBe(START + 1000 + 2 * MINUTE)
    room.settle(START + 1000 + 2 * MINUTE)
    expect(room.line().admissions.at(-1)?.people).toBe(20)
  })
})

describe('an estimate', () => {
  it('is what it takes at the rate', () => {
    const room = roomOf()
    joined(room, 1000, START - MINUTE)
    room.settle(START)
    const last = [...room.guests.keys()].find((guest) => room.standing(guest, START).ahead === 599) ?? ''
    expect(room.standing(last, START)).toMatchObject({ estimatedSeconds: 600, refreshSeconds: 60 })
    for (let second = 1; second <= 570; second += 1) room.settle(START + second * 1000)
    expect(room.standing(last, START + 570_000)).toMatchObject({ ahead: 29, estimatedSeconds: 30, refreshSeconds: 8 })
  })

  it('is how fast those inside get done, where room is scarce', () => {
    const room = roomOf({ rate: null, mostInside: 10, admittedMinutes: 10 })
    joined(room, 100, START - MINUTE)
    room.settle(START)
    room.settle(START + 1000)
    const next = [...room.guests.keys()].find((guest) => room.standing(guest, START + 1000).ahead === 9) ?? ''
    expect(room.standing(next, START + 1000).estimatedSeconds).toBe(600)
  })
})

describe('whatever happens', () => {
  type Act = { join: number } | { leave: number } | { wait: number } | 'sleep' | 'forget'
  const guest = fc.integer({ min: 0, max: 40 })
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 6, arbitrary: guest.map((join) => ({ join })) },
    { weight: 2, arbitrary: guest.map((leave) => ({ leave })) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 30_000 }).map((wait) => ({ wait })) },
    { weight: 1, arbitrary: fc.constantFrom<('sleep' | 'forget')[]>('sleep', 'forget') },
  )
  const rules = fc.record({
    rate: fc.constantFrom(null, 30, 600),
    mostInside: fc.constantFrom(3, 1000),
    opensAt: fc.constantFrom(null, START + MINUTE),
  })

  /** What everyone can see must be so in each step; `before` is who was admitted and until when, by place. */
  const sound = (room: Room, now: number, before: Map<number, number>) => {
    const line = room.line()
    const waiting = [...room.guests.values()].filter((place) => turnOf(line, place) >= upto(line))
    expect(waitingIn(line)).toBe(waiting.length)
    const standings = [...room.guests].map(([name, place]) => ({ place, ...room.standing(name, now) }))
    const inside = standings.filter(({ state }) => state === 'admitted')
    expect(insideOf(line, now)).toBe(inside.length)
    expect(inside.length).toBeLessThanOrEqual(line.rules.mostInside ?? 0)
    for (const { place, state, ahead, admittedUntil } of standings) {
      if (line.opening !== null && state === 'waiting')
        expect(ahead).toBe(waiting.filter((other) => turnOf(line, other) < turnOf(line, place)).length)
      if (before.has(place)) expect(state).not.toBe('waiting')
      if (admittedUntil !== null && before.has(place)) expect(admittedUntil).toBe(before.get(place))
      if (admittedUntil !== null) before.set(place, admittedUntil)
    }
  }

  it('the line counts right, keeps its order and admits nobody twice, through any number of sleeps', () => {
    fc.assert(
      fc.property(rules, fc.array(act, { maxLength: 120 }), (chosen, acts) => {
        const room = roomOf(chosen)
        const before = new Map<number, number>()
        let now = START
        for (const each of acts) {
          if (each === 'sleep') room.sleep()
          else if (each === 'forget') room.forget(now)
          else if ('wait' in each) now += each.wait
          else if ('join' in each) room.join(`g${each.join}`, now)
          else room.leave(`g${each.leave}`, now)
          room.settle(now)
          sound(room, now, before)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('load', () => {
  it('is what is asked for in a second, and wanes when nobody asks', () => {
    let load = { perSecond: 0, at: START }
    for (let tenth = 1; tenth <= 300; tenth += 1) load = afterHolds(load, 20, START + tenth * 100)
    expect(load.perSecond).toBeGreaterThan(190)
    expect(load.perSecond).toBeLessThan(210)
    expect(isHeavy({ perSecond: load.perSecond, sockets: 0 }, { holdsPerSecond: 180, sockets: 10 })).toBe(true)
    expect(afterHolds(load, 0, START + 60_000).perSecond).toBeLessThan(1)
    expect(isHeavy({ perSecond: 0, sockets: 11 }, { holdsPerSecond: 180, sockets: 10 })).toBe(true)
  })
})
