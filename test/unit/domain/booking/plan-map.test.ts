import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SeatingPlan } from '../../../../contract/seating-plan.ts'
import { layoutOf } from '../../../../domain/booking/layout.ts'
import { planMapOf } from '../../../../domain/booking/plan-map.ts'

const planNamed = (name: string) => JSON.parse(readFileSync(`test/samples/plans/${name}.json`, 'utf8')) as SeatingPlan
const mapNamed = (name: string) => {
  const plan = planNamed(name)
  return planMapOf(plan, layoutOf(plan))
}

describe('what is drawn of a plan', () => {
  it('has every seat with its printed number, row and section', () => {
    const { seats, rows, sections } = mapNamed('theatre')
    expect(new Set(Object.values(seats).map(({ length }) => length))).toEqual(new Set([200]))
    const at = seats.guid.indexOf('stalls-A-15')
    expect(seats.number[at]).toBe('15')
    const row = rows[seats.row[at] ?? -1]
    expect({ ...row, section: sections[row?.section ?? -1] }).toEqual({
      label: 'Row A',
      named: true,
      section: 'Stalls',
    })
  })

  it('has the areas, and knows in which of them places are sold', () => {
    const { areas, categories } = mapNamed('theatre')
    expect(areas.map(({ id, name, capacity }) => ({ sold: id !== null, name, capacity }))).toEqual([
      { sold: false, name: '', capacity: 0 },
      { sold: true, name: 'Standing room', capacity: 60 },
    ])
    expect(categories[areas[1]?.category ?? -1]?.name).toBe('Standing')
  })

  it.each(['theatre', 'parish-hall'])('shows everything of it, and seats that do not touch (%s)', (name) => {
    const { box, seats, radius } = mapNamed(name)
    for (const [seat, x] of seats.x.entries()) {
      expect(x).toBeGreaterThan(box.x)
      expect(x).toBeLessThan(box.x + box.width)
      const next = seats.row[seat + 1] === seats.row[seat] ? (seats.x[seat + 1] ?? x) : null
      const dy = (seats.y[seat + 1] ?? 0) - (seats.y[seat] ?? 0)
      if (next !== null) expect(Math.hypot(next - x, dy)).toBeGreaterThan(2 * radius)
    }
  })
})
