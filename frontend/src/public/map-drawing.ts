import type { MapArea, PlanMap } from '../../../contract/plan-map.ts'
import { drawing } from './element.ts'
import type { Look } from './house.ts'
import { MARKS, outlineOf } from './shapes.ts'
import { shows, type View } from './view.ts'

/** A seat, with the sign of what it is upon its outline. */
export const seatDrawing = (
  map: PlanMap,
  seat: number,
  { look, label }: { look: Look; label: string },
): SVGGElement => {
  const { x, y, category, kind } = map.seats
  const at = `translate(${x[seat]} ${y[seat]}) scale(${map.radius})`
  const group = drawing('g', {
    id: `seat-${seat}`,
    class: `seat ${look}`,
    transform: at,
    role: 'option',
    'aria-label': label,
    'aria-selected': String(look === 'chosen'),
    'aria-disabled': look === 'taken' ? 'true' : null,
  })
  const color = map.categories[category[seat] ?? -1]?.color ?? 'gray'
  group.append(drawing('path', { d: outlineOf(category[seat] ?? 0), class: 'outline', fill: color }))
  const sign = signOf(look, kind[seat] ?? 0)
  if (sign !== null) group.append(drawing('path', { d: MARKS[sign], class: `mark ${sign}` }))
  return group
}

const signOf = (look: Look, kind: number): keyof typeof MARKS | null => {
  if (look === 'chosen' || look === 'taken') return look
  const sign = kind === 1 ? 'accessible' : kind === 2 ? 'companion' : null
  return sign ?? (look === 'kept' ? look : null)
}

/** The number of a seat, where it is large enough to read. */
export const numberDrawing = (map: PlanMap, seat: number): SVGTextElement =>
  drawing(
    'text',
    { x: map.seats.x[seat] ?? 0, y: map.seats.y[seat] ?? 0, class: 'number', 'font-size': map.radius * 0.85 },
    map.seats.number[seat] ?? '',
  )

/** A row as one line, for when its seats would be too many and too small. */
export const rowDrawing = (map: PlanMap, seats: readonly number[], open: boolean): SVGPolylineElement => {
  const { x, y, category } = map.seats
  const color = map.categories[category[seats[0] ?? -1] ?? -1]?.color ?? 'gray'
  return drawing('polyline', {
    points: seats.map((seat) => `${x[seat]},${y[seat]}`).join(' '),
    class: open ? 'row-line' : 'row-line gone',
    stroke: color,
    'stroke-width': map.radius * 1.5,
  })
}

/** What stands between the seats: a stage, standing places, a text. */
export const areaDrawing = (area: MapArea, color: string | null): SVGGElement => {
  const turned = area.rotation === 0 ? '' : ` rotate(${area.rotation})`
  const group = drawing('g', {
    transform: `translate(${area.x} ${area.y})${turned}`,
    class: area.id === null ? 'area' : 'area sold',
  })
  const outline = outlineDrawing(area)
  if (outline !== null) {
    if (color !== null) outline.setAttribute('fill', color)
    group.append(outline)
  }
  if (area.text !== null) {
    const { text, x, y, size } = area.text
    group.append(drawing('text', { x, y, 'font-size': size }, text))
  }
  return group
}

const outlineDrawing = ({ shape }: MapArea): SVGElement | null => {
  switch (shape.kind) {
    case 'polygon':
      return drawing('polygon', { points: shape.points.map((point) => point.join(',')).join(' ') })
    case 'rectangle':
      return drawing('rect', { width: shape.width, height: shape.height, rx: 4 })
    case 'ellipse':
      return drawing('ellipse', { rx: shape.rx, ry: shape.ry })
    case 'none':
      return null
  }
}

/** @returns the seats that are to be seen, row by row. */
export const seatsInView = ({ seats, radius }: PlanMap, view: View): number[] =>
  seats.x.flatMap((x, seat) => (shows(view, { x, y: seats.y[seat] ?? 0 }, radius) ? [seat] : []))

/** @returns the seats of each row, in their order. */
export const seatsByRow = ({ seats }: PlanMap): number[][] => {
  const rows: number[][] = []
  for (const [seat, row] of seats.row.entries()) {
    rows[row] ??= []
    rows[row].push(seat)
  }
  return rows.map((row) => row.sort((a, b) => (seats.at[a] ?? 0) - (seats.at[b] ?? 0)))
}

/** The name of a section in the middle of it, for when its seats are lines. `size` in the measure of the plan. */
export const sectionDrawing = ({ seats, rows, sections }: PlanMap, section: number, size: number): SVGTextElement => {
  const own = seats.row.flatMap((row, seat) => (rows[row]?.section === section ? [seat] : []))
  const middle = (values: readonly number[]): number => {
    const [least, most] = own.reduce(
      ([low, high], seat) => [Math.min(low, values[seat] ?? low), Math.max(high, values[seat] ?? high)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    )
    return (least + most) / 2
  }
  return drawing(
    'text',
    { x: middle(seats.x), y: middle(seats.y), class: 'section', 'font-size': size },
    sections[section] ?? '',
  )
}
