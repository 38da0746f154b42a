import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Booking, RoomAnswer } from '../../contract/room.ts'
import { sweep } from '../../durable-objects/event-room/once.ts'
import { migrated } from './migrated.ts'
import { buyer, layoutOf, roomOf, settingsOf, ticketType } from './rooms.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const ada = buyer('ada')
const bob = buyer('bob')
const organiser = buyer('staff', { owners: ['u:staff'], organiser: true, actor: 'staff' })
const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }
const to = { fullName: 'Charles Babbage', emailAddress: 'charles@example.com' }

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}
const whyNot = (answer: RoomAnswer<unknown>) => (answer.ok ? null : answer.error.reason)
const seatsOf = ({ tickets }: Booking) => tickets.flatMap(({ seat, status }) => (status === 'CANCELLED' ? [] : seat))

type Room = Awaited<ReturnType<typeof roomOf>>

const bought = async (room: Room, seats: string[], who = ada): Promise<Booking> => {
  const held = had(await room.hold({ seats }, who, null))
  const booked = had(await room.book({ holdId: held.id, contact }, who, null))
  return had(await room.confirm(booked.id, who))
}

const numbers = async (room: Room) => {
  const { free, held, booked } = (await room.availability()) ?? {}
  return { free, held, booked }
}

const ownersShown = async (id: string) =>
  (await db.prepare('SELECT owner FROM booking_owners WHERE booking_id = ? ORDER BY owner').bind(id).all()).results.map(
    ({ owner }) => owner,
  )

const factsOf = async (id: string) =>
  (
    await db
      .prepare('SELECT type, data FROM domain_events WHERE subject = ? ORDER BY position')
      .bind(id)
      .all<{ type: string; data: string }>()
  ).results.map(({ type, data }) => ({ type, data: JSON.parse(data) }))

describe('seats of a booking', () => {
  it('change place with one another, and with free ones, in one step', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    const { id } = await bought(room, ['A-1', 'A-2'])
    const swapped = had(await room.change(id, { to: 'seats', wish: { seats: ['A-2', 'A-1'] } }, ada))
    expect(seatsOf(swapped)).toEqual(['A-2', 'A-1'])
    const moved = had(await room.change(id, { to: 'seats', wish: { seats: ['A-3', 'A-1'] } }, ada))
    expect(seatsOf(moved)).toEqual(['A-3', 'A-1'])
    await evictDurableObject(room)
    expect((await room.availability())?.seats).toEqual({
      'A-1': 'booked',
      'A-2': 'free',
      'A-3': 'booked',
      'A-4': 'free',
    })
    expect(whyNot(await room.hold({ seats: ['A-2'] }, bob, null))).toBeNull()
  })

  it('are all moved or none, and never onto someone', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 4))
    const { id } = await bought(room, ['A-1', 'A-2'])
    await bought(room, ['A-4'], bob)
    expect(whyNot(await room.change(id, { to: 'seats', wish: { seats: ['A-3', 'A-4'] } }, ada))).toBe('unavailable')
    expect(whyNot(await room.change(id, { to: 'seats', wish: { seats: ['A-3', 'A-3'] } }, ada))).toBe('unavailable')
    expect(seatsOf(had(await room.booking(id, ada)))).toEqual(['A-1', 'A-2'])
  })

  it('move on a closed event, and while the booking waits', async () => {
    const settings = settingsOf()
    const room = await roomOf(settings, layoutOf(1, 3))
    const { id } = await bought(room, ['A-1'])
    const held = had(await room.hold({ seats: ['A-2'] }, bob, null))
    const waiting = had(await room.book({ holdId: held.id, contact }, bob, null))
    await room.configure({ version: 2, settings: { ...settings, status: 'CLOSED', layoutKey: 'plan/1' }, layout: null })
    had(await room.change(id, { to: 'seats', wish: { moves: [{ ticketId: `t${id.slice(1)}_1`, seat: 'A-3' }] } }, ada))
    had(await room.change(waiting.id, { to: 'seats', wish: { seats: ['A-1'] } }, bob))
    expect((await room.availability())?.seats).toEqual({ 'A-1': 'held', 'A-2': 'free', 'A-3': 'booked' })
    expect(seatsOf(had(await room.confirm(waiting.id, bob)))).toEqual(['A-1'])
  })

  it('move at the same price; organisers move them at another', async () => {
    const layout = layoutOf(2, 2)
    const dear = layout.seats.map((seat) => ({ ...seat, category: seat.row === 0 ? 'Front' : 'Stalls' }))
    const ticketTypes = [
      ticketType({ id: 'tt_stalls', categories: ['Stalls'] }),
      ticketType({ id: 'tt_front', categories: ['Front'], price: 500 }),
    ]
    const room = await roomOf(settingsOf({ ticketTypes }), { ...layout, seats: dear })
    const { id, tickets } = await bought(room, ['B-1'])
    const moves = [{ ticketId: tickets[0]?.id ?? '', seat: 'A-1', ticketTypeId: 'tt_front' }]
    expect(whyNot(await room.change(id, { to: 'seats', wish: { seats: ['A-1'] } }, ada))).toBe('invalid_places')
    expect(whyNot(await room.change(id, { to: 'seats', wish: { moves } }, ada))).toBe('price_differs')
    expect(had(await room.change(id, { to: 'seats', wish: { moves } }, organiser)).total).toBe(500)
  })
})

describe('the number of places of a booking', () => {
  it('grows and shrinks in one step, and what is given up is free at once (Hi.Events #466)', async () => {
    const room = await roomOf(settingsOf({ capacity: 4 }))
    const held = had(await room.hold({ quantity: 2 }, ada, null))
    const { id } = had(await room.book({ holdId: held.id, contact }, ada, null))
    had(await room.confirm(id, ada))
    expect(had(await room.change(id, { to: 'tickets', wish: { quantity: 4 } }, ada)).tickets).toHaveLength(4)
    expect(await numbers(room)).toEqual({ free: 0, held: 0, booked: 4 })
    had(await room.change(id, { to: 'tickets', wish: { quantity: 1 } }, ada))
    expect(await numbers(room)).toEqual({ free: 3, held: 0, booked: 1 })
    expect(whyNot(await room.hold({ quantity: 3 }, bob, null))).toBeNull()
    expect(whyNot(await room.change(id, { to: 'tickets', wish: { quantity: 2 } }, ada))).toBe('capacity')
  })

  it('never passes what one buyer may have, whoever asks by its link', async () => {
    const room = await roomOf(settingsOf({ capacity: 9, maxPerBuyer: 2 }))
    const held = had(await room.hold({ quantity: 2 }, ada, null))
    const { id } = had(await room.book({ holdId: held.id, contact }, ada, null))
    const friend = buyer('friend', { links: [id] })
    expect(whyNot(await room.change(id, { to: 'tickets', wish: { quantity: 3 } }, friend))).toBe('limit')
  })

  it('exchanges places of a full house against one’s own', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id, tickets } = await bought(room, ['A-1', 'A-2'])
    const remove = tickets.slice(0, 1).map((ticket) => ticket.id)
    const wish = { remove, add: { seats: ['A-1'] } }
    const changed = had(await room.change(id, { to: 'tickets', wish }, ada))
    expect(seatsOf(changed).sort()).toEqual(['A-1', 'A-2'])
    expect(new Set(changed.tickets.map((ticket) => ticket.id)).size).toBe(3)
  })

  it('takes nothing that is to be paid for nothing', async () => {
    const ticketTypes = [ticketType(), ticketType({ id: 'tt_paid', price: 900 })]
    const room = await roomOf(settingsOf({ capacity: 9, ticketTypes }))
    const held = had(await room.hold({ quantity: 1 }, ada, null))
    const { id } = had(await room.book({ holdId: held.id, contact }, ada, null))
    had(await room.confirm(id, ada))
    const add = { quantity: 1, ticketTypeId: 'tt_paid' }
    expect(whyNot(await room.change(id, { to: 'tickets', wish: { add } }, ada))).toBe('unpaid')
    const wish = { add, override: true, reason: 'Paid at the box office' }
    expect(whyNot(await room.change(id, { to: 'tickets', wish }, ada))).toBe('unpaid')
    expect(had(await room.change(id, { to: 'tickets', wish }, organiser))).toMatchObject({
      total: 900,
      override: 'Paid at the box office',
    })
  })
})

describe('a transfer', () => {
  it('works on a sold-out event, and takes no other place (Hi.Events #823)', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id } = await bought(room, ['A-1', 'A-2'])
    await room.flush()
    expect(await ownersShown(id)).toEqual(['g:ada'])
    const passed = had(await room.transfer(id, { to }, ada, null))
    expect(passed).toMatchObject({ id, owners: [], linkGeneration: 2, contact: { fullName: to.fullName } })
    expect(passed.tickets.map(({ generation }) => generation)).toEqual([2, 2])
    expect(await numbers(room)).toEqual({ free: 0, held: 0, booked: 2 })
    expect(whyNot(await room.booking(id, ada))).toBe('not_found')
    expect(whyNot(await room.booking(id, { ...ada, links: [id] }))).toBe('not_found')
    await room.flush()
    expect(await ownersShown(id)).toEqual([])
    const charles = buyer('charles', { links: [`${id} 2`] })
    expect(had(await room.booking(id, charles)).owners).toEqual(['g:charles'])
    expect(had(await room.cancel(id, {}, { ...charles, links: [] })).status).toBe('CANCELLED')
    await room.flush()
    expect(await ownersShown(id)).toEqual(['g:charles'])
  })

  it('of one ticket leaves the others, and takes its seat along', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id, tickets } = await bought(room, ['A-1', 'A-2'])
    const ticketId = tickets[1]?.id ?? ''
    const passed = had(await room.transfer(id, { ticketId, to }, ada, null))
    expect(passed).toMatchObject({ owners: [], transferredFrom: id, status: 'CONFIRMED' })
    expect(passed.tickets).toMatchObject([{ id: ticketId, seat: 'A-2', generation: 2, status: 'VALID' }])
    await evictDurableObject(room)
    expect(seatsOf(had(await room.booking(id, ada)))).toEqual(['A-1'])
    expect(whyNot(await room.booking(passed.id, ada))).toBe('not_found')
    expect(await numbers(room)).toEqual({ free: 0, held: 0, booked: 2 })
    had(await room.cancel(passed.id, {}, buyer('charles', { links: [passed.id] })))
    expect((await room.availability())?.seats).toEqual({ 'A-1': 'booked', 'A-2': 'free' })
    await room.flush()
    expect((await factsOf(passed.id)).map(({ type }) => type)).toEqual([
      'booking.transferred',
      'booking.cancelled',
      'booking.changed',
    ])
    expect((await factsOf(id)).map(({ type }) => type)).toEqual([
      'booking.held',
      'booking.confirmed',
      'booking.changed',
    ])
  })

  it('is done once for its key, though who asked has it no more', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id } = await bought(room, ['A-1', 'A-2'])
    const retry = { scope: 'g:ada', key: 'k', digest: 'd' }
    const first = await room.transfer(id, { to }, ada, retry)
    expect(await room.transfer(id, { to }, ada, retry)).toEqual({ ...first, repeated: true })
  })
})

describe('a booking', () => {
  it('has its contact and attendees corrected, and tells a stale change', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id, version, tickets } = await bought(room, ['A-1'])
    const attendees = [{ ticketId: tickets[0]?.id ?? '', attendee: { fullName: 'Byron' } }]
    const wish = { version, contact: { fullName: 'Ada King' }, attendees, notes: 'Wheelchair' }
    const changed = had(await room.change(id, { to: 'details', wish }, ada))
    expect(changed.contact).toMatchObject({
      fullName: 'Ada King',
      emailAddress: 'ada@example.com',
      notes: 'Wheelchair',
    })
    expect(changed.tickets[0]?.attendee).toEqual({ fullName: 'Byron', emailAddress: null })
    expect(whyNot(await room.change(id, { to: 'details', wish }, ada))).toBe('stale_version')
    await room.flush()
    expect((await factsOf(id)).at(-1)?.data.changed).toEqual(['contact', 'attendees'])
    const row = await db.prepare('SELECT searched FROM bookings WHERE id = ?').bind(id).first()
    expect(row?.searched).toContain('byron')
  })

  it('belongs to whoever follows its link, and to the account of who has it as a guest', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id } = await bought(room, ['A-1'])
    expect(whyNot(await room.booking(id, bob))).toBe('not_found')
    expect(had(await room.booking(id, { ...bob, links: [id] })).owners).toEqual(['g:ada', 'g:bob'])
    expect(whyNot(await room.booking(id, bob))).toBeNull()
    const signedIn = buyer('ada', { owners: ['u:ada', 'g:ada'] })
    expect(had(await room.booking(id, signedIn)).owners).toEqual(['g:ada', 'g:bob', 'u:ada'])
    had(await room.booking(id, organiser))
    await room.flush()
    expect(await ownersShown(id)).toEqual(['g:ada', 'g:bob', 'u:ada'])
  })

  it('stays bounded, however many machines follow its link', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id } = await bought(room, ['A-1'])
    for (let n = 0; n < 25; n += 1) had(await room.booking(id, buyer(`machine${n}`, { links: [id] })))
    const { owners } = had(await room.booking(id, ada))
    expect(owners).toHaveLength(20)
    expect(owners[0]).toBe('g:ada')
    expect(owners).toContain('g:machine24')
  })
})

describe('an organiser', () => {
  it('sells to a closed event and over a pool with a reason, which the facts say', async () => {
    const pools = [{ id: 'pl_all', name: 'All', size: 1 }]
    const ticketTypes = [ticketType({ pools: ['pl_all'], price: 700 })]
    const room = await roomOf(settingsOf({ status: 'CLOSED', capacity: 1, pools, ticketTypes }))
    expect(whyNot(await room.hold({ quantity: 3 }, organiser, null))).toBe('closed')
    const wish = { quantity: 3, override: true, reason: 'Press', complimentary: true }
    expect(whyNot(await room.hold(wish, ada, null))).toBe('closed')
    const held = had(await room.hold(wish, organiser, null))
    const booked = had(await room.book({ holdId: held.id, contact }, organiser, null))
    expect(booked.total).toBe(0)
    had(await room.confirm(booked.id, organiser))
    await room.flush()
    expect((await factsOf(booked.id)).map(({ type, data }) => [type, data.override])).toEqual([
      ['booking.held', 'Press'],
      ['booking.confirmed', 'Press'],
    ])
  })

  it('never sells a seat that someone has', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 1))
    await bought(room, ['A-1'])
    const wish = { seats: ['A-1'], override: true, reason: 'Please' }
    expect(whyNot(await room.hold(wish, organiser, null))).toBe('unavailable')
  })

  it('confirms what is paid elsewhere, and says where', async () => {
    const room = await roomOf(settingsOf({ capacity: 1, ticketTypes: [ticketType({ price: 700 })] }))
    const held = had(await room.hold({ quantity: 1 }, organiser, null))
    const booked = had(await room.book({ holdId: held.id, contact }, organiser, null))
    expect(whyNot(await room.confirm(booked.id, organiser))).toBe('unpaid')
    const confirmed = had(await room.confirm(booked.id, organiser, { override: true, reason: 'Cash' }))
    expect(confirmed).toMatchObject({ status: 'CONFIRMED', override: 'Cash' })
  })
})

describe('one’s own unfinished booking', () => {
  it('does not make an event sold out for oneself (Hi.Events #790)', async () => {
    const room = await roomOf(settingsOf({ capacity: 2, maxPerBuyer: 2 }))
    const held = had(await room.hold({ quantity: 2 }, ada, null))
    const again = had(await room.hold({ quantity: 2, replaces: held.id }, ada, null))
    const booked = had(await room.book({ holdId: again.id, contact }, ada, null))
    expect(had(await room.book({ holdId: again.id, contact }, ada, null)).id).toBe(booked.id)
    had(await room.cancel(booked.id, {}, ada))
    expect(await numbers(room)).toEqual({ free: 2, held: 0, booked: 0 })
  })
})

describe('a key of a client', () => {
  it('finds the first answer with the cookie of that answer, too', async () => {
    const room = await roomOf(settingsOf({ capacity: 3 }))
    const newcomer = { scope: 'a:1', also: ['g:ada'], key: 'k', digest: 'd' }
    const first = await room.hold({ quantity: 1 }, ada, newcomer)
    expect(await room.hold({ quantity: 1 }, bob, { ...newcomer, also: ['g:bob'] })).toEqual({
      ...first,
      repeated: true,
    })
    const known = { scope: 'g:ada', also: [], key: 'k', digest: 'd' }
    expect(await room.hold({ quantity: 1 }, ada, known)).toEqual({ ...first, repeated: true })
    const signedIn = { scope: 'u:ada', also: ['g:ada'], key: 'k', digest: 'd' }
    expect(await room.hold({ quantity: 1 }, ada, signedIn)).toEqual({ ...first, repeated: true })
    expect((await numbers(room)).held).toBe(1)
  })

  it('is kept for a day, and of very many the newest', async () => {
    const room = await roomOf(settingsOf({ capacity: 9 }))
    const retry = (n: number) => ({ scope: 'g:ada', key: `k${n}`, digest: 'd' })
    for (let n = 0; n < 5; n += 1) had(await room.hold({ quantity: 1 }, ada, retry(n)))
    const kept = await runInDurableObject(room, (_, { storage: { sql } }) => {
      const count = () => sql.exec<{ n: number }>('SELECT count(*) AS n FROM once').one().n
      for (let n = 0; n < 5; n += 1) sql.exec('UPDATE once SET at = ? WHERE id = ?', 1000 + n, `g:ada k${n}`)
      const all = count()
      sweep(sql, 2000, 3)
      const newest = count()
      sweep(sql, 2000 + 25 * 3_600_000)
      return [all, newest, count()]
    })
    expect(kept).toEqual([5, 3, 0])
  })

  it('is let go by the alarm after a day, though nobody asks for anything any more', async () => {
    const room = await roomOf(settingsOf({ capacity: 4 }))
    had(await room.hold({ quantity: 1 }, ada, { scope: 'g:ada', key: 'k', digest: 'd' }))
    const rows = () =>
      runInDurableObject(room, (_, { storage: { sql } }) => sql.exec('SELECT id, at FROM once').toArray())
    const [kept] = await rows()
    await runDurableObjectAlarm(room)
    expect(await rows()).toEqual([kept])
    const alarm = () => runInDurableObject(room, (_, { storage }) => storage.getAlarm())
    await expect.poll(alarm).toBeLessThanOrEqual(Date.now() + 25 * 3_600_000)
    const before = Date.now() - 25 * 3_600_000 - 1
    await runInDurableObject(room, (_, { storage: { sql } }) => {
      sql.exec('UPDATE once SET at = ?', before)
      sql.exec('DELETE FROM holds')
    })
    await evictDurableObject(room)
    expect((await room.availability())?.held).toBe(0)
    await runDurableObjectAlarm(room)
    expect(await rows()).toEqual([])
  })

  it('is kept in rows that are not too long, however long it is, and is answered whole', async () => {
    const room = await roomOf(settingsOf({ capacity: 3 }))
    const retry = { scope: 'u:staff', key: 'k', digest: 'd' }
    const invitee = { email: '', name: '会'.repeat(150), language: 'en', plusOnes: 0, seat: null } as const
    const rest = { ticketTypeId: null, prospectId: null }
    const invitees = Array.from({ length: 500 }, (_, n) => ({
      ...invitee,
      ...rest,
      email: `p${n}@example.com`,
      source: { pointer: `/to/${n}`, line: null },
    }))
    const wish = { invitees, message: '会'.repeat(2000), expiresAt: null, reminders: true, strict: true }
    const first = had(await room.invite(wish, organiser, retry))
    const longest = await runInDurableObject(room, (_, { storage: { sql } }) =>
      ['once', 'once_rest'].map(
        (table) => sql.exec<{ n: number }>(`SELECT max(length(CAST(answer AS BLOB))) AS n FROM ${table}`).one().n,
      ),
    )
    for (const bytes of longest) expect(bytes).toBeLessThan(1_600_000)
    const again = await room.invite(wish, organiser, retry)
    expect(again).toMatchObject({ ok: true, repeated: true })
    expect(had(again)).toEqual(first)
    await runInDurableObject(room, (_, { storage: { sql } }) => {
      sweep(sql, Date.now() + 25 * 3_600_000)
      expect(sql.exec('SELECT n FROM once_rest').toArray()).toEqual([])
    })
  })
})

describe('whoever is late', () => {
  it('does not get a seat that was sold when their hold had ended (Revel #724)', async () => {
    const settings = settingsOf({ holdSeconds: 0 })
    const room = await roomOf(settings, layoutOf(1, 1))
    const late = had(await room.hold({ seats: ['A-1'] }, ada, null))
    const longer = { ...settings, holdSeconds: 600, layoutKey: 'plan/1' }
    await room.configure({ version: 2, settings: longer, layout: null })
    await bought(room, ['A-1'], bob)
    expect(whyNot(await room.book({ holdId: late.id, contact }, ada, null))).toBe('expired')
    expect(whyNot(await room.hold({ seats: ['A-1'], replaces: late.id }, ada, null))).toBe('unavailable')
    expect(await numbers(room)).toEqual({ free: 0, held: 0, booked: 1 })
  })

  it('does not overbook by confirming when the last place is gone (Events Made Easy #496)', async () => {
    const settings = settingsOf({ capacity: 1 })
    const room = await roomOf(settings)
    const held = had(await room.hold({ quantity: 1 }, ada, null))
    const late = had(await room.book({ holdId: held.id, contact }, ada, null))
    await runInDurableObject(room, (_, { storage: { sql } }) => {
      sql.exec("UPDATE holds SET value = json_set(value, '$.expiresAt', 1)")
    })
    await evictDurableObject(room)
    had(await room.hold({ quantity: 1 }, bob, null))
    expect(whyNot(await room.confirm(late.id, ada))).toBe('expired')
    expect(had(await room.booking(late.id, ada)).status).toBe('EXPIRED')
    expect(await numbers(room)).toEqual({ free: 0, held: 1, booked: 0 })
  })

  it('changes nothing of a booking that was given up, and gives nothing back twice', async () => {
    const room = await roomOf(settingsOf(), layoutOf(1, 2))
    const { id } = await bought(room, ['A-1'])
    had(await room.cancel(id, {}, ada))
    await bought(room, ['A-1'], bob)
    had(await room.cancel(id, {}, ada))
    expect(whyNot(await room.change(id, { to: 'seats', wish: { seats: ['A-2'] } }, ada))).toBe('not_changeable')
    expect(whyNot(await room.change(id, { to: 'tickets', wish: { quantity: 2 } }, ada))).toBe('not_changeable')
    expect(whyNot(await room.transfer(id, { to }, ada, null))).toBe('not_changeable')
    expect(await numbers(room)).toEqual({ free: 1, held: 0, booked: 1 })
  })
})
