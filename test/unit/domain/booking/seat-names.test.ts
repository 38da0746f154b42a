import { describe, expect, it } from 'vitest'
import type { PlanMap } from '../../../../contract/plan-map.ts'
import { fractionDigits, wholeUnits } from '../../../../domain/booking/currency.ts'
import { printedOn, seatPrinted } from '../../../../domain/booking/seat-names.ts'
import { failed, ok } from '../../../../domain/result.ts'

/** Row A in the stalls and in the circle, B in the stalls; each with seats 1 and 2. */
const seats = [
  { guid: 's-a1', row: 0, number: '1' },
  { guid: 's-a2', row: 0, number: '2' },
  { guid: 'c-a1', row: 1, number: '1' },
  { guid: 's-b1', row: 2, number: '1' },
]
const map: Pick<PlanMap, 'sections' | 'rows' | 'seats'> = {
  sections: ['Stalls', 'Circle'],
  rows: [
    { label: 'A', section: 0, named: false },
    { label: 'A', section: 1, named: false },
    { label: 'Row  B', section: 0, named: true },
  ],
  seats: {
    guid: seats.map(({ guid }) => guid),
    number: seats.map(({ number }) => number),
    row: seats.map(({ row }) => row),
    x: [],
    y: [],
    at: [],
    category: [],
    kind: [],
  },
}
const plan: PlanMap = {
  box: { x: 0, y: 0, width: 1, height: 1 },
  radius: 1,
  categories: [],
  areas: [],
  focus: null,
  ...map,
}

describe('a printed seat', () => {
  it('is found without regard to case and spaces', () => {
    expect(seatPrinted(plan, { row: 'row b ', number: '1' })).toEqual(ok('s-b1'))
    expect(seatPrinted(plan, { row: 'A', number: '2' })).toEqual(ok('s-a2'))
  })

  it('that several sections have needs its section', () => {
    expect(seatPrinted(plan, { row: 'A', number: '1' })).toEqual(failed('ambiguous'))
    expect(seatPrinted(plan, { row: 'A', number: '1', section: 'circle' })).toEqual(ok('c-a1'))
  })

  it('that there is not is unknown, and one may be named by its guid', () => {
    expect(seatPrinted(plan, { row: 'Z', number: '1' })).toEqual(failed('unknown'))
    expect(seatPrinted(plan, { row: '', number: 'c-a1' })).toEqual(ok('c-a1'))
    expect(seatPrinted(plan, { row: 'A', number: 'c-a1' })).toEqual(failed('unknown'))
  })

  it('says what stands on it', () => {
    expect(printedOn(plan, 's-b1')).toEqual({ seatRow: 'Row  B', seatNumber: '1' })
    expect(printedOn(plan, 'gone')).toEqual({ seatRow: null, seatNumber: null })
    expect(printedOn(null, 's-b1')).toEqual({ seatRow: null, seatNumber: null })
  })
})

it('amounts are in whole units by the digits of their currency', () => {
  expect([fractionDigits('EUR'), fractionDigits('JPY'), fractionDigits('KWD')]).toEqual([2, 0, 3])
  expect([wholeUnits(1850, 'EUR'), wholeUnits(1850, 'JPY'), wholeUnits(1850, 'KWD')]).toEqual([18.5, 1850, 1.85])
})
