import { describe, expect, it } from 'vitest'
import type { Asker, RoomCode } from '../../../../contract/room.ts'
import { decideChange } from '../../../../domain/booking/booking-change.ts'
import { given, HOUR, refusal, START, scene, type, who } from './waitlist-scene.ts'

describe('a booking of an event that is cancelled', () => {
  it('is not confirmed any more, though its places are still kept', () => {
    const event = scene()
    const held = given(event.hold('ada', 1))
    const booked = given(event.book('ada', held.id))
    const stands = event.buy('bob', 1)
    event.configure({ status: 'CANCELLED' })
    expect(refusal(event.confirm('ada', booked.id))).toBe('closed')
    const asOffice = { override: true, reason: 'Paid at the desk' }
    expect(refusal(event.confirm('ada', booked.id, asOffice, true))).toBe('closed')
    expect(given(event.confirm('bob', stands.id)).status).toBe('CONFIRMED')
    expect(event.told('booking.confirmed')).toEqual([stands.id])
  })
})

describe('a booking made with a code', () => {
  const code: RoomCode = {
    code: 'EARLY',
    ticketTypes: ['tt_hidden'],
    allotmentId: 'al_1',
    discount: { percent: 100 },
    maxUses: null,
    startsAt: null,
    endsAt: START + HOUR,
  }
  const early = () => {
    const event = scene({
      capacity: 10,
      ticketTypes: [type('tt_any', { price: 1000 }), type('tt_hidden', { price: 1000, hidden: true })],
      codes: [code],
      allotments: [{ id: 'al_1', name: 'Friends', seats: [], quantity: 4, releasesAt: null }],
    })
    const booking = event.buy('ada', 1, { code: 'EARLY', ticketTypeId: 'tt_any' })
    const change = (wish: object, asker: Asker = who('ada')) =>
      event.step((room, at) =>
        decideChange(room, { booking: event.bookingOf(booking.id), change: { to: 'tickets', wish }, asker }, at),
      )
    return { event, change }
  }

  it('has more places by it as long as it is good', () => {
    const { change } = early()
    const more = given(change({ quantity: 2 }))
    expect([more.tickets.length, more.total]).toEqual([2, 0])
    expect(given(change({ add: { quantity: 1, ticketTypeId: 'tt_hidden' } })).total).toBe(0)
  })

  it('keeps what it has when the code is over, and gets nothing more by it', () => {
    const { event, change } = early()
    event.wait(HOUR)
    expect(refusal(change({ quantity: 2 }))).toBe('unpaid')
    expect(refusal(change({ add: { quantity: 1, ticketTypeId: 'tt_hidden' } }))).toBe('invalid_places')
    expect(given(change({ quantity: 1 })).tickets).toHaveLength(1)
  })
})
