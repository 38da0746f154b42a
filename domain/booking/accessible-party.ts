import type { LayoutIndex } from './layout-index.ts'
import { asideOf, cut, lengthOf, type Offered, type Part, type Run, runsOfRow, singlesBeside } from './seat-runs.ts'
import { splitParty } from './split-party.ts'

interface Party {
  quantity: number
  /** How many of them need an accessible seat. */
  accessible: number
}

interface Group extends Part {
  run: Run
  /** Accessible seats in it. */
  accessible: number
}

/**
 * Seats a party of which some need accessible seats: all side by side where that can be, otherwise each of those people
 * with as many companions beside them as there are, and the rest as close to them as possible, so that such a party is
 * never refused for want of a block (28 CFR 36.302(f)(4)(ii)). It gets no accessible seat for a companion while there is
 * another way.
 */
export const accessibleParty = (index: LayoutIndex, offered: Offered, party: Party): Part[] | 'capacity' => {
  const runs = index.rows.flatMap((row) => runsOfRow(index, row, offered))
  const around = runs.filter((run) => accessibleIn(index, run) > 0)
  const accessible = around.reduce((sum, run) => sum + accessibleIn(index, run), 0)
  const total = runs.reduce((sum, run) => sum + lengthOf(run), 0)
  if (accessible < party.accessible || total < party.quantity) return 'capacity'
  const block = wholeBlock(index, around, party)
  if (block !== null) return [block]
  const parts = placeEach(index, around, party)
  const left = party.quantity - parts.reduce((sum, part) => sum + lengthOf(part), 0)
  return left === 0 ? parts : [...parts, ...placeRest(index, runs, { parts, left })]
}

const accessibleIn = ({ accessibleBefore }: LayoutIndex, { first, last }: Part): number =>
  (accessibleBefore[last + 1] ?? 0) - (accessibleBefore[first] ?? 0)

const wholeBlock = (index: LayoutIndex, runs: readonly Run[], { quantity, accessible }: Party): Group | null =>
  least(
    groupsOf(index, runs, quantity).filter((block) => block.accessible >= accessible),
    [({ accessible: used }) => used, ...worth(index)],
  )

/** People who need accessible seats, one group of them after the other, each with those who come along. */
const placeEach = (index: LayoutIndex, runs: readonly Run[], party: Party): Group[] => {
  const groups: Group[] = []
  let left = runs
  let needed = party.accessible
  let companions = party.quantity - party.accessible
  while (needed > 0) {
    const group = largestGroup(index, left, { needed, companions, anchor: groups[0] })
    if (group === null) break
    const seated = Math.min(group.accessible, needed)
    groups.push(group)
    left = left.flatMap((run) => cut(run, group))
    needed -= seated
    companions -= lengthOf(group) - seated
  }
  return groups
}

interface Search {
  needed: number
  companions: number
  /** Where the others sit. */
  anchor: Part | undefined
}

const largestGroup = (
  index: LayoutIndex,
  runs: readonly Run[],
  { needed, companions, anchor }: Search,
): Group | null => {
  const isFair = (group: Group) => {
    const seated = Math.min(group.accessible, needed)
    const forOthers = Math.min(needed - seated, Math.max(0, companions - seated))
    return seated > 0 && lengthOf(group) - seated <= companions - forOthers
  }
  const away = (group: Group) => (anchor === undefined ? 0 : distance(index, group, anchor))
  for (let size = needed + companions; size > 0; size -= 1) {
    const fair = groupsOf(index, runs, size).filter(isFair)
    if (fair.length > 0) return least(fair, [({ accessible }) => accessible, away, ...worth(index)])
  }
  return null
}

/** Those who have no place beside them: near to the first, and on kept seats only where there are no others. */
const placeRest = (
  index: LayoutIndex,
  runs: readonly Run[],
  { parts, left }: { parts: Part[]; left: number },
): Part[] => {
  const [anchor] = parts
  const free = runs.flatMap((run) =>
    parts.reduce<Run[]>((pieces, part) => pieces.flatMap((piece) => cut(piece, part)), [run]),
  )
  const ordinary = free.flatMap((run) => withoutKept(index, run))
  const total = ordinary.reduce((sum, run) => sum + lengthOf(run), 0)
  const from = total >= left ? ordinary : free
  const near = anchor === undefined ? from : byDistance(index, from, anchor)
  return splitParty(index, nearestEnough(near, left), left)
}

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
  const away = runs.map((run) => ({ run, away: distance(index, run, anchor) }))
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

const groupsOf = (index: LayoutIndex, runs: readonly Run[], size: number): Group[] => {
  const groups: Group[] = []
  for (const run of runs)
    for (let first = run.first; first + size - 1 <= run.last; first += 1) {
      const accessible = accessibleIn(index, { first, last: first + size - 1 })
      if (accessible > 0) groups.push({ run, first, last: first + size - 1, accessible })
    }
  return groups
}

type Measure = (group: Group) => number

const worth = (index: LayoutIndex): Measure[] => [
  ({ run, first, last }) => singlesBeside(run, first, last),
  ({ run }) => run.row.rank,
  (group) => ordinaryIn(index, group),
  ({ first, last }) => asideOf(index, first, last),
]

const ordinaryIn = ({ kept }: LayoutIndex, { first, last }: Part): number =>
  kept.subarray(first, last + 1).filter((kind) => kind === 0).length

/** @returns the group that is least by the first measure that tells them apart. */
const least = (groups: readonly Group[], measures: readonly Measure[]): Group | null => {
  let left = groups
  for (const measure of measures) {
    const measured = left.map(measure)
    const smallest = measured.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    left = left.filter((_, group) => measured[group] === smallest)
  }
  return left[0] ?? null
}

/** Between the middles of two groups, in the coordinates of the plan. */
const distance = ({ layout, seats }: LayoutIndex, a: Part, b: Part): number => {
  const middle = ({ first, last }: Part) => {
    const [from, to] = [layout.seats[seats[first] ?? -1], layout.seats[seats[last] ?? -1]]
    return { x: ((from?.x ?? 0) + (to?.x ?? 0)) / 2, y: ((from?.y ?? 0) + (to?.y ?? 0)) / 2 }
  }
  const [one, other] = [middle(a), middle(b)]
  return Math.hypot(one.x - other.x, one.y - other.y)
}
