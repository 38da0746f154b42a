import { bestBlock } from './best-block.ts'
import type { LayoutIndex } from './layout-index.ts'

/**
 * Seats that a selection by hand leaves single though it need not: free, with nothing free beside them any more, while
 * as many seats of the same categories could be had without that, elsewhere or for the part of the selection beside
 * them. Where no such seats are left, single ones are nobody's fault. A selection with accessible seats or those of
 * companions is not held to this: there is no choosing another place. All seats are indices into `layout.seats`.
 * @param free whether a seat is free; what it says of the chosen ones does not matter
 * @returns the seats left single; none is the selection to allow
 */
export const strands = (index: LayoutIndex, free: (seat: number) => boolean, chosen: readonly number[]): number[] => {
  const { seats, positions, kept, category } = index
  const places = [...new Set(chosen.map((seat) => positions[seat] ?? -1))].sort((a, b) => a - b)
  const taken = new Set(chosen)
  if (places.some((position) => kept[position] !== 0)) return []
  const all = groupsOf(index, places).map((group) => ({ group, singles: singlesOf(index, { free, taken }, group) }))
  const guilty = all.filter(({ singles }) => singles.length > 0)
  if (guilty.length === 0) return []
  const wanted = new Set(places.map((position) => category[position]))
  const fits = (position: number) => kept[position] === 0 && wanted.has(category[position])
  const fitsClean = (quantity: number, isFree: (seat: number) => boolean) =>
    bestBlock(index, { free: isFree, fits }, { quantity, spread: 0 }).block?.singles === 0
  const avoidable = fitsClean(places.length, (seat) => taken.has(seat) || free(seat))
    ? guilty
    : guilty.filter(({ group }) => {
        const own = new Set(group.map((position) => seats[position] ?? -1))
        return fitsClean(group.length, (seat) => own.has(seat) || (!taken.has(seat) && free(seat)))
      })
  return [...new Set(avoidable.flatMap(({ singles }) => singles))]
}

const groupsOf = ({ joined }: LayoutIndex, places: readonly number[]): number[][] => {
  const groups: number[][] = []
  for (const position of places) {
    const group = groups.at(-1)
    if (group?.at(-1) === position - 1 && joined[position] === 1) group.push(position)
    else groups.push([position])
  }
  return groups
}

interface Selection {
  free: (seat: number) => boolean
  taken: ReadonlySet<number>
}

const singlesOf = (index: LayoutIndex, { free, taken }: Selection, group: readonly number[]): number[] => {
  const { seats, joined } = index
  const seatAt = (position: number) => seats[position] ?? -1
  const isLeft = (position: number) => {
    const seat = seatAt(position)
    return seat >= 0 && !taken.has(seat) && free(seat)
  }
  const [first = -1, last = -1] = [group[0], group.at(-1)]
  const before = joined[first] === 1 && isLeft(first - 1) && !(joined[first - 1] === 1 && isLeft(first - 2))
  const after = joined[last + 1] === 1 && isLeft(last + 1) && !(joined[last + 2] === 1 && isLeft(last + 2))
  return [...(before ? [seatAt(first - 1)] : []), ...(after ? [seatAt(last + 1)] : [])]
}
