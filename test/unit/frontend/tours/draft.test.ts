import { describe, expect, it } from 'vitest'
import { newTour } from '../../../../contract/tours.ts'
import { newTourContent } from '../../../../domain/booking/tour-draft.ts'
import type { Tour } from '../../../../frontend/src/api/tours.ts'
import { blankType } from '../../../../frontend/src/events/draft.ts'
import { blankTour, type TourDraft, tourBody, tourDraft, withPools } from '../../../../frontend/src/tours/draft.ts'

const words = { ticket: 'Adult', option: 'Walk' }
const blank = () => ({ ...blankTour({ timeZone: 'Europe/Paris', today: '2027-06-01', words }), name: 'Old town' })

describe('the form of a tour', () => {
  it('sends what the API takes', () => {
    const { body, faults } = tourBody(blank())
    expect(faults).toEqual([])
    expect(newTour.safeParse(body).success).toBe(true)
    expect(body.options[0]?.schedule).toEqual([
      { weekdays: ['SA', 'SU'], startTimes: ['10:00', '14:00'], from: '2027-06-01', until: null, except: [] },
    ])
  })

  it('tells of each field what it cannot read', () => {
    const tour = blank()
    const [option] = tour.options
    const [rule] = option?.rules ?? []
    if (option === undefined || rule === undefined) throw new Error('A new tour has an option with a rule')
    const wrong = {
      ...option,
      name: '',
      duration: 'long',
      rules: [{ ...rule, startTimes: '9:00 25:00', weekdays: [] }],
    }
    const { faults } = tourBody({ ...tour, options: [wrong] })
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/options/0/internalName required',
      '/options/0/durationMinutes not_a_number',
      '/options/0/schedule/0/startTimes not_a_time',
      '/options/0/schedule/0/weekdays required',
    ])
  })

  const particular = (): TourDraft => {
    const tour = blank()
    const [option] = tour.options
    if (option === undefined) throw new Error('A new tour has an option')
    const own = { ...blankType('Private group'), price: '300', pools: ['pl_boat', 'pl_guide'] }
    return {
      ...tour,
      planId: 'p_1',
      holdMinutes: '15',
      maxPerBuyer: '6',
      pools: [
        { id: 'pl_boat', name: 'Boats', size: '4' },
        { id: 'pl_guide', name: 'Guides', size: '' },
      ],
      options: [
        {
          ...option,
          cancelBefore: '2',
          cancelUnit: 'day',
          minUnits: '2',
          maxUnits: '8',
          ticketTypes: [own],
        },
      ],
    }
  }

  it('says where people sit, what is shared and what an option has of its own', () => {
    const { body, faults } = tourBody(particular())
    expect(faults).toEqual([])
    expect(newTour.safeParse(body).success).toBe(true)
    expect(body).toMatchObject({ planId: 'p_1', holdSeconds: 900, maxPerBuyer: 6 })
    expect(body.pools).toEqual([
      { id: 'pl_boat', name: 'Boats', size: 4 },
      { id: 'pl_guide', name: 'Guides', size: null },
    ])
    expect(body.options[0]).toMatchObject({
      cancellationCutoffAmount: 2,
      cancellationCutoffUnit: 'day',
      restrictions: { minUnits: 2, maxUnits: 8 },
      ticketTypes: [{ name: 'Private group', price: 30_000 }],
    })
  })

  it('comes back unchanged from what is stored', () => {
    const { body } = tourBody(particular())
    let n = 0
    const { settings, ...columns } = newTourContent(newTour.parse(body), (prefix) => `${prefix}_${++n}`)
    const { waitlist, ...rest } = settings
    const stored: Tour = {
      ...columns,
      ...rest,
      id: 'r_1',
      organizationId: 'o_1',
      waitlist: waitlist.enabled,
      waitlistPolicy: waitlist,
      options: rest.options.map((option) => ({ ...option, availabilityLocalStartTimes: [] })),
      createdAt: '2027-06-01T12:00:00.000Z',
      updatedAt: '2027-06-01T12:00:00.000Z',
      version: 1,
      departuresUntil: null,
    }
    expect(tourBody(tourDraft(stored)).body).toEqual(body)
  })

  it('lets no ticket type take from a pool that is gone', () => {
    const tour = particular()
    const changed = withPools(tour, { pools: tour.pools.slice(0, 1) })
    expect(changed.options?.[0]?.ticketTypes?.[0]?.pools).toEqual(['pl_boat'])
    expect(withPools(tour, { name: 'Harbour' })).toEqual({ name: 'Harbour' })
  })
})
