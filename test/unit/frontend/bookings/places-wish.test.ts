import { describe, expect, it } from 'vitest'
import type { Ticket } from '../../../../frontend/src/api/bookings.ts'
import { type PlacesWish, ticketChangeOf } from '../../../../frontend/src/bookings/places-wish.ts'

const ticket = (place: Partial<Ticket>): Ticket => ({
  id: 't',
  seat: null,
  area: null,
  ticketTypeId: 'tt_1',
  price: 0,
  status: 'VALID',
  attendee: null,
  ...place,
})
const unnamed = { quantity: 2, tickets: [ticket({ status: 'CANCELLED', seat: 'A-1' }), ticket({}), ticket({})] }
const seated = { quantity: 1, tickets: [ticket({ seat: 'A-1' })] }
const wish = (said: Partial<PlacesWish>): PlacesWish => ({
  quantity: '2',
  seats: '',
  ticketTypeId: '',
  override: false,
  reason: '',
  ...said,
})

describe('more places, or fewer', () => {
  it('asks for nothing where nothing changes, or what is filled in does not go together', () => {
    for (const quantity of ['2', '', '0', '2.5', 'many']) expect(ticketChangeOf(wish({ quantity }), unnamed)).toBeNull()
    expect(ticketChangeOf(wish({ quantity: '3', seats: 'A-2' }), seated)).toBeNull()
    expect(ticketChangeOf(wish({ quantity: '3', override: true }), unnamed)).toBeNull()
  })

  it('leaves to the room which ones', () => {
    expect(ticketChangeOf(wish({ quantity: '1', override: true, reason: 'x' }), unnamed)).toEqual({ quantity: 1 })
    expect(ticketChangeOf(wish({ quantity: '5' }), unnamed)).toEqual({ quantity: 5 })
  })

  it('names seats, and the type of the first ticket where none is chosen', () => {
    expect(ticketChangeOf(wish({ quantity: '3', seats: 'A-2 A-3' }), seated)).toEqual({
      add: { seats: ['A-2', 'A-3'], ticketTypeId: 'tt_1' },
    })
  })

  it('asks for places of another type as the booking has them', () => {
    const other = { ticketTypeId: 'tt_2' }
    expect(ticketChangeOf(wish({ quantity: '3', ...other }), unnamed)).toEqual({ add: { quantity: 1, ...other } })
    expect(ticketChangeOf(wish({ quantity: '3', ...other }), seated)).toEqual({
      add: { bestAvailable: 2, together: false, ...other },
    })
    const standing = { quantity: 1, tickets: [ticket({ area: 'floor' })] }
    expect(ticketChangeOf(wish(other), standing)).toEqual({ add: { quantity: 1, area: 'floor', ...other } })
  })

  it('says why more is given than is for sale', () => {
    expect(ticketChangeOf(wish({ quantity: '3', override: true, reason: ' The singer asked ' }), unnamed)).toEqual({
      quantity: 3,
      override: true,
      reason: 'The singer asked',
    })
  })
})
