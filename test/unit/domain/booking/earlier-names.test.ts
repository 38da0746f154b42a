import { describe, expect, it } from 'vitest'
import {
  earlierMoment,
  eventChangeOf,
  eventOf,
  inTheirFields,
  paymentStatusOf,
  registrationOfBooking,
  registrationOfEntry,
  tourBookingStatus,
} from '../../../../domain/booking/earlier-names.ts'
import { ok } from '../../../../domain/result.ts'

const at = (text: string) => Date.parse(text)

describe('a moment of the earlier systems', () => {
  it.each([
    ['2027-06-01T18:00:00', 'UTC', '2027-06-01T18:00:00Z'],
    ['2027-06-01T18:00:00', 'Europe/Berlin', '2027-06-01T16:00:00Z'],
    ['2027-12-01 18:00', 'Europe/Berlin', '2027-12-01T17:00:00Z'],
    ['2027-06-01', 'America/New_York', '2027-06-01T04:00:00Z'],
    ['2027-06-01T18:00:00.123456', 'UTC', '2027-06-01T18:00:00.123Z'],
    ['2027-06-01T18:00:00Z', 'Europe/Berlin', '2027-06-01T18:00:00Z'],
    ['2027-06-01T18:00+05:30', 'Europe/Berlin', '2027-06-01T12:30:00Z'],
    // The hour that clocks skip is meant by the offset from before.
    ['2027-03-28T02:30:00', 'Europe/Berlin', '2027-03-28T01:30:00Z'],
  ])('%s in %s is %s', (text, timeZone, instant) => {
    expect(earlierMoment(text, timeZone)).toBe(at(instant))
  })

  it.each(['', 'tomorrow', '2027-13-01T00:00:00', '1811872800000', '2027-06-01T25:00:00Z', '01/06/2027'])(
    '%j is none',
    (text) => expect(earlierMoment(text, 'UTC')).toBeNull(),
  )
})

describe('an event of the earlier organiser', () => {
  it('is on sale at once, and two hours long where it does not say', () => {
    expect(eventOf({ title: 'Concert', eventDate: '2027-06-01T18:00:00', maxCapacity: 9, location: null })).toEqual(
      ok({
        name: 'Concert',
        place: null,
        capacity: 9,
        startsAt: '2027-06-01T18:00:00.000Z',
        endsAt: '2027-06-01T20:00:00.000Z',
        timeZone: 'UTC',
        status: 'ON_SALE',
      }),
    )
  })

  it('stays as long as it was when it is moved, and is left alone where nothing is said', () => {
    const before = { startsAt: at('2027-06-01T18:00Z'), endsAt: at('2027-06-01T23:00Z'), timeZone: 'Europe/Berlin' }
    expect(eventChangeOf({ eventDate: '2027-07-01T18:00:00' }, before)).toEqual(
      ok({ startsAt: '2027-07-01T16:00:00.000Z', endsAt: '2027-07-01T21:00:00.000Z' }),
    )
    expect(eventChangeOf({ endDate: '2027-06-02T00:00:00' }, before)).toEqual(
      ok({ startsAt: '2027-06-01T18:00:00.000Z', endsAt: '2027-06-01T22:00:00.000Z' }),
    )
    expect(eventChangeOf({ waitlistEnabled: false, version: 3 }, before)).toEqual(ok({ waitlist: false, version: 3 }))
  })

  it('is refused by the fields it knows', () => {
    const pointers = (made: ReturnType<typeof eventOf>) => (made.ok ? [] : made.error.map(({ pointer }) => pointer))
    expect(pointers(eventOf({ title: 'x', eventDate: 'x', endDate: 'y' }))).toEqual(['/eventDate', '/endDate'])
    expect(pointers(eventOf({ title: 'x', eventDate: '2027-06-01', timeZone: 'Mars' }))).toEqual(['/timeZone'])
    const fault = { code: 'x', detail: 'x' }
    expect(
      inTheirFields([
        { pointer: '/endsAt', ...fault },
        { pointer: '/status', ...fault },
      ]),
    ).toEqual([
      { pointer: '/endDate', ...fault },
      { pointer: '/status', ...fault },
    ])
  })
})

it('statuses have their words', () => {
  const bookings = ['ON_HOLD', 'PENDING', 'CONFIRMED', 'REDEEMED', 'EXPIRED', 'CANCELLED', 'REJECTED'] as const
  expect(bookings.map(registrationOfBooking)).toEqual([
    'PENDING',
    'PENDING',
    'CONFIRMED',
    'CONFIRMED',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
  ])
  expect(bookings.map(tourBookingStatus)).toEqual([
    'PENDING',
    'PENDING',
    'CONFIRMED',
    'COMPLETED',
    'EXPIRED',
    'CANCELLED',
    'REJECTED',
  ])
  const entries = ['WAITING', 'OFFERED', 'CLAIMED', 'LAPSED', 'DECLINED', 'LEFT', 'REVOKED'] as const
  const ended = ['CANCELLED', 'CANCELLED', 'CANCELLED', 'CANCELLED']
  expect(entries.map(registrationOfEntry)).toEqual(['WAITLIST', 'PENDING', 'CONFIRMED', ...ended])
})

it('a payment is said to be what is true of it', () => {
  const status = (total: number, of: Parameters<typeof tourBookingStatus>[0], confirmedAt: number | null = null) =>
    paymentStatusOf({ total, status: of, confirmedAt })
  expect(status(0, 'CONFIRMED', 1)).toBe('NOT_REQUIRED')
  expect(status(100, 'ON_HOLD')).toBe('PENDING')
  expect(status(100, 'CONFIRMED', 1)).toBe('PAID')
  expect(status(100, 'CANCELLED', 1)).toBe('PAID')
  expect(status(100, 'CANCELLED')).toBe('NOT_PAID')
  expect(status(100, 'EXPIRED')).toBe('NOT_PAID')
})
