import type { LayoutIndex } from './layout-index.ts'
import type { Part, Run } from './seat-runs.ts'

/** So many seats side by side, and the run that they are of. */
export interface Window extends Part {
  run: Run
}

/** What is better where it is less. */
export type Measure = (window: Window) => number

/** @returns each way to take as many seats side by side. */
export const windowsOf = (runs: readonly Run[], size: number): Window[] => {
  const windows: Window[] = []
  for (const run of runs)
    for (let first = run.first; first + size - 1 <= run.last; first += 1)
      windows.push({ run, first, last: first + size - 1 })
  return windows
}

/** @returns the window that is least by the first measure that tells them apart. */
export const least = (windows: readonly Window[], measures: readonly Measure[]): Window | null => {
  let left = windows
  for (const measure of measures) {
    const measured = left.map(measure)
    const smallest = measured.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    left = left.filter((_, at) => measured[at] === smallest)
  }
  return left[0] ?? null
}

/** @returns how far the middles of two parts are from each other, in the coordinates of the plan. */
export const distance = (index: LayoutIndex, a: Part, b: Part): number => {
  const [one, other] = [middleOf(index, a), middleOf(index, b)]
  return Math.hypot(one.x - other.x, one.y - other.y)
}

/** @returns the square of how far the nearest seat of a run is from a point. */
export const nearestOf = ({ layout, seats }: LayoutIndex, run: Run, { x, y }: Point): number => {
  let nearest = Number.POSITIVE_INFINITY
  for (let position = run.first; position <= run.last; position += 1) {
    const seat = layout.seats[seats[position] ?? -1]
    if (seat !== undefined) nearest = Math.min(nearest, (seat.x - x) ** 2 + (seat.y - y) ** 2)
  }
  return nearest
}

interface Point {
  x: number
  y: number
}

/** @returns where the middle of a part is. */
export const middleOf = ({ layout, seats }: LayoutIndex, { first, last }: Part): Point => {
  const [from, to] = [layout.seats[seats[first] ?? -1], layout.seats[seats[last] ?? -1]]
  return { x: ((from?.x ?? 0) + (to?.x ?? 0)) / 2, y: ((from?.y ?? 0) + (to?.y ?? 0)) / 2 }
}
