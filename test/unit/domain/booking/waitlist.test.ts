import { describe, expect, it } from 'vitest'
import { availabilityOf, seatStates } from '../../../../domain/booking/availability.ts'
import { positionOf } from '../../../../domain/booking/waitlist-line.ts'
import { house } from './house.ts'
import { given, HOUR, refusal, START, scene, type } from './waitlist-scene.ts'

/** A house of four places that is sold to one buyer in single bookings. */
const soldOut = (change: Parameters<typeof scene>[0] = {}) => {
  const event = scene(change)
  const sold = [1, 2, 3, 4].map((n) => event.buy(`buyer${n}`, 1, { ticketTypeId: change.ticketTypes?.[0]?.id }))
  const free = (n: number) => {
    const booking = sold[n - 1]
    if (booking === undefined) throw new Error('no such buyer')
    return given(event.cancel(`buyer${n}`, booking.id))
  }
  return { ...event, event, free, numbers: () => availabilityOf(event.room) }
}

describe('a waitlist', () => {
  it('offers a freed place to the first in the step that frees it, so that the public never sees it', () => {
    const { join, free, status, numbers, hold, entry } = soldOut()
    given(join('ada'))
    given(join('bob'))
    free(1)
    expect(numbers()).toMatchObject({ free: 0, offered: 1, booked: 3 })
    expect(status('ada')).toBe('OFFERED')
    expect(status('bob')).toBe('WAITING')
    expect(refusal(hold('eve', 1))).toBe('capacity')
    expect(entry('ada').offer?.expiresAt).toBe(START + HOUR)
  })

  it('makes a free offer a booking at once, and says so with two facts', () => {
    const { event, join, free, take, status, entry, told, numbers } = soldOut()
    given(join('ada'))
    free(1)
    const booking = given(take('ada'))
    expect(booking).toMatchObject({
      status: 'CONFIRMED',
      entryId: entry('ada').id,
      contact: { emailAddress: 'ada@example.com' },
    })
    expect(status('ada')).toBe('CLAIMED')
    expect(told('waitlist.promotion')).toEqual([booking.entryId])
    expect(told('booking.confirmed')).toContain(booking.id)
    expect(told('booking.held')).not.toContain(booking.id)
    expect(numbers()).toMatchObject({ offered: 0, booked: 4 })
    expect(event.room.holds.size).toBe(0)
  })

  it('lets a booking that is to be paid wait, and claims the entry when it stands', () => {
    const paid = { ticketTypes: [type('tt_any', { price: 500 })] }
    const event = scene(paid)
    const held = given(event.hold('sold', 4))
    given(event.join('ada'))
    given(event.release('sold', held.id))
    const booking = given(event.take('ada'))
    expect(booking.status).toBe('ON_HOLD')
    expect(event.entry('ada')).toMatchObject({ status: 'OFFERED', bookingId: booking.id })
    expect(given(event.take('ada')).id).toBe(booking.id)
    given(event.confirm('ada', booking.id, { override: true, reason: 'Paid at the desk' }, true))
    expect(event.entry('ada')).toMatchObject({ status: 'CLAIMED', bookingId: booking.id, offer: null })
  })

  it('lapses an entry whose booking was not paid in time', () => {
    const event = scene({ ticketTypes: [type('tt_any', { price: 500 })] })
    const held = given(event.hold('sold', 4))
    given(event.join('ada'))
    given(event.release('sold', held.id))
    given(event.take('ada'))
    event.wait(2 * HOUR)
    expect(event.entry('ada')).toMatchObject({ lapses: 1 })
    expect(event.told('booking.expired')).toHaveLength(1)
  })

  it('claims the entry of an offer that was booked by its hold', () => {
    const { join, free, entry, book, confirm, status } = soldOut()
    given(join('ada'))
    free(1)
    const booking = given(book('ada', entry('ada').offer?.holdId ?? ''))
    given(confirm('ada', booking.id))
    expect(status('ada')).toBe('CLAIMED')
  })

  it('confirms a free offer by itself where the event says so, without an offer in between', () => {
    const { join, free, status, entry, told, numbers, event } = soldOut({ waitlist: { confirmsItself: true } })
    given(join('ada'))
    free(1)
    expect(status('ada')).toBe('CLAIMED')
    expect(event.bookingOf(entry('ada').bookingId ?? '')).toMatchObject({ status: 'CONFIRMED', owners: ['g:ada'] })
    expect(told('waitlist.notification')).toEqual([])
    expect(numbers()).toMatchObject({ free: 0, offered: 0, booked: 4 })
  })

  it('offers what is to be paid, though the event confirms by itself', () => {
    const event = scene({ ticketTypes: [type('tt_any', { price: 1 })], waitlist: { confirmsItself: true } })
    const held = given(event.hold('sold', 4))
    given(event.join('ada'))
    given(event.release('sold', held.id))
    expect(event.status('ada')).toBe('OFFERED')
  })

  it('knows an address however it is written, but for what stands after a plus', () => {
    const { join } = soldOut()
    const first = given(join('ada', 1, { email: ' Ada@Example.com' }))
    expect(given(join('ada', 2, { email: 'ada@EXAMPLE.com' })).id).toBe(first.id)
    expect(given(join('ada', 1, { email: 'ada+2@example.com' })).id).not.toBe(first.id)
  })

  it('is closed where there is none, where nothing is sold, and when it ends', () => {
    expect(refusal(soldOut({ waitlist: { enabled: false } }).join('ada'))).toBe('closed')
    const event = soldOut({ waitlist: { closesAt: START + HOUR } })
    given(event.join('ada'))
    event.event.wait(HOUR)
    expect(refusal(event.join('bob'))).toBe('closed')
    event.free(1)
    expect(event.status('ada')).toBe('WAITING')
    const paused = soldOut()
    paused.event.configure({ status: 'PAUSED' })
    expect(refusal(paused.join('ada'))).toBe('closed')
  })

  it('lets nobody wait for what the event never has, or for more than a buyer may have', () => {
    const { join } = soldOut({ maxPerBuyer: 3 })
    expect(refusal(join('ada', 5))).toBe('capacity')
    expect(refusal(join('ada', 4))).toBe('limit')
    given(join('ada', 2))
    expect(refusal(join('ada', 2, { email: 'other@example.com' }))).toBe('limit')
    expect(refusal(join('eve', 1, { ticketTypeId: 'tt_none' }))).toBe('invalid_places')
  })

  it('offers what comes free when blocks are lifted, an allotment is released or the event gets larger', () => {
    const event = scene({ capacity: 4 })
    const ids = event.block({ quantity: 2 })
    event.buy('sold', 2)
    given(event.join('ada', 2))
    event.unblock(ids)
    expect(event.status('ada')).toBe('OFFERED')

    const allotment = { id: 'al', name: 'Press', seats: [], quantity: 2, releasesAt: START + HOUR }
    const kept = scene({ capacity: 4, allotments: [allotment] })
    kept.buy('sold', 2)
    given(kept.join('ada', 2))
    expect(kept.room.waitlist.lookAt).toBe(START + HOUR)
    kept.wait(HOUR)
    expect(kept.status('ada')).toBe('OFFERED')

    const larger = soldOut()
    given(larger.join('ada'))
    larger.event.configure({ capacity: 5 })
    expect(larger.status('ada')).toBe('OFFERED')
  })

  it('offers on what somebody leaves, and lets them go only once', () => {
    const { join, free, ask, status, told, entry } = soldOut()
    given(join('ada'))
    given(join('bob'))
    free(1)
    given(ask('ada', { do: 'leave' }))
    given(ask('ada', { do: 'leave' }))
    expect([status('ada'), status('bob')]).toEqual(['LEFT', 'OFFERED'])
    expect(told('waitlist.left')).toEqual([entry('ada').id])
  })

  it('ends the booking of an offer with the entry', () => {
    const event = scene({ ticketTypes: [type('tt_any', { price: 500 })] })
    const held = given(event.hold('sold', 4))
    given(event.join('ada', 2))
    given(event.join('bob', 4))
    given(event.release('sold', held.id))
    const booking = given(event.take('ada'))
    given(event.ask('ada', { do: 'leave' }))
    expect(event.bookingOf(booking.id).status).toBe('CANCELLED')
    expect([event.status('ada'), event.status('bob')]).toEqual(['LEFT', 'OFFERED'])
  })

  it('offers what comes free at once to as many as it fits', () => {
    const event = scene({ capacity: 4 })
    const all = event.buy('sold', 4)
    for (const name of ['ada', 'bob', 'cleo']) given(event.join(name))
    given(event.join('pair', 2))
    given(event.cancel('sold', all.id))
    expect(['ada', 'bob', 'cleo', 'pair'].map(event.status)).toEqual(['OFFERED', 'OFFERED', 'OFFERED', 'WAITING'])
    expect(availabilityOf(event.room)).toMatchObject({ free: 1, offered: 3 })
  })

  it('says how many come before', () => {
    const { join, entry, ask, event } = soldOut()
    for (const name of ['ada', 'bob', 'cleo']) given(join(name, name === 'bob' ? 2 : 1))
    const positions = () => ['ada', 'bob', 'cleo'].map((name) => positionOf(event.room.waitlist, entry(name)))
    expect(positions()).toEqual([1, 2, 3])
    given(ask('ada', { do: 'leave' }))
    expect(positions()).toEqual([null, 1, 2])
  })

  it('offers by hand out of turn, and only to organisers', () => {
    const { join, free, ask, status, entry } = soldOut({ waitlist: { fit: 'STRICT' } })
    given(join('group', 3))
    given(join('ada', 1))
    free(1)
    expect(status('ada')).toBe('WAITING')
    expect(refusal(ask('ada', { do: 'offer' }))).toBe('not_found')
    given(ask('ada', { do: 'offer' }, true))
    expect(entry('ada')).toMatchObject({ status: 'OFFERED', offer: { quantity: 1 } })
    expect(refusal(ask('group', { do: 'offer' }, true))).toBe('capacity')
  })
})

describe('edge cases of waitlists', () => {
  it('1: who does not answer goes to the end, and after as many offers is out', () => {
    const { join, free, status, entry, event, told, facts } = soldOut()
    given(join('sleepy'))
    given(join('ada'))
    free(1)
    event.wait(HOUR)
    expect([status('sleepy'), status('ada')]).toEqual(['WAITING', 'OFFERED'])
    event.wait(HOUR)
    expect([status('sleepy'), status('ada')]).toEqual(['OFFERED', 'WAITING'])
    event.wait(HOUR)
    expect(entry('sleepy')).toMatchObject({ status: 'LAPSED', lapses: 2 })
    expect(told('waitlist.lapsed')).toHaveLength(3)
    expect(facts.findLast((fact) => fact.type === 'waitlist.lapsed')?.data).toMatchObject({ lapses: 2, final: true })
  })

  it('1: nor does a priority let who sleeps starve the others', () => {
    const { join, free, status, ask, event } = soldOut({ waitlist: { maxLapses: 9 } })
    given(join('ada'))
    given(join('sleepy'))
    given(ask('sleepy', { do: 'prioritise', priority: 10, reason: 'Friend of the house' }, true))
    free(1)
    expect(status('sleepy')).toBe('OFFERED')
    event.wait(HOUR)
    expect([status('sleepy'), status('ada')]).toEqual(['WAITING', 'OFFERED'])
  })

  it('2: who declines, or gives up the booking of an offer, is not offered the same again', () => {
    const { join, free, ask, status, numbers } = soldOut()
    given(join('ada'))
    free(1)
    given(ask('ada', { do: 'decline' }))
    expect(status('ada')).toBe('DECLINED')
    expect(refusal(ask('ada', { do: 'decline' }))).toBeNull()
    expect(numbers()).toMatchObject({ free: 1, offered: 0 })
  })

  it('2: nor who cancels the booking of an offer before it is paid', () => {
    const event = scene({ ticketTypes: [type('tt_any', { price: 500 })] })
    const held = given(event.hold('sold', 4))
    given(event.join('ada'))
    given(event.release('sold', held.id))
    given(event.cancel('ada', given(event.take('ada')).id))
    expect(event.status('ada')).toBe('DECLINED')
    expect(availabilityOf(event.room)).toMatchObject({ free: 4, offered: 0 })
  })

  it('3: ticket types that share a pool are offered its places once', () => {
    const pools = [{ id: 'pl', name: 'Both', size: 4 }]
    const ticketTypes = [type('tt_a', { pools: ['pl'] }), type('tt_b', { pools: ['pl'] })]
    const { join, free, status } = soldOut({ capacity: 10, pools, ticketTypes })
    given(join('ada', 1, { ticketTypeId: 'tt_a' }))
    given(join('bob', 1, { ticketTypeId: 'tt_b' }))
    free(1)
    expect([status('ada'), status('bob')]).toEqual(['OFFERED', 'WAITING'])
  })

  it('4: a ticket that is sold no more becomes any other', () => {
    const ticketTypes = [type('tt_late'), type('tt_early', { saleEndsAt: START + HOUR })]
    const { join, free, event, entry } = soldOut({ ticketTypes })
    given(join('ada', 1, { ticketTypeId: 'tt_early' }))
    event.wait(2 * HOUR)
    free(1)
    const { offer } = entry('ada')
    expect(event.room.holds.get(offer?.holdId ?? '')?.items).toMatchObject([{ ticketTypeId: 'tt_late' }])
  })

  it('5: STRICT lets nobody pass a group that does not fit, nor the public', () => {
    const { join, free, status, hold, numbers } = soldOut({ waitlist: { fit: 'STRICT' } })
    given(join('group', 3))
    given(join('ada', 1))
    free(1)
    free(2)
    expect([status('group'), status('ada')]).toEqual(['WAITING', 'WAITING'])
    expect(numbers()).toMatchObject({ free: 0, offered: 2 })
    expect(refusal(hold('eve', 1))).toBe('capacity')
    free(3)
    expect([status('group'), status('ada')]).toEqual(['OFFERED', 'WAITING'])
    expect(numbers()).toMatchObject({ free: 0, offered: 3 })
  })

  it('5: SKIP_IF_NOT_FIT serves the next who fits, until the group has been passed for as long as an offer lasts', () => {
    const { join, free, status, event, numbers, take } = soldOut()
    given(join('group', 3))
    for (const name of ['ada', 'bob', 'cleo']) given(join(name))
    free(1)
    expect([status('group'), status('ada')]).toEqual(['WAITING', 'OFFERED'])
    given(take('ada'))
    event.wait(HOUR)
    free(2)
    expect([status('group'), status('bob')]).toEqual(['WAITING', 'WAITING'])
    expect(numbers()).toMatchObject({ free: 0, offered: 1 })
    free(3)
    free(4)
    expect([status('group'), status('bob')]).toEqual(['OFFERED', 'WAITING'])
  })

  it('5: PARTIAL offers a group what there is, if it wants that; who does not is passed', () => {
    const { join, free, entry, status } = soldOut({ waitlist: { fit: 'PARTIAL' } })
    given(join('whole', 3))
    given(join('some', 3, { allowPartial: true }))
    free(1)
    expect(status('whole')).toBe('WAITING')
    expect(entry('some')).toMatchObject({ status: 'OFFERED', quantity: 3, offer: { quantity: 1 } })
  })

  it('5: what was gathered for a group goes on when it leaves, and to the public when the list is switched off', () => {
    const strict = () => soldOut({ waitlist: { fit: 'STRICT' } })
    const one = strict()
    given(one.join('group', 3))
    given(one.join('ada', 1))
    one.free(1)
    given(one.ask('group', { do: 'leave' }))
    expect(one.status('ada')).toBe('OFFERED')
    const two = strict()
    given(two.join('group', 3))
    two.free(1)
    two.event.configure({ waitlist: { enabled: false } })
    expect(availabilityOf(two.event.room)).toMatchObject({ free: 1, offered: 0 })
  })

  it('6: no offer lasts longer than places are sold', () => {
    const { join, free, entry } = soldOut({ saleEndsAt: START + HOUR / 2 })
    given(join('ada'))
    free(1)
    expect(entry('ada').offer?.expiresAt).toBe(START + HOUR / 2)
    const list = soldOut({ waitlist: { closesAt: START + HOUR / 4 } })
    given(list.join('ada'))
    list.free(1)
    expect(list.entry('ada').offer?.expiresAt).toBe(START + HOUR / 4)
  })

  it('7: an event that is made smaller takes no offer back, and makes none until there is room again', () => {
    const { join, free, status, event, numbers } = soldOut()
    given(join('ada'))
    given(join('bob'))
    free(1)
    event.configure({ capacity: 2 })
    expect(status('ada')).toBe('OFFERED')
    free(2)
    expect(status('bob')).toBe('WAITING')
    free(3)
    expect(status('bob')).toBe('WAITING')
    expect(numbers()).toMatchObject({ free: 0, offered: 1, booked: 1 })
    free(4)
    expect([status('ada'), status('bob')]).toEqual(['OFFERED', 'OFFERED'])
  })

  it('8: where nobody waits a free place is for everyone, and who would wait for it is told to buy', () => {
    const { free, numbers, join, hold } = soldOut()
    free(1)
    expect(numbers()).toMatchObject({ free: 1, offered: 0 })
    const refused = join('ada')
    expect(refused).toMatchObject({ ok: false, error: { reason: 'places_free' } })
    expect(refused.ok ? '' : refused.error.detail).toContain('POST /api/v1/events/e/holds')
    given(join('pair', 2))
    given(hold('eve', 1))
  })

  it('9: a priority goes first, with its reason in the log, and by organisers alone', () => {
    const { join, free, ask, status, facts } = soldOut()
    given(join('ada'))
    given(join('bob'))
    const first = { do: 'prioritise', priority: 5, reason: 'Wheelchair' } as const
    expect(refusal(ask('bob', first))).toBe('not_found')
    given(ask('bob', first, true))
    expect(facts.at(-1)).toMatchObject({
      type: 'waitlist.prioritised',
      data: { priority: 5, before: 0, reason: 'Wheelchair' },
    })
    free(1)
    expect([status('ada'), status('bob')]).toEqual(['WAITING', 'OFFERED'])
  })

  it('10: seats of any category will do, side by side where there are such; a ticket type keeps to its own', () => {
    const { layout } = house(['....', 'bb'])
    const event = scene({ layout, ticketTypes: [type('tt_any'), type('tt_box', { categories: ['Box'] })] })
    const sold = layout.seats.map(({ guid }) => event.buy(guid, 1, { seats: [guid], quantity: undefined }))
    given(event.join('box', 1, { ticketTypeId: 'tt_box' }))
    given(event.join('ada', 2))
    const free = (guid: string) => {
      const n = layout.seats.findIndex((seat) => seat.guid === guid)
      given(event.cancel(guid, sold[n]?.id ?? ''))
    }
    const [a, b, c] = layout.seats.map(({ guid }) => guid)
    free(a ?? '')
    expect([event.status('box'), event.status('ada')]).toEqual(['WAITING', 'WAITING'])
    free(c ?? '')
    expect(event.status('ada')).toBe('OFFERED')
    const states = seatStates(event.room)
    expect([a, b, c].map((guid) => states[guid ?? ''])).toEqual(['offered', 'booked', 'offered'])
    free(layout.seats[4]?.guid ?? '')
    expect(event.status('box')).toBe('OFFERED')
  })

  it('10: a group that frees seats of several rows gets those side by side', () => {
    const { layout } = house(['....', '..'])
    const event = scene({ layout })
    const guids = layout.seats.map(({ guid }) => guid)
    const all = event.buy('sold', 6, { seats: guids, quantity: undefined })
    given(event.join('pair', 2))
    given(event.cancel('sold', all.id))
    const items = event.room.holds.get(event.entry('pair').offer?.holdId ?? '')?.items ?? []
    const [one, two] = items.map(({ seat }) => layout.seats.find(({ guid }) => guid === seat))
    expect(one?.row).toBe(two?.row)
    expect(Math.abs((one?.at ?? 0) - (two?.at ?? 9))).toBe(1)
  })

  it('11: an offer that is over cannot be taken, whether or not anything cleaned up', () => {
    const { join, free, take, event, entry } = soldOut()
    given(join('ada'))
    free(1)
    event.wait(HOUR)
    expect(entry('ada')).toMatchObject({ lapses: 1 })
    event.wait(HOUR)
    expect(refusal(take('ada'))).toBe('expired')
    expect(entry('ada').status).toBe('LAPSED')
  })

  it('12: who is revoked is not picked again in the same step', () => {
    const { join, free, ask, status, numbers, facts } = soldOut()
    given(join('ada'))
    free(1)
    expect(refusal(ask('ada', { do: 'revoke', note: null }))).toBe('not_found')
    given(ask('ada', { do: 'revoke', note: 'Sold on the street' }, true))
    expect(status('ada')).toBe('REVOKED')
    expect(numbers()).toMatchObject({ free: 1, offered: 0 })
    expect(facts.at(-1)).toMatchObject({
      type: 'waitlist.left',
      data: { reason: 'REVOKED', note: 'Sold on the street' },
    })
  })
})
