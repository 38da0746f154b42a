import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawn, ranksOf, type Seed } from '../../../../../domain/booking/waiting-room/draw.ts'

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const seeds = fc.tuple(word, word, word, word)
type Draw = (size: number, seed: Seed) => Uint32Array

const SIZE = 20
const DRAWS = 10_000
/** Of 19 × 19 degrees of freedom: a fair draw gives more once in a million runs. */
const UNFAIR = 510

/** @returns chi-square of how often each number was drawn at each rank. */
const chiSquare = (draw: Draw, first: number): number => {
  const counts = Array.from({ length: SIZE }, () => new Array<number>(SIZE).fill(0))
  for (let run = 0; run < DRAWS; run += 1)
    draw(SIZE, [first, run, 7, 9]).forEach((number, rank) => {
      const row = counts[number]
      if (row !== undefined) row[rank] = (row[rank] ?? 0) + 1
    })
  const expected = DRAWS / SIZE
  return counts.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('a draw', () => {
  it('draws each number once, and says where each stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), seeds, (size, seed) => {
        const order = drawn(size, seed)
        const ranks = ranksOf(order)
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, number) => number))
        order.forEach((number, rank) => {
          expect(ranks[number]).toBe(rank)
        })
      }),
    )
  })

  it('is the same for the same seed, and another one for another', () => {
    expect(drawn(1000, [1, 2, 3, 4])).toEqual(drawn(1000, [1, 2, 3, 4]))
    expect(drawn(1000, [1, 2, 3, 4])).not.toEqual(drawn(1000, [1, 2, 3, 5]))
  })

  it('favours nobody', () => {
    const seed = randomInt(2 ** 32)
    expect(chiSquare(drawn, seed), `seed ${seed}`).toBeLessThan(UNFAIR)
  })

  it('that favours somebody is noticed', () => {
    const seed = randomInt(2 ** 32)
    // Changing each place with any other, not with one of the rest, is the mistake that is made most often.
    const careless: Draw = (size, of) => {
      const order = drawn(size, of)
      const choice = drawn(size * size, [of[0], of[1], 1, 1])
      const result = Uint32Array.from({ length: size }, (_, number) => number)
      order.forEach((_, place) => {
        const other = (choice[place] ?? 0) % size
        const taken = result[place] ?? 0
        result[place] = result[other] ?? 0
        result[other] = taken
      })
      return result
    }
    const asTheyCame: Draw = (size) => Uint32Array.from({ length: size }, (_, number) => number)
    for (const unfair of [careless, asTheyCame]) expect(chiSquare(unfair, seed), `seed ${seed}`).toBeGreaterThan(UNFAIR)
  })
})
