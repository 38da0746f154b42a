import { describe, expect, it } from 'vitest'
import { newTour, type ScheduleRule } from '../../../../contract/tours.ts'
import { departureContent, departuresOf, planDepartures } from '../../../../domain/booking/departures.ts'
import { startsBy } from '../../../../domain/booking/schedule.ts'
import { newTourContent, tourFaults } from '../../../../domain/booking/tour-draft.ts'

const at = (text: string) => Date.parse(text)

const rule = (change: Partial<ScheduleRule> = {}): ScheduleRule => ({
  weekdays: ['SA', 'SU', 'MO'],
  startTimes: ['09:30'],
  from: '2027-01-01',
  until: null,
  except: [],
  ...change,
})

const starts = (rules: ScheduleRule[], from: string, until: string, zone = 'Europe/Berlin') =>
  startsBy(rules, zone, { from: at(from), until: at(until), most: 100 }).map(
    (start) => `${start.local} ${new Date(start.at).toISOString().slice(5, 16)}`,
  )

describe('a weekly rule', () => {
  it('keeps its hour when the clocks of the place change', () => {
    expect(starts([rule()], '2027-03-26T00:00:00Z', '2027-03-30T00:00:00Z')).toEqual([
      '2027-03-27T09:30 03-27T08:30',
      '2027-03-28T09:30 03-28T07:30',
      '2027-03-29T09:30 03-29T07:30',
    ])
    expect(starts([rule()], '2027-10-29T22:00:00Z', '2027-11-02T00:00:00Z')).toEqual([
      '2027-10-30T09:30 10-30T07:30',
      '2027-10-31T09:30 10-31T08:30',
      '2027-11-01T09:30 11-01T08:30',
    ])
  })

  it('departs once where its hour comes twice, and an hour later where it does not come', () => {
    const night = [rule({ startTimes: ['02:30'] })]
    expect(starts(night, '2027-10-30T20:00:00Z', '2027-10-31T20:00:00Z')).toEqual(['2027-10-31T02:30 10-31T00:30'])
    expect(starts(night, '2027-03-27T20:00:00Z', '2027-03-28T20:00:00Z')).toEqual(['2027-03-28T02:30 03-28T01:30'])
  })

  it('counts days by the clock of the place, however far from Greenwich', () => {
    expect(
      starts(
        [rule({ weekdays: ['MO'], startTimes: ['00:15'] })],
        '2027-06-06T00:00:00Z',
        '2027-06-08T00:00:00Z',
        'Pacific/Kiritimati',
      ),
    ).toEqual(['2027-06-07T00:15 06-06T10:15'])
    expect(
      starts(
        [rule({ weekdays: ['SU'], startTimes: ['23:45'] })],
        '2027-06-06T00:00:00Z',
        '2027-06-08T00:00:00Z',
        'Pacific/Pago_Pago',
      ),
    ).toEqual(['2027-06-06T23:45 06-07T10:45'])
  })

  it('stops with its last day and leaves out its exceptions; what two rules want is one start', () => {
    const rules = [
      rule({ weekdays: ['MO', 'TU', 'WE', 'TH'], from: '2027-06-01', until: '2027-06-03', except: ['2027-06-02'] }),
      rule({ weekdays: ['TU'], startTimes: ['09:30', '14:00'] }),
    ]
    expect(starts(rules, '2027-05-31T00:00:00Z', '2027-06-06T00:00:00Z').map((text) => text.slice(0, 16))).toEqual([
      '2027-06-01T09:30',
      '2027-06-01T14:00',
      '2027-06-03T09:30',
    ])
  })
})

const tourOf = (options: object[], change: object = {}) => {
  let serial = 0
  const mint = (prefix: string) => {
    serial += 1
    return `${prefix}_${serial}`
  }
  const wish = newTour.parse({ name: 'Old town', timeZone: 'Europe/Berlin', status: 'ACTIVE', options, ...change })
  return { id: 'r_1', version: 1, ...newTourContent(wish, mint) }
}

const option = { internalName: 'By day', durationMinutes: 90, capacity: 12, schedule: [rule()] }

describe('the departures of a tour', () => {
  const june = { from: at('2027-06-01T00:00:00Z'), until: at('2027-06-08T00:00:00Z') }

  it('are events with the ids of the tour’s ticket types, that are sold until they start', () => {
    const tour = tourOf([{ ...option, meetingPoint: 'The fountain', language: 'fr', cancellationCutoffAmount: 2 }], {
      ticketTypes: [{ id: 'adult', name: 'Adult', type: 'ADULT', price: 1500, currency: 'CHF' }],
    })
    const departures = departuresOf(tour, june)
    expect(departures.map(({ key }) => key)).toEqual([
      'op_1/2027-06-05T09:30',
      'op_1/2027-06-06T09:30',
      'op_1/2027-06-07T09:30',
    ])
    const [first] = departures
    if (first === undefined) throw new Error('no departure')
    expect(departureContent(tour, first)).toMatchObject({
      name: 'Old town',
      status: 'ON_SALE',
      startsAt: at('2027-06-05T07:30:00Z'),
      endsAt: at('2027-06-05T09:00:00Z'),
      place: 'The fountain',
      capacity: 12,
      currency: 'CHF',
      tourId: 'r_1',
      optionId: 'op_1',
      settings: {
        cutoffMinutes: 0,
        cancellationCutoffMinutes: 120,
        language: 'fr',
        tourVersion: 1,
        ticketTypes: [{ id: 'adult', price: 1500 }],
      },
    })
  })

  it('are made, renewed and taken back as the rules are, but for those that follow them no more', () => {
    const tour = tourOf([option])
    const wanted = departuresOf(tour, june)
    const [first, second, third] = wanted.map(({ key }) => key)
    const made = [
      { id: 'e_1', key: first ?? '', deleted: false, tourVersion: 1 },
      { id: 'e_2', key: second ?? '', deleted: true, tourVersion: 1 },
      { id: 'e_3', key: 'op_1/2027-06-05T20:00', deleted: false, tourVersion: 1 },
      { id: 'e_4', key: 'op_1/2027-06-06T20:00', deleted: false, tourVersion: null },
    ]
    const plan = planDepartures(wanted, made, 2)
    expect(plan.make.map(({ key }) => key)).toEqual([third])
    expect(plan.renew.map(({ id }) => id)).toEqual(['e_1'])
    expect(plan.remove).toEqual(['e_3'])
    expect(planDepartures(wanted, made.slice(0, 2), 1)).toMatchObject({ renew: [], remove: [] })
  })

  it('are refused before they are made, where the tour says what would be wrong with them', () => {
    const now = at('2027-06-01T00:00:00Z')
    const faults = (options: object[], change: object = {}) =>
      tourFaults(tourOf(options, change), null, now).map(({ pointer, code }) => `${pointer} ${code}`)
    expect(faults([option])).toEqual([])
    expect(faults([{ ...option, capacity: null }])).toEqual(['/options/0/capacity required'])
    expect(faults([option], { timeZone: 'Nowhere' })).toEqual(['/timeZone unknown_time_zone'])
    expect(faults([option], { planId: 'p_1' })).toEqual(['/planId unknown_plan'])
    expect(
      faults([
        { ...option, id: 'a' },
        { ...option, id: 'a' },
      ]),
    ).toEqual(['/options/1/id taken'])
    expect(faults([{ ...option, schedule: [rule({ until: '2026-12-31' })] }])).toEqual([
      '/options/0/schedule/0/until before_start',
    ])
    const dense = rule({
      weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'],
      startTimes: Array.from(
        { length: 48 },
        (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`,
      ),
    })
    expect(faults([{ ...option, schedule: [dense] }])).toEqual(['/options too_many_departures'])
    expect(
      faults([
        {
          ...option,
          ticketTypes: [
            { name: 'A', price: 1, currency: 'EUR' },
            { name: 'B', price: 1, currency: 'USD' },
          ],
        },
      ]),
    ).toEqual(['/options/0/ticketTypes/1/currency other_currency'])
  })
})
