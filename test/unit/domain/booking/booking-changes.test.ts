import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Asker, Booking, BookingStatus, RoomSettings, Ticket } from '../../../../contract/room.ts'
import { whyNotChangeable } from '../../../../domain/booking/changeable.ts'
import { isOwner, linkOf, mayUse, withUser } from '../../../../domain/booking/owners.ts'
import type { Room } from '../../../../domain/booking/room.ts'
import { bookingIdOf, nextNumber, ticketId } from '../../../../domain/booking/ticket.ts'

const asker = (change: Partial<Asker> = {}): Asker => ({
  owners: ['g:ada'],
  links: [],
  organiser: false,
  actor: null,
  cause: {},
  ...change,
})

const ticket = (id: string): Ticket => ({
  id,
  seat: null,
  area: null,
  ticketTypeId: 'tt_1',
  price: 0,
  status: 'VALID',
  attendee: null,
  generation: 1,
})

const booking = (change: Partial<Booking> = {}): Booking => ({
  id: 'b_e_1_x',
  eventId: 'e_1',
  owners: ['g:ada'],
  status: 'CONFIRMED',
  holdId: 'h_1',
  tickets: [ticket('t_e_1_x_1')],
  contact: { fullName: 'Ada', emailAddress: null, phoneNumber: null, language: 'en', notes: null },
  total: 0,
  currency: 'EUR',
  createdAt: 1,
  updatedAt: 1,
  expiresAt: null,
  confirmedAt: 1,
  cancellation: null,
  entryId: null,
  invitationId: null,
  code: null,
  version: 3,
  ...change,
})

describe('the id of a ticket', () => {
  it('says its booking, whatever signs ids are of', () => {
    const random = fc.string({ unit: fc.constantFrom(...'AZaz09_-'), minLength: 22, maxLength: 22 })
    fc.assert(
      fc.property(random, random, fc.integer({ min: 1, max: 500 }), (event, own, n) => {
        const id = `b_e_${event}_${own}`
        expect(bookingIdOf(ticketId(id, n))).toBe(id)
      }),
    )
    expect(bookingIdOf('t_other')).toBeNull()
    expect(bookingIdOf('rubbish')).toBeNull()
  })

  it('is not given twice, though tickets were given up or passed on', () => {
    expect(nextNumber({ tickets: [] })).toBe(1)
    expect(nextNumber({ tickets: [{ id: 't_e_1_x_2' }, { id: 't_e_1_x_11' }] })).toBe(12)
    expect(nextNumber({ tickets: [{ id: 't_e_1_x_2' }], issued: 7 })).toBe(8)
  })
})

describe('a change of a booking', () => {
  const room = (change: Partial<RoomSettings> = {}) =>
    ({ settings: { status: 'ON_SALE', startsAt: 1000, ...change } as RoomSettings }) as Room
  const why = (
    {
      status = 'CONFIRMED',
      organiser = false,
      version,
    }: { status?: BookingStatus; organiser?: boolean; version?: number },
    settings: Partial<RoomSettings> = {},
    now = 500,
  ) =>
    whyNotChangeable(
      room(settings),
      { booking: booking({ status }), wish: version === undefined ? {} : { version }, asker: asker({ organiser }) },
      now,
    )?.reason ?? null

  it.each<[string, string | null, Parameters<typeof why>]>([
    ['while it stands', null, [{}]],
    ['while it waits', null, [{ status: 'ON_HOLD' }]],
    ['while it is being paid', null, [{ status: 'PENDING' }]],
    ['on an event that is not for sale', null, [{}, { status: 'CLOSED' }]],
    ['after it was given up', 'not_changeable', [{ status: 'CANCELLED' }]],
    ['after it was not confirmed in time', 'not_changeable', [{ status: 'EXPIRED' }]],
    ['after it was used', 'not_changeable', [{ status: 'REDEEMED' }]],
    ['of a cancelled event, by nobody', 'not_changeable', [{ organiser: true }, { status: 'CANCELLED' }]],
    ['after the event began', 'not_changeable', [{}, {}, 1000]],
    ['after the event began, by its organiser', null, [{ organiser: true }, {}, 1000]],
    ['that was read as it is', null, [{ version: 3 }]],
    ['that was read before somebody else changed it', 'stale_version', [{ version: 2 }]],
  ])('%s: %s', (_, reason, asked) => {
    expect(why(...asked)).toBe(reason)
  })
})

describe('who may use a booking', () => {
  it.each<[string, boolean, Partial<Asker>, Partial<Booking>]>([
    ['its owner', true, {}, {}],
    ['its owner by another name', true, { owners: ['u:ada', 'g:ada'] }, {}],
    ['a stranger', false, { owners: ['g:eve'] }, {}],
    ['an organiser', true, { owners: ['u:staff'], organiser: true }, {}],
    ['who has its link', true, { owners: ['g:bob'], links: ['b_e_1_x'] }, {}],
    ['who has the link of another', false, { owners: ['g:bob'], links: ['b_e_1_y'] }, {}],
    [
      'who has its link of before it was passed on',
      false,
      { owners: ['g:bob'], links: ['b_e_1_x'] },
      { linkGeneration: 2 },
    ],
    ['who has its link of now', true, { owners: ['g:bob'], links: ['b_e_1_x 2'] }, { linkGeneration: 2 }],
    ['nobody, where it was passed on and nobody came yet', false, {}, { owners: [] }],
  ])('%s: %s', (_, may, who, which) => {
    expect(mayUse(asker(who), booking(which))).toBe(may)
  })

  const used = (who: Partial<Asker>, which: Partial<Booking> = {}) =>
    withUser({ value: booking(which), changes: [] }, asker(who), { now: 9 })

  it('becomes an owner by its link, once', () => {
    const { value, changes } = used({ owners: ['g:bob'], links: [linkOf(booking())] })
    expect(value).toMatchObject({ owners: ['g:ada', 'g:bob'], version: 4, updatedAt: 9 })
    expect(changes).toHaveLength(2)
    expect(used({ owners: ['g:bob'] }, { owners: ['g:ada', 'g:bob'] }).changes).toEqual([])
  })

  it('takes nothing over as an organiser, nor as a stranger', () => {
    expect(used({ owners: ['u:staff'], organiser: true }).changes).toEqual([])
    expect(used({ owners: ['g:eve'] }).changes).toEqual([])
  })

  it('never loses it to those who come by its link, who made it or has an account', () => {
    const links = [linkOf(booking())]
    let one = booking({ owners: ['g:ada', 'u:ada'] })
    for (let n = 0; n < 50; n += 1)
      one = withUser({ value: one, changes: [] }, asker({ owners: [`g:${n}`], links }), { now: n }).value
    expect(one.owners).toHaveLength(20)
    expect(isOwner({ owners: ['g:ada'] }, one)).toBe(true)
    expect(isOwner({ owners: ['u:ada'] }, one)).toBe(true)
    expect(isOwner({ owners: ['g:49'] }, one)).toBe(true)
  })
})
