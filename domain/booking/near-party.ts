import type { LayoutIndex } from './layout-index.ts'
import { cut, lengthOf, type Part, type Run, seatsIn, singlesBeside } from './seat-runs.ts'
import { distance, least, middleOf, nearestOf, type Window, windowsOf } from './seat-windows.ts'
import { groupsOf } from './split-party.ts'

/**
 * Seats the rest of a party near to its first part (by the coordinates of the plan), nobody alone where that can be
 * avoided, and on kept seats only where there are not enough others.
 * @param runs all that the party may have; at least as many seats as `parts` and `left` together
 */
export const placeNear = (
  index: LayoutIndex,
  runs: readonly Run[],
  { parts, left }: { parts: readonly [Window, ...Window[]]; left: number },
): Part[] => {
  const [anchor] = parts
  const rows = new Set(parts.map(({ run }) => run.row))
  const free = runs.flatMap((run) => (rows.has(run.row) ? without(run, parts) : [run]))
  const ordinary = free.flatMap((run) => withoutKept(index, run))
  const from = seatsIn(ordinary) >= left ? ordinary : free
  return groupsOf(nearestEnough(byDistance(index, from, anchor), left), left).flatMap(
    ({ run, size }) =>
      least(windowsOf([run], size), [
        ({ first, last }) => singlesBeside(run, first, last),
        (part) => distance(index, part, anchor),
      ]) ?? [],
  )
}

const without = (run: Run, parts: readonly Part[]): Run[] =>
  parts.reduce<Run[]>((pieces, part) => pieces.flatMap((piece) => cut(piece, part)), [run])

const withoutKept = ({ kept }: LayoutIndex, run: Run): Run[] => {
  const pieces: Run[] = []
  for (let position = run.first; position <= run.last; position += 1) {
    const piece = pieces.at(-1)
    if (kept[position] !== 0) continue
    if (piece?.last === position - 1) piece.last = position
    else pieces.push({ ...run, first: position, last: position })
  }
  return pieces
}

const byDistance = (index: LayoutIndex, runs: readonly Run[], anchor: Part): Run[] => {
  const middle = middleOf(index, anchor)
  const away = runs.map((run) => ({ run, away: nearestOf(index, run, middle) }))
  return away.sort((a, b) => a.away - b.away).map(({ run }) => run)
}

/** @returns the first runs that seat as many, without leaving one alone where that can be. */
const nearestEnough = (runs: readonly Run[], quantity: number): readonly Run[] => {
  const pairs = runs.filter((run) => lengthOf(run) > 1)
  return firstEnough(quantity > 1 ? pairs : runs, quantity) ?? firstEnough(runs, quantity) ?? runs
}

const firstEnough = (runs: readonly Run[], quantity: number): readonly Run[] | null => {
  let seated = 0
  const enough = runs.findIndex((run) => {
    seated += lengthOf(run)
    return seated >= quantity
  })
  return enough < 0 ? null : runs.slice(0, enough + 1)
}
