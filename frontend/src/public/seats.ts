import type { PlanMap } from '../../../contract/plan-map.ts'
import type { Point } from './view.ts'

type Columns = PlanMap['seats']

/** @returns whether a seat can be chosen, by its index. */
export type IsFree = (seat: number) => boolean

/**
 * Seats that a choice would leave single though it need not: free ones with nothing free beside them any more. Where just
 * one more is free side by side than was chosen, one stays single whatever is chosen, and nobody is to blame. Places for
 * who needs them are no reason to complain.
 * @param chosen indices
 */
export const strandedBy = ({ row, at, kind }: Columns, isFree: IsFree, chosen: ReadonlySet<number>): number[] => {
  const rows = new Set([...chosen].map((seat) => row[seat]))
  const inRows = row.flatMap((of, seat) => (rows.has(of) ? [seat] : []))
  const stranded: number[] = []
  for (const run of runsOf({ row, at }, inRows, (seat) => isFree(seat) || chosen.has(seat))) {
    const left = run.filter((seat) => !chosen.has(seat))
    if (left.length === run.length || left.length === 1) continue
    const singles = runsOf({ row, at }, left, () => true).filter(({ length }) => length === 1)
    stranded.push(...singles.flat().filter((seat) => kind[seat] === 0))
  }
  return stranded
}

const runsOf = ({ row, at }: Pick<Columns, 'row' | 'at'>, seats: readonly number[], fits: IsFree): number[][] => {
  const runs: number[][] = []
  const sorted = seats.filter(fits).sort((a, b) => (row[a] ?? 0) - (row[b] ?? 0) || (at[a] ?? 0) - (at[b] ?? 0))
  for (const seat of sorted) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    const beside = last !== undefined && row[last] === row[seat] && (at[seat] ?? 0) - (at[last] ?? 0) === 1
    if (beside) run?.push(seat)
    else runs.push([seat])
  }
  return runs
}

export type Direction = 'left' | 'right' | 'up' | 'down'

const WAYS: Record<Direction, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/** What lies aside counts as so much further away. */
const ASIDE = 2.5

/** @returns the nearest free seat in a direction, or null; from nowhere, the first of all. */
export const nextSeat = ({ x, y }: Columns, isFree: IsFree, from: number | null, to: Direction): number | null => {
  const way = WAYS[to]
  let best: number | null = null
  let least = Number.POSITIVE_INFINITY
  for (let seat = 0; seat < x.length; seat += 1) {
    if (seat === from || !isFree(seat)) continue
    if (from === null) return seat
    const dx = (x[seat] ?? 0) - (x[from] ?? 0)
    const dy = (y[seat] ?? 0) - (y[from] ?? 0)
    const along = dx * way.x + dy * way.y
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x)
    // What is further aside than ahead is another direction.
    if (along <= 0 || aside > along) continue
    const cost = along + aside * ASIDE
    if (cost < least) [least, best] = [cost, seat]
  }
  return best
}

/** @returns the seat nearest to a point, within a reach; -1 for none. */
export const seatAt = ({ x, y }: Columns, point: Point, reach: number): number => {
  let best = -1
  let least = reach
  for (let seat = 0; seat < x.length; seat += 1) {
    const distance = Math.hypot((x[seat] ?? 0) - point.x, (y[seat] ?? 0) - point.y)
    if (distance <= least) [least, best] = [distance, seat]
  }
  return best
}
