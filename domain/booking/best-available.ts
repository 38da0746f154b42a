import { accessibleParty } from './accessible-party.ts'
import { releasedCategories } from './accessible-release.ts'
import { bestBlock } from './best-block.ts'
import type { LayoutIndex } from './layout-index.ts'
import { type Offered, type Part, seatsIn } from './seat-runs.ts'
import { splitParty } from './split-party.ts'

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

export type Choice = Chosen | 'capacity' | 'no_block'

/**
 * Chooses the best seats of those that are free. It reads `free` (by index into `layout.seats`) once for each seat until
 * it has found them, so that ought to cost no more than reading an array. docs/scarcity.md has the policy.
 * @returns the seats; `capacity` where there are not as many that this party may have; `no_block` where there are, but
 * not side by side
 */
export const bestAvailable = (index: LayoutIndex, free: (seat: number) => boolean, wish: Wish): Choice => {
  const { category, kept } = index
  const wanted = wantedCategories(index, wish.categories)
  const isWanted = (position: number) => wanted[category[position] ?? 0] === 1
  if (wish.accessible > 0) {
    const parts = accessibleParty(index, { free, fits: isWanted }, wish)
    return parts === 'capacity' ? parts : chosen(index, parts)
  }
  const choice = generalParty(index, { free, fits: (position) => kept[position] === 0 && isWanted(position) }, wish)
  if (typeof choice !== 'string' || wish.sold === undefined) return choice
  const released = releasedCategories(index, wish.sold)
  const isOpen = (position: number) => kept[position] === 0 || released[category[position] ?? 0] === 1
  return generalParty(index, { free, fits: (position) => isWanted(position) && isOpen(position) }, wish)
}

const generalParty = (index: LayoutIndex, offered: Offered, wish: Wish): Choice => {
  const { block, runs } = bestBlock(index, offered, wish)
  if (block !== null) return chosen(index, [block])
  if (seatsIn(runs) < wish.quantity) return 'capacity'
  return wish.together === 'required' ? 'no_block' : chosen(index, splitParty(index, runs, wish.quantity))
}

const wantedCategories = ({ categories }: LayoutIndex, names: readonly string[] | null): Uint8Array => {
  const wanted = new Uint8Array(categories.size)
  for (const [name, number] of categories) wanted[number] = Number(names === null || names.includes(name))
  return wanted
}

const chosen = ({ seats }: LayoutIndex, parts: readonly Part[]): Chosen => ({
  seats: parts.flatMap(({ first, last }) => Array.from(seats.subarray(first, last + 1))),
  together: parts.length === 1,
})
