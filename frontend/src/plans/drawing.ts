import type { PlanArea, SeatingPlan } from '../../../contract/seating-plan.ts'

export interface DrawnSeat {
  guid: string
  /** Index into the rows. */
  row: number
  category: string
  x: number
  y: number
}

export interface DrawnRow {
  label: string
  zone: string
  seats: string[]
}

export interface DrawnArea {
  id: string | null
  name: string
  capacity: number
  category: string | null
  /** An outline for SVG, around the origin of its own coordinates. */
  path: string
  color: string | null
  x: number
  y: number
  rotation: number
}

export interface DrawnText {
  text: string
  x: number
  y: number
  size: number
}

/** A seating plan as it is drawn, in the coordinates of the whole plan. */
export interface Drawing {
  box: { x: number; y: number; width: number; height: number }
  radius: number
  seats: DrawnSeat[]
  rows: DrawnRow[]
  areas: DrawnArea[]
  texts: DrawnText[]
  colors: Map<string, string>
}

const USUAL_RADIUS = 8
/** Of the distance between neighbours, what the radius of a seat takes. */
const SEAT_SHARE = 0.42

/** Draws a plan of the pretix format, also one that is only being looked at before it is imported. */
export function drawingOf(plan: SeatingPlan): Drawing {
  const drawing: Drawing = {
    box: { x: 0, y: 0, width: 100, height: 100 },
    radius: USUAL_RADIUS,
    seats: [],
    rows: [],
    areas: [],
    texts: [],
    colors: new Map(plan.categories.map(({ name, color }) => [name, color ?? ''])),
  }
  for (const zone of plan.zones) {
    for (const row of zone.rows) drawRow(drawing, { zone, row })
    for (const area of zone.areas ?? []) drawArea(drawing, { zone, area })
  }
  drawing.radius = radiusOf(drawing.seats)
  drawing.box = boxOf(drawing, plan)
  return drawing
}

type Zone = SeatingPlan['zones'][number]

function drawRow(drawing: Drawing, { zone, row }: { zone: Zone; row: Zone['rows'][number] }) {
  const x = zone.position.x + (row.position?.x ?? 0)
  const y = zone.position.y + (row.position?.y ?? 0)
  const zoneName = zone.name ?? ''
  const rowName = row.row_label || row.row_number
  for (const seat of row.seats) {
    const at = { x: x + seat.position.x, y: y + seat.position.y }
    const { seat_guid: guid, category } = seat
    drawing.seats.push({ guid, row: drawing.rows.length, category, ...at })
  }
  drawing.rows.push({ label: rowName, zone: zoneName, seats: row.seats.map(({ seat_guid }) => seat_guid) })
}

function drawArea(drawing: Drawing, { zone, area }: { zone: Zone; area: PlanArea }) {
  const x = zone.position.x + (area.position?.x ?? 0)
  const y = zone.position.y + (area.position?.y ?? 0)
  const capacity = area.capacity ?? 0
  const name = area.name ?? ''
  const id = capacity > 0 ? (area.area_guid ?? area.uuid ?? area.name ?? null) : null
  const color = area.color || null
  const category = area.category ?? null
  drawing.areas.push({ id, name, capacity, category, path: outline(area), color, x, y, rotation: area.rotation ?? 0 })
  const said = typeof area.text === 'string' ? { text: area.text } : area.text
  const text = said?.text ?? name
  if (text === '') return
  const [middleX, middleY] = said !== undefined && 'position' in said ? [0, 0] : middleOf(area)
  const from = (said !== undefined && 'position' in said && said.position) || { x: middleX, y: middleY }
  const size = (said !== undefined && 'size' in said && said.size) || 16
  drawing.texts.push({ text, x: x + from.x, y: y + from.y, size })
}

function outline({ shape, polygon, rectangle, ellipse, circle, width, height }: PlanArea): string {
  if (shape === 'polygon' && polygon !== undefined)
    return `M${polygon.points.map((point) => `${point.x} ${point.y}`).join('L')}z`
  if (shape === 'ellipse' && ellipse !== undefined) return oval(ellipse.radius.x, ellipse.radius.y)
  if (shape === 'circle' && circle !== undefined) return oval(circle.radius, circle.radius)
  if (shape === 'rectangle' && rectangle !== undefined)
    return `M0 0h${rectangle.width}v${rectangle.height}h-${rectangle.width}z`
  // The first form of the format had plain boxes.
  if (width !== undefined && height !== undefined) return `M0 0h${width}v${height}h-${width}z`
  return ''
}

const oval = (rx: number, ry: number) => `M-${rx} 0a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0-${2 * rx} 0z`

const middleOf = ({ shape, rectangle, width = 0, height = 0 }: PlanArea): [number, number] => {
  if (shape === 'rectangle' && rectangle !== undefined) return [rectangle.width / 2, rectangle.height / 2]
  return [width / 2, height / 2]
}

/** Small enough for the part of the house where seats are closest. */
function radiusOf(seats: readonly DrawnSeat[]): number {
  const gaps = seats.flatMap((seat, index) => {
    const next = seats[index + 1]
    return next?.row === seat.row ? [Math.hypot(next.x - seat.x, next.y - seat.y)] : []
  })
  const narrow = gaps.filter((gap) => gap > 0).toSorted((a, b) => a - b)[Math.floor(gaps.length / 10)]
  return narrow === undefined ? USUAL_RADIUS : narrow * SEAT_SHARE
}

/** What is seen: all seats, and what areas reach to; the size that a plan says may be any. */
function boxOf({ seats, areas, texts, radius }: Drawing, { size }: SeatingPlan): Drawing['box'] {
  const corners = areas.flatMap(({ x, y, path }) =>
    [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, dx, dy]) => ({ x: x + Number(dx), y: y + Number(dy) })),
  )
  const boxes = areas.flatMap(({ x, y, path }) => {
    const [, wide, high] = /^M0 0h([\d.]+)v([\d.]+)/.exec(path) ?? []
    return wide === undefined ? [] : [{ x: x + Number(wide), y: y + Number(high) }]
  })
  const points = [...seats, ...corners, ...boxes, ...texts]
  if (points.length === 0) return { x: 0, y: 0, width: size?.width || 100, height: size?.height || 100 }
  const [left, top, right, bottom] = points.reduce(
    ([l, t, r, b], { x, y }) => [Math.min(l, x), Math.min(t, y), Math.max(r, x), Math.max(b, y)],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ) as [number, number, number, number]
  const margin = radius * 3
  return { x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin }
}

/** Circles of seats as one path: a house of thousands is a handful of elements. */
export const circlesOf = (seats: readonly { x: number; y: number }[], radius: number): string => {
  const r = Math.round(radius * 100) / 100
  return seats
    .map(
      ({ x, y }) =>
        `M${Math.round((x - r) * 10) / 10} ${Math.round(y * 10) / 10}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0z`,
    )
    .join('')
}

/** The seat at a point of the plan; null between seats. */
export function seatAt({ seats, radius }: Drawing, { x, y }: { x: number; y: number }): DrawnSeat | null {
  const reach = radius * 1.25
  let found: DrawnSeat | null = null
  let nearest = reach
  for (const seat of seats) {
    if (Math.abs(seat.x - x) > reach || Math.abs(seat.y - y) > reach) continue
    const distance = Math.hypot(seat.x - x, seat.y - y)
    if (distance > nearest) continue
    nearest = distance
    found = seat
  }
  return found
}

/** All seats of a rectangle that was drawn over the plan, from any corner to any other. */
export const seatsWithin = (
  { seats }: Drawing,
  from: { x: number; y: number },
  to: { x: number; y: number },
): DrawnSeat[] =>
  seats.filter(
    ({ x, y }) =>
      x >= Math.min(from.x, to.x) &&
      x <= Math.max(from.x, to.x) &&
      y >= Math.min(from.y, to.y) &&
      y <= Math.max(from.y, to.y),
  )
