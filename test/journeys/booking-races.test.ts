import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GUARDS } from './booking-guards.ts'
import { fivefold, HERD, herd, rush, STORM, SWAP, storm, swap } from './races.ts'
import { type Signalbox, sabotagedCore, startDeployed, startEmbedded } from './server.ts'

const CLIENTS = 200

const times = (results: readonly string[], said: string) => results.filter((result) => result === said).length

/** Whether seats stand side by side in one row. */
const together = (seats: readonly string[]) => {
  const places = seats.map((seat) => Number(seat.split('-')[1])).sort((a, b) => a - b)
  const rows = new Set(seats.map((seat) => seat.split('-')[0]))
  return rows.size === 1 && places.every((place, n) => place === (places[0] ?? 0) + n)
}

/** The longest run of seats that nobody got. */
const longestRun = (held: readonly string[][]) => {
  const taken = new Set(held.flat())
  let longest = 0
  for (let row = 0; row < HERD.rows; row += 1) {
    let run = 0
    for (let place = 1; place <= HERD.seats; place += 1) {
      run = taken.has(`${String.fromCharCode(65 + row)}-${place}`) ? 0 : run + 1
      longest = Math.max(longest, run)
    }
  }
  return longest
}

describe('a crowd', () => {
  let signalbox: Signalbox
  beforeAll(async () => {
    signalbox = await startEmbedded()
  })
  afterAll(() => signalbox.stop())

  it('of fifty buyers of ten seats each gets no seat twice, and has every seat that it was sold', async () => {
    const { booked, refusals, twice, numbers } = await storm(signalbox.origin)
    expect(twice).toEqual([])
    expect(booked.length).toBeGreaterThan(0)
    expect([...refusals]).toEqual(['unavailable'])
    const places = STORM.rows * STORM.seats
    expect(numbers).toMatchObject({ booked: booked.length, held: 0, free: places - booked.length })
    for (const seat of booked) expect(numbers.seats[seat]).toBe('booked')
  })

  it('of a hundred parties gets blocks of the best seats while there are any, and no seat twice', async () => {
    const { held, refusals, twice } = await herd(signalbox.origin)
    expect(twice).toEqual([])
    expect(held.every(together)).toBe(true)
    // Nobody is told that nothing is left while a block for the largest party is there.
    for (const reason of refusals) expect(['no_block', 'capacity']).toContain(reason)
    if (refusals.length > 0) expect(longestRun(held)).toBeLessThan(HERD.largest)
    expect(held.length).toBeGreaterThan(HERD.parties * 0.75)
  })

  it('of two hundred buys the last ticket once, and the others are told that none is left', async () => {
    const results = await rush(signalbox.origin, CLIENTS)
    expect(times(results, 'CONFIRMED')).toBe(1)
    expect(times(results, 'capacity')).toBe(CLIENTS - 1)
  })

  it('of one, who sends the same request five times at once, holds once', async () => {
    const { ids, held } = await fivefold(signalbox.origin)
    expect(ids.size).toBe(1)
    expect(held).toBe(1)
  })

  it('at the door gets nothing of what comes free while others wait for it', async () => {
    const { passed, served, numbers } = await swap(signalbox.origin)
    expect(passed).toBe(0)
    expect(served).toBe(SWAP.places)
    expect(numbers).toMatchObject({ booked: SWAP.places, free: 0 })
  })
})

const TWINS: [keyof typeof GUARDS, (origin: string) => Promise<boolean>][] = [
  ['look whether a seat is taken', async (origin) => (await storm(origin)).twice.length > 0],
  ['write down what it chose', async (origin) => (await herd(origin)).twice.length > 0],
  ['count what is left', async (origin) => times(await rush(origin, CLIENTS), 'CONFIRMED') > 1],
  ['look for the key of a request', async (origin) => (await fivefold(origin)).held > 1],
  ['offer what comes free to who waits', async (origin) => (await swap(origin)).passed > 0],
]

describe('the same crowd', () => {
  it('is sold nothing twice where the twins are', async () => {
    const signalbox = await startDeployed({ store: 'spool' })
    try {
      for (const [, goesWrong] of TWINS) expect(await goesWrong(signalbox.origin)).toBe(false)
    } finally {
      await signalbox.stop()
    }
  })

  it.each(TWINS)('would be sold what is sold already if the room did not %s', async (name, goesWrong) => {
    const { guard, without } = GUARDS[name]
    const signalbox = await startDeployed({ store: 'spool', bundle: sabotagedCore(guard, without) })
    try {
      expect(await goesWrong(signalbox.origin)).toBe(true)
    } finally {
      await signalbox.stop()
    }
  })
})
