import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextSeat, seatAt, strandedBy } from '../../../../frontend/src/public/seats.ts'

/** Rows of seats as text: a dot is free, x is taken, # is chosen, a space is an aisle, w is for a wheelchair. */
const houseOf = (...rows: string[]) => {
  const seats = rows.flatMap((text, row) => [...text].flatMap((sign, at) => (sign === ' ' ? [] : [{ sign, row, at }])))
  return {
    columns: {
      guid: seats.map((_, seat) => String(seat)),
      number: seats.map(({ at }) => String(at)),
      x: seats.map(({ at }) => at * 20),
      y: seats.map(({ row }) => row * 20),
      row: seats.map(({ row }) => row),
      at: seats.map(({ at }) => at),
      category: seats.map(() => 0),
      kind: seats.map(({ sign }) => (sign === 'w' ? (1 as const) : (0 as const))),
    },
    isFree: (seat: number) => '.w'.includes(seats[seat]?.sign ?? 'x'),
    chosen: new Set(seats.flatMap(({ sign }, seat) => (sign === '#' ? [seat] : []))),
  }
}

const stranded = (...rows: string[]) => {
  const { columns, isFree, chosen } = houseOf(...rows)
  return strandedBy(columns, isFree, chosen)
}

describe('a choice of seats', () => {
  it.each([
    ['...##...', []],
    ['.##.....', [0]],
    ['x.##.x', [1, 4]],
    ['#.#.....', [1]],
    // One stays single whatever is chosen.
    ['x.##x', []],
    ['x#.#x', []],
    // Across an aisle nobody is a neighbour.
    ['.# ....', []],
    ['.## ....', []],
    ['..# .#..', [3]],
    ['##', []],
    ['........', []],
  ])('%s strands %j', (row, singles) => {
    expect(stranded(row)).toEqual(singles)
  })

  it('minds each row for itself, and leaves places for who needs them alone', () => {
    expect(stranded('.##.....', 'x.##.x')).toEqual([0, 9, 12])
    expect(stranded('w##.....')).toEqual([])
  })

  it('never blames a seat that is taken, chosen, or has a free one beside it', () => {
    const row = fc.string({ unit: fc.constantFrom('.', 'x', '#', ' '), minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(row, (text) => {
        const { columns, isFree, chosen } = houseOf(text)
        for (const seat of strandedBy(columns, isFree, chosen)) {
          expect(isFree(seat) && !chosen.has(seat)).toBe(true)
          const at = columns.at[seat] ?? 0
          const beside = columns.at.flatMap((other, index) => (Math.abs(other - at) === 1 ? [index] : []))
          expect(beside.some(isFree)).toBe(false)
        }
      }),
    )
  })
})

describe('keys on the map', () => {
  const { columns, isFree } = houseOf('..x..', '.....', 'xx.xx')
  it.each([
    [0, 'right', 1],
    // Over what is taken.
    [1, 'right', 3],
    [4, 'left', 3],
    [0, 'down', 5],
    [7, 'down', 12],
    [12, 'up', 7],
    [4, 'right', null],
    [null, 'right', 0],
  ] as const)('from %j to the %s is %j', (from, way, to) => {
    expect(nextSeat(columns, isFree, from, way)).toBe(to)
  })

  it('reach every free seat of a full grid from every other', () => {
    const grid = houseOf('......', '......', '......')
    const reached = new Set([0])
    const open = [0]
    for (let seat = open.pop(); seat !== undefined; seat = open.pop())
      for (const way of ['left', 'right', 'up', 'down'] as const) {
        const next = nextSeat(grid.columns, grid.isFree, seat, way)
        if (next === null || reached.has(next)) continue
        reached.add(next)
        open.push(next)
      }
    expect(reached.size).toBe(18)
  })
})

describe('a press on the map', () => {
  const { columns } = houseOf('....')
  it('meets the nearest seat within reach, or none', () => {
    expect(seatAt(columns, { x: 22, y: 3 }, 10)).toBe(1)
    expect(seatAt(columns, { x: 30.5, y: 0 }, 10)).toBe(2)
    expect(seatAt(columns, { x: 20, y: 15 }, 10)).toBe(-1)
  })
})
