import type { Layout, LayoutSeat } from '../../../../contract/layout.ts'
import { indexLayout, type LayoutIndex } from '../../../../domain/booking/layout-index.ts'

/** A house drawn row by row, with who may have its seats. */
export interface House {
  layout: Layout
  index: LayoutIndex
  free: (seat: number) => boolean
  /** Guids, as `A1`: the row's letter and the place in it, aisles counted. */
  names: (seats: readonly number[]) => string[]
  seats: (names: readonly string[]) => number[]
}

const KINDS = '.bwcxBWC'

/**
 * A house of rows, the best first. `.` is a free seat of the category Stalls, `b` of Box, `w` an accessible one, `c` one
 * of companions (both Stalls); `x`, `B`, `W`, `C` are the same, taken; anything else is an aisle. `zones` names the zone
 * of each row.
 */
export const house = (rows: readonly string[], zones: readonly string[] = []): House => {
  const drawn = rows.flatMap((line, row) =>
    [...line].flatMap((kind, at) => (KINDS.includes(kind) ? [{ kind, seat: seatOf(kind, row, at) }] : [])),
  )
  const layout: Layout = {
    seats: drawn.map(({ seat }) => seat),
    rows: rows.map((line, row) => ({
      label: letter(row),
      zone: zones[row] ?? 'Hall',
      rank: row,
      middle: (line.length - 1) / 2,
    })),
    areas: [],
    categories: [
      { name: 'Stalls', color: '#336699' },
      { name: 'Box', color: '#993333' },
    ],
    focus: null,
  }
  const index = indexLayout(layout)
  return {
    layout,
    index,
    free: (seat) => '.bwc'.includes(drawn[seat]?.kind ?? 'x'),
    names: (seats) => seats.map((seat) => layout.seats[seat]?.guid ?? '?'),
    seats: (names) => names.map((name) => index.byGuid.get(name) ?? -1),
  }
}

const letter = (row: number): string => String.fromCharCode(65 + row)

const seatOf = (kind: string, row: number, at: number): LayoutSeat => ({
  guid: `${letter(row)}${at + 1}`,
  category: 'bB'.includes(kind) ? 'Box' : 'Stalls',
  row,
  at,
  x: at * 10,
  y: row * 10,
  accessible: 'wW'.includes(kind),
  companion: 'cC'.includes(kind),
})
