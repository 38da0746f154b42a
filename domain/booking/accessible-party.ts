import type { LayoutIndex } from './layout-index.ts'
import { placeNear } from './near-party.ts'
import {
  asideOf,
  cut,
  lengthOf,
  type Offered,
  type Part,
  type Run,
  runsOfRow,
  seatsIn,
  singlesBeside,
} from './seat-runs.ts'
import { distance, least, type Measure, type Window, windowsOf } from './seat-windows.ts'

interface Party {
  quantity: number
  /** How many of them need an accessible seat. */
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
  if (accessible < party.accessible || seatsIn(runs) < party.quantity) return 'capacity'
  const block = wholeBlock(index, around, party)
  if (block !== null) return [block]
  const parts = placeEach(index, around, party)
  const left = party.quantity - seatsIn(parts)
  const [first, ...others] = parts
  if (first === undefined || left === 0) return parts
  return [...parts, ...placeNear(index, runs, { parts: [first, ...others], left })]
}

const accessibleIn = ({ accessibleBefore }: LayoutIndex, { first, last }: Part): number =>
  (accessibleBefore[last + 1] ?? 0) - (accessibleBefore[first] ?? 0)

const wholeBlock = (index: LayoutIndex, runs: readonly Run[], { quantity, accessible }: Party): Window | null =>
  least(
    windowsOf(runs, quantity).filter((block) => accessibleIn(index, block) >= accessible),
    [(block) => accessibleIn(index, block), ...worth(index)],
  )

/** People who need accessible seats, one group of them after the other, each with those who come along. */
const placeEach = (index: LayoutIndex, runs: readonly Run[], party: Party): Window[] => {
  const groups: Window[] = []
  let left = runs
  let needed = party.accessible
  let companions = party.quantity - party.accessible
  while (needed > 0) {
    const group = largestGroup(index, left, { needed, companions, anchor: groups[0] })
    if (group === null) break
    const seated = Math.min(accessibleIn(index, group), needed)
    groups.push(group)
    left = left.flatMap((run) => cut(run, group))
    needed -= seated
    companions -= lengthOf(group) - seated
  }
  return widened(index, groups, companions)
}

/** Who is left takes the seats that are still free beside these groups, but for accessible ones. */
const widened = (index: LayoutIndex, groups: readonly Window[], companions: number): Window[] => {
  let left = companions
  const wide = [...groups]
  wide.forEach((group, at) => {
    const isOpen = (seat: number) =>
      accessibleIn(index, { first: seat, last: seat }) === 0 &&
      wide.every(({ first, last }) => seat < first || seat > last)
    let { first, last } = group
    for (; left > 0 && last < group.run.last && isOpen(last + 1); left -= 1) last += 1
    for (; left > 0 && first > group.run.first && isOpen(first - 1); left -= 1) first -= 1
    wide[at] = { ...group, first, last }
  })
  return wide
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
): Window | null => {
  const isFair = (group: Window) => {
    const seated = Math.min(accessibleIn(index, group), needed)
    const forOthers = Math.min(needed - seated, Math.max(0, companions - seated))
    return seated > 0 && lengthOf(group) - seated <= companions - forOthers
  }
  const away = (group: Window) => (anchor === undefined ? 0 : distance(index, group, anchor))
  const longest = runs.reduce((most, run) => Math.max(most, lengthOf(run)), 0)
  for (let size = Math.min(longest, needed + companions); size > 0; size -= 1) {
    const fair = windowsOf(runs, size).filter(isFair)
    if (fair.length > 0) return least(fair, [(group) => accessibleIn(index, group), away, ...worth(index)])
  }
  return null
}

/** The row comes before single seats, unlike for others: accessible seats are few, and where they are. */
const worth = (index: LayoutIndex): Measure[] => [
  ({ run }) => run.row.rank,
  (group) => ordinaryIn(index, group),
  ({ run, first, last }) => singlesBeside(run, first, last),
  ({ first, last }) => asideOf(index, first, last),
]

const ordinaryIn = ({ kept }: LayoutIndex, { first, last }: Part): number =>
  kept.subarray(first, last + 1).filter((kind) => kind === 0).length
