import { describe, expect, it } from 'vitest'
import { bestAvailable, type Wish } from '../../../../domain/booking/best-available.ts'
import { indexLayout } from '../../../../domain/booking/layout-index.ts'
import { house } from './house.ts'

const wish = (quantity: number, more: Partial<Wish> = {}): Wish => ({
  quantity,
  categories: null,
  accessible: 0,
  together: 'required',
  spread: 0,
  ...more,
})

const choose = (rows: readonly string[], asked: Wish, zones: readonly string[] = []) => {
  const { index, free, names } = house(rows, zones)
  const choice = bestAvailable(index, free, asked)
  return typeof choice === 'string' ? choice : names(choice.seats).join(' ')
}

describe('the best seats side by side', () => {
  it.each([
    ['in the middle of the best row', ['.........', '.........'], 3, 'A4 A5 A6'],
    ['in another row only where the best one has no block', ['..x..x..', '........'], 3, 'B3 B4 B5'],
    ['never across an aisle', ['.. ..', '....'], 3, 'B1 B2 B3'],
    ['never across a taken seat', ['..x..', 'x...x'], 3, 'B2 B3 B4'],
    ['nearest to the middle of the full row, not of what is left of it', ['..........x....'], 2, 'A7 A8'],
    ['at the end of a run rather than one seat from it', ['xx.....xx'], 2, 'A3 A4'],
    ['a whole run', ['x..x', '....'], 2, 'A2 A3'],
    ['in a worse row rather than leaving a single seat', ['x...x', '....'], 2, 'B1 B2'],
    ['leaving a single seat rather than nothing', ['x...x', 'x...x'], 2, 'A2 A3'],
    ['leaving one single seat rather than two', ['x....x', '.x...x'], 2, 'A2 A3'],
    ['breaking a pair for one person where nothing else is left', ['x..x'], 1, 'A2'],
    ['leaving three, never one, of a row of five', ['.....'], 2, 'A1 A2'],
  ])('are %s', (_, rows, quantity, expected) => {
    expect(choose(rows, wish(quantity))).toBe(expected)
  })

  it('are told by what the plan stores, not by printed numbers or the order of its seats', () => {
    const { layout } = house(['......', '......'])
    const printed = [5, 3, 1, 2, 4, 6]
    const seats = layout.seats
      .map((seat) => ({ ...seat, guid: `${seat.row === 0 ? 'A' : 'B'}-${printed[seat.at]}` }))
      .reverse()
    const choice = bestAvailable(indexLayout({ ...layout, seats }), () => true, wish(2))
    expect(choice).toMatchObject({ together: true })
    expect(typeof choice === 'string' ? [] : choice.seats.map((seat) => seats[seat]?.guid)).toEqual(['A-1', 'A-2'])
  })

  it('are `no_block` where enough are left apart, and `capacity` where not', () => {
    expect(choose(['.x.', '.x.'], wish(2))).toBe('no_block')
    expect(choose(['.x.', '.x.'], wish(4))).toBe('no_block')
    expect(choose(['.x.', '.x.'], wish(5))).toBe('capacity')
    expect(choose([], wish(1))).toBe('capacity')
  })
})

describe('categories', () => {
  it.each([
    ['only those asked for', ['bbbb', '....'], 2, ['Stalls'], 'B1 B2'],
    ['all, mixed too, where none is named', ['x.bx'], 2, null, 'A2 A3'],
    ['several', ['x.bx'], 2, ['Stalls', 'Box'], 'A2 A3'],
    ['none of another to make a block', ['x.bx', '.x.x'], 2, ['Stalls'], 'no_block'],
    ['an unknown one, which has no seats', ['....'], 1, ['Gods'], 'capacity'],
    ['none', ['....'], 1, [], 'capacity'],
  ])('may be %s', (_, rows, quantity, categories, expected) => {
    expect(choose(rows, wish(quantity, { categories }))).toBe(expected)
  })

  it('are company for each other: a seat beside a free one of another category is not single', () => {
    expect(choose(['x...bx', '....'], wish(2, { categories: ['Stalls'] }))).toBe('A2 A3')
    expect(choose(['x...Bx', '....'], wish(2, { categories: ['Stalls'] }))).toBe('B1 B2')
  })

  it('are left no single seat either: one that is not asked for is saved too', () => {
    expect(choose(['b..xxx', '..xxxx'], wish(2, { categories: ['Stalls'] }))).toBe('B1 B2')
  })
})

describe('the spread', () => {
  const row = '....................'
  const at = (spread: number, rows: readonly string[], quantity: number) => choose(rows, wish(quantity, { spread }))

  it('chooses among blocks of the best row that share no seat and are near to its middle', () => {
    const chosen = new Set([0, 0.2, 0.4, 0.6, 0.8, 0.999, 1].map((spread) => at(spread, [row, row], 2)))
    expect(chosen).toEqual(new Set(['A10 A11', 'A8 A9', 'A12 A13', 'A6 A7', 'A14 A15']))
  })

  it('begins with the best', () => {
    expect(at(0, [row, row], 2)).toBe('A10 A11')
  })

  it('chooses the same for the same number', () => {
    for (const spread of [0, 0.3, 0.7, 1]) expect(at(spread, [row], 3)).toBe(at(spread, [row], 3))
  })

  it('never leaves a single seat that the best block does not leave', () => {
    for (let spread = 0; spread < 1; spread += 0.1) expect(['A1 A2', 'A4 A5']).toContain(at(spread, ['.....'], 2))
  })

  it('knows rows of the same rank as equals', () => {
    const { layout, names } = house(['....', '....'])
    const index = indexLayout({ ...layout, rows: layout.rows.map((each) => ({ ...each, rank: 0 })) })
    const chosen = [0, 0.99].map((spread) => bestAvailable(index, () => true, wish(4, { spread })))
    expect(chosen.map((choice) => (typeof choice === 'string' ? choice : names(choice.seats)[0]))).toEqual(['A1', 'B1'])
  })
})

describe('a party that may be split', () => {
  const split = (rows: readonly string[], quantity: number, zones: readonly string[] = []) =>
    choose(rows, wish(quantity, { together: 'preferred' }), zones)

  it.each([
    ['sits together where it can', ['x....x', '....'], 4, 'A2 A3 A4 A5'],
    ['sits together even where that leaves a single seat', ['x...x', '.xx.'], 2, 'A2 A3'],
    ['is split into as few groups as can be', ['..x..', '...x.', '.x.x.'], 5, 'B1 B2 B3 A1 A2'],
    ['leaves nobody alone who need not be', ['...x..', 'xxxxxx'], 4, 'A2 A3 A5 A6'],
    ['leaves nobody alone, with room to leave no single seat either', ['x.....x.....x'], 6, 'A4 A5 A6 A8 A9 A10'],
    ['leaves someone alone where there is no other way', ['..x.x.'], 3, 'A1 A2 A4'],
    ['sits in rows near one another rather than in the best ones', ['..xx', 'x..x..', 'x.x.', '....'], 8, 'B2 B3'],
    ['is refused only where not as many are left', ['.x.x.'], 4, 'capacity'],
  ])('%s', (_, rows, quantity, expected) => {
    expect(split(rows, quantity)).toContain(expected)
  })

  it('sits within one zone before all, even in rows further apart', () => {
    const rows = ['..xx', '..xx', 'xxxx', '..xx']
    expect(split(rows, 4, ['Left', 'Right', 'Left', 'Left'])).toBe('A1 A2 D1 D2')
    expect(split(rows, 4)).toBe('A1 A2 B1 B2')
  })

  it('says that it is not side by side', () => {
    const { index, free } = house(['..x..'])
    expect(bestAvailable(index, free, wish(4, { together: 'preferred' }))).toMatchObject({ together: false })
    expect(bestAvailable(index, free, wish(2, { together: 'preferred' }))).toMatchObject({ together: true })
  })
})
