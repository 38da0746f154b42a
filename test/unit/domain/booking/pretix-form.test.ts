import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeatingPlan } from '../../../../contract/seating-plan.ts'
import { shapeFaults } from '../../../../contract/seating-plan-shape.ts'
import { pretixForm } from '../../../../domain/booking/pretix-form.ts'
import { parishHall, smallTheatre } from './houses.ts'

/** Members of the schema of pretix as it is now, by kind of object (seating-plan.schema.json). */
const MEMBERS = {
  seat: ['seat_guid', 'seat_number', 'uuid', 'start_direction', 'radius', 'position', 'category'],
  row: ['row_number', 'row_label', 'seat_label', 'uuid', 'seats', 'row_number_position', 'position'],
  zone: ['name', 'zone_id', 'uuid', 'position', 'rows', 'areas'],
  area: [
    'color',
    'border_color',
    'rotation',
    'position',
    'uuid',
    'shape',
    'polygon',
    'rectangle',
    'ellipse',
    'circle',
    'text',
  ],
  plan: ['name', 'zones', 'categories', 'size'],
}
const strangers = (value: object, kind: keyof typeof MEMBERS) =>
  Object.keys(value).filter((name) => !MEMBERS[kind].includes(name))

const text = fc.string({ maxLength: 20 }).map((one) => one.replaceAll(/[^\w -]/g, 'x'))
const number = fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => value + 0)
const position = fc.record({ x: number, y: number })
const color = fc.constantFrom('#336699', 'tomato', 'rgb(1, 2, 3)')
const some = (fields: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]): fc.Arbitrary<unknown> =>
  fc.record(fields, { requiredKeys })

const area = some(
  {
    color,
    border_color: color,
    rotation: number,
    position,
    uuid: fc.uuid(),
    shape: fc.constantFrom('polygon', 'rectangle', 'ellipse', 'circle', 'text'),
    polygon: fc.record({ points: fc.array(position, { maxLength: 5 }) }),
    rectangle: fc.record({ width: fc.nat(500), height: fc.nat(500) }),
    ellipse: fc.record({ radius: position }),
    circle: fc.record({ radius: fc.nat(100) }),
    text: some({ text, color, size: fc.nat(50), position }, ['text', 'position']),
  },
  [],
)
const seat = some(
  {
    seat_guid: fc.uuid(),
    seat_number: text,
    uuid: fc.uuid(),
    start_direction: fc.constantFrom('<', '>', '<>', null),
    radius: fc.nat(50),
    position,
    category: fc.constant('All'),
  },
  ['seat_guid', 'seat_number', 'position', 'category'],
)
const row = some(
  {
    row_number: text,
    row_label: fc.option(text),
    seat_label: fc.option(text),
    uuid: fc.uuid(),
    row_number_position: fc.constantFrom('start', 'end', 'both', null),
    position,
    seats: fc.array(seat, { maxLength: 4 }),
  },
  ['row_number', 'seats'],
)
const zone = some(
  {
    name: text,
    zone_id: text,
    uuid: fc.uuid(),
    position,
    rows: fc.array(row, { maxLength: 3 }),
    areas: fc.array(area, { maxLength: 3 }),
  },
  ['position', 'rows'],
)
/** Any plan in the form of pretix. */
const plan = fc
  .record({
    name: text,
    categories: fc.constant([{ name: 'All', color: '#fff' }]),
    zones: fc.array(zone, { maxLength: 3 }),
    size: fc.record({ width: fc.nat(2000), height: fc.nat(2000) }),
  })
  .map((value: unknown) => value as SeatingPlan)

describe('the form of pretix', () => {
  it('is left as it is, whatever plan it is', () => {
    fc.assert(
      fc.property(plan, (one) => {
        expect(shapeFaults(one)).toEqual([])
        expect(pretixForm(one)).toEqual(one)
      }),
    )
  })

  it('comes back from a plan to which we added what it has not', () => {
    fc.assert(
      fc.property(plan, fc.nat(1000), (one, capacity) => {
        const richer = structuredClone(one)
        Object.assign(richer, { focal_point: { x: 1, y: 2 }, author: 'me' })
        for (const { rows, areas = [] } of richer.zones) {
          for (const part of areas) Object.assign(part, { capacity, area_guid: 'a', name: 'Pit', category: 'All' })
          for (const seat of rows.flatMap(({ seats }) => seats))
            Object.assign(seat, { accessible: true, adjacency_index: 1, aisle_after: false, tilt: { deep: [1] } })
        }
        expect(pretixForm(richer)).toEqual(one)
      }),
    )
  })

  it('has no member that its schema refuses', () => {
    const pure = pretixForm(smallTheatre())
    expect(strangers(pure, 'plan')).toEqual([])
    for (const zone of pure.zones) {
      expect(strangers(zone, 'zone')).toEqual([])
      expect((zone.areas ?? []).flatMap((one) => strangers(one, 'area'))).toEqual([])
      expect(zone.rows.flatMap((one) => strangers(one, 'row'))).toEqual([])
      expect(zone.rows.flatMap(({ seats }) => seats).flatMap((one) => strangers(one, 'seat'))).toEqual([])
    }
  })

  it('keeps what its first version had', () => {
    expect(pretixForm(parishHall())).toEqual(parishHall())
  })
})
