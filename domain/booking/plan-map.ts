import type { Layout } from '../../contract/layout.ts'
import type { MapArea, PlanMap, SeatKind } from '../../contract/plan-map.ts'
import type { PlanArea, PlanZone, SeatingPlan } from '../../contract/seating-plan.ts'

/** Of the distance between neighbours, what a seat's radius takes. */
const SEAT_SHARE = 0.42
const USUAL_RADIUS = 10
const TEXT_SIZE = 16
/** Around what is drawn, in radii. */
const MARGIN = 4

/**
 * Makes of a plan what the picker draws.
 * @param layout made of the same plan: its seats, rows and areas come in the same order
 */
export const planMapOf = (plan: SeatingPlan, layout: Layout): PlanMap => {
  const sections = [...new Set(layout.rows.map(({ zone }) => zone))]
  const categoryAt = new Map(layout.categories.map(({ name }, index) => [name, index]))
  const categoryOf = (name: string): number => categoryAt.get(name) ?? -1
  const radius = radiusOf(layout)
  const areas = areasOf(plan, layout, categoryOf)
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    box: boxOf(layout, areas, radius),
    radius: round(radius),
    categories: layout.categories,
    sections,
    rows: rowsOf(plan, layout, sections),
    seats: {
      guid: layout.seats.map(({ guid }) => guid),
      number: numbersOf(plan),
      x: layout.seats.map(({ x }) => round(x)),
      y: layout.seats.map(({ y }) => round(y)),
      row: layout.seats.map(({ row }) => row),
      at: layout.seats.map(({ at }) => at),
      category: layout.seats.map(({ category }) => categoryOf(category)),
      kind: layout.seats.map(({ accessible, companion }): SeatKind => (accessible ? 1 : companion ? 2 : 0)),
    },
    areas,
    focus: layout.focus,
  }
}

const rowsOf = (plan: SeatingPlan, layout: Layout, sections: readonly string[]): PlanMap['rows'] => {
  const rows = plan.zones.flatMap((zone) => zone.rows.filter(({ seats }) => seats.length > 0))
  return layout.rows.map(({ label, zone }, index) => ({
    label,
    section: sections.indexOf(zone),
    named: Boolean(rows[index]?.row_label),
  }))
}

const numbersOf = (plan: SeatingPlan): string[] =>
  plan.zones.flatMap(({ rows }) =>
    rows.flatMap(({ seats }) => seats.map(({ seat_number, seat_guid }) => seat_number || seat_guid)),
  )

const radiusOf = ({ seats }: Layout): number => {
  const gaps: number[] = []
  for (const [index, seat] of seats.entries()) {
    const next = seats[index + 1]
    if (next?.row === seat.row) gaps.push(Math.hypot(next.x - seat.x, next.y - seat.y))
  }
  const usual = gaps.filter((gap) => gap > 0).sort((a, b) => a - b)[Math.floor(gaps.length / 2)]
  return usual === undefined ? USUAL_RADIUS : usual * SEAT_SHARE
}

const areasOf = (plan: SeatingPlan, layout: Layout, categoryOf: (name: string) => number): MapArea[] => {
  const sold = [...layout.areas]
  return plan.zones.flatMap((zone) =>
    (zone.areas ?? []).map((area): MapArea => {
      const known = (area.capacity ?? 0) > 0 ? sold.shift() : undefined
      return {
        id: known?.id ?? null,
        name: known?.name ?? area.name ?? '',
        capacity: known?.capacity ?? 0,
        category: known === undefined ? -1 : categoryOf(known.category),
        color: area.color || null,
        rotation: area.rotation ?? 0,
        ...placeOf(zone, area),
        shape: shapeOf(area),
        text: textOf(area, known?.name),
      }
    }),
  )
}

const placeOf = (zone: PlanZone, area: PlanArea): { x: number; y: number } => ({
  x: zone.position.x + (area.position?.x ?? 0),
  y: zone.position.y + (area.position?.y ?? 0),
})

const shapeOf = ({ shape, polygon, rectangle, ellipse, circle, width, height }: PlanArea): MapArea['shape'] => {
  if (shape === 'polygon' && polygon) return { kind: 'polygon', points: polygon.points.map(({ x, y }) => [x, y]) }
  if (shape === 'ellipse' && ellipse) return { kind: 'ellipse', rx: ellipse.radius.x, ry: ellipse.radius.y }
  if (shape === 'circle' && circle) return { kind: 'ellipse', rx: circle.radius, ry: circle.radius }
  if (shape === 'rectangle' && rectangle) return { kind: 'rectangle', width: rectangle.width, height: rectangle.height }
  // The first form of the format had plain boxes.
  if (shape === undefined && width !== undefined && height !== undefined) return { kind: 'rectangle', width, height }
  return { kind: 'none' }
}

const textOf = ({ text }: PlanArea, name: string | undefined): MapArea['text'] => {
  if (text === undefined) return name === undefined ? null : { text: name, x: 0, y: 0, size: TEXT_SIZE }
  const said = typeof text === 'string' ? { text } : text
  const { x = 0, y = 0 } = ('position' in said ? said.position : undefined) ?? {}
  const size = ('size' in said ? said.size : undefined) || TEXT_SIZE
  return said.text === '' ? null : { text: said.text, x, y, size }
}

const boxOf = ({ seats, focus }: Layout, areas: readonly MapArea[], radius: number): PlanMap['box'] => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const see = (x: number, y: number) => {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  for (const { x, y } of seats) see(x, y)
  for (const area of areas) for (const [x, y] of cornersOf(area)) see(x, y)
  if (focus !== null && seats.length > 0) see(focus.x, focus.y)
  if (left > right) return { x: 0, y: 0, width: 100, height: 100 }
  const margin = radius * MARGIN
  return { x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin }
}

const cornersOf = ({ shape, x, y, rotation }: MapArea): [number, number][] => {
  const turned = ([dx, dy]: readonly [number, number]): [number, number] => {
    const angle = (rotation * Math.PI) / 180
    return [x + dx * Math.cos(angle) - dy * Math.sin(angle), y + dx * Math.sin(angle) + dy * Math.cos(angle)]
  }
  switch (shape.kind) {
    case 'polygon':
      return shape.points.map(turned)
    case 'rectangle':
      return (
        [
          [0, 0],
          [shape.width, 0],
          [0, shape.height],
          [shape.width, shape.height],
        ] as const
      ).map(turned)
    case 'ellipse':
      return (
        [
          [-1, -1],
          [1, -1],
          [-1, 1],
          [1, 1],
        ] as const
      ).map(([a, b]) => turned([a * shape.rx, b * shape.ry]))
    case 'none':
      return [[x, y]]
  }
}
