import { runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { HoldView } from '../../contract/holds.ts'
import type { Layout } from '../../contract/layout.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Booking, RoomAnswer } from '../../contract/room.ts'
import { call, read, someone } from './client.ts'
import { evening } from './evening.ts'
import { migrated } from './migrated.ts'
import { buyer, layoutOf, roomOf, settingsOf, ticketType } from './rooms.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

afterEach(() => {
  vi.useRealTimers()
})

const ada = buyer('ada')
const bob = buyer('bob')
const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }
const to = { fullName: 'Charles Babbage', emailAddress: 'charles@example.com' }

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}
const whyNot = (answer: RoomAnswer<unknown>) => (answer.ok ? null : answer.error.reason)

type Room = Awaited<ReturnType<typeof roomOf>>
const booked = async (room: Room, quantity: number, who = ada): Promise<Booking> => {
  const held = had(await room.hold({ quantity }, who, null))
  return had(await room.book({ holdId: held.id, contact }, who, null))
}
const bought = async (room: Room, quantity: number, who = ada) =>
  had(await room.confirm((await booked(room, quantity, who)).id, who))

describe('a place of an event with a plan', () => {
  const floor = { id: 'floor', name: 'Floor', category: 'Floor', capacity: 20 }
  const mixed: Layout = {
    ...layoutOf(1, 3),
    areas: [floor],
    categories: [
      { name: 'Stalls', color: '#000000' },
      { name: 'Floor', color: '#111111' },
    ],
  }
  const stalls = ticketType({ categories: ['Stalls'] })
  const standing = ticketType({ id: 'tt_floor', name: 'Floor', categories: ['Floor'] })

  it('is a seat, where someone asks for a number of tickets in a house of seats', async () => {
    const child = ticketType({ id: 'tt_child', name: 'Child' })
    const room = await roomOf(settingsOf({ ticketTypes: [ticketType(), child] }), layoutOf(1, 4))
    const units = [
      { ticketTypeId: 'tt_adult', quantity: 2 },
      { ticketTypeId: 'tt_child', quantity: 1 },
    ]
    const { items } = had(await room.hold({ units }, ada, null))
    expect(new Set(items.map(({ seat }) => seat)).size).toBe(3)
    expect(items.every(({ seat }) => seat !== null)).toBe(true)
    expect(items.map(({ ticketTypeId }) => ticketTypeId)).toEqual(['tt_adult', 'tt_adult', 'tt_child'])
    expect(whyNot(await room.hold({ units }, bob, null))).toBe('capacity')
  })

  it('is one of the plan, where areas are for other tickets', async () => {
    const room = await roomOf(settingsOf({ ticketTypes: [stalls, standing] }), mixed)
    expect(whyNot(await room.hold({ quantity: 5, ticketTypeId: 'tt_adult' }, ada, null))).toBe('capacity')
    const both = [
      { ticketTypeId: 'tt_adult', quantity: 2 },
      { ticketTypeId: 'tt_floor', quantity: 4 },
    ]
    const { items } = had(await room.hold({ units: both }, ada, null))
    expect(items.filter(({ area }) => area === 'floor')).toHaveLength(4)
    expect(items.filter(({ seat }) => seat !== null)).toHaveLength(2)
    const { ticketTypes } = (await room.availability()) ?? {}
    expect(ticketTypes?.map(({ id, free }) => [id, free])).toEqual([
      ['tt_adult', 1],
      ['tt_floor', 16],
    ])
  })

  it('is a seat, where the areas for such a ticket are full', async () => {
    const one = { ...mixed, areas: [{ ...floor, capacity: 1 }] }
    const any = ticketType({ id: 'tt_any', name: 'Any' })
    const room = await roomOf(settingsOf({ ticketTypes: [any] }), one)
    had(await room.hold({ quantity: 1 }, ada, null))
    expect(had(await room.hold({ quantity: 2 }, bob, null)).items.every(({ seat }) => seat !== null)).toBe(true)
    expect(whyNot(await room.hold({ quantity: 2 }, ada, null))).toBe('capacity')
  })

  it('is in an area, where nobody says with which ticket', async () => {
    const room = await roomOf(settingsOf({ ticketTypes: [stalls, standing] }), mixed)
    const { items } = had(await room.hold({ quantity: 2 }, ada, null))
    expect(items.map(({ area, ticketTypeId }) => [area, ticketTypeId])).toEqual([
      ['floor', 'tt_floor'],
      ['floor', 'tt_floor'],
    ])
  })
})

describe('a ticket', () => {
  it('has a number that no other ticket of its booking had, though it was passed on', async () => {
    const room = await roomOf(settingsOf({ capacity: 10 }))
    const { id, tickets } = await bought(room, 2)
    const passed = had(await room.transfer(id, { to, ticketId: tickets[1]?.id ?? '' }, ada, null))
    const grown = had(await room.change(id, { to: 'tickets', wish: { quantity: 2 } }, ada))
    const again = had(await room.transfer(id, { to, ticketId: grown.tickets.at(-1)?.id ?? '' }, ada, null))
    const more = had(await room.change(id, { to: 'tickets', wish: { quantity: 3 } }, ada))
    const ids = [...passed.tickets, ...again.tickets, ...more.tickets].map((one) => one.id)
    expect(new Set(ids).size).toBe(5)
    expect(ids).toHaveLength(5)
  })

  it('is one of three hundred of its booking at most, with those that were given up', async () => {
    const room = await roomOf(settingsOf({ capacity: 200 }))
    const { id } = await bought(room, 1)
    const sized = async (quantity: number) => room.change(id, { to: 'tickets', wish: { quantity } }, ada)
    for (const _time of ['once', 'twice', 'three times']) {
      had(await sized(100))
      had(await sized(1))
    }
    expect(await sized(100)).toMatchObject({ error: { reason: 'limit' } })
    expect((await room.availability())?.booked).toBe(1)
  })
})

describe('what was passed on', () => {
  it('is nothing to who took it from the waitlist, asking again', async () => {
    const room = await roomOf(settingsOf({ capacity: 1 }))
    const held = had(await room.hold({ quantity: 1 }, bob, null))
    const entry = had(
      await room.join({ quantity: 1, accessible: 0, allowPartial: false, email: 'ada@example.com' }, ada, null),
    )
    had(await room.release(held.id, bob))
    const taken = had(await room.takeOffer({ entryId: entry.id }, ada))
    expect(had(await room.takeOffer({ entryId: entry.id }, ada)).id).toBe(taken.id)
    had(await room.transfer(taken.id, { to }, ada, null))
    expect(whyNot(await room.takeOffer({ entryId: entry.id }, ada))).toBe('not_found')
  })

  it('is nothing to who was invited, whose link is good for ever', async () => {
    const event = await evening(token, { name: 'Vernissage', capacity: 3 })
    const invited = await read<{ invitations: { link: string }[] }>(
      201,
      call('POST', `/api/v1/events/${event.id}/invitations`, { token, body: { to: [{ email: 'ada@example.com' }] } }),
    )
    const key = new URL(invited.invitations[0]?.link ?? '').pathname.split('/').at(-1)
    const yes = await read<{ booking: { id: string; link: string } }>(
      200,
      call('POST', `/api/v1/invitations/${key}/respond`, { body: { answer: 'yes' } }),
    )
    const link = new URL(yes.booking.link)
    await read(200, call('POST', `/api/v1/bookings/${yes.booking.id}/transfer${link.search}`, { body: { to } }))
    const seen = await read<{ booking: unknown }>(200, call('GET', `/api/v1/invitations/${key}`))
    expect(seen.booking).toBeNull()
  })
})

describe('a step of a room that breaks in the middle', () => {
  it('leaves no booking without its places, nor places for two', async () => {
    const room = await roomOf(settingsOf({ capacity: 3, holdSeconds: 2 }))
    const waits = await booked(room, 3)
    await runInDurableObject(room, (_, { storage: { sql } }) => {
      sql.exec(`CREATE TRIGGER broken BEFORE UPDATE ON bookings BEGIN SELECT RAISE(ABORT, 'no'); END`)
      sql.exec(`CREATE TRIGGER broken_too BEFORE INSERT ON bookings BEGIN SELECT RAISE(ABORT, 'no'); END`)
    })
    vi.useFakeTimers({ toFake: ['Date'], now: waits.expiresAt ?? 0 })
    await runInDurableObject(room, async (one) => {
      expect(() => one.availability()).toThrow('no')
      await expect((async () => one.hold({ quantity: 1 }, bob, null))()).rejects.toThrow('no')
    })
    await runInDurableObject(room, (_, { storage: { sql } }) => {
      sql.exec('DROP TRIGGER broken')
      sql.exec('DROP TRIGGER broken_too')
    })
    expect(whyNot(await room.confirm(waits.id, ada))).toBe('expired')
    expect(had(await room.hold({ quantity: 3 }, bob, null)).items).toHaveLength(3)
    expect(await room.availability()).toMatchObject({ free: 0, held: 3, booked: 0 })
  })
})

describe('a ticket type with which somebody has places', () => {
  it('cannot be taken away, so that its pool does not look empty', async () => {
    const type = (id: string) => ({ id, name: id, pools: ['p_1'] })
    const pools = [{ id: 'p_1', name: 'Boxes', size: 10 }]
    const event = await evening(token, { pools, ticketTypes: [type('tt_early'), type('tt_late')] })
    const holds = `/api/v1/events/${event.id}/holds`
    const held = await read<HoldView>(201, call('POST', holds, { body: { quantity: 10, ticketTypeId: 'tt_early' } }))
    expect(held.quantity).toBe(10)
    const path = `/api/v1/events/${event.id}`
    const refused = await read<Problem>(422, call('PATCH', path, { token, body: { ticketTypes: [type('tt_late')] } }))
    expect(refused.errors?.[0]).toMatchObject({ pointer: '/ticketTypes', code: 'places_taken' })
    const more = await call('POST', holds, { body: { quantity: 1, ticketTypeId: 'tt_late' } })
    expect(more.status).toBe(409)
    const quiet = [{ ...type('tt_early'), active: false }, type('tt_late')]
    await read(200, call('PATCH', path, { token, body: { ticketTypes: quiet } }))
  })

  it('is kept by the room, where the event has lost it all the same', async () => {
    const pools = [{ id: 'p_1', name: 'Boxes', size: 2 }]
    const [early, late] = ['tt_early', 'tt_late'].map((id) => ticketType({ id, name: id, pools: ['p_1'] }))
    if (early === undefined || late === undefined) throw new Error('no types')
    const settings = settingsOf({ capacity: 9, pools, ticketTypes: [early, late] })
    const room = await roomOf(settings)
    had(await room.hold({ quantity: 2, ticketTypeId: 'tt_early' }, ada, null))
    await room.configure({ version: 2, settings: { ...settings, ticketTypes: [late] }, layout: null })
    expect(whyNot(await room.hold({ quantity: 1, ticketTypeId: 'tt_late' }, bob, null))).toBe('quota')
    expect(whyNot(await room.hold({ quantity: 1, ticketTypeId: 'tt_early' }, bob, null))).toBe('closed')
  })
})
