import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seatingPlan } from '../../../../contract/seating-plan.ts'
import { layoutOf } from '../../../../domain/booking/layout.ts'
import { toggled } from '../../../../frontend/src/events/choice.ts'
import { drawingOf, seatAt, seatsWithin } from '../../../../frontend/src/plans/drawing.ts'
import { readPlan } from '../../../../frontend/src/plans/read-plan.ts'

const text = readFileSync('test/samples/plans/theatre.json', 'utf8')
const plan = seatingPlan.parse(JSON.parse(text))
const drawing = drawingOf(plan)

describe('the drawing of a plan', () => {
  it('has each seat where the room has it', () => {
    const seats = layoutOf(plan).seats.map(({ guid, x, y }) => ({ guid, x, y }))
    expect(drawing.seats.map(({ guid, x, y }) => ({ guid, x, y }))).toEqual(seats)
  })

  it('shows all of it', () => {
    const { x, y, width, height } = drawing.box
    for (const seat of drawing.seats) {
      expect(seat.x).toBeGreaterThan(x)
      expect(seat.x).toBeLessThan(x + width)
      expect(seat.y).toBeGreaterThan(y)
      expect(seat.y).toBeLessThan(y + height)
    }
  })

  it('finds a seat by where one points, and none between', () => {
    for (const seat of drawing.seats) expect(seatAt(drawing, { x: seat.x + 1, y: seat.y - 1 })?.guid).toBe(seat.guid)
    expect(seatAt(drawing, { x: drawing.box.x, y: drawing.box.y })).toBeNull()
  })

  it('finds all in a rectangle, drawn from any corner', () => {
    const { x, y, width, height } = drawing.box
    const all = drawing.seats.map(({ guid }) => guid)
    expect(seatsWithin(drawing, { x: x + width, y: y + height }, { x, y }).map(({ guid }) => guid)).toEqual(all)
  })

  it('says what a file is that is no plan', () => {
    expect(readPlan('{')).toEqual({ ok: false, why: 'notJson' })
    expect(readPlan('[1]')).toEqual({ ok: false, why: 'notPlan' })
    expect(readPlan('{"zones":[{"rows":[{"seats":[{}]}]}]}')).toMatchObject({ ok: true, drawing: null })
    expect(readPlan(text)).toMatchObject({ ok: true, name: 'Small theatre' })
  })

  it('chooses all that are pointed at, or none where all were chosen', () => {
    expect([...toggled(new Set(['A-1']), ['A-1', 'A-2'])]).toEqual(['A-1', 'A-2'])
    expect([...toggled(new Set(['A-1', 'A-2', 'B-1']), ['A-1', 'A-2'])]).toEqual(['B-1'])
    expect([...toggled(new Set(['A-1']), [])]).toEqual(['A-1'])
  })
})
