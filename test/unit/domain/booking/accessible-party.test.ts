import { describe, expect, it } from 'vitest'
import { bestAvailable, type Wish } from '../../../../domain/booking/best-available.ts'
import { indexLayout } from '../../../../domain/booking/layout-index.ts'
import { house } from './house.ts'

const wish = (quantity: number, accessible: number, more: Partial<Wish> = {}): Wish => ({
  quantity,
  categories: null,
  accessible,
  together: 'required',
  spread: 0,
  ...more,
})

const choose = (rows: readonly string[], asked: Wish) => {
  const { index, free, names } = house(rows)
  const choice = bestAvailable(index, free, asked)
  return typeof choice === 'string' ? choice : names(choice.seats).join(' ')
}

describe('accessible seats and a party that does not need them', () => {
  it.each([
    ['are passed by', ['wcwc', '....'], 'B1 B2'],
    ['are no part of a block', ['.w..', 'xxxx'], 'A3 A4'],
    ['are not given when the others are held', ['wwxx'], 'capacity'],
    ['are not given when the others are apart', ['.x.xww'], 'no_block'],
  ])('%s', (_, rows, expected) => {
    expect(choose(rows, wish(2, 0))).toBe(expected)
  })

  const released = (rows: readonly string[], isSold: (guid: string) => boolean, more: Partial<Wish> = {}) => {
    const { layout } = house(rows)
    return choose(rows, wish(2, 0, { sold: (seat) => isSold(layout.seats[seat]?.guid ?? ''), ...more }))
  }

  it('are released when all others of their category are sold', () => {
    expect(released(['wwxx', 'bBbB'], (guid) => guid > 'A2' && guid < 'B')).toBe('A1 A2')
  })

  it('are kept while one of the others is held, since a hold ends', () => {
    expect(released(['wwxx'], (guid) => guid === 'A3')).toBe('capacity')
  })

  it('are kept while others of another category do as well', () => {
    expect(released(['wwxx', 'bbxx'], (guid) => guid > 'A2' && guid < 'B')).toBe('B1 B2')
  })

  it('are kept in a category that has no others, until the house is sold out', () => {
    const { layout, free } = house(['wwxx'])
    const seats = layout.seats.map((seat) => (seat.accessible ? { ...seat, category: 'Wheel' } : seat))
    const index = indexLayout({ ...layout, seats })
    const asked = (sold: (seat: number) => boolean) => bestAvailable(index, free, wish(2, 0, { sold }))
    expect(asked((seat) => seat === 2)).toBe('capacity')
    expect(asked((seat) => seat >= 2)).toEqual({ seats: [0, 1], together: true })
  })

  it('are kept in a house that has no others', () => {
    expect(released(['ww'], () => true)).toBe('capacity')
  })
})

describe('a party with people who need accessible seats', () => {
  it.each([
    ['gets one with a companion beside it', ['....', '.wc.'], 2, 1, 'B2 B3'],
    ['gets one with three companions beside it', ['....', '..wc...'], 4, 1, 'B1 B2 B3 B4'],
    ['gets the one in the best row', ['..w..', '..w..'], 1, 1, 'A3'],
    ['takes no accessible seat for a companion', ['xwwx', 'xw.x'], 2, 1, 'B2 B3'],
    ['takes one for a companion where there is nothing else', ['xwwx', 'xWxw'], 2, 1, 'A2 A3'],
    ['gets as many as it needs side by side', ['xwcx', 'xwwcx'], 3, 2, 'B2 B3 B4'],
    ['is alone with what it needs', ['xwwx'], 2, 2, 'A2 A3'],
    ['gets a companion seat rather than one of the others', ['...wc....'], 2, 1, 'A4 A5'],
    ['is refused where none is left', ['....', 'WcWc'], 2, 1, 'capacity'],
    ['is refused where not as many are left', ['w...'], 3, 2, 'capacity'],
    ['is refused where the house has not enough', ['wc'], 3, 1, 'capacity'],
  ])('%s', (_, rows, quantity, accessible, expected) => {
    expect(choose(rows, wish(quantity, accessible))).toBe(expected)
  })

  it.each([
    ['gets the most companions there are, and the rest near by', ['.....x', 'xwcx..', 'x....x'], 4, 1, 'B2 B3 A1 A2'],
    ['is not refused for want of a block', ['xwx', '.xx'], 2, 1, 'A2 B1'],
    ['has everyone who needs a companion get one', ['xcwcx', 'xwcxx'], 4, 2, 'A2 A3 B2 B3'],
    [
      'gives who has nobody beside them no less than the others could have',
      ['xcwcxwx', '.......'],
      4,
      2,
      'A2 A3 A4 A6',
    ],
    ['leaves nobody of the rest alone who need not be', ['xwcx.x', 'x..xxx'], 4, 1, 'A2 A3 B2 B3'],
    ['fills what is kept only where nothing else is left', ['xwx.x', 'xcxxx'], 2, 1, 'A2 A4'],
  ])('%s', (_, rows, quantity, accessible, expected) => {
    expect(choose(rows, wish(quantity, accessible))).toBe(expected)
  })

  it('is told when it is not side by side', () => {
    const { index, free } = house(['xwx', '.xx'])
    expect(bestAvailable(index, free, wish(2, 1))).toMatchObject({ together: false })
  })
})
