import { type Block, bestBlock } from './best-block.ts'
import type { LayoutIndex } from './layout-index.ts'
import { lengthOf, type Run } from './seat-runs.ts'

/** Seats that a party asks for without naming them. */
export interface Wish {
  /** At least 1. */
  quantity: number
  /** Of the plan; null for all. */
  categories: readonly string[] | null
  /** How many of the seats must be accessible; the others are for who comes along. */
  accessible: number
  /** What becomes of a party that has no place side by side: refused, or seated in groups near one another. */
  together: 'required' | 'preferred'
  /** A random number from 0 to 1. The same number chooses the same seats. */
  spread: number
  /**
   * Whether a seat (index into `layout.seats`) is sold or off sale for good: booked or blocked, not merely held. Without
   * it nobody but who needs them gets accessible seats.
   */
  sold?: (seat: number) => boolean
}

export interface Chosen {
  /** Indices into `layout.seats`. */
  seats: number[]
  /** Whether all of them are side by side. */
  together: boolean
}

/**
 * Chooses the best seats of those that are free. It reads `free` (by index into `layout.seats`) once for each seat until
 * it has found them, so that ought to cost no more than reading an array. docs/scarcity.md has the policy.
 * @returns the seats; `capacity` where there are not as many that this party may have; `no_block` where there are, but
 * not side by side
 */
export const bestAvailable = (
  index: LayoutIndex,
  free: (seat: number) => boolean,
  wish: Wish,
): Chosen | 'capacity' | 'no_block' => {
  const wanted = wantedCategories(index, wish.categories)
  const { category, kept } = index
  const may = (position: number) => wanted[category[position] ?? 0] === 1
  const fits = wish.accessible > 0 ? may : (position: number) => kept[position] === 0 && may(position)
  const { block, runs } = bestBlock(index, { free, fits }, wish)
  if (block !== null) return { seats: seatsOf(index, block), together: true }
  const total = runs.reduce((sum, run) => sum + lengthOf(run), 0)
  if (total < wish.quantity) return 'capacity'
  if (wish.together === 'required') return 'no_block'
  return { seats: longestRuns(runs, wish.quantity).flatMap((part) => seatsOf(index, part)), together: false }
}

const wantedCategories = ({ categories }: LayoutIndex, names: readonly string[] | null): Uint8Array => {
  const wanted = new Uint8Array(categories.size)
  for (const name of names ?? categories.keys()) wanted[categories.get(name) ?? -1] = 1
  return wanted
}

const seatsOf = ({ seats }: LayoutIndex, { first, last }: Pick<Block, 'first' | 'last'>): number[] =>
  Array.from(seats.subarray(first, last + 1))

const longestRuns = (runs: readonly Run[], quantity: number): { first: number; last: number }[] => {
  const parts: { first: number; last: number }[] = []
  let left = quantity
  for (const run of [...runs].sort((a, b) => lengthOf(b) - lengthOf(a))) {
    const size = Math.min(left, lengthOf(run))
    if (size === 0) break
    parts.push({ first: run.first, last: run.first + size - 1 })
    left -= size
  }
  return parts
}
