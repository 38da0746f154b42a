import type { Layout } from '../../contract/layout.ts'

/**
 * The seats of a layout as whoever chooses places thinks of them: row after row from the best one on, each along `at`. A
 * *position* is a place in this order. Made once for a room; says nothing of who has what.
 */
export interface LayoutIndex {
  layout: Layout
  /** Best first. */
  rows: IndexedRow[]
  /** Index into `layout.seats`, by position. */
  seats: Int32Array
  /** Position, by index into `layout.seats`. */
  positions: Int32Array
  /** Index into `layout.seats`, by guid. */
  byGuid: ReadonlyMap<string, number>
  /** What `category` says, by name. */
  categories: ReadonlyMap<string, number>
  category: Uint16Array
  /** 1 where a seat is side by side with the one before it. */
  joined: Uint8Array
  /** 1 for accessible seats and those of companions, which are kept for who needs them. */
  kept: Uint8Array
  /** How many accessible seats come before a position. */
  accessibleBefore: Int32Array
  /** How far along its row a seat is from the middle of the whole row; negative before it. */
  aside: Float64Array
}

export interface IndexedRow {
  /** Positions from the first to the one before `end`. */
  first: number
  end: number
  rank: number
  /** Number of its zone; zones count from the one with the best row on. */
  zone: number
  /** Where the row stands when each zone is read from its best row to its last, zone after zone. */
  line: number
}

/** @returns the index of a layout, in time that grows with its seats. */
export const indexLayout = (layout: Layout): LayoutIndex => {
  const { seats } = layout
  const order = inOrder(layout)
  const index: LayoutIndex = {
    layout,
    rows: [],
    seats: Int32Array.from(order),
    positions: new Int32Array(seats.length),
    byGuid: new Map(seats.map(({ guid }, seat) => [guid, seat])),
    categories: new Map([...new Set(seats.map(({ category }) => category))].map((name, number) => [name, number])),
    category: new Uint16Array(seats.length),
    joined: new Uint8Array(seats.length),
    kept: new Uint8Array(seats.length),
    accessibleBefore: new Int32Array(seats.length + 1),
    aside: new Float64Array(seats.length),
  }
  order.forEach((seat, position) => {
    describe(index, seat, position)
  })
  index.rows = rowsOf(index)
  return index
}

const inOrder = ({ seats, rows }: Layout): number[] => {
  const byRow: number[][] = rows.map(() => [])
  seats.forEach(({ row }, seat) => {
    byRow[row]?.push(seat)
  })
  const along = (seat: number) => seats[seat]?.at ?? 0
  for (const row of byRow) row.sort((a, b) => along(a) - along(b) || a - b)
  const best = rows.map((_, row) => row).sort((a, b) => (rows[a]?.rank ?? 0) - (rows[b]?.rank ?? 0) || a - b)
  return best.flatMap((row) => byRow[row] ?? [])
}

const describe = (index: LayoutIndex, seat: number, position: number): void => {
  const { layout, positions, seats } = index
  const place = layout.seats[seat]
  if (place === undefined) return
  const before = layout.seats[seats[position - 1] ?? -1]
  positions[seat] = position
  index.category[position] = index.categories.get(place.category) ?? 0
  index.joined[position] = Number(before?.row === place.row && before.at + 1 === place.at)
  index.kept[position] = Number(place.accessible || place.companion)
  index.accessibleBefore[position + 1] = (index.accessibleBefore[position] ?? 0) + Number(place.accessible)
  index.aside[position] = place.at - (layout.rows[place.row]?.middle ?? 0)
}

const rowsOf = ({ layout, seats }: LayoutIndex): IndexedRow[] => {
  const rows: IndexedRow[] = []
  const zones = new Map<string, number>()
  let known: number | undefined
  seats.forEach((seat, position) => {
    const number = layout.seats[seat]?.row ?? 0
    const { rank = 0, zone = '' } = layout.rows[number] ?? {}
    if (!zones.has(zone)) zones.set(zone, zones.size)
    if (number !== known) rows.push({ first: position, end: position, rank, zone: zones.get(zone) ?? 0, line: 0 })
    known = number
    const row = rows.at(-1)
    if (row !== undefined) row.end = position + 1
  })
  ;[...rows]
    .sort((a, b) => a.zone - b.zone)
    .forEach((row, line) => {
      row.line = line
    })
  return rows
}
