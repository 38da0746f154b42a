/**
 * Numbers that were marked, so that how many lie between two of them costs a few additions and not a walk (a binary indexed
 * tree: Fenwick, "A new data structure for cumulative frequency tables", 1994). Four bytes for each number there may be.
 */
export interface Tally {
  sums: Int32Array
}

/** @returns a tally of nothing; it grows with what is marked. */
export const emptyTally = (): Tally => ({ sums: new Int32Array(1025) })

/** Marks a number from 0 on, once. */
export const mark = (tally: Tally, number: number): void => {
  while (number + 1 >= tally.sums.length) grow(tally)
  if (isMarked(tally, number)) return
  const { sums } = tally
  for (let node = number + 1; node < sums.length; node += node & -node) sums[node] = (sums[node] ?? 0) + 1
}

/** @returns how many numbers are marked from `from` on and below `to`. */
export const markedBetween = (tally: Tally, from: number, to: number): number => below(tally, to) - below(tally, from)

/** @returns whether a number is marked. */
export const isMarked = (tally: Tally, number: number): boolean => markedBetween(tally, number, number + 1) === 1

const below = ({ sums }: Tally, number: number): number => {
  let sum = 0
  for (let node = Math.min(number, sums.length - 1); node > 0; node -= node & -node) sum += sums[node] ?? 0
  return sum
}

// The size is a power of two: the node at it holds the sum of all, and so does the last one of twice the size.
const grow = (tally: Tally): void => {
  const size = tally.sums.length - 1
  const sums = new Int32Array(2 * size + 1)
  sums.set(tally.sums)
  sums[2 * size] = tally.sums[size] ?? 0
  tally.sums = sums
}
