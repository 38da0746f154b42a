import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Booking, Ticket } from '../../../../contract/room.ts'
import { type CheckinList, type Passage, passedThrough, whyTurnedAway } from '../../../../domain/booking/check-in.ts'

const list = (change: Partial<CheckinList> = {}): CheckinList => ({
  id: 'c_1',
  name: 'Main door',
  ticketTypes: null,
  entry: true,
  exit: true,
  multipleEntries: false,
  unpaid: false,
  from: null,
  until: null,
  version: 1,
  createdAt: 0,
  ...change,
})

const ticket = (change: Partial<Ticket> = {}): Ticket => ({
  id: 't_1',
  seat: 'A-1',
  area: null,
  ticketTypeId: 'tt_adult',
  price: 0,
  status: 'VALID',
  attendee: null,
  generation: 2,
  ...change,
})

const booking = (status: Booking['status'] = 'CONFIRMED') => ({ status }) as Booking

const seen = { direction: 'entry', at: 100, generation: 2 } as const

describe('what speaks against letting someone in', () => {
  const cases: [
    string,
    string | null,
    Partial<CheckinList>,
    Partial<Ticket>,
    Booking['status'],
    Partial<typeof seen>,
  ][] = [
    ['nothing', null, {}, {}, 'CONFIRMED', {}],
    ['nothing, where all of the booking came before', null, {}, { status: 'USED' }, 'REDEEMED', {}],
    ['an earlier secret of the ticket', 'REVOKED', {}, { generation: 3 }, 'CONFIRMED', {}],
    ['a ticket that was given up', 'CANCELLED', {}, { status: 'CANCELLED' }, 'CONFIRMED', {}],
    ['a booking that was given up', 'CANCELLED', {}, {}, 'CANCELLED', {}],
    ['a booking that was not confirmed in time', 'CANCELLED', {}, { status: 'CANCELLED' }, 'EXPIRED', {}],
    ['another type of ticket', 'WRONG_LIST', { ticketTypes: ['tt_child'] }, {}, 'CONFIRMED', {}],
    ['a list that is not for entries', 'NOT_ALLOWED', { entry: false }, {}, 'CONFIRMED', {}],
    ['a booking that is not confirmed', 'UNPAID', {}, { status: 'HELD' }, 'ON_HOLD', {}],
    ['nothing, where the list takes who has not paid', null, { unpaid: true }, { status: 'HELD' }, 'ON_HOLD', {}],
    ['a door that is not open yet', 'NOT_YET', { from: 101 }, {}, 'CONFIRMED', {}],
    ['nothing in the moment the door opens', null, { from: 100 }, {}, 'CONFIRMED', {}],
    ['a door that is closed', 'OVER', { until: 100 }, {}, 'CONFIRMED', {}],
  ]
  it.each(cases)('%s: %s', (_, result, ofList, ofTicket, status, ofSeen) => {
    const known = { booking: booking(status), ticket: ticket(ofTicket) }
    expect(whyTurnedAway(list(ofList), known, { ...seen, ...ofSeen })).toBe(result)
  })

  it('holds nobody in: who wants to leave may, whatever the time', () => {
    const known = { booking: booking(), ticket: ticket({ status: 'USED' }) }
    expect(whyTurnedAway(list({ until: 1 }), known, { ...seen, direction: 'exit' })).toBeNull()
    expect(whyTurnedAway(list({ exit: false }), known, { ...seen, direction: 'exit' })).toBe('NOT_ALLOWED')
  })

  it('is no secret, where the ticket was found by name', () => {
    expect(whyTurnedAway(list(), { booking: booking(), ticket: ticket() }, { ...seen, generation: null })).toBeNull()
  })
})

describe('passages of one ticket', () => {
  const passage = (nonce: string, at: number, change: Partial<Passage> = {}): Passage => ({
    nonce,
    at,
    direction: 'entry',
    force: false,
    ...change,
  })
  const resultsOf = (passages: Passage[], change: Partial<CheckinList> = {}) =>
    Object.fromEntries([...passedThrough(list(change), passages).results].map(([nonce, { result }]) => [nonce, result]))

  it('let in the first of two doors, by the time and not by who told first', () => {
    expect(resultsOf([passage('late', 200), passage('early', 100)])).toEqual({ early: 'VALID', late: 'USED' })
    expect(passedThrough(list(), [passage('late', 200), passage('early', 100)]).results.get('late')?.usedAt).toBe(100)
  })

  it('let in again who went out, anybody again where the list says so, and whom somebody forced in', () => {
    const out = passage('out', 150, { direction: 'exit' })
    expect(resultsOf([passage('a', 100), out, passage('b', 200)])).toEqual({ a: 'VALID', out: 'EXIT', b: 'VALID' })
    expect(resultsOf([passage('a', 100), passage('b', 200)], { multipleEntries: true })).toEqual({
      a: 'VALID',
      b: 'VALID',
    })
    expect(resultsOf([passage('a', 100), passage('b', 200, { force: true })])).toEqual({ a: 'VALID', b: 'VALID' })
  })

  it('come to the same in whatever order they are told', () => {
    const passages = fc.uniqueArray(
      fc.record({
        nonce: fc.string({ minLength: 1, maxLength: 3 }),
        at: fc.integer({ min: 0, max: 5 }),
        direction: fc.constantFrom('entry' as const, 'exit' as const),
        force: fc.boolean(),
      }),
      { selector: ({ nonce }) => nonce, maxLength: 8 },
    )
    const shuffled = passages.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, fc.boolean(), ([told, otherwise], multipleEntries) => {
        const one = passedThrough({ multipleEntries }, told)
        const other = passedThrough({ multipleEntries }, otherwise)
        expect(Object.fromEntries(other.results)).toEqual(Object.fromEntries(one.results))
        expect(other.attendance).toEqual(one.attendance)
        expect(one.attendance.entries).toBe([...one.results.values()].filter(({ result }) => result === 'VALID').length)
      }),
    )
  })

  it('never let in twice who has not gone out, unless forced', () => {
    const entries = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(entries, (times) => {
        const { attendance } = passedThrough(
          list(),
          times.map((at, n) => passage(`n${n}`, at)),
        )
        expect(attendance).toEqual({ entries: 1, present: true, firstEntryAt: Math.min(...times) })
      }),
    )
  })
})
