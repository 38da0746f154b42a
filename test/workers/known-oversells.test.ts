import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Asker, Booking, RoomAnswer } from '../../contract/room.ts'
import { migrated } from './migrated.ts'
import { buyer, layoutOf, roomOf, settingsOf, ticketType } from './rooms.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const ada = buyer('ada')
const bob = buyer('bob')
const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }

type Room = Awaited<ReturnType<typeof roomOf>>

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}
const whyNot = (answer: RoomAnswer<unknown>) => (answer.ok ? null : answer.error.reason)

const numbers = async (room: Room) => {
  const { free, held, booked } = (await room.availability()) ?? {}
  return { free, held, booked }
}

const booked = async (room: Room, quantity: number, asker: Asker = ada): Promise<Booking> => {
  const held = had(await room.hold({ quantity }, asker, null))
  return had(await room.book({ holdId: held.id, contact }, asker, null))
}

/** So far from now that no alarm of an object goes off by itself. */
const LATER = Date.UTC(2040, 0, 1)
const clockOfLater = () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: LATER })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

// Threads of other projects in which places were sold twice, or said to be sold when they were not. Those that are about
// changing, cancelling and passing on a booking stand in `booking-changes.test.ts`.
describe('known ways to sell too much', () => {
  it('several devices order the last tickets at once (Attendize #473)', async () => {
    const room = await roomOf(settingsOf({ capacity: 3 }))
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => room.hold({ quantity: 2 }, buyer(`b${n}`), null)),
    )
    expect(answers.map(whyNot).filter((reason) => reason === null)).toHaveLength(1)
    expect(await numbers(room)).toEqual({ free: 1, held: 2, booked: 0 })
  })

  it('only what is paid is counted (Event Espresso #109, #134)', async () => {
    const room = await roomOf(settingsOf({ capacity: 2, ticketTypes: [ticketType({ price: 900 })] }))
    const waiting = await booked(room, 2)
    expect(waiting.status).toBe('ON_HOLD')
    expect(whyNot(await room.hold({ quantity: 1 }, bob, null))).toBe('capacity')
  })

  it('a checkout in progress counts against itself (WordCamp #1301, #2016)', async () => {
    const room = await roomOf(settingsOf({ capacity: 2 }))
    const { id } = await booked(room, 2)
    expect(await numbers(room)).toEqual({ free: 0, held: 2, booked: 0 })
    expect(had(await room.confirm(id, ada)).status).toBe('CONFIRMED')
    expect(await numbers(room)).toEqual({ free: 0, held: 0, booked: 2 })
  })

  it('who has time left is not counted again (eventyay #1359)', async () => {
    const room = await roomOf(settingsOf({ capacity: 2 }))
    const held = had(await room.hold({ quantity: 1 }, ada, null))
    had(await room.hold({ quantity: 1 }, bob, null))
    expect(whyNot(await room.hold({ quantity: 2, replaces: held.id }, ada, null))).toBe('capacity')
    expect(whyNot(await room.extend(held.id, ada))).toBeNull()
    expect(await numbers(room)).toEqual({ free: 0, held: 2, booked: 0 })
  })

  it('selling out one event shuts another, or waits for it (pretix #329)', async () => {
    const [one, other] = [await roomOf(settingsOf({ capacity: 1 })), await roomOf(settingsOf({ capacity: 1 }))]
    had(await one.hold({ quantity: 1 }, ada, null))
    expect(whyNot(await other.hold({ quantity: 1 }, ada, null))).toBeNull()
  })

  it('it says sold out when it is not (open-event-server #6653)', async () => {
    const room = await roomOf(settingsOf({ capacity: 4 }))
    const held = had(await room.hold({ quantity: 2 }, ada, null))
    const { id } = await booked(room, 2, bob)
    had(await room.release(held.id, ada))
    had(await room.cancel(id, {}, bob))
    expect(whyNot(await room.hold({ quantity: 5 }, ada, null))).toBe('capacity')
    expect(whyNot(await room.hold({ quantity: 4 }, ada, null))).toBeNull()
  })
})

describe('a confirmation', () => {
  it('of six hundred at once is kept, whatever sleeps meanwhile (alf.io #1421)', async () => {
    const room = await roomOf(settingsOf({ capacity: 600, maxPerBuyer: null }))
    const waiting = await Promise.all(Array.from({ length: 600 }, (_, n) => booked(room, 1, buyer(`b${n}`))))
    await evictDurableObject(room)
    const answers = await Promise.all(waiting.map(({ id }, n) => room.confirm(id, buyer(`b${n}`))))
    expect(answers.map((answer) => had(answer).status)).toEqual(waiting.map(() => 'CONFIRMED'))
    await evictDurableObject(room)
    const again = await Promise.all(waiting.map(({ id }, n) => room.confirm(id, buyer(`b${n}`))))
    expect(again.map((answer) => had(answer).status)).toEqual(waiting.map(() => 'CONFIRMED'))
    expect(await numbers(room)).toEqual({ free: 0, held: 0, booked: 600 })
  })

  it('stands though nothing can be written of it elsewhere, which is made up for (alf.io #1202)', async () => {
    const room = await roomOf(settingsOf({ capacity: 1 }))
    const { id } = await booked(room, 1)
    await room.flush()
    await db.exec('ALTER TABLE domain_events RENAME TO domain_events_away')
    const confirmed = had(await room.confirm(id, ada))
    const failed = await runInDurableObject(room, (instance) =>
      instance.flush().then(
        () => false,
        () => true,
      ),
    )
    await db.exec('ALTER TABLE domain_events_away RENAME TO domain_events')
    expect({ failed, status: confirmed.status }).toEqual({ failed: true, status: 'CONFIRMED' })
    await room.flush()
    const row = await db.prepare('SELECT status FROM bookings WHERE id = ?').bind(id).first()
    expect(row).toEqual({ status: 'CONFIRMED' })
  })
})

// Found by the stories of `test/unit/domain/booking/model`.
describe('who is late, with no alarm and nobody before them', () => {
  clockOfLater()

  it('does not confirm what has ended, at the transition itself (The Events Calendar #3924)', async () => {
    const room = await roomOf(settingsOf({ capacity: 1, holdSeconds: 60 }))
    const { id } = await booked(room, 1)
    vi.setSystemTime(LATER + 61_000)
    expect(whyNot(await room.confirm(id, ada))).toBe('expired')
    expect(whyNot(await room.change(id, { to: 'tickets', wish: { quantity: 1 } }, ada))).toBe('not_changeable')
    expect(whyNot(await room.hold({ quantity: 1 }, bob, null))).toBeNull()
    expect(await numbers(room)).toEqual({ free: 0, held: 1, booked: 0 })
  })

  it('does not take back what went to who waits in the same step', async () => {
    const room = await roomOf(settingsOf({ capacity: 1, holdSeconds: 60 }))
    const { id } = await booked(room, 1)
    const wish = { quantity: 1, email: 'bob@example.com', accessible: 0, allowPartial: false }
    const entry = had(await room.join(wish, bob, null))
    vi.setSystemTime(LATER + 61_000)
    expect(whyNot(await room.confirm(id, ada))).toBe('expired')
    expect(had(await room.takeOffer({ entryId: entry.id }, bob)).status).toBe('CONFIRMED')
    expect(await numbers(room)).toEqual({ free: 0, held: 0, booked: 1 })
  })
})

describe('places that were given up', () => {
  it('stay given up when the rest of the booking is confirmed', async () => {
    const room = await roomOf(settingsOf({ capacity: 2 }))
    const { id, tickets } = await booked(room, 2)
    had(await room.cancel(id, { tickets: [tickets[0]?.id ?? ''] }, ada))
    had(await room.hold({ quantity: 1 }, bob, null))
    expect(had(await room.confirm(id, ada)).tickets.map(({ status }) => status)).toEqual(['CANCELLED', 'VALID'])
    expect(await numbers(room)).toEqual({ free: 0, held: 1, booked: 1 })
  })

  it('are room for who chooses anew in an area that they filled themselves', async () => {
    const area = { id: 'floor', name: 'Floor', category: 'Stalls', capacity: 2 }
    const room = await roomOf(settingsOf(), { ...layoutOf(1, 1), areas: [area] })
    const held = had(await room.hold({ quantity: 2 }, ada, null))
    expect(whyNot(await room.hold({ quantity: 2, replaces: held.id }, ada, null))).toBeNull()
  })
})

describe('a code', () => {
  const codes = [
    {
      code: 'FRIENDS',
      ticketTypes: [],
      allotmentId: 'al_1',
      discount: { percent: 50 },
      maxUses: 2,
      startsAt: null,
      endsAt: null,
    },
  ]

  it('is used for what it is used for, and not for what was held without it', async () => {
    const room = await roomOf(settingsOf({ capacity: 9, codes }))
    const held = had(await room.hold({ quantity: 3 }, ada, null))
    const wish = { quantity: 3, code: 'FRIENDS', replaces: held.id }
    expect(whyNot(await room.hold(wish, ada, null))).toBe('code_not_valid')
  })

  it('is not used any more by taking places for a booking that was made with it', async () => {
    const room = await roomOf(settingsOf({ capacity: 9, codes }))
    const held = had(await room.hold({ quantity: 2, code: 'FRIENDS' }, ada, null))
    const { id } = had(await room.book({ holdId: held.id, contact }, ada, null))
    const more = { to: 'tickets' as const, wish: { quantity: 3 } }
    expect(whyNot(await room.change(id, more, ada))).toBe('code_not_valid')
  })

  it('opens no places beyond the size that an event was made smaller to', async () => {
    const allotments = [{ id: 'al_1', name: 'Friends', seats: [], quantity: 2, releasesAt: null }]
    const settings = settingsOf({ capacity: 6, allotments, codes })
    const room = await roomOf(settings)
    had(await room.hold({ quantity: 4 }, ada, null))
    await room.configure({ version: 2, settings: { ...settings, capacity: 4 }, layout: null })
    expect(whyNot(await room.hold({ quantity: 1, code: 'FRIENDS' }, bob, null))).toBe('capacity')
  })
})
