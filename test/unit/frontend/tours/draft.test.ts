import { describe, expect, it } from 'vitest'
import { newTour } from '../../../../contract/tours.ts'
import { blankTour, tourBody } from '../../../../frontend/src/tours/draft.ts'

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
})
