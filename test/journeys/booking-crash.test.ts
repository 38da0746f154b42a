import type { ChildProcess } from 'node:child_process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BookingView } from '../../contract/bookings.ts'
import { send, type Team } from './client.ts'
import { type Buyer, crowdOf, purchase } from './crowd.ts'
import { seatedEventOf, seatsOf } from './house.ts'
import { demoTeam, kill, npmStart } from './npm-start.ts'
import { freePort, sabotagedCore, temporaryFolder, treeWithBundle } from './server.ts'

const HOUSE = { rows: 15, seats: 20 }
const BUYERS = 24
const KILL_AFTER = 60

// Two starts, on a machine that may be busy.
vi.setConfig({ testTimeout: 150_000 })

let running: ChildProcess | undefined
afterEach(() => running && kill(running))

interface Outcome {
  /** Bookings whose buyer was told that they stand: before the crash, and after it. */
  before: BookingView[]
  after: BookingView[]
  /** The same bookings as before the crash, as they are then. */
  found: (BookingView | null)[]
  /** How many seats the room says are sold in the end. */
  booked: number
}

const tryBuying = (buyer: Buyer, event: string, seat: string): Promise<BookingView | null> =>
  purchase(buyer, event, { seats: [seat] })
    .then((result) => (typeof result === 'string' ? null : result))
    .catch(() => null)

/** Buyers take seat after seat, of which some are wanted by two, until none is left. */
async function buyAll(origin: string, event: string, sold: (many: number) => void = () => {}): Promise<BookingView[]> {
  const seats = seatsOf(HOUSE.rows, HOUSE.seats).flatMap((seat, n) => (n % 4 === 0 ? [seat, seat] : [seat]))
  const bookings: BookingView[] = []
  const next = async (buyer: Buyer): Promise<void> => {
    const seat = seats.pop()
    if (seat === undefined) return
    const booking = await tryBuying(buyer, event, seat)
    if (booking !== null) sold(bookings.push(booking))
    return next(buyer)
  }
  await Promise.all(crowdOf(origin, BUYERS).map(next))
  return bookings
}

const bookingOf = (team: Team, id: string) =>
  send<BookingView>(team.origin, `bookings/${id}`, { token: team.token }).catch(() => null)

/** Starts, sells, kills the whole family in the middle of it, starts again and sells the rest. */
async function interrupted(tree: string): Promise<Outcome> {
  const place = { tree, port: await freePort(), state: temporaryFolder('booking-crash') }
  const origin = `http://localhost:${place.port}`
  const server = await npmStart(place)
  running = server
  const event = await seatedEventOf(await demoTeam(origin), HOUSE)
  let dead: Promise<void> | undefined
  const before = await buyAll(origin, event, (many) => {
    if (many === KILL_AFTER) dead = kill(server)
  })
  await dead

  running = await npmStart(place)
  const team = await demoTeam(origin)
  const found = await Promise.all(before.map(({ id }) => bookingOf(team, id)))
  const after = await buyAll(origin, event)
  const { booked } = await send<{ booked: number }>(origin, `events/${event}/availability`)
  return { before, after, found, booked }
}

describe('kill -9 of `npm start` while a house is sold', () => {
  it('loses nothing that a buyer was told of, and sells no seat twice', async () => {
    const { before, after, found, booked } = await interrupted('.')
    expect(before.length).toBeGreaterThanOrEqual(KILL_AFTER)
    expect(before.length).toBeLessThan(HOUSE.rows * HOUSE.seats)
    expect(found.map((booking) => booking?.status)).toEqual(before.map(() => 'CONFIRMED'))
    const seats = [...before, ...after].flatMap((booking) => booking.seats)
    expect(new Set(seats).size).toBe(seats.length)
    // Some may stand whose buyer never got the answer; nobody else does.
    expect(booked).toBeGreaterThanOrEqual(seats.length)
    expect(booked).toBeLessThanOrEqual(seats.length + BUYERS)
  })

  it('the twin whose room forgets at a restart sells seats twice, and is caught', async () => {
    const forgetful = sabotagedCore(
      /CREATE TABLE IF NOT EXISTS \$\{(\w+)\} \(id TEXT/,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the bundle, which names its tables in a loop
      'DROP TABLE IF EXISTS ${$1}; CREATE TABLE ${$1} (id TEXT',
    )
    const { before, after, found } = await interrupted(treeWithBundle(forgetful))
    const seats = [...before, ...after].flatMap((booking) => booking.seats)
    expect(found).toContain(null)
    expect(new Set(seats).size).toBeLessThan(seats.length)
  })
})
