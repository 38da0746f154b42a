import { evictDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NewCheckinList } from '../../contract/check-ins.ts'
import type { Booking, RoomAnswer } from '../../contract/room.ts'
import type { ScanAsk } from '../../durable-objects/event-room/gate.ts'
import { migrated } from './migrated.ts'
import { buyer, roomOf, settingsOf, ticketType } from './rooms.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const ada = buyer('ada')
const staff = buyer('staff', { owners: ['u:staff'], organiser: true, actor: 'staff' })
const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}

type Room = Awaited<ReturnType<typeof roomOf>>

const door = (change: Partial<NewCheckinList> = {}): NewCheckinList => ({
  name: 'Main door',
  ticketTypes: null,
  entry: true,
  exit: false,
  multipleEntries: false,
  unpaid: false,
  from: null,
  until: null,
  ...change,
})

const bought = async (room: Room, quantity: number, ticketTypeId = 'tt_adult'): Promise<Booking> => {
  const held = had(await room.hold({ quantity, ticketTypeId }, ada, null))
  const booked = had(await room.book({ holdId: held.id, contact }, ada, null))
  return had(await room.confirm(booked.id, ada))
}

const opened = async (change: Partial<NewCheckinList> = {}, places = 4) => {
  const settings = settingsOf({ capacity: places, ticketTypes: [ticketType(), ticketType({ id: 'tt_child' })] })
  const room = await roomOf(settings)
  const list = had(await room.changeList({ to: 'add', wish: door(change) }, staff, null))
  return { room, settings, list }
}

let nonces = 0
const scanOf = (listId: string, ticketId: string | undefined, change: Partial<ScanAsk> = {}): ScanAsk => {
  nonces += 1
  return {
    listId,
    ticketId: ticketId ?? null,
    generation: null,
    nonce: `nonce-${nonces}`,
    at: null,
    direction: 'entry',
    force: false,
    device: null,
    ...change,
  }
}

const results = async (room: Room, ...asks: ScanAsk[]) =>
  had(await room.checkIn(asks, staff)).map(({ result }) => result)

describe('a ticket that came in before it was paid', () => {
  it('is used from the moment it is paid, and is not given up or passed on then', async () => {
    const { room, list } = await opened({ unpaid: true })
    const held = had(await room.hold({ quantity: 2 }, ada, null))
    const booked = had(await room.book({ holdId: held.id, contact }, ada, null))
    const [first] = booked.tickets
    const [scan] = had(await room.checkIn([scanOf(list.id, first?.id)], staff))
    expect(scan?.result).toBe('VALID')
    expect((await room.availability())?.held).toBe(2)
    await evictDurableObject(room)
    const paid = had(await room.confirm(booked.id, ada))
    expect(paid.tickets.map(({ status }) => status)).toEqual(['USED', 'VALID'])
    const gone = await room.cancel(booked.id, { tickets: [first?.id ?? ''] }, ada)
    expect(gone.ok ? null : gone.error.reason).toBe('not_cancellable')
    const to = { fullName: 'Bob', emailAddress: 'bob@example.com' }
    const passed = await room.transfer(booked.id, { ticketId: first?.id ?? '', to }, ada, null)
    expect(passed.ok ? null : passed.error.reason).toBe('not_changeable')
    expect((await room.availability())?.booked).toBe(2)
  })
})

describe('a door', () => {
  it('lets a ticket in once, says when it came, and remembers it through an eviction', async () => {
    const { room, list } = await opened()
    const { tickets } = await bought(room, 1)
    expect(await results(room, scanOf(list.id, tickets[0]?.id))).toEqual(['VALID'])
    await evictDurableObject(room)
    const [again] = had(await room.checkIn([scanOf(list.id, tickets[0]?.id)], staff))
    expect(again?.result).toBe('USED')
    expect(again?.usedAt).toBeTypeOf('number')
    expect(await room.checkinNumbers(list.id)).toMatchObject({ expected: 1, entered: 1, present: 1 })
  })

  it('and another let in one of two who show the same ticket at once', async () => {
    const { room, list } = await opened()
    const { tickets } = await bought(room, 1)
    const answers = await Promise.all(Array.from({ length: 10 }, () => results(room, scanOf(list.id, tickets[0]?.id))))
    expect(answers.flat().sort()).toEqual([...Array<string>(9).fill('USED'), 'VALID'])
  })

  it('counts a scan that is sent again once, and tells another of the same nonce apart', async () => {
    const { room, list } = await opened()
    const { tickets } = await bought(room, 2)
    const scan = scanOf(list.id, tickets[0]?.id)
    expect(await results(room, scan)).toEqual(['VALID'])
    expect(await results(room, scan)).toEqual(['VALID'])
    expect(await results(room, { ...scan, ticketId: tickets[1]?.id ?? null })).toEqual(['NONCE_REUSED'])
    expect(await room.checkinNumbers(list.id)).toMatchObject({ entered: 1 })
  })

  it('turns away who is on another list, has given up, has passed on, or is nobody', async () => {
    const { room, list } = await opened({ ticketTypes: ['tt_adult'] })
    const child = await bought(room, 1, 'tt_child')
    const gone = await bought(room, 1)
    had(await room.cancel(gone.id, {}, ada))
    const passed = await bought(room, 1)
    had(await room.transfer(passed.id, { to: { fullName: 'Bob', emailAddress: 'bob@example.com' } }, ada, null))
    const [first] = passed.tickets
    expect(
      await results(
        room,
        scanOf(list.id, child.tickets[0]?.id),
        scanOf(list.id, gone.tickets[0]?.id),
        scanOf(list.id, first?.id, { generation: 1 }),
        scanOf(list.id, 't_nobody_1'),
        scanOf(list.id, undefined),
        scanOf(list.id, first?.id, { generation: 2 }),
      ),
    ).toEqual(['WRONG_LIST', 'CANCELLED', 'REVOKED', 'UNKNOWN', 'UNKNOWN', 'VALID'])
  })

  it('lets in whom somebody forces in, and says so in the fact', async () => {
    const { room, settings, list } = await opened({ ticketTypes: ['tt_adult'] })
    const { tickets, id } = await bought(room, 1, 'tt_child')
    expect(await results(room, scanOf(list.id, tickets[0]?.id, { force: true }))).toEqual(['VALID'])
    await room.flush()
    const fact = await db
      .prepare("SELECT data FROM domain_events WHERE type = 'ticket.attendance_recorded' AND subject = ?")
      .bind(tickets[0]?.id)
      .first<{ data: string }>()
    expect(JSON.parse(fact?.data ?? '')).toMatchObject({ eventId: settings.eventId, bookingId: id, forced: true })
  })

  it('finds a ticket that was passed on alone, in its new booking', async () => {
    const { room, list } = await opened()
    const { id, tickets } = await bought(room, 2)
    const to = { fullName: 'Bob', emailAddress: 'bob@example.com' }
    const passed = had(await room.transfer(id, { ticketId: tickets[0]?.id, to }, ada, null))
    const [answer] = had(await room.checkIn([scanOf(list.id, tickets[0]?.id, { generation: 2 })], staff))
    expect(answer).toMatchObject({ result: 'VALID', booking: { id: passed.id } })
    expect(had(await room.booking(passed.id, staff)).status).toBe('REDEEMED')
    expect(had(await room.booking(id, staff)).status).toBe('CONFIRMED')
  })
})

describe('a booking', () => {
  it('is complete when its last ticket was used, and cannot be cancelled when one was', async () => {
    const { room, list } = await opened()
    const { id, tickets } = await bought(room, 2)
    await results(room, scanOf(list.id, tickets[0]?.id))
    await room.flush()
    const shown = await db
      .prepare("SELECT booking ->> '$.tickets[0].status' AS s FROM bookings WHERE id = ?")
      .bind(id)
      .first()
    expect(shown).toEqual({ s: 'USED' })
    expect(await room.cancel(id, {}, ada)).toMatchObject({ ok: false, error: { reason: 'not_cancellable' } })
    await results(room, scanOf(list.id, tickets[1]?.id))
    expect(had(await room.booking(id, ada)).status).toBe('REDEEMED')
    await room.flush()
    const { results: facts } = await db
      .prepare('SELECT type FROM domain_events WHERE subject = ? ORDER BY position')
      .bind(id)
      .all()
    expect(facts.map(({ type }) => type)).toEqual(['booking.held', 'booking.confirmed', 'booking.completed'])
  })
})

describe('doors without a network', () => {
  it('come to the same in whatever order and whatever batches they tell', async () => {
    const { room } = await opened({}, 50)
    const { tickets } = await bought(room, 3)
    const ids = tickets.map(({ id }) => id)
    const scans = fc.array(
      fc.record({
        ticket: fc.constantFrom(...ids),
        at: fc.integer({ min: 1, max: 6 }),
        direction: fc.constantFrom('entry' as const, 'exit' as const),
        force: fc.boolean(),
      }),
      { minLength: 2, maxLength: 10 },
    )
    const ordered = scans.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length }),
        fc.integer({ min: 1, max: all.length }),
      ),
    )
    let run = 0
    const final = async (listId: string, order: readonly number[], asks: readonly ScanAsk[], size: number) => {
      for (let n = 0; n < order.length; n += size)
        had(
          await room.checkIn(
            order.slice(n, n + size).flatMap((k) => asks[k] ?? []),
            staff,
          ),
        )
      const recorded = await room.scans({ listId, result: null, before: null, limit: 100 })
      return Object.fromEntries(recorded.map(({ nonce, result }) => [nonce.split('/')[1], result]))
    }
    await fc.assert(
      fc.asyncProperty(ordered, async ([all, order, size]) => {
        run += 1
        const outcomes = []
        for (const [which, told] of [[...all.keys()], order].entries()) {
          const list = had(
            await room.changeList({ to: 'add', wish: door({ exit: true, name: `${run}` }) }, staff, null),
          )
          const asks = all.map(({ ticket, ...scan }, n) =>
            scanOf(list.id, ticket, { ...scan, nonce: `${run}-${which}/${n}` }),
          )
          outcomes.push(await final(list.id, told, asks, which === 0 ? 1 : size))
          had(await room.changeList({ to: 'drop', id: list.id }, staff, null))
        }
        expect(outcomes[1]).toEqual(outcomes[0])
      }),
      { numRuns: 40 },
    )
  })

  it('let in who was first by the clock, though told last', async () => {
    const { room, list } = await opened()
    const { tickets } = await bought(room, 1)
    const early = scanOf(list.id, tickets[0]?.id, { at: Date.now() - 60_000 })
    const late = scanOf(list.id, tickets[0]?.id, { at: Date.now() - 30_000 })
    expect(await results(room, late)).toEqual(['VALID'])
    expect(await results(room, early)).toEqual(['VALID'])
    expect(await results(room, late)).toEqual(['USED'])
    expect(await room.checkinNumbers(list.id)).toMatchObject({ entered: 1, present: 1 })
  })
})

describe('check-in lists', () => {
  it('are made, changed by version and taken away, and name only tickets of the event', async () => {
    const { room, list } = await opened()
    const wrong = await room.changeList({ to: 'add', wish: door({ ticketTypes: ['tt_none'] }) }, staff, null)
    expect(wrong).toMatchObject({ ok: false, error: { reason: 'invalid_places' } })
    const changed = had(
      await room.changeList({ to: 'change', id: list.id, wish: { name: 'Back door', version: 1 } }, staff, null),
    )
    expect(changed).toMatchObject({ name: 'Back door', version: 2, entry: true })
    const stale = await room.changeList({ to: 'change', id: list.id, wish: { name: 'x', version: 1 } }, staff, null)
    expect(stale).toMatchObject({ ok: false, error: { reason: 'stale_version' } })
    had(await room.changeList({ to: 'drop', id: list.id }, staff, null))
    expect(await room.checkinLists()).toEqual([])
  })

  it('show their tickets page by page, with who came', async () => {
    const { room, list } = await opened({ ticketTypes: ['tt_adult'] })
    await bought(room, 1, 'tt_child')
    const first = await bought(room, 1)
    await bought(room, 2)
    await results(room, scanOf(list.id, first.tickets[0]?.id))
    const found: string[] = []
    const came: boolean[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page = await room.listedBookings(list.id, { after, limit: 1 })
      for (const { booking, attendance } of page?.bookings ?? [])
        for (const { id } of booking.tickets) {
          found.push(id)
          came.push(attendance[id]?.present === true)
        }
      after = page?.next ?? null
    }
    expect(found).toHaveLength(3)
    expect(came.filter(Boolean)).toEqual([true])
  })
})
