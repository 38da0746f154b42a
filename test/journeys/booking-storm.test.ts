import { describe, expect, it } from 'vitest'
import type { BookingView } from '../../contract/bookings.ts'
import { newTeam, send } from './client.ts'
import { crowdOf, purchase } from './crowd.ts'
import { seatedEventOf, seatsOf } from './house.ts'
import { sabotagedCore, startDeployed, startEmbedded } from './server.ts'

const ROWS = 10
const SEATS = 10
const CLIENTS = 50
const EACH = 10

interface Storm {
  sold: BookingView[]
  refusals: Set<string>
  /** Seats that stand in more than one booking. */
  twice: string[]
  availability: { free: number; held: number; booked: number; seats: Record<string, string> }
}

/** Fifty buyers want ten seats each of a house of a hundred, at the same moment, and no two the same ten. */
async function storm(origin: string): Promise<Storm> {
  const team = await newTeam(origin)
  const event = await seatedEventOf(team, { rows: ROWS, seats: SEATS })
  const all = seatsOf(ROWS, SEATS)
  const results = await Promise.all(
    crowdOf(origin, CLIENTS).map((buyer, n) =>
      purchase(buyer, event, { seats: Array.from({ length: EACH }, (_, k) => all[(n * 7 + k) % all.length]) }),
    ),
  )
  const sold = results.filter((result) => typeof result !== 'string')
  const counted = Map.groupBy(
    sold.flatMap(({ seats }) => seats),
    (seat) => seat,
  )
  return {
    sold,
    refusals: new Set(results.filter((result) => typeof result === 'string')),
    twice: [...counted].filter(([, bookings]) => bookings.length > 1).map(([seat]) => seat),
    availability: await send(origin, `events/${event}/availability`),
  }
}

describe('a storm of buyers', () => {
  it('sells no seat twice, and every seat that it says is sold', async () => {
    const signalbox = await startEmbedded()
    try {
      const { sold, refusals, twice, availability } = await storm(signalbox.origin)
      expect(twice).toEqual([])
      expect(sold.length).toBeGreaterThan(0)
      expect([...refusals]).toEqual(['unavailable'])
      const booked = sold.flatMap(({ seats }) => seats)
      expect(availability).toMatchObject({ booked: booked.length, held: 0, free: ROWS * SEATS - booked.length })
      for (const seat of booked) expect(availability.seats[seat]).toBe('booked')
    } finally {
      await signalbox.stop()
    }
  })

  it('would sell seats twice if the room did not look whether they are taken', async () => {
    const guard = /(\w+)\.length>0(?=\?\w+\(\{reason:"unavailable",detail:"Someone has these seats")/
    const signalbox = await startDeployed({ store: 'spool', bundle: sabotagedCore(guard, '!1') })
    try {
      expect((await storm(signalbox.origin)).twice).not.toEqual([])
    } finally {
      await signalbox.stop()
    }
  })
})
