import { describe, expect, it } from 'vitest'
import { newTour } from '../../../../contract/tours.ts'
import { octoContactOf } from '../../../../domain/booking/octo-booking.ts'
import {
  octoInstant,
  octoLocalTime,
  octoVacancies,
  unitCounts,
  whyNotUnits,
  withTickets,
} from '../../../../domain/booking/octo-places.ts'
import { octoProduct } from '../../../../domain/booking/octo-product.ts'
import { newTourContent } from '../../../../domain/booking/tour-draft.ts'

const tourOf = (change: object = {}) => {
  const wish = {
    name: 'Walk',
    timeZone: 'UTC',
    ticketTypes: [
      { id: 'adult', name: 'Adult', price: 1000 },
      { id: 'child', name: 'Child', price: 500, restrictions: { accompaniedBy: ['adult'] } },
      { id: 'secret', name: 'Secret', hidden: true },
    ],
    options: ['one', 'two'].map((id) => ({ id, internalName: id, durationMinutes: id === 'one' ? 60 : 90 })),
    ...change,
  }
  return { id: 'r_1', ...newTourContent(newTour.parse(wish), (prefix) => prefix) }
}

describe('a product', () => {
  it('has one default option, also where nobody says which, and no hidden units', () => {
    const defaults = (change: object) =>
      octoProduct(tourOf(change), { content: false, pricing: false }).options.map((option) => option.default)
    expect(defaults({})).toEqual([true, false])
    const options = ['one', 'two'].map((id) => ({
      id,
      internalName: id,
      durationMinutes: 60,
      default: id === 'two',
    }))
    expect(defaults({ options })).toEqual([false, true])
    const [option] = octoProduct(tourOf(), { content: false, pricing: false }).options
    expect(option?.units.map(({ id }) => id)).toEqual(['adult', 'child'])
  })

  it('says its content and prices only to who asks for them', () => {
    expect(octoProduct(tourOf(), { content: true, pricing: true })).toMatchObject({
      durationMinutesFrom: 60,
      durationMinutesTo: 90,
      media: [],
      pricingPer: 'UNIT',
      options: [{ pricingFrom: [{ original: 500, net: 500, includedTaxes: [] }] }, {}],
    })
    const bare = octoProduct(tourOf(), { content: false, pricing: false })
    expect(Object.keys(bare)).not.toContain('media')
    expect(Object.keys(bare.options[0]?.units[0] ?? {})).not.toContain('pricing')
  })
})

describe('what can be had', () => {
  it.each([
    [{ onSale: false, free: 5, capacity: 5 }, 'CLOSED', false],
    [{ onSale: true, free: null, capacity: null }, 'FREESALE', true],
    [{ onSale: true, free: 0, capacity: 5 }, 'SOLD_OUT', false],
    [{ onSale: true, free: 2, capacity: 5 }, 'LIMITED', true],
    [{ onSale: true, free: 3, capacity: 6 }, 'AVAILABLE', true],
  ])('%j is %s', (places, status, available) => {
    expect(octoVacancies(places)).toMatchObject({ status, available, vacancies: places.free })
  })

  it('is not available for more than there are', () => {
    const places = { onSale: true, free: 2, capacity: 2 }
    expect([2, 3].map((wanted) => octoVacancies(places, wanted).available)).toEqual([true, false])
    expect(octoVacancies({ onSale: true, free: null, capacity: null }, 500).available).toBe(true)
  })
})

it('units are sold in bounds, and not alone where somebody has to come along', () => {
  const options = [{ id: 'one', internalName: 'one', durationMinutes: 60, restrictions: { minUnits: 2, maxUnits: 3 } }]
  const tour = tourOf({ options })
  const [option] = tour.settings.options
  if (option === undefined) throw new Error('no option')
  const why = (...unitIds: string[]) => whyNotUnits(tour, option, unitIds)
  expect(why('adult', 'child')).toBeNull()
  expect(why()).toContain('at least one')
  expect(why('adult')).toContain('from 2')
  expect(why('adult', 'adult', 'adult', 'adult')).toContain('3 units')
  expect(why('child', 'child')).toContain('accompanied')
})

it('moments have an offset by the clock of their place, and no milliseconds', () => {
  const time = Date.parse('2027-06-01T18:00:00.500Z')
  expect(octoInstant(time)).toBe('2027-06-01T18:00:00Z')
  expect(octoLocalTime(time, 'Europe/Berlin')).toBe('2027-06-01T20:00:00+02:00')
  expect(octoLocalTime(time, 'UTC')).toBe('2027-06-01T18:00:00+00:00')
  expect(octoLocalTime(time, 'America/St_Johns')).toBe('2027-06-01T15:30:00-02:30')
  expect(octoLocalTime(time, 'Asia/Kathmandu')).toBe('2027-06-01T23:45:00+05:45')
})

it('unit items get the tickets of their own type, in the order of both', () => {
  expect(unitCounts(['a', 'b', 'a'])).toEqual([
    { ticketTypeId: 'a', quantity: 2 },
    { ticketTypeId: 'b', quantity: 1 },
  ])
  const tickets = ['a', 'a', 'b'].map((ticketTypeId, n) => ({ id: `t${n}`, ticketTypeId }))
  const items = ['a', 'b', 'a'].map((unitId) => ({ unitId }))
  expect(withTickets(items, tickets).map(({ ticketId }) => ticketId)).toEqual(['t0', 't2', 't1'])
})

it('a contact has every field', () => {
  expect(octoContactOf({ fullName: 'Ada' })).toEqual({
    fullName: 'Ada',
    firstName: null,
    lastName: null,
    emailAddress: null,
    phoneNumber: null,
    locales: [],
    postalCode: null,
    country: null,
    notes: null,
  })
})
