import { bestOf } from './best-block.ts'
import type { LayoutIndex } from './layout-index.ts'
import { lengthOf, type Part, type Run, seatsIn } from './seat-runs.ts'

/**
 * Seats a party that has no place side by side: in as few groups as can be, nobody alone where that can be avoided, in
 * rows near one another (of one zone before all), the best such rows. Rows of different zones count as near in the order
 * of the zones, since ranks say nothing of what lies between them.
 * @param runs at least `quantity` seats in all
 */
export const splitParty = (index: LayoutIndex, runs: readonly Run[], quantity: number): Part[] =>
  groupsOf(runs, quantity).flatMap(({ run, size }) => bestOf(index, [run], size) ?? [])

/** @returns how many of a party sit in which runs, as {@link splitParty} seats them. */
export const groupsOf = (runs: readonly Run[], quantity: number): { run: Run; size: number }[] => {
  const pairs = runs.filter((run) => lengthOf(run) > 1)
  const enough = seatsIn(pairs) >= quantity
  const groups = nearestRuns(enough ? pairs : runs, quantity)
  const sizes = groupSizes(groups.map(lengthOf), quantity)
  return groups.map((run, group) => ({ run, size: sizes[group] ?? 0 }))
}

/**
 * A window over the runs in the order of their rows grows at its end until the longest in it seat the party, and shrinks
 * at its beginning for as long as they do: each smallest window is met.
 */
const nearestRuns = (runs: readonly Run[], quantity: number): Run[] => {
  const groups = fewestGroups(runs, quantity)
  const inLine = [...runs].sort((a, b) => a.row.line - b.row.line || a.first - b.first)
  const ofLength = new Int32Array(quantity + 1)
  let nearest: Run[] = inLine
  let start = 0
  inLine.forEach((run, end) => {
    count(ofLength, run, 1)
    while (longestSeat(ofLength, groups) >= quantity) {
      const window = [inLine[start], run] as const
      if (isNearer(window, nearest)) nearest = inLine.slice(start, end + 1)
      count(ofLength, window[0], -1)
      start += 1
    }
  })
  return [...nearest].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, groups)
}

const fewestGroups = (runs: readonly Run[], quantity: number): number => {
  const lengths = runs.map(lengthOf).sort((a, b) => b - a)
  let seated = 0
  const enough = lengths.findIndex((length) => {
    seated += length
    return seated >= quantity
  })
  return enough < 0 ? lengths.length : enough + 1
}

const count = (ofLength: Int32Array, run: Run | undefined, by: number): void => {
  if (run === undefined) return
  const length = Math.min(lengthOf(run), ofLength.length - 1)
  ofLength[length] = (ofLength[length] ?? 0) + by
}

/** @returns how many people the longest runs of a window seat, of which `groups` may be used. */
const longestSeat = (ofLength: Int32Array, groups: number): number => {
  let left = groups
  let seated = 0
  for (let length = ofLength.length - 1; length > 0 && left > 0; length -= 1) {
    const used = Math.min(left, ofLength[length] ?? 0)
    seated += used * length
    left -= used
  }
  return seated
}

const isNearer = ([first, last]: readonly [Run | undefined, Run], than: readonly Run[]): boolean => {
  const [from, to] = [than[0], than.at(-1)]
  if (first === undefined || from === undefined || to === undefined) return false
  const zones = last.row.zone - first.row.zone - (to.row.zone - from.row.zone)
  return (zones || last.row.line - first.row.line - (to.row.line - from.row.line)) < 0
}

/** Fills the longest run first. Whoever would sit alone in the last gets company from the first. */
const groupSizes = (lengths: readonly number[], quantity: number): number[] => {
  const sizes = [...lengths]
  const [first = 0] = lengths
  const last = lengths.length - 1
  const room = lengths[last] ?? 0
  sizes[last] = quantity - sum(lengths.slice(0, -1))
  if (last === 0 || sizes[last] !== 1 || room < 2 || first < 3) return sizes
  const singles = (moved: number) => Number(moved === 1) + Number(room - moved === 2)
  const most = Math.min(first - 2, room - 1)
  const ways = Array.from({ length: most }, (_, way) => way + 1).sort((a, b) => singles(a) - singles(b) || a - b)
  const moved = ways[0] ?? 0
  sizes[0] = first - moved
  sizes[last] = 1 + moved
  return sizes
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
