import type { Layout, LayoutArea, LayoutSeat } from '../../contract/layout.ts'
import type { PlanArea, PlanRow, PlanSeat, PlanZone, SeatingPlan } from '../../contract/seating-plan.ts'
import { placesInRow, type RowSeat, usualPitch } from './adjacency.ts'
import { ranksOf, sightOf } from './sight.ts'

const NO_COLOR = '#808080'

/**
 * Makes of a sound plan (see {@link planFaults}) what a room keeps of it. Done once for each version: what is derived
 * here, neighbours above all, is stored and never derived again.
 */
export const layoutOf = (plan: SeatingPlan): Layout => {
  const focus = plan.focal_point == null ? null : { x: plan.focal_point.x, y: plan.focal_point.y }
  const rows = plan.zones.flatMap(rowsOf)
  const seats = rows.flatMap((row, index) => seatsOf(row, index))
  return {
    seats: seats.flat(),
    rows: ranked(rows, focus),
    areas: areasOf(plan),
    categories: plan.categories.map(({ name, color }) => ({ name, color: color || NO_COLOR })),
    focus,
  }
}

/**
 * @param taken guids of seats and ids of areas that are held or sold
 * @returns those of them that a next version of the plan has no more: it may not replace the old one while they are taken
 */
export const vanished = (old: Layout, next: Layout, taken: readonly string[]): string[] => {
  const [had, has] = [placesOf(old), placesOf(next)]
  return taken.filter((place) => had.has(place) && !has.has(place))
}

/** @returns each category with how many places it has, those without numbers included; in the order of the plan. */
export const categoriesOf = (layout: Layout): { name: string; color: string; places: number }[] => {
  const places = new Map<string, number>()
  for (const { category } of layout.seats) places.set(category, (places.get(category) ?? 0) + 1)
  for (const { category, capacity } of layout.areas) places.set(category, (places.get(category) ?? 0) + capacity)
  return layout.categories.map(({ name, color }) => ({ name, color, places: places.get(name) ?? 0 }))
}

const placesOf = ({ seats, areas }: Layout): Set<string> =>
  new Set([...seats.map(({ guid }) => guid), ...areas.map(({ id }) => id)])

interface PlacedRow {
  label: string
  zone: string
  seats: PlanSeat[]
  placed: RowSeat[]
  at: number[]
  pitch: number
}

/** The rows of a zone that have seats. */
const rowsOf = (zone: PlanZone): PlacedRow[] => {
  const rows = zone.rows
    .filter(({ seats }) => seats.length > 0)
    .map((row) => ({ row, placed: row.seats.map((seat) => placed(zone, row, seat)) }))
  const zonePitch = usualPitch(rows.map((row) => row.placed))
  return rows.map(({ row, placed }) => ({
    label: row.row_label || row.row_number,
    zone: zoneName(zone),
    seats: row.seats,
    placed,
    at: placesInRow(placed, zonePitch),
    pitch: zonePitch,
  }))
}

// Positions are counted from the one around them: a seat's from its row, a row's from its zone.
const placed = (zone: PlanZone, row: PlanRow, { position, adjacency_index, aisle_after }: PlanSeat): RowSeat => ({
  x: zone.position.x + (row.position?.x ?? 0) + position.x,
  y: zone.position.y + (row.position?.y ?? 0) + position.y,
  stored: adjacency_index ?? null,
  aisleAfter: aisle_after ?? null,
})

const seatsOf = ({ seats, placed, at }: PlacedRow, row: number): LayoutSeat[] =>
  seats.map((seat, index) => ({
    guid: seat.seat_guid,
    category: seat.category,
    row,
    at: at[index] ?? 0,
    x: placed[index]?.x ?? 0,
    y: placed[index]?.y ?? 0,
    accessible: seat.accessible === true,
    companion: seat.companion === true,
  }))

const ranked = (rows: readonly PlacedRow[], focus: Layout['focus']): Layout['rows'] => {
  const sights = rows.map(({ placed, at, pitch }) => {
    const seats = placed.map(({ x, y }, index) => ({ x, y, at: at[index] ?? 0 }))
    return sightOf(seats, { focus, pitch })
  })
  const ranks = focus === null ? rows.map((_, index) => index) : ranksOf(sights)
  return rows.map(({ label, zone }, index) => ({
    label,
    zone,
    rank: ranks[index] ?? 0,
    middle: sights[index]?.middle ?? 0,
  }))
}

/** @returns the areas in which places are sold, each with the id it is known by. */
export const areasOf = ({ zones, categories }: SeatingPlan): LayoutArea[] => {
  const sold = zones.flatMap((zone) =>
    (zone.areas ?? []).flatMap((area) => {
      const { capacity = 0 } = area
      return capacity === 0 ? [] : [{ area, capacity, name: areaName(area) || zoneName(zone) }]
    }),
  )
  const taken = new Set(sold.flatMap(({ area }) => ownId(area) ?? []))
  return sold.map(({ area, capacity, name }) => {
    const id = ownId(area) ?? freeId(name, taken)
    taken.add(id)
    return { id, name, category: area.category ?? categories[0]?.name ?? '', capacity }
  })
}

const ownId = ({ area_guid, uuid }: PlanArea): string | undefined => area_guid ?? (uuid || undefined)

// Two areas may share a name; then the second is known by it and a number.
const freeId = (name: string, taken: ReadonlySet<string>): string => {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['area']
  const stem = words.join('-').slice(0, 64)
  let id = stem
  for (let number = 2; taken.has(id); number += 1) id = `${stem}-${number}`
  return id
}

const areaName = ({ name, text }: PlanArea): string =>
  ((name || (typeof text === 'string' ? text : text?.text)) ?? '').replaceAll(/\s+/g, ' ').trim()

const zoneName = ({ name, zone_id }: PlanZone): string => name || zone_id || ''
