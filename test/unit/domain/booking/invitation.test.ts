import { describe, expect, it } from 'vitest'
import type { Invitation, InvitationAsk } from '../../../../contract/invitations.ts'
import type { Invitee } from '../../../../contract/invitees.ts'
import type { Layout } from '../../../../contract/layout.ts'
import { decideInvitation } from '../../../../domain/booking/invitation-change.ts'
import { invite } from '../../../../domain/booking/invite.ts'
import { stateOf } from '../../../../domain/booking/room.ts'
import { transfer } from '../../../../domain/booking/transfer.ts'
import { given, HOUR, refusal, START, scene, type, who } from './waitlist-scene.ts'

const staff = who('staff', true)

const invitee = (email: string, change: Partial<Invitee> = {}): Invitee => ({
  email,
  name: null,
  seat: null,
  ticketTypeId: null,
  plusOnes: 0,
  language: 'en',
  prospectId: null,
  source: { pointer: '/to/0', line: null },
  ...change,
})

const rowOf = (n: number): Layout => ({
  seats: Array.from({ length: n }, (_, at) => ({
    guid: `A-${at + 1}`,
    category: 'Stalls',
    row: 0,
    at,
    x: at * 20,
    y: 0,
    accessible: false,
    companion: false,
  })),
  rows: [{ label: 'A', zone: 'House', rank: 0, middle: (n - 1) / 2 }],
  areas: [],
  categories: [{ name: 'Stalls', color: '#3366cc' }],
  focus: null,
})

type Order = Parameters<typeof invite>[1]['wish']
const yes = (plusOnes = 0, change = {}): InvitationAsk => ({
  do: 'respond',
  wish: { answer: 'yes', plusOnes, wait: false, ...change },
})
const no: InvitationAsk = { do: 'respond', wish: { answer: 'no', plusOnes: 0, wait: false } }

/** A party to which people are invited, who answer. */
const party = (change: Parameters<typeof scene>[0] = {}) => {
  const s = scene(change)
  const order = (list: Invitee[], wish: Partial<Order> = {}) =>
    s.step((room, at) =>
      invite(
        room,
        {
          wish: { invitees: list, message: null, expiresAt: null, reminders: true, strict: false, ...wish },
          asker: staff,
        },
        at,
      ),
    )
  const idOf = (email: string): string => {
    const found = s.room.invitations.find({ email, prospectId: null })
    if (found === undefined) throw new Error(`${email} is not invited`)
    return found.id
  }
  const of = (id: string): Invitation => {
    const found = s.room.invitations.get(id)
    if (found === undefined) throw new Error('no such invitation')
    return found
  }
  const ask = (id: string, what: InvitationAsk, organiser = false) =>
    s.step((room, at) => {
      const invitation = of(id)
      const booking = invitation.bookingId === null ? null : s.bookingOf(invitation.bookingId)
      return decideInvitation(
        room,
        { invitation, booking, asker: organiser ? staff : { ...who('guest'), links: [id] }, ask: what },
        at,
      )
    })
  return {
    ...s,
    get room() {
      return s.room
    },
    order,
    invited: (email: string, wish: Partial<Invitee> = {}, how: Partial<Order> = {}) => {
      given(order([invitee(email, wish)], how))
      return idOf(email)
    },
    ask,
    of,
    seats: (id: string) => of(id).seats,
    states: () => [...s.room.seats.keys()].map((guid) => stateOf(s.room, guid)),
  }
}

describe('inviting', () => {
  it('invites an address once, and says who was invited before', () => {
    const p = party()
    given(p.order([invitee('ada@x.org'), invitee('bob@x.org'), invitee('ada@x.org')]))
    const again = given(p.order([invitee('ada@x.org'), invitee('c@x.org')]))
    expect(again.invitations.map(({ invitation, made }) => [invitation.email, made])).toEqual([
      ['ada@x.org', false],
      ['c@x.org', true],
    ])
    expect(p.told('invitation.created')).toHaveLength(3)
  })

  it('invites a prospect once, whatever their address is', () => {
    const p = party()
    given(p.order([invitee('ada@x.org', { prospectId: 'p1' })]))
    const again = given(p.order([invitee('countess@x.org', { prospectId: 'p1' })]))
    expect(again.invitations.map(({ made }) => made)).toEqual([false])
  })

  it('keeps a seat for who is invited, and tells who wanted the same', () => {
    const p = party({ layout: rowOf(4) })
    const made = given(
      p.order([
        invitee('ada@x.org', { seat: 'A-1' }),
        invitee('bob@x.org', { seat: 'A-1' }),
        invitee('c@x.org', { seat: 'Z-9' }),
        invitee('d@x.org', { ticketTypeId: 'tt_no' }),
      ]),
    )
    expect(made.invitations.map(({ invitation }) => invitation.email)).toEqual(['ada@x.org'])
    expect(made.faults.map(({ email, code }) => [email, code])).toEqual([
      ['bob@x.org', 'unavailable'],
      ['c@x.org', 'invalid_places'],
      ['d@x.org', 'invalid_places'],
    ])
    expect(p.states()).toEqual(['offered', 'free', 'free', 'free'])
    expect(refusal(p.hold('other', 1, { quantity: undefined, seats: ['A-1'] }))).toBe('unavailable')
  })

  it('invites all or nobody where it is strict', () => {
    const p = party({ layout: rowOf(2) })
    const list = [invitee('ada@x.org', { seat: 'A-1' }), invitee('bob@x.org', { seat: 'A-1' })]
    expect(refusal(p.order(list, { strict: true }))).toBe('invalid_places')
    expect(p.states()).toEqual(['free', 'free'])
    expect(p.told('invitation.created')).toEqual([])
  })

  it('takes a seat that is kept for a sponsor, because the organiser may', () => {
    const allotments = [{ id: 'al', name: 'Sponsor', seats: ['A-1', 'A-2'], quantity: 0, releasesAt: null }]
    const p = party({ layout: rowOf(2), allotments })
    const id = p.invited('ada@x.org', { seat: 'A-1' })
    expect(given(p.ask(id, yes())).seats).toEqual(['A-1'])
  })

  it('gives no more seats than there are places', () => {
    const p = party({ layout: rowOf(4), capacity: 1 })
    const made = given(p.order([invitee('ada@x.org', { seat: 'A-1' }), invitee('bob@x.org', { seat: 'A-2' })]))
    expect(made.faults.map(({ code }) => code)).toEqual(['capacity'])
  })

  it('is not for who is no organiser, nor for what is over', () => {
    const p = party()
    const wish = { invitees: [invitee('a@x.org')], message: null, expiresAt: null, reminders: true, strict: false }
    expect(refusal(p.step((room, at) => invite(room, { wish, asker: who('ada') }, at)))).toBe('not_found')
    p.configure({ status: 'CANCELLED' })
    expect(refusal(p.order([invitee('a@x.org')]))).toBe('closed')
  })
})

describe('an answer', () => {
  it('that is yes is a booking for nothing, though tickets cost something and the sale has not begun', () => {
    const p = party({ ticketTypes: [type('tt_any', { price: 5000 })], saleStartsAt: START + HOUR })
    const id = p.invited('ada@x.org', { plusOnes: 2, name: 'Ada' })
    const answered = given(p.ask(id, yes(2, { names: ['Bob'] })))
    expect(answered).toMatchObject({ status: 'CONFIRMED', answer: 'yes', plusOnes: 2 })
    const booking = p.bookingOf(answered.bookingId ?? '')
    expect(booking).toMatchObject({ status: 'CONFIRMED', total: 0, invitationId: id, override: expect.any(String) })
    expect(booking.contact).toMatchObject({ fullName: 'Ada', emailAddress: 'ada@x.org' })
    expect(booking.tickets.map(({ price, attendee }) => [price, attendee?.fullName])).toEqual([
      [0, 'Ada'],
      [0, 'Bob'],
      [0, undefined],
    ])
    const fact = p.facts.find(({ type: what }) => what === 'invitation.responded')
    expect(fact?.data).toMatchObject({ answer: 'yes', plusOnes: 2, quantity: 3, complimentary: true })
  })

  it('given twice is given once', () => {
    const p = party()
    const id = p.invited('ada@x.org')
    const first = given(p.ask(id, yes()))
    expect(given(p.ask(id, yes()))).toEqual(first)
    expect(p.told('invitation.responded')).toHaveLength(1)
    expect(p.told('booking.confirmed')).toHaveLength(1)
  })

  it('seats who comes along beside the kept seat', () => {
    const p = party({ layout: rowOf(6) })
    const id = p.invited('ada@x.org', { seat: 'A-3', plusOnes: 2 })
    p.buy('other', 1, { quantity: undefined, seats: ['A-5'] })
    given(p.ask(id, yes(2)))
    expect([...p.seats(id)].sort()).toEqual(['A-2', 'A-3', 'A-4'])
  })

  it('seats them elsewhere where nothing beside is free, rather than not at all', () => {
    const p = party({ layout: rowOf(5) })
    const id = p.invited('ada@x.org', { seat: 'A-2', plusOnes: 1 })
    p.buy('other', 2, { quantity: undefined, seats: ['A-1', 'A-3'] })
    given(p.ask(id, yes(1)))
    expect(p.seats(id)).toHaveLength(2)
    expect(p.seats(id)).toContain('A-2')
  })

  it('for more than can come says for how many there are places, and takes none', () => {
    const p = party({ capacity: 2 })
    const id = p.invited('ada@x.org', { plusOnes: 5 })
    const refused = p.ask(id, yes(3))
    expect(refused).toMatchObject({ ok: false, error: { reason: 'capacity', detail: 'There are places for 2 of you' } })
    expect(p.of(id)).toMatchObject({ status: 'PENDING', answer: null })
    expect(given(p.ask(id, yes(1))).status).toBe('CONFIRMED')
  })

  it('with more people than were invited is refused', () => {
    const p = party()
    expect(refusal(p.ask(p.invited('ada@x.org', { plusOnes: 1 }), yes(2)))).toBe('limit')
  })

  it('that is no gives the seat back, and may become yes again', () => {
    const p = party({ layout: rowOf(2) })
    const id = p.invited('ada@x.org', { seat: 'A-1' })
    expect(given(p.ask(id, no))).toMatchObject({ status: 'CANCELLED', answer: 'no', cancelledBy: null })
    expect(p.states()).toEqual(['free', 'free'])
    expect(given(p.ask(id, yes())).seats).toEqual(['A-1'])
    expect(given(p.ask(id, no))).toMatchObject({ status: 'CANCELLED', bookingId: null, seats: [] })
    expect(p.standing()).toEqual([])
    expect(p.states()).toEqual(['free', 'free'])
  })

  it('may bring more people later, beside the others, or fewer', () => {
    const p = party({ layout: rowOf(5) })
    const id = p.invited('ada@x.org', { seat: 'A-2', plusOnes: 3 })
    given(p.ask(id, yes()))
    given(p.ask(id, yes(2, { names: ['Bob', 'Cy'] })))
    expect([...p.seats(id)].sort()).toEqual(['A-2', 'A-3', 'A-4'])
    expect(p.bookingOf(p.of(id).bookingId ?? '').tickets.map(({ attendee }) => attendee?.fullName)).toEqual([
      undefined,
      'Bob',
      'Cy',
    ])
    given(p.ask(id, yes(1)))
    expect([...p.seats(id)].sort()).toEqual(['A-2', 'A-3'])
    expect(refusal(p.ask(id, yes(4)))).toBe('limit')
    p.buy('other', 3, { quantity: undefined, seats: ['A-1', 'A-4', 'A-5'] })
    expect(p.ask(id, yes(2))).toMatchObject({ error: { reason: 'capacity', detail: 'There are places for 2 of you' } })
  })

  it.each([
    ['after the date that was said', { expiresAt: START + HOUR }, HOUR, 'expired'],
    ['after the event has begun', {}, 1000 * HOUR, 'expired'],
  ])('is not taken %s, but of an organiser who answers for them', (_, how, later, reason) => {
    const p = party({ layout: rowOf(2) })
    const id = p.invited('ada@x.org', { seat: 'A-1' }, how)
    p.wait(later - 1)
    p.nothing()
    expect(p.states()[0]).toBe('offered')
    p.wait(1)
    expect(refusal(p.ask(id, yes()))).toBe(reason)
    expect(p.states()[0]).toBe('free')
    expect(refusal(p.ask(id, yes(), true))).toBeNull()
  })

  it('keeps the seat until the event begins, also where that is later than it was', () => {
    const p = party({ layout: rowOf(1) })
    p.invited('ada@x.org', { seat: 'A-1' })
    p.configure({ startsAt: START + 1500 * HOUR, endsAt: START + 1501 * HOUR })
    p.wait(1200 * HOUR)
    p.nothing()
    expect(p.states()).toEqual(['offered'])
    p.wait(300 * HOUR)
    p.nothing()
    expect(p.states()).toEqual(['free'])
  })
})

describe('who was invited and finds no place', () => {
  it('waits, and has the first place that comes free, for nothing and without being asked again', () => {
    const p = party({ capacity: 1, ticketTypes: [type('tt_any', { price: 900 })] })
    const sold = given(p.hold('other', 1))
    const id = p.invited('ada@x.org')
    expect(given(p.ask(id, yes()))).toMatchObject({ status: 'WAITLIST', answer: 'yes', bookingId: null })
    expect(p.told('waitlist.joined')).toHaveLength(1)
    given(p.release('other', sold.id))
    expect(p.of(id)).toMatchObject({ status: 'CONFIRMED', entryId: null })
    expect(p.bookingOf(p.of(id).bookingId ?? '')).toMatchObject({ status: 'CONFIRMED', total: 0, invitationId: id })
    expect(p.told('waitlist.promotion')).toHaveLength(1)
    expect(p.told('invitation.responded')).toEqual([id])
  })

  it.each([
    [true, 'ada'],
    [false, 'other'],
  ])('goes before others where the event says so: %s', (invitedFirst, first) => {
    const p = party({ capacity: 1, waitlist: { invitedFirst } })
    const sold = given(p.hold('buyer', 1))
    given(p.join('other'))
    const id = p.invited('ada@x.org')
    given(p.ask(id, yes()))
    given(p.release('buyer', sold.id))
    expect(p.of(id).status === 'CONFIRMED' ? 'ada' : 'other').toBe(first)
  })

  it('waits besides what they wait for themselves', () => {
    const p = party({ capacity: 2 })
    const sold = given(p.hold('buyer', 2))
    given(p.join('ada', 1, { email: 'ada@x.org' }))
    const id = p.invited('ada@x.org')
    given(p.ask(id, yes()))
    given(p.release('buyer', sold.id))
    expect([p.status('ada'), p.of(id).status]).toEqual(['OFFERED', 'CONFIRMED'])
    given(p.ask(id, no))
    expect(given(p.join('ada', 1, { email: 'ada@x.org' })).id).toBe(p.entry('ada').id)
  })

  it('is told so where nobody can wait', () => {
    const p = party({ capacity: 1, waitlist: { enabled: false } })
    given(p.hold('buyer', 1))
    expect(p.ask(p.invited('ada@x.org'), yes())).toMatchObject({ error: { reason: 'capacity' } })
  })

  it('may wait with another number, or not any more', () => {
    const p = party({ capacity: 3 })
    const sold = given(p.hold('buyer', 3))
    const id = p.invited('ada@x.org', { plusOnes: 2 })
    given(p.ask(id, yes()))
    given(p.ask(id, yes(2)))
    expect(p.of(id)).toMatchObject({ status: 'WAITLIST', plusOnes: 2 })
    given(p.ask(id, no))
    expect(p.of(id)).toMatchObject({ status: 'CANCELLED', answer: 'no', entryId: null })
    given(p.release('buyer', sold.id))
    expect(p.standing()).toEqual([])
  })

  it('waits for all of them where they say so', () => {
    const p = party({ capacity: 2 })
    const sold = given(p.hold('buyer', 1))
    const id = p.invited('ada@x.org', { plusOnes: 1 })
    expect(given(p.ask(id, yes(1, { wait: true }))).status).toBe('WAITLIST')
    given(p.release('buyer', sold.id))
    expect(p.of(id)).toMatchObject({ status: 'CONFIRMED', plusOnes: 1 })
  })

  it('has the place of who says no, in the same step', () => {
    const p = party({ capacity: 1 })
    const [ada, bob] = [p.invited('ada@x.org'), p.invited('bob@x.org')]
    given(p.ask(ada, yes()))
    expect(given(p.ask(bob, yes())).status).toBe('WAITLIST')
    given(p.ask(ada, no))
    expect([p.of(ada).status, p.of(bob).status]).toEqual(['CANCELLED', 'CONFIRMED'])
  })
})

describe('an organiser', () => {
  const cancel: InvitationAsk = { do: 'cancel', reason: 'Enough' }

  it('takes an invitation back in any state; no answer is taken then, and the address may be invited anew', () => {
    const p = party({ capacity: 1 })
    const [ada, bob, c] = [p.invited('ada@x.org'), p.invited('bob@x.org'), p.invited('c@x.org')]
    given(p.ask(ada, yes()))
    given(p.ask(bob, yes()))
    for (const id of [c, bob, ada]) given(p.ask(id, cancel, true))
    expect([ada, bob, c].map((id) => [p.of(id).status, p.of(id).cancelledBy])).toEqual(
      Array(3).fill(['CANCELLED', 'organiser']),
    )
    expect(p.standing()).toEqual([])
    expect(refusal(p.ask(ada, yes()))).toBe('closed')
    expect(refusal(p.ask(ada, no))).toBe('closed')
    expect(given(p.ask(ada, cancel, true)).status).toBe('CANCELLED')
    expect(p.told('invitation.cancelled').sort()).toEqual([ada, bob, c].sort())
    expect(p.invited('ada@x.org')).not.toBe(ada)
  })

  it('gives another seat in one step, before and after the answer', () => {
    const p = party({ layout: rowOf(3) })
    const id = p.invited('ada@x.org', { seat: 'A-1' })
    given(p.ask(id, { do: 'change', wish: { seat: 'A-2' } }, true))
    expect(p.states()).toEqual(['free', 'offered', 'free'])
    given(p.ask(id, yes()))
    given(p.ask(id, { do: 'change', wish: { seat: 'A-3' } }, true))
    expect(p.states()).toEqual(['free', 'free', 'booked'])
    expect(p.seats(id)).toEqual(['A-3'])
    p.buy('other', 1, { quantity: undefined, seats: ['A-1'] })
    expect(refusal(p.ask(id, { do: 'change', wish: { seat: 'A-1' } }, true))).toBe('unavailable')
  })

  it('gives more time, and the seat is kept for as long', () => {
    const p = party({ layout: rowOf(1) })
    const id = p.invited('ada@x.org', { seat: 'A-1' }, { expiresAt: START + HOUR })
    const later = new Date(START + 3 * HOUR).toISOString()
    given(p.ask(id, { do: 'change', wish: { expiresAt: later } }, true))
    p.wait(2 * HOUR)
    expect(given(p.ask(id, yes())).seats).toEqual(['A-1'])
  })

  it('knows when somebody else changed it', () => {
    const p = party()
    const id = p.invited('ada@x.org')
    given(p.ask(id, { do: 'change', wish: { name: 'Ada', version: 1 } }, true))
    expect(refusal(p.ask(id, { do: 'change', wish: { name: 'Bob', version: 1 } }, true))).toBe('stale_version')
  })

  it('has it sent again, but not twice in a minute', () => {
    const p = party()
    const id = p.invited('ada@x.org')
    p.wait(HOUR)
    given(p.ask(id, { do: 'send' }, true))
    given(p.ask(id, { do: 'send' }, true))
    expect(p.told('invitation.reminded')).toHaveLength(1)
  })

  it.each<InvitationAsk>([cancel, { do: 'send' }, { do: 'change', wish: { plusOnes: 50 } }])(
    'alone may: %j',
    (what) => {
      const p = party()
      expect(refusal(p.ask(p.invited('ada@x.org'), what))).toBe('not_found')
    },
  )
})

describe('an invitation follows its booking', () => {
  it('that is given up by who comes, or by an organiser', () => {
    const p = party()
    const [ada, bob] = [p.invited('ada@x.org'), p.invited('bob@x.org')]
    for (const id of [ada, bob]) given(p.ask(id, yes()))
    given(p.cancel('guest', p.of(ada).bookingId ?? ''))
    expect(p.of(ada)).toMatchObject({ status: 'CANCELLED', answer: 'no', cancelledBy: null })
    expect(p.told('invitation.responded').filter((id) => id === ada)).toHaveLength(2)
    expect(given(p.ask(ada, yes())).status).toBe('CONFIRMED')
  })

  it('of which a ticket was passed on: that place counts as one they brought', () => {
    const p = party()
    const id = p.invited('ada@x.org', { plusOnes: 1 })
    given(p.ask(id, yes(1)))
    const booking = p.bookingOf(p.of(id).bookingId ?? '')
    const wish = { ticketId: booking.tickets[1]?.id ?? '', to: { fullName: 'Eve', emailAddress: 'eve@x.org' } }
    given(p.step((room, at) => transfer(room, { booking, wish, asker: who('guest') }, at)))
    expect(p.of(id)).toMatchObject({ plusOnes: 0, passedOn: 1 })
    expect(refusal(p.ask(id, yes(1)))).toBe('limit')
    expect(refusal(p.ask(id, yes()))).toBeNull()
  })

  it('that was passed on is no longer theirs to give up', () => {
    const p = party()
    const id = p.invited('ada@x.org')
    given(p.ask(id, yes()))
    const booking = p.bookingOf(p.of(id).bookingId ?? '')
    const wish = { to: { fullName: 'Eve', emailAddress: 'eve@x.org' } }
    given(p.step((room, at) => transfer(room, { booking, wish, asker: who('guest') }, at)))
    expect(refusal(p.ask(id, no))).toBe('not_changeable')
    expect(p.standing()).toHaveLength(1)
  })
})
