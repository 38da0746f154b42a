import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayoutSeat } from '../../../../contract/layout.ts'
import { bestAvailable, type Chosen, type Wish } from '../../../../domain/booking/best-available.ts'
import { strands } from '../../../../domain/booking/stranded.ts'
import { type House, house } from './house.ts'

const RUNS = { numRuns: 1500 }

const row = (kinds: string) => fc.array(fc.constantFrom(...kinds), { maxLength: 9 }).map((seats) => seats.join(''))
const rows = (kinds: string) => fc.array(row(kinds), { minLength: 1, maxLength: 5 })
const mixed = rows('.....xxxbBwcWC  ')
const plain = rows('.....xxx ')
const zones = fc.array(fc.constantFrom('Left', 'Right'), { minLength: 5, maxLength: 5 })

const party: fc.Arbitrary<Wish> = fc.record({
  quantity: fc.integer({ min: 1, max: 6 }),
  categories: fc.constantFrom(null, ['Stalls'], ['Box'], ['Stalls', 'Box'], ['Gods']),
  accessible: fc.constant(0),
  together: fc.constantFrom('required', 'preferred'),
  spread: fc.double({ min: 0, max: 1, noNaN: true }),
})

const isKept = (seat: LayoutSeat) => seat.accessible || seat.companion
const isWanted = (seat: LayoutSeat, { categories }: Wish) => categories === null || categories.includes(seat.category)
const beside = (one: LayoutSeat, other: LayoutSeat) => one.row === other.row && Math.abs(one.at - other.at) === 1
const seatsAt = ({ layout }: House, seats: readonly number[]) => seats.flatMap((seat) => layout.seats[seat] ?? [])

/** Seats that are left with nothing free beside them by those who take `taken`, and had something before. */
const singles = ({ layout, free }: House, taken: readonly number[]) => {
  const left = layout.seats.filter((_, seat) => free(seat) && !taken.includes(seat))
  const lost = layout.seats.filter((_, seat) => taken.includes(seat))
  return left.filter((seat) => lost.some((each) => beside(seat, each)) && !left.some((each) => beside(seat, each)))
}

/** Every block that a party could have, by looking at every seat of the house, and what it is worth. */
const allBlocks = (drawn: House, wish: Wish, may: (seat: LayoutSeat) => boolean) => {
  const { layout, free } = drawn
  const can = layout.seats.map((seat, index) => free(index) && may(seat))
  return layout.seats.flatMap((from, first) => {
    const seats = Array.from({ length: wish.quantity }, (_, along) =>
      layout.seats.findIndex((seat) => seat.row === from.row && seat.at === from.at + along),
    )
    if (first < 0 || seats.some((seat) => can[seat] !== true)) return []
    const { rank = 0, middle = 0 } = layout.rows[from.row] ?? {}
    const aside = Math.abs(from.at + (wish.quantity - 1) / 2 - middle)
    return [{ seats, singles: singles(drawn, seats).length, rank, aside }]
  })
}

const isChosen = (choice: ReturnType<typeof bestAvailable>): choice is Chosen => typeof choice !== 'string'

/** The runs of a house, each as its seats. */
const runsOf = ({ layout, free }: House) => {
  const runs: LayoutSeat[][] = []
  layout.seats.forEach((seat, index) => {
    if (!free(index)) return
    const before = runs.at(-1)?.at(-1)
    if (before !== undefined && beside(seat, before)) runs.at(-1)?.push(seat)
    else runs.push([seat])
  })
  return runs
}

/** Each way to choose as many of these. */
const choices = <T>(of: readonly T[], many: number): T[][] => {
  if (many === 0) return [[]]
  return of.flatMap((first, index) => choices(of.slice(index + 1), many - 1).map((rest) => [first, ...rest]))
}

/** Stretches of seats side by side, by their lengths, the longest first. */
const stretches = (drawn: House, seats: readonly LayoutSeat[]) => {
  const lengths: number[] = []
  const inOrder = [...seats].sort((a, b) => a.row - b.row || a.at - b.at)
  inOrder.forEach((seat, index) => {
    const before = inOrder[index - 1]
    if (before !== undefined && beside(seat, before)) lengths.push((lengths.pop() ?? 0) + 1)
    else lengths.push(1)
  })
  expect(drawn.layout.seats.length).toBeGreaterThanOrEqual(seats.length)
  return lengths.sort((a, b) => b - a)
}

describe('whatever the house', () => {
  it('gives as many free seats of the right kind as are asked for, none twice, or says why not', () => {
    fc.assert(
      fc.property(mixed, party, (lines, wish) => {
        const drawn = house(lines)
        const choice = bestAvailable(drawn.index, drawn.free, wish)
        const may = drawn.layout.seats.filter(
          (seat, index) => drawn.free(index) && isWanted(seat, wish) && !isKept(seat),
        )
        expect(choice === 'capacity').toBe(may.length < wish.quantity)
        if (!isChosen(choice)) return
        expect(new Set(choice.seats).size).toBe(wish.quantity)
        for (const seat of seatsAt(drawn, choice.seats)) expect(may).toContain(seat)
      }),
      RUNS,
    )
  })

  it('gives a block just when there is one, as the plan stores what is side by side', () => {
    fc.assert(
      fc.property(mixed, party, (lines, wish) => {
        const drawn = house(lines)
        const choice = bestAvailable(drawn.index, drawn.free, wish)
        const blocks = allBlocks(drawn, wish, (seat) => isWanted(seat, wish) && !isKept(seat))
        expect(isChosen(choice) && choice.together).toBe(blocks.length > 0)
        if (!isChosen(choice)) return
        const whole = stretches(drawn, seatsAt(drawn, choice.seats))[0] === wish.quantity
        expect(whole).toBe(choice.together)
        if (wish.together === 'required') expect(choice.together).toBe(true)
      }),
      RUNS,
    )
  })

  it('gives as good a block as looking at each seat finds, but for the bounded spread', () => {
    fc.assert(
      fc.property(mixed, party, (lines, wish) => {
        const drawn = house(lines)
        const choice = bestAvailable(drawn.index, drawn.free, wish)
        if (!isChosen(choice) || !choice.together) return
        const blocks = allBlocks(drawn, wish, (seat) => isWanted(seat, wish) && !isKept(seat))
        const [best] = blocks.sort((a, b) => a.singles - b.singles || a.rank - b.rank || a.aside - b.aside)
        const chosen = blocks.find(({ seats }) => seats.every((seat) => choice.seats.includes(seat)))
        if (best === undefined || chosen === undefined) throw new Error('No such block')
        expect({ singles: chosen.singles, rank: chosen.rank }).toEqual({ singles: best.singles, rank: best.rank })
        expect(chosen.aside - best.aside).toBeLessThanOrEqual(wish.spread === 0 ? 0 : Math.max(4, wish.quantity))
      }),
      RUNS,
    )
  })

  it('chooses the same for the same number', () => {
    fc.assert(
      fc.property(mixed, party, (lines, wish) => {
        const [one, other] = [house(lines), house(lines)]
        expect(bestAvailable(one.index, one.free, wish)).toEqual(bestAvailable(other.index, other.free, wish))
      }),
      RUNS,
    )
  })

  it('gives nothing that someone could not choose by hand as well', () => {
    fc.assert(
      fc.property(mixed, party, (lines, wish) => {
        const drawn = house(lines)
        const choice = bestAvailable(drawn.index, drawn.free, wish)
        if (!isChosen(choice) || !choice.together) return
        expect(strands(drawn.index, drawn.free, choice.seats)).toEqual([])
      }),
      RUNS,
    )
  })
})

describe('kept seats', () => {
  const soldOut = (drawn: House, sold: (seat: number) => boolean, category: string | null) =>
    drawn.layout.seats.every(
      (seat, index) => isKept(seat) || (category !== null && seat.category !== category) || sold(index),
    )

  it('go to a general party only where nothing else does, and only when all others of their price are sold', () => {
    fc.assert(
      fc.property(mixed, party, fc.infiniteStream(fc.boolean()), (lines, asked, coins) => {
        const drawn = house(lines)
        const isSold = drawn.layout.seats.map((_, seat) => (coins.next().value ?? false) && !drawn.free(seat))
        const sold = (seat: number) => isSold[seat] === true
        const without = bestAvailable(drawn.index, drawn.free, asked)
        const choice = bestAvailable(drawn.index, drawn.free, { ...asked, sold })
        if (isChosen(without)) expect(choice).toEqual(without)
        if (!isChosen(choice)) return
        for (const seat of seatsAt(drawn, choice.seats).filter(isKept))
          expect(soldOut(drawn, sold, seat.category) || soldOut(drawn, sold, null)).toBe(true)
      }),
      RUNS,
    )
  })

  it('seat whoever needs them, with companions, wherever there are enough', () => {
    const needy = fc.record({
      quantity: fc.integer({ min: 1, max: 6 }),
      accessible: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(rows('...xwwcWC '), needy, (lines, { quantity, accessible }) => {
        const drawn = house(lines)
        const needed = Math.min(accessible, quantity)
        const wish: Wish = { quantity, accessible: needed, categories: null, together: 'required', spread: 0 }
        const choice = bestAvailable(drawn.index, drawn.free, wish)
        const free = drawn.layout.seats.filter((_, seat) => drawn.free(seat))
        const enough = free.length >= quantity && free.filter((seat) => seat.accessible).length >= needed
        expect(isChosen(choice)).toBe(enough)
        if (!isChosen(choice)) return
        const seats = seatsAt(drawn, choice.seats)
        expect(new Set(choice.seats).size).toBe(quantity)
        for (const seat of choice.seats) expect(drawn.free(seat)).toBe(true)
        expect(seats.filter((seat) => seat.accessible).length).toBeGreaterThanOrEqual(needed)
        const blocks = allBlocks(drawn, wish, () => true).filter(
          (block) => seatsAt(drawn, block.seats).filter((seat) => seat.accessible).length >= needed,
        )
        expect(choice.together).toBe(blocks.length > 0)
        // Nobody sits elsewhere while an ordinary or companion seat is free beside an accessible one of the party.
        const near = free.filter((seat) => !seat.accessible && !seats.includes(seat))
        const isWith = (seat: LayoutSeat) => seats.some((other) => other.accessible && beside(seat, other))
        const apart = stretches(drawn, seats).length > needed
        const more = seats.filter((seat) => seat.accessible).length > needed
        if (apart && !more) expect(near.filter(isWith)).toEqual([])
      }),
      RUNS,
    )
  })
})

describe('groups', () => {
  const split = (lines: readonly string[], names: readonly string[], quantity: number) => {
    const drawn = house(lines, names)
    const wish: Wish = { quantity, accessible: 0, categories: null, together: 'preferred', spread: 0 }
    const choice = bestAvailable(drawn.index, drawn.free, wish)
    if (!isChosen(choice) || choice.together) return null
    const seats = seatsAt(drawn, choice.seats)
    const runs = stretches(
      drawn,
      drawn.layout.seats.filter((_, seat) => drawn.free(seat)),
    )
    return { drawn, seats, runs, groups: stretches(drawn, seats) }
  }
  const size = fc.integer({ min: 2, max: 14 })

  it('are as few as the longest runs allow', () => {
    fc.assert(
      fc.property(plain, zones, size, (lines, names, quantity) => {
        const found = split(lines, names, quantity)
        if (found === null) return
        let seated = 0
        const fewest = found.runs.findIndex((length) => {
          seated += length
          return seated >= quantity
        })
        expect(found.groups).toHaveLength(fewest + 1)
      }),
      RUNS,
    )
  })

  it('leave nobody alone where that can be avoided', () => {
    fc.assert(
      fc.property(plain, zones, size, (lines, names, quantity) => {
        const found = split(lines, names, quantity)
        if (found === null) return
        const pairs = found.runs.filter((length) => length > 1)
        const inPairs = pairs.reduce((sum, length) => sum + length, 0)
        const odd = quantity % 2 === 1 && (pairs[0] ?? 0) < 3
        const alone = found.groups.filter((length) => length === 1).length
        expect(alone).toBe(inPairs < quantity ? quantity - inPairs : Number(odd))
      }),
      RUNS,
    )
  })

  it('are in rows as near to one another as any such groups are', () => {
    fc.assert(
      fc.property(plain, zones, fc.integer({ min: 2, max: 9 }), (lines, names, quantity) => {
        const found = split(lines, names, quantity)
        if (found === null || found.groups.length > 4) return
        const { drawn, seats, groups } = found
        const inOrder = drawn.layout.rows.map((_, number) => number).filter((number) => lines[number]?.match(/[.x]/))
        const zonesInOrder = [...new Set(inOrder.map((number) => names[number] ?? ''))]
        const zoneOf = (number: number) => zonesInOrder.indexOf(names[number] ?? '')
        const line = [...inOrder].sort((a, b) => zoneOf(a) - zoneOf(b) || a - b)
        const span = (numbers: number[]) => {
          const [at, zone] = [numbers.map((number) => line.indexOf(number)), numbers.map(zoneOf)]
          return (Math.max(...zone) - Math.min(...zone)) * 100 + Math.max(...at) - Math.min(...at)
        }
        const runs = runsOf(drawn)
        const pairs = runs.filter((run) => run.length > 1)
        const usable = pairs.flat().length >= quantity ? pairs : runs
        const nearest = choices(usable, groups.length)
          .filter((some) => some.flat().length >= quantity)
          .map((some) => span(some.map((run) => run[0]?.row ?? 0)))
        expect(span(seats.map((seat) => seat.row))).toBe(Math.min(...nearest))
      }),
      RUNS,
    )
  })
})
