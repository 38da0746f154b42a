import { describe, expect, it } from 'vitest'
import { blankDesk, deskFieldOf, deskWish, spread } from '../../../../frontend/src/desk/draft.ts'

const unrestricted = {
  minAge: null,
  maxAge: null,
  idRequired: false,
  minQuantity: null,
  maxQuantity: null,
  paxCount: 1,
  accompaniedBy: [],
}
const adult = { id: 'tt_adult', categories: null, restrictions: unrestricted }
const child = { id: 'tt_child', categories: null, restrictions: { ...unrestricted, accompaniedBy: ['tt_adult'] } }
const box = { id: 'tt_box', categories: ['Box'], restrictions: unrestricted }
const types = [box, adult, child]
const house = { types, categoryOf: (guid: string) => (guid.startsWith('box') ? 'Box' : 'Stalls') }

describe('what is asked for at the desk', () => {
  it('is a number of each ticket type, in an area where one is chosen', () => {
    const draft = { ...blankDesk('numbers'), numbers: { tt_adult: '2', tt_child: ' ', tt_box: '0' }, area: 'floor' }
    expect(deskWish(draft, house)).toEqual({
      faults: [],
      wish: { first: { units: [{ ticketTypeId: 'tt_adult', quantity: 2, area: 'floor' }] }, units: [] },
    })
  })

  it('asks for all best seats as a type that is sold alone, and says which type each gets then', () => {
    const draft = { ...blankDesk('best'), numbers: { tt_adult: '1', tt_child: '3' }, accessible: '1' }
    const { wish, faults } = deskWish(draft, house)
    expect(faults).toEqual([])
    expect(wish.first).toEqual({ bestAvailable: 4, ticketTypeId: 'tt_adult', accessible: 1 })
    expect(spread(['A-1', 'A-2', 'A-3', 'A-4'], wish.units)).toEqual({
      'A-1': 'tt_adult',
      'A-2': 'tt_child',
      'A-3': 'tt_child',
      'A-4': 'tt_child',
    })
  })

  it('needs no second step where all are of one type', () => {
    const draft = { ...blankDesk('best'), numbers: { tt_child: '2' }, together: false }
    expect(deskWish(draft, house).wish).toEqual({
      first: { bestAvailable: 2, ticketTypeId: 'tt_child', together: false },
      units: [],
    })
  })

  it('gives each seat the first type that is for it, or the one that was chosen', () => {
    const draft = { ...blankDesk('seats'), seats: ['A-1', 'A-2', 'box-1'], seatTypes: { 'A-2': 'tt_child' } }
    expect(deskWish(draft, house).wish.first).toEqual({
      seats: ['A-1', 'A-2', 'box-1'],
      ticketTypes: { 'A-1': 'tt_adult', 'A-2': 'tt_child', 'box-1': 'tt_box' },
    })
  })

  it('goes beyond what is for sale with a reason alone', () => {
    const draft = { ...blankDesk('seats'), seats: ['A-1'], override: true, complimentary: true, code: ' press ' }
    expect(deskWish(draft, house).faults).toEqual([{ pointer: '/reason', code: 'required', detail: '' }])
    expect(deskWish({ ...draft, reason: ' Press ' }, house).wish.first).toMatchObject({
      override: true,
      complimentary: true,
      reason: 'Press',
      code: 'press',
    })
  })

  it('tells what cannot be read, and where nothing is chosen', () => {
    expect(deskWish(blankDesk('seats'), house).faults.map(({ pointer }) => pointer)).toEqual(['/seats'])
    const draft = { ...blankDesk('numbers'), numbers: { tt_adult: '-1' } }
    expect(deskWish(draft, house).faults.map(({ pointer }) => pointer)).toEqual(['/units/tt_adult', '/units'])
  })

  it('tells a refusal where it can be mended', () => {
    expect(['code_not_valid', 'no_block', 'closed', 'internal'].map(deskFieldOf)).toEqual([
      'code',
      'places',
      'override',
      null,
    ])
  })
})
