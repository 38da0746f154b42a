import type { LayoutIndex } from './layout-index.ts'

/**
 * Seats that a selection by hand leaves single: free, with nothing free beside them any more. `free` and `chosen` are
 * indices into `layout.seats`.
 * @returns those of them that need not be: empty where as many seats cannot be had without leaving one single
 */
export const strands = (index: LayoutIndex, free: (seat: number) => boolean, chosen: readonly number[]): number[] => {
  const { seats, positions, joined } = index
  const taken = new Set(chosen)
  const isLeft = (position: number) => {
    const seat = seats[position] ?? -1
    return seat >= 0 && free(seat) && !taken.has(seat)
  }
  const isLone = (position: number) =>
    isLeft(position) &&
    !(joined[position] === 1 && isLeft(position - 1)) &&
    !(joined[position + 1] === 1 && isLeft(position + 1))
  const lone = chosen.flatMap((seat) => {
    const position = positions[seat] ?? -1
    const beside = joined[position] === 1 ? [position - 1] : []
    return joined[position + 1] === 1 ? [...beside, position + 1].filter(isLone) : beside.filter(isLone)
  })
  return [...new Set(lone)].map((position) => seats[position] ?? -1)
}
