import { describe, expect, it } from 'vitest'
import { ranksOf, sightOf } from '../../../../domain/booking/sight.ts'

const row = (y: number, xs: number[]) => xs.map((x, at) => ({ x, y, at }))
const focus = { x: 100, y: 0 }

describe('how a row lies towards the focus', () => {
  it('is best in front of it, wherever the row begins and ends', () => {
    expect(sightOf(row(50, [0, 20, 40, 60, 80, 100, 120]), { focus, pitch: 20 }).middle).toBe(5)
    expect(sightOf(row(50, [70, 90, 110, 130]), { focus, pitch: 20 }).middle).toBe(1.5)
  })

  it('is best at the near end of a row that is off to one side', () => {
    expect(sightOf(row(50, [300, 320, 340, 360]), { focus, pitch: 20 })).toMatchObject({ middle: 0 })
  })

  it('is best in the middle of an arc around it, all seats of which are equally near', () => {
    const arc = Array.from({ length: 21 }, (_, at) => {
      const angle = ((at - 10) * Math.PI) / 40
      return { x: 100 + 200 * Math.sin(angle), y: 200 * Math.cos(angle), at }
    })
    const sight = sightOf(arc, { focus, pitch: 15 })
    expect(sight.middle).toBe(10)
    expect(sight.nearest).toBeCloseTo(200)
  })

  it('is halfway between the ends where there is no focus', () => {
    expect(sightOf(row(50, [0, 20, 40, 60]), { focus: null, pitch: 20 })).toEqual({ nearest: 0, middle: 1.5 })
  })

  it('ranks rows by their nearest seats, and equally near ones alike', () => {
    const near = (nearest: number) => ({ nearest, middle: 0 })
    expect(ranksOf([near(80), near(50), near(80.0001), near(120)])).toEqual([1, 0, 1, 2])
    expect(ranksOf([])).toEqual([])
  })
})
