import { evictDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RoomAnswer } from '../../contract/room.ts'
import { migrated } from './migrated.ts'
import { buyer, layoutOf, roomOf, settingsOf, ticketType } from './rooms.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const ada = buyer('ada')
const bob = buyer('bob')
const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}
const whyNot = (answer: RoomAnswer<unknown>) => (answer.ok ? null : answer.error.reason)

describe('a room', () => {
  it('gives a seat to one of two, and tells the other that it is taken', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    expect(had(await room.hold({ seats: ['A-1', 'A-2'] }, ada, null)).items.map(({ seat }) => seat)).toEqual([
      'A-1',
      'A-2',
    ])
    expect(whyNot(await room.hold({ seats: ['A-2', 'A-3'] }, bob, null))).toBe('unavailable')
    const { seats, free, held } = (await room.availability()) ?? {}
    expect({ seats, free, held }).toEqual({
      seats: { 'A-1': 'held', 'A-2': 'held', 'A-3': 'free', 'A-4': 'free' },
      free: 2,
      held: 2,
    })
  })

  it('makes a booking of a hold, confirms it, and shows it in the lists', async () => {
    const settings = settingsOf()
    const room = await roomOf(settings, layoutOf(1, 4))
    const held = had(await room.hold({ bestAvailable: 2 }, ada, null))
    const booked = had(await room.book({ holdId: held.id, contact }, ada, null))
    expect(booked.status).toBe('ON_HOLD')
    expect(had(await room.confirm(booked.id, ada)).status).toBe('CONFIRMED')
    expect((await room.availability())?.booked).toBe(2)
    await room.flush()
    const row = await db.prepare('SELECT status FROM bookings WHERE id = ?').bind(booked.id).first()
    expect(row).toEqual({ status: 'CONFIRMED' })
    const { results } = await db
      .prepare('SELECT type, sequence FROM domain_events WHERE subject = ? ORDER BY position')
      .bind(booked.id)
      .all()
    expect(results).toEqual([
      { type: 'booking.held', sequence: 1 },
      { type: 'booking.confirmed', sequence: 2 },
    ])
  })

  it('goes on after an eviction between any two calls', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    const held = had(await room.hold({ seats: ['A-1'] }, ada, null))
    await evictDurableObject(room)
    const booked = had(await room.book({ holdId: held.id, contact }, ada, null))
    await evictDurableObject(room)
    had(await room.confirm(booked.id, ada))
    await evictDurableObject(room)
    expect(whyNot(await room.hold({ seats: ['A-1'] }, bob, null))).toBe('unavailable')
    had(await room.cancel(booked.id, {}, ada))
    await evictDurableObject(room)
    expect(whyNot(await room.hold({ seats: ['A-1'] }, bob, null))).toBeNull()
  })

  it('counts places without names against their capacity and their pools', async () => {
    const pools = [{ id: 'pl_child', name: 'Children', size: 1 }]
    const ticketTypes = [ticketType(), ticketType({ id: 'tt_child', pools: ['pl_child'] })]
    const room = await roomOf(settingsOf({ capacity: 3, pools, ticketTypes }))
    expect(whyNot(await room.hold({ quantity: 2, ticketTypeId: 'tt_child' }, ada, null))).toBe('quota')
    expect(whyNot(await room.hold({ quantity: 2 }, ada, null))).toBeNull()
    expect(whyNot(await room.hold({ quantity: 2 }, bob, null))).toBe('capacity')
    expect((await room.availability())?.ticketTypes).toEqual([
      { id: 'tt_adult', free: 1 },
      { id: 'tt_child', free: 1 },
    ])
  })

  it('answers a request again for its key, and does it once', async () => {
    const room = await roomOf(settingsOf({ capacity: 3 }))
    const retry = { scope: 'g:ada', key: 'k', digest: 'd' }
    const first = await room.hold({ quantity: 1 }, ada, retry)
    const again = await room.hold({ quantity: 1 }, ada, retry)
    expect(again).toEqual({ ...first, repeated: true })
    expect(whyNot(await room.hold({ quantity: 2 }, ada, { ...retry, digest: 'other' }))).toBe('idempotency_key_reused')
    expect((await room.availability())?.held).toBe(1)
  })

  it('lets an expired hold block nobody', async () => {
    const room = await roomOf(settingsOf({ holdSeconds: 0 }), layoutOf(1, 1))
    const held = had(await room.hold({ seats: ['A-1'] }, ada, null))
    expect(whyNot(await room.hold({ seats: ['A-1'] }, bob, null))).toBeNull()
    expect(whyNot(await room.extend(held.id, ada))).toBe('expired')
  })

  it('leaves no seat single where the event says so, unless there is no other way', async () => {
    const room = await roomOf(settingsOf({ noSingleSeats: true }), layoutOf(1, 5))
    expect(whyNot(await room.hold({ seats: ['A-2', 'A-3'] }, ada, null))).toBe('single_seats')
    expect(whyNot(await room.hold({ seats: ['A-1', 'A-2'] }, ada, null))).toBeNull()
    expect(whyNot(await room.hold({ seats: ['A-3', 'A-4'] }, bob, null))).toBeNull()
  })

  it('lets a booking wait as long as its places are kept', async () => {
    const room = await roomOf(settingsOf({ holdSeconds: 2 }), layoutOf(1, 2))
    const held = had(await room.hold({ seats: ['A-1'] }, ada, null))
    const booked = had(await room.book({ holdId: held.id, contact }, ada, null))
    let extended = held
    while (extended.expiresAt <= (booked.expiresAt ?? 0)) extended = had(await room.extend(held.id, ada))
    expect(had(await room.booking(booked.id, ada)).expiresAt).toBe(extended.expiresAt)
  })

  it('sells who has to be accompanied in company only, when they are held, booked and added', async () => {
    const child = ticketType({ id: 'tt_child', name: 'Child', accompaniedBy: ['tt_adult'] })
    const room = await roomOf(settingsOf({ capacity: 9, ticketTypes: [ticketType(), child] }))
    const one = (ticketTypeId: string, quantity = 1) => ({ ticketTypeId, quantity })
    expect(await room.hold({ units: [one('tt_child', 2)] }, ada, null)).toMatchObject({
      error: { reason: 'limit', detail: 'Child is sold together with Adult only' },
    })
    const alone = had(await room.hold({ units: [one('tt_adult')] }, ada, null))
    const asChild = { holdId: alone.id, contact, positions: [{ ticketTypeId: 'tt_child' }] }
    expect(whyNot(await room.book(asChild, ada, null))).toBe('limit')
    const booked = had(await room.book({ holdId: alone.id, contact }, ada, null))
    const grown = await room.change(booked.id, { to: 'tickets', wish: { add: { units: [one('tt_child')] } } }, ada)
    expect(had(grown).tickets.map(({ ticketTypeId }) => ticketTypeId)).toEqual(['tt_adult', 'tt_child'])
    expect(whyNot(await room.hold({ units: [one('tt_child'), one('tt_adult')] }, bob, null))).toBeNull()
  })
})
