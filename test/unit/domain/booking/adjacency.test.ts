import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placesInRow, type RowSeat, usualPitch } from '../../../../domain/booking/adjacency.ts'

const seat = (x: number, y = 0, change: Partial<RowSeat> = {}): RowSeat => ({
  x,
  y,
  stored: null,
  aisleAfter: null,
  ...change,
})
const at = (...xs: number[]) => xs.map((x) => seat(x))
const places = (seats: RowSeat[]) => placesInRow(seats, usualPitch([seats]))

describe('who sits beside whom', () => {
  it('is all of a row without a gap, however far apart its seats are', () => {
    expect(places(at(0, 20, 40, 60))).toEqual([0, 1, 2, 3])
    expect(places(at(0, 55, 110, 165))).toEqual([0, 1, 2, 3])
    expect(places(at(0))).toEqual([0])
    expect(places([])).toEqual([])
  })

  it('ends at a gap that is clearly wider than the usual one of the row', () => {
    expect(places(at(0, 20, 40, 80, 100))).toEqual([0, 1, 2, 4, 5])
    expect(places(at(0, 20, 45, 65, 88))).toEqual([0, 1, 2, 3, 4])
    expect(places(at(0, 20, 60, 80, 120, 140))).toEqual([0, 1, 3, 4, 6, 7])
  })

  it('is measured by the zone where a row is too short to tell', () => {
    expect(placesInRow(at(0, 60), 20)).toEqual([0, 2])
    expect(placesInRow(at(0, 60), 60)).toEqual([0, 1])
    expect(placesInRow(at(0, 60, 120), 20)).toEqual([0, 2, 4])
  })

  it('follows a curve, and a row that is drawn slanted or upright', () => {
    const arc = Array.from({ length: 30 }, (_, n) => seat(300 * Math.cos(n / 12), 300 * Math.sin(n / 12)))
    expect(places(arc)).toEqual(arc.map((_, n) => n))
    const slanted = at(0, 20, 40, 90, 110).map(({ x }) => seat(x * 0.6, x * 0.8))
    expect(places(slanted)).toEqual([0, 1, 2, 4, 5])
    expect(places([0, 20, 40, 90, 110].map((y) => seat(7, y)))).toEqual([0, 1, 2, 4, 5])
  })

  it('goes by where seats stand, not by the order they are listed in', () => {
    expect(places(at(40, 0, 60, 20, 110))).toEqual([2, 0, 3, 1, 5])
  })

  it('leaves seats that all stand on one spot in the order of the list', () => {
    expect(places(at(0, 0, 0, 0))).toEqual([0, 1, 2, 3])
  })

  it('is what the plan stores, whatever the drawing looks like', () => {
    const stored = at(0, 20, 40).map((one, n) => ({ ...one, stored: [5, 7, 6][n] ?? 0 }))
    expect(places(stored)).toEqual([5, 7, 6])
    const aisles = at(0, 20, 40, 60).map((one, n) => ({ ...one, aisleAfter: n === 1 }))
    expect(places(aisles)).toEqual([0, 1, 3, 4])
    const wide = at(0, 20, 400).map((one) => ({ ...one, aisleAfter: false }))
    expect(places(wide)).toEqual([0, 1, 2])
  })

  it('gives every seat of any row a place of its own', () => {
    const coordinate = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 40 }), (spots) => {
        const given = places(spots.map(({ x, y }) => seat(x, y)))
        expect(new Set(given).size).toBe(spots.length)
      }),
    )
  })

  it('is the same for a row that is moved, turned or listed backwards', () => {
    const gaps = fc.array(fc.constantFrom(20, 22, 60), { minLength: 3, maxLength: 30 })
    const turn = fc.double({ min: 0, max: 6.2, noNaN: true })
    fc.assert(
      fc.property(gaps, turn, fc.integer({ min: -500, max: 500 }), (apart, angle, shift) => {
        let x = 0
        const row = [0, ...apart].map((gap) => {
          x += gap
          return x
        })
        const moved = row.map((one) => seat(shift + one * Math.cos(angle), shift + one * Math.sin(angle)))
        const beside = (list: number[]) => list.slice(1).map((place, n) => Math.abs(place - (list[n] ?? 0)) === 1)
        expect(beside(places(moved))).toEqual(beside(places(at(...row))))
        expect(beside(places([...moved].reverse())).reverse()).toEqual(beside(places(moved)))
      }),
    )
  })
})
