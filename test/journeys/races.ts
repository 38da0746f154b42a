import type { BookingView } from '../../contract/bookings.ts'
import type { HoldView } from '../../contract/holds.ts'
import type { EntryView } from '../../contract/waitlist.ts'
import { newTeam, send } from './client.ts'
import { type Buyer, by, crowdOf, purchase } from './crowd.ts'
import { eventOf, seatedEventOf, seatsOf } from './house.ts'

interface Numbers {
  free: number
  held: number
  booked: number
  offered: number
  seats: Record<string, string>
}

const numbersOf = (origin: string, event: string): Promise<Numbers> => send(origin, `events/${event}/availability`)

const repeated = <T>(things: readonly T[]): T[] => things.filter((thing, n) => things.indexOf(thing) !== n)

export const STORM = { rows: 10, seats: 10, clients: 50, each: 10 }

/** Fifty buyers want ten seats each of a house of a hundred, at the same moment, and no two the same ten. */
export async function storm(origin: string) {
  const { rows, seats, clients, each } = STORM
  const event = await seatedEventOf(await newTeam(origin), { rows, seats })
  const all = seatsOf(rows, seats)
  const wishOf = (n: number) => ({ seats: Array.from({ length: each }, (_, k) => all[(n * 7 + k) % all.length]) })
  const results = await Promise.all(crowdOf(origin, clients).map((buyer, n) => purchase(buyer, event, wishOf(n))))
  const sold = results.filter((result) => typeof result !== 'string')
  const booked = sold.flatMap((booking) => booking.seats)
  return {
    booked,
    refusals: new Set(results.filter((result) => typeof result === 'string')),
    /** Seats that stand in more than one booking. */
    twice: repeated(booked),
    numbers: await numbersOf(origin, event),
  }
}

export const HERD = { rows: 10, seats: 20, parties: 100, largest: 4 }

/** A hundred parties of one to four ask for the best seats of a house of two hundred, all at once. */
export async function herd(origin: string) {
  const { rows, seats, parties, largest } = HERD
  const event = await seatedEventOf(await newTeam(origin), { rows, seats })
  const answers = await Promise.all(
    crowdOf(origin, parties).map((buyer, n) =>
      by<HoldView>(buyer, `POST events/${event}/holds`, { bestAvailable: 1 + (n % largest) }),
    ),
  )
  const held = answers.filter(({ status }) => status === 201).map(({ body }) => body.seats)
  return {
    /** Seats of each party that got some. */
    held,
    refusals: answers.filter(({ status }) => status !== 201).map(({ code, status }) => code ?? `${status}`),
    twice: repeated(held.flat()),
  }
}

/** Two hundred people want the one ticket that is left. @returns what each of them was told */
export async function rush(origin: string, clients: number): Promise<string[]> {
  const event = await eventOf(await newTeam(origin), { capacity: 1 })
  const results = await Promise.all(crowdOf(origin, clients).map((buyer) => purchase(buyer, event, { quantity: 1 })))
  return results.map((result) => (typeof result === 'string' ? result : result.status))
}

/** A buyer whose first request had no answer, and so no cookie, sends it four times more, all at the same time. */
export async function fivefold(origin: string) {
  const event = await eventOf(await newTeam(origin), { capacity: 10 })
  const replies = await Promise.all(
    Array.from({ length: 5 }, () =>
      by<HoldView>({ origin, cookie: '' }, `POST events/${event}/holds`, { quantity: 1 }, 'the-same-key'),
    ),
  )
  const { held } = await numbersOf(origin, event)
  return { ids: new Set(replies.map(({ body }) => body.id)), held }
}

const bought = async (buyer: Buyer, event: string): Promise<BookingView> => {
  const booking = await purchase(buyer, event, { quantity: 1 })
  if (typeof booking === 'string') throw new Error(`nobody else was there: ${booking}`)
  return booking
}

export const SWAP = { places: 12, public: 60 }

/** Everyone of a full house gives up their place while as many wait and more stand at the door. */
export async function swap(origin: string) {
  const { places, public: door } = SWAP
  const event = await eventOf(await newTeam(origin), { capacity: places, waitlist: true })
  const had = await Promise.all(
    crowdOf(origin, places).map(async (buyer) => ({ buyer, booking: await bought(buyer, event) })),
  )
  const waiting = await Promise.all(
    crowdOf(origin, places).map(async (buyer, n) => {
      const { body } = await by<EntryView>(buyer, `POST events/${event}/waitlist/join`, { email: `${n}@example.com` })
      return { buyer, entryId: body.id }
    }),
  )
  const [, tries] = await Promise.all([
    Promise.all(had.map(({ buyer, booking }) => by(buyer, `POST bookings/${booking.id}/cancel`))),
    Promise.all(crowdOf(origin, door).map((buyer) => by(buyer, `POST events/${event}/holds`, { quantity: 1 }))),
  ])
  const taken = await Promise.all(
    waiting.map(({ buyer, entryId }) => by<BookingView>(buyer, `POST events/${event}/waitlist/confirm`, { entryId })),
  )
  return {
    /** How many at the door got what others waited for. */
    passed: tries.filter(({ status }) => status === 201).length,
    served: taken.filter(({ body }) => body.status === 'CONFIRMED').length,
    numbers: await numbersOf(origin, event),
  }
}
