import type { IndexedRow, LayoutIndex } from './layout-index.ts'

/** Seats side by side, as positions of the index, both ends included. */
export interface Part {
  first: number
  last: number
}

/** All seats side by side that a party may have. */
export interface Run extends Part {
  row: IndexedRow
  /**
   * The free seats around it, whoever may have those: what a party may not have (another category, a place kept for
   * someone) can still go to somebody else, so it is company for the seat beside it.
   */
  from: number
  to: number
}

/** Which seats count: those that nobody has, and those of them that this party may have. */
export interface Offered {
  /** By index into `layout.seats`. */
  free: (seat: number) => boolean
  /** By position. */
  fits: (position: number) => boolean
}

/** @returns the runs of a row, from its beginning to its end. What is taken ends a run, and so does an aisle. */
export const runsOfRow = (index: LayoutIndex, row: IndexedRow, { free, fits }: Offered): Run[] => {
  const { seats, joined } = index
  const runs: Run[] = []
  const isFree = (position: number) => free(seats[position] ?? -1)
  let from = row.first
  while (from < row.end) {
    if (!isFree(from)) {
      from += 1
      continue
    }
    let to = from
    while (to + 1 < row.end && joined[to + 1] === 1 && isFree(to + 1)) to += 1
    addFitting(runs, { row, first: from, last: to, from, to }, fits)
    from = to + 1
  }
  return runs
}

const addFitting = (runs: Run[], { row, from, to }: Run, fits: (position: number) => boolean): void => {
  let first = -1
  for (let position = from; position <= to + 1; position += 1) {
    const has = position <= to && fits(position)
    if (has && first < 0) first = position
    if (has || first < 0) continue
    runs.push({ row, first, last: position - 1, from, to })
    first = -1
  }
}

/** @returns how many seats it has. */
export const lengthOf = ({ first, last }: Part): number => last - first + 1

/** @returns how many seats they have in all. */
export const seatsIn = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + lengthOf(part), 0)

/** @returns how many seats stay single, with nothing free beside them, when a part of a run is taken: 0 to 2. */
export const singlesBeside = ({ from, to }: Run, first: number, last: number): number =>
  Number(first - from === 1) + Number(to - last === 1)

/** @returns how far the middle of these seats is from the middle of their row, in seats. */
export const asideOf = ({ aside }: LayoutIndex, first: number, last: number): number =>
  Math.abs((aside[first] ?? 0) + (aside[last] ?? 0)) / 2

/** @returns what is left of a run when a part is taken: the run itself where the part is not of it. */
export const cut = (run: Run, part: Part): Run[] => {
  if (part.last < run.from || part.first > run.to) return [run]
  const before = { ...run, last: Math.min(run.last, part.first - 1), to: part.first - 1 }
  const after = { ...run, first: Math.max(run.first, part.last + 1), from: part.last + 1 }
  return [before, after].filter((piece) => lengthOf(piece) > 0)
}
