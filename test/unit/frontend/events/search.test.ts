import { describe, expect, it } from 'vitest'
import { bookingListSearch } from '../../../../frontend/src/bookings/search.ts'
import { eventListQuery, eventListSearch } from '../../../../frontend/src/events/search.ts'

const now = Date.parse('2027-06-01T12:00:00Z')

describe('the list of events', () => {
  it('keeps in its address what narrows it, and nothing else', () => {
    expect(eventListSearch({ q: ' opera ', status: 'ON_SALE', when: 'past', tour: 'r_1' })).toEqual({
      q: 'opera',
      status: 'ON_SALE',
      when: 'past',
      tour: 'r_1',
    })
    expect(eventListSearch({ q: '  ', status: 'SOLD', when: 'coming', page: '3' })).toEqual({})
  })

  it('asks for what is to come, soonest first, and for what is past the other way round', () => {
    expect(eventListQuery({}, now)).toEqual({ sort: 'startsAt', from: '2027-06-01T12:00:00.000Z' })
    expect(eventListQuery({ when: 'past', q: 'opera' }, now)).toEqual({
      sort: '-startsAt',
      to: '2027-06-01T12:00:00.000Z',
      query: 'opera',
    })
    expect(eventListQuery({ when: 'all', tour: 'r_1' }, now)).toEqual({ sort: 'startsAt', tourId: 'r_1' })
  })
})

describe('the list of bookings', () => {
  it('keeps a status it knows and words', () => {
    expect(bookingListSearch({ q: 'ada', status: 'CONFIRMED' })).toEqual({ q: 'ada', status: 'CONFIRMED' })
    expect(bookingListSearch({ q: '', status: 'LOST' })).toEqual({})
  })
})
