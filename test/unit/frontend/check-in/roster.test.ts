import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Booking, Ticket } from '../../../../contract/room.ts'
import { passedThrough, whyTurnedAway } from '../../../../domain/booking/check-in.ts'
import type { CheckinList, ListedTicket } from '../../../../frontend/src/api/check-ins.ts'
import { freshCode, GONE_MS, NO_CODE } from '../../../../frontend/src/check-in/fresh-code.ts'
import { digestOf, rosterOf, verdictOf } from '../../../../frontend/src/check-in/roster.ts'

const ticket = (part: Partial<ListedTicket> = {}): ListedTicket => ({
  id: 't_1',
  bookingId: 'b_1',
  ticketTypeId: 'tt_1',
  seat: null,
  area: null,
  status: 'VALID',
  fullName: 'Ada Lovelace',
  emailAddress: null,
  entries: 0,
  present: false,
  firstEntryAt: null,
  secretSha256: 'ab',
  ...part,
})
const list = (part: Partial<CheckinList> = {}): CheckinList => ({
  id: 'l_1',
  eventId: 'e_1',
  name: 'Entrance',
  ticketTypes: null,
  entry: true,
  exit: false,
  multipleEntries: false,
  unpaid: false,
  from: null,
  until: null,
  version: 1,
  createdAt: '2027-06-01T00:00:00.000Z',
  ...part,
})
const roomTicket = (status: Ticket['status']): Ticket => ({
  id: 't_1',
  seat: null,
  area: null,
  ticketTypeId: 'tt_1',
  price: 0,
  status,
  attendee: null,
  generation: 1,
})
const booking: Booking = {
  id: 'b_1',
  eventId: 'e_1',
  owners: [],
  status: 'CONFIRMED',
  holdId: 'h_1',
  tickets: [],
  contact: { fullName: null, emailAddress: null, phoneNumber: null, language: 'en', notes: null },
  total: 0,
  currency: 'EUR',
  createdAt: 0,
  updatedAt: 0,
  expiresAt: null,
  confirmedAt: 0,
  cancellation: null,
  entryId: null,
  invitationId: null,
  code: null,
  version: 1,
}
const at = (seconds: number) => new Date(Date.UTC(2027, 5, 1, 18) + seconds * 1000).toISOString()

describe('a door without a network', () => {
  it('finds a ticket by the digest of its code', async () => {
    const digest = await digestOf('tk.1.secret')
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    const roster = rosterOf([ticket({ secretSha256: digest }), ticket({ id: 't_2', secretSha256: null })], 0)
    expect(roster.byDigest.get(digest ?? '')?.id).toBe('t_1')
    expect(roster.byDigest.size).toBe(1)
    expect(roster.byId.size).toBe(2)
  })

  it('knows nothing of who is not on the list', () => {
    const sent = { direction: 'entry', force: true, at: at(0) } as const
    expect(verdictOf(list(), { readAt: 5 }, { sent, ticket: null, before: [] })).toEqual({
      result: 'UNKNOWN',
      ticket: null,
      usedAt: null,
      readAt: 5,
    })
  })

  it('lets nobody in twice who came in here before, or elsewhere before the list was read', () => {
    const sent = { direction: 'entry', force: false, at: at(60) } as const
    const here = verdictOf(
      list(),
      { readAt: 0 },
      { sent, ticket: ticket(), before: [{ direction: 'entry', at: at(1) }] },
    )
    expect(here).toMatchObject({ result: 'USED', usedAt: at(1) })
    const there = ticket({ present: true, entries: 1, firstEntryAt: at(-9) })
    expect(verdictOf(list(), { readAt: 0 }, { sent, ticket: there, before: [] })).toMatchObject({
      result: 'USED',
      usedAt: at(-9),
    })
  })

  it('decides as the room does, once it hears of all', () => {
    const passage = fc.record({ direction: fc.constantFrom('entry' as const, 'exit' as const), force: fc.boolean() })
    const rules = fc.record({
      exit: fc.boolean(),
      entry: fc.boolean(),
      multipleEntries: fc.boolean(),
      unpaid: fc.boolean(),
      ticketTypes: fc.option(fc.constantFrom('tt_1', 'tt_2').map((id) => [id])),
      from: fc.constantFrom(null, at(2)),
      until: fc.constantFrom(null, at(4)),
    })
    const status = fc.constantFrom('VALID' as const, 'USED' as const, 'HELD' as const, 'CANCELLED' as const)
    fc.assert(
      fc.property(rules, status, fc.array(passage, { maxLength: 6 }), (rule, stands, scans) => {
        const wire = list(rule)
        const room = {
          ...wire,
          createdAt: 0,
          from: wire.from === null ? null : Date.parse(wire.from),
          until: wire.until === null ? null : Date.parse(wire.until),
        }
        const seen = scans.map((scan, n) => ({ ...scan, nonce: `nonce-${n}`, at: Date.parse(at(n)), generation: 1 }))
        const whys = seen.map((one) => whyTurnedAway(room, { booking, ticket: roomTicket(stands) }, one))
        const through = seen.filter(({ force }, n) => whys[n] === null || force)
        const { results } = passedThrough(room, through)
        const before: { direction: 'entry' | 'exit'; at: string }[] = []
        seen.forEach(({ direction, force, nonce }, n) => {
          const sent = { direction, force, at: at(n) }
          const known = ticket({ status: stands })
          const { result } = verdictOf(wire, { readAt: 0 }, { sent, ticket: known, before: [...before] })
          expect(result).toBe(results.get(nonce)?.result ?? whys[n])
          if (result === 'VALID' || result === 'EXIT') before.push({ direction, at: sent.at })
        })
      }),
    )
  })
})

describe('a code before a camera', () => {
  it('is one scan for as long as it is in view, and another once it was gone', () => {
    const first = freshCode(NO_CODE, ' one ', 10_000)
    expect(first.code).toBe('one')
    const again = freshCode(first.last, 'one', 11_000)
    expect(again.code).toBeNull()
    expect(freshCode(freshCode(again.last, null, 11_500).last, 'one', 12_000).code).toBeNull()
    expect(freshCode(again.last, 'one', 11_000 + GONE_MS).code).toBe('one')
    expect(freshCode(again.last, 'two', 11_100).code).toBe('two')
  })
})
