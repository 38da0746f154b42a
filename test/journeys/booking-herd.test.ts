import { describe, expect, it } from 'vitest'
import type { HoldView } from '../../contract/holds.ts'
import { newTeam } from './client.ts'
import { by, crowdOf } from './crowd.ts'
import { seatedEventOf } from './house.ts'
import { sabotagedCore, startDeployed, startEmbedded } from './server.ts'

const ROWS = 10
const SEATS = 20
const PARTIES = 100

interface Herd {
  /** Seats of each party that got some, in the order of the answers. */
  held: string[][]
  refusals: (string | undefined)[]
  twice: string[]
}

/** A hundred parties of one to four ask for the best seats of a house of two hundred, all at once. */
async function herd(origin: string): Promise<Herd> {
  const event = await seatedEventOf(await newTeam(origin), { rows: ROWS, seats: SEATS })
  const sizes = Array.from({ length: PARTIES }, (_, n) => 1 + (n % 4))
  const answers = await Promise.all(
    crowdOf(origin, PARTIES).map((buyer, n) =>
      by<HoldView>(buyer, `POST events/${event}/holds`, { bestAvailable: sizes[n] }),
    ),
  )
  const held = answers.filter(({ status }) => status === 201).map(({ body }) => body.seats)
  const all = held.flat()
  return {
    held,
    refusals: answers.filter(({ status }) => status !== 201).map(({ code, status }) => code ?? `${status}`),
    twice: all.filter((seat, n) => all.indexOf(seat) !== n),
  }
}

const rowOf = (seat: string) => seat.split('-')[0] ?? ''
const placeOf = (seat: string) => Number(seat.split('-')[1])

/** Whether seats stand side by side in one row. */
const together = (seats: readonly string[]) => {
  const places = seats.map(placeOf).sort((a, b) => a - b)
  const [first = 0] = places
  return new Set(seats.map(rowOf)).size === 1 && places.every((place, n) => place === first + n)
}

/** The longest run of seats that nobody got. */
const longestRun = (held: readonly string[][]) => {
  const taken = new Set(held.flat())
  let longest = 0
  for (let row = 0; row < ROWS; row += 1) {
    let run = 0
    for (let place = 1; place <= SEATS; place += 1) {
      run = taken.has(`${String.fromCharCode(65 + row)}-${place}`) ? 0 : run + 1
      longest = Math.max(longest, run)
    }
  }
  return longest
}

describe('a herd of a hundred parties on the best seats', () => {
  it('gives every party a block of its own while there is one, and no seat twice', async () => {
    const signalbox = await startEmbedded()
    try {
      const { held, refusals, twice } = await herd(signalbox.origin)
      expect(twice).toEqual([])
      expect(held.every(together)).toBe(true)
      // Nobody is told that nothing is left while a block for the largest party is there.
      for (const reason of refusals) expect(['no_block', 'capacity']).toContain(reason)
      if (refusals.length > 0) expect(longestRun(held)).toBeLessThan(4)
      expect(held.length).toBeGreaterThan(PARTIES * 0.75)
    } finally {
      await signalbox.stop()
    }
  })

  it('would give many parties the same seats if the room did not write down what it chose', async () => {
    // `apply` of a hold that is put: without the claim of its places.
    const claims =
      /([\w$]+\.kind==="gathered"&&\([\w$]+\.waitlist\.gathered=[\w$]+\.id\),)[\w$]+\([\w$]+,[\w$]+\([\w$]+\),1\)/
    const signalbox = await startDeployed({ store: 'spool', bundle: sabotagedCore(claims, '$10') })
    try {
      expect((await herd(signalbox.origin)).twice).not.toEqual([])
    } finally {
      await signalbox.stop()
    }
  })
})
