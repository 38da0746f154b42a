import type { LayoutIndex } from './layout-index.ts'
import { asideOf, lengthOf, type Offered, type Part, type Run, runsOfRow, singlesBeside } from './seat-runs.ts'

/** Seats of one run. */
export interface Block extends Part {
  /** Seats that stay single beside it. */
  singles: number
  /** See {@link asideOf}. */
  aside: number
}

/** What a search found, and the runs that it looked at until then: all of the house where it found nothing. */
export interface Found {
  block: Block | null
  runs: Run[]
}

/** By so many seats, or by the party's own width, a block may be further from the middle than the best one. */
const SPREAD_SEATS = 4

/**
 * The best block for a party: one that leaves no seat single before all others, then the one in the best row, then the one
 * nearest to the middle of that row. `spread` (0 to 1) chooses among blocks of that row that share no seat, leave as many
 * seats single, and are further from the middle by {@link SPREAD_SEATS} seats or the party's width at most.
 */
export const bestBlock = (index: LayoutIndex, offered: Offered, { quantity, spread }: Party): Found => {
  const runs: Run[] = []
  let best: Block | null = null
  let around: Run[] = []
  for (let at = 0; at < index.rows.length && best?.singles !== 0; ) {
    const tier = runs.length
    at = addTier(index, offered, runs, at)
    const long = runs.slice(tier).filter((run) => lengthOf(run) >= quantity)
    const found = bestOf(index, long, quantity)
    if (found === null || (best !== null && found.singles >= best.singles)) continue
    best = found
    around = long
  }
  if (best === null) return { block: null, runs }
  const equals = asGood(index, around, best)
  return { block: equals[Math.min(equals.length - 1, Math.floor(spread * equals.length))] ?? best, runs }
}

interface Party {
  quantity: number
  spread: number
}

/** Adds the runs of the next row and of those with the same rank. @returns where the next rank begins. */
const addTier = (index: LayoutIndex, offered: Offered, runs: Run[], from: number): number => {
  const { rows } = index
  let at = from
  for (; at < rows.length && rows[at]?.rank === rows[from]?.rank; at += 1) {
    const row = rows[at]
    if (row !== undefined) for (const run of runsOfRow(index, row, offered)) runs.push(run)
  }
  return at
}

/** @returns the best block of these runs; the first of equals; null where none is long enough. */
export const bestOf = (index: LayoutIndex, runs: readonly Run[], quantity: number): Block | null => {
  let best: Block | null = null
  for (const run of runs)
    for (let first = run.first; first + quantity - 1 <= run.last; first += 1) {
      const block = blockAt(index, run, first, quantity)
      if (best === null || compare(block, best) < 0) best = block
    }
  return best
}

const blockAt = (index: LayoutIndex, run: Run, first: number, quantity: number): Block => {
  const last = first + quantity - 1
  return { first, last, singles: singlesBeside(run, first, last), aside: asideOf(index, first, last) }
}

const compare = (a: Block, b: Block): number => a.singles - b.singles || a.aside - b.aside || a.first - b.first

/** Blocks that share no seat: a block that overlaps another would cut the row into pieces that fit nobody. */
const asGood = (index: LayoutIndex, runs: readonly Run[], best: Block): Block[] => {
  const quantity = lengthOf(best)
  const furthest = best.aside + Math.max(SPREAD_SEATS, quantity)
  const near: Block[] = []
  for (const run of runs)
    for (let first = run.first; first + quantity - 1 <= run.last; first += 1) {
      const block = blockAt(index, run, first, quantity)
      if (block.singles === best.singles && block.aside <= furthest) near.push(block)
    }
  const chosen: Block[] = []
  for (const block of near.sort(compare))
    if (chosen.every(({ first, last }) => block.last < first || block.first > last)) chosen.push(block)
  return chosen
}
