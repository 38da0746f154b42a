import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../contract/limits.ts'
import { type SeatingPlan, seatingPlan } from '../../../contract/seating-plan.ts'
import { shapeFaults } from '../../../contract/seating-plan-shape.ts'
import { bigHouse, parishHall, planOf, seatAt, smallTheatre } from '../domain/booking/houses.ts'

const pointers = (plan: unknown) => shapeFaults(plan).map(({ pointer }) => pointer)
const withSeat = (change: Record<string, unknown>) => planOf([{ ...seatAt('a', 0), ...change }])
const withArea = (area: Record<string, unknown>) => {
  const plan = planOf([seatAt('a', 0)])
  return { ...plan, zones: plan.zones.map((zone) => ({ ...zone, areas: [area] })) }
}
const SEAT = '/zones/0/rows/0/seats/0'

describe('the shape of a seating plan', () => {
  it('is that of pretix, old and new, with our fields and with others', () => {
    for (const plan of [smallTheatre(), parishHall(), planOf(), bigHouse({ zones: 2 })])
      expect(shapeFaults(plan)).toEqual([])
    expect(shapeFaults({ ...withSeat({ tilt: { any: [1, 'thing'] } }), author: 'me' })).toEqual([])
  })

  it('is read alike level by level and as a whole', () => {
    const broken = fc.constantFrom<unknown>(null, 'x', -3, [], {}, 1.5, true, '#12')
    const path = fc.constantFrom('name', 'zones', 'categories', 'size', 'focal_point')
    const inside = fc.constantFrom('seat_guid', 'position', 'category', 'radius', 'accessible', 'adjacency_index')
    fc.assert(
      fc.property(path, inside, broken, broken, fc.boolean(), (outer, inner, one, other, both) => {
        const plan = { ...withSeat({ [inner]: one }), ...(both && { [outer]: other }) }
        expect(shapeFaults(plan).length === 0).toBe(seatingPlan.safeParse(plan).success)
      }),
    )
  })

  it('takes fifty thousand seats and refuses a hundred thousand', () => {
    expect(shapeFaults(bigHouse())).toEqual([])
    expect(shapeFaults(bigHouse({ rows: 200 }))).toMatchObject([{ pointer: '/zones', code: 'too_big' }])
    expect(JSON.stringify(bigHouse()).length).toBeLessThan(LIMITS.planBytes)
  })

  it.each([
    ['no object', [], ''],
    ['nothing at all', undefined, ''],
    ['a text', 'plan', ''],
    ['without zones', { name: 'x', categories: [] }, '/zones'],
    ['with a list where an object belongs', { ...planOf(), size: [1, 2] }, '/size'],
  ])('is none of %s', (_, plan, pointer) => {
    expect(pointers(plan)).toContain(pointer)
  })

  it.each([
    ['a number that is none', { position: { x: Number.NaN, y: 0 } }, `${SEAT}/position/x`],
    ['an endless number', { position: { x: Number.POSITIVE_INFINITY, y: 0 } }, `${SEAT}/position/x`],
    ['a number as text', { position: { x: '1', y: 0 } }, `${SEAT}/position/x`],
    ['a place beyond the world', { position: { x: 1e9, y: 0 } }, `${SEAT}/position/x`],
    ['a guid with a control character', { seat_guid: 'a\u0007' }, `${SEAT}/seat_guid`],
    ['a guid that turns the text around', { seat_guid: 'a\u202eb' }, `${SEAT}/seat_guid`],
    ['an empty guid', { seat_guid: '' }, `${SEAT}/seat_guid`],
    ['a guid that every object has', { seat_guid: '__proto__' }, `${SEAT}/seat_guid`],
    ['a guid as long as a book', { seat_guid: 'x'.repeat(10_000) }, `${SEAT}/seat_guid`],
    ['half a place in a row', { adjacency_index: 0.5 }, `${SEAT}/adjacency_index`],
    ['a direction nobody knows', { start_direction: '^' }, `${SEAT}/start_direction`],
    ['a yes that is a text', { accessible: 'yes' }, `${SEAT}/accessible`],
  ])('has no seat with %s', (_, change, pointer) => {
    expect(pointers(withSeat(change))).toEqual([pointer])
  })

  it.each([
    'red;background:url(https://evil.example)',
    'url(javascript:alert(1))',
    'expression(alert(1))',
    'var(--secret)',
    '"><script>',
    '#12345',
    'red}*{display:none',
    'rgb(1,2,3);x:y',
    'rgb(url(1))',
  ])('has no colour like %s', (color) => {
    expect(pointers({ ...planOf(), categories: [{ name: 'All', color }] })).toEqual(['/categories/0/color'])
    expect(pointers(withArea({ border_color: color }))).toEqual(['/zones/0/areas/0/border_color'])
    expect(pointers(withArea({ text: { text: 'Bar', color } }))).toEqual(['/zones/0/areas/0/text/color'])
  })

  it.each([
    '',
    '#abc',
    '#abcd',
    '#aabbcc',
    '#AABBCCDD',
    'tomato',
    'transparent',
    'rgb(1, 2, 3)',
    'hsla(120deg 50% 50% / .5)',
  ])('has colours like %s', (color) => {
    expect(shapeFaults(withArea({ color }))).toEqual([])
  })

  it('may have a text of several lines on an area alone', () => {
    expect(shapeFaults(withArea({ text: { text: 'Stage\nleft' } }))).toEqual([])
    expect(shapeFaults(withArea({ text: 'Stage\nleft' }))).toEqual([])
    expect(pointers({ ...planOf(), name: 'Stage\nleft' })).toEqual(['/name'])
  })

  it('has so many zones, rows, areas and corners and no more', () => {
    const zone = { position: { x: 0, y: 0 }, rows: [] }
    const plan = planOf()
    expect(pointers({ ...plan, zones: Array(LIMITS.planZones + 1).fill(zone) })).toEqual(['/zones'])
    const rows = Array(LIMITS.planRows + 1).fill({ row_number: '1', seats: [] })
    expect(pointers({ ...plan, zones: [{ ...zone, rows }] })).toEqual(['/zones'])
    expect(pointers({ ...plan, zones: [{ ...zone, areas: Array(LIMITS.planAreas + 1).fill({}) }] })).toEqual(['/zones'])
    const points = Array(LIMITS.planPoints + 1).fill({ x: 0, y: 0 })
    expect(pointers(withArea({ polygon: { points } }))).toEqual(['/zones/0/areas/0/polygon/points'])
  })

  it('is not told of more than a hundred faults', () => {
    const plan = bigHouse({ zones: 1 })
    for (const row of plan.zones[0]?.rows ?? [])
      for (const seat of row.seats) Object.assign(seat, { seat_guid: 7, position: null, category: [] })
    expect(shapeFaults(plan)).toHaveLength(LIMITS.planFaults)
  })

  it('is checked without a stumble whatever comes', () => {
    const thing = fc.jsonValue({ maxDepth: 4 })
    const zones = fc.array(fc.oneof(thing, fc.record({ rows: fc.array(fc.oneof(thing, fc.record({ seats: thing }))) })))
    fc.assert(
      fc.property(fc.oneof(thing, fc.record({ name: thing, zones, categories: thing })), (value) => {
        for (const { pointer } of shapeFaults(value)) expect(pointer).toMatch(/^(\/|$)/)
      }),
    )
  })

  it('has the type that it is said to have', () => {
    const plan: SeatingPlan = seatingPlan.parse(smallTheatre())
    expect(plan).toEqual(smallTheatre())
  })
})
