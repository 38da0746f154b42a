import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted, moved, reaching, shows, type View, zoomed } from '../../../../frontend/src/public/view.ts'

const whole: View = { x: -100, y: 0, width: 1600, height: 1000 }

const inside = (view: View) => {
  expect(view.x).toBeGreaterThanOrEqual(whole.x - 1e-6)
  expect(view.y).toBeGreaterThanOrEqual(whole.y - 1e-6)
  expect(view.x + view.width).toBeLessThanOrEqual(whole.x + whole.width + 1e-6)
  expect(view.y + view.height).toBeLessThanOrEqual(whole.y + whole.height + 1e-6)
}

describe('the view of a map', () => {
  it('shows all of a box in the shape it has', () => {
    expect(fitted({ x: 0, y: 0, width: 200, height: 100 }, 1)).toEqual({ x: 0, y: -50, width: 200, height: 200 })
    expect(fitted({ x: 0, y: 0, width: 100, height: 100 }, 2)).toEqual({ x: -50, y: 0, width: 200, height: 100 })
  })

  it('keeps the point still that is zoomed at', () => {
    const near = zoomed(whole, 2, { at: { x: 300, y: 250 }, whole })
    expect(near).toEqual({ x: 100, y: 125, width: 800, height: 500 })
  })

  it('goes no further away than all, and not closer than a few seats', () => {
    expect(zoomed(whole, 0.1, { at: { x: 0, y: 0 }, whole })).toEqual(whole)
    expect(zoomed(whole, 1e6, { at: { x: 0, y: 0 }, whole }).width).toBe(40)
  })

  it('moves just so far that a point is well inside', () => {
    const view = { x: 0, y: 0, width: 100, height: 100 }
    expect(reaching(view, { x: 50, y: 50 }, whole)).toBe(view)
    expect(reaching(view, { x: 120, y: 50 }, whole)).toEqual({ ...view, x: 30 })
  })

  it('never leaves the plan, whatever is asked, and shows what it is to reach', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true })
    const point = fc.record({ x: fc.integer({ min: -100, max: 1500 }), y: fc.integer({ min: 0, max: 1000 }) })
    const step = fc.oneof(
      fc.record({ zoom: fc.double({ min: 0.1, max: 10, noNaN: true }), at: point }),
      fc.record({ x: number, y: number }),
      fc.record({ to: point }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let view = whole
        for (const one of steps) {
          if ('zoom' in one) view = zoomed(view, one.zoom, { at: one.at, whole })
          else if ('to' in one) {
            view = reaching(view, one.to, whole)
            expect(shows(view, one.to, 1e-6)).toBe(true)
          } else view = moved(view, one, whole)
          inside(view)
        }
      }),
    )
  })
})
