/** What a draw is made from: 128 random bits, as four numbers below 2^32. Nobody knows them before the draw. */
export type Seed = readonly [number, number, number, number]

const WORDS = 2 ** 32
/** Outputs that sfc32 throws away until its state has nothing of the seed's pattern any more. */
const WARM_UP = 16

/**
 * Draws all numbers below `size`: each order is as likely as any other (Fisher–Yates, Knuth vol. 2, algorithm P). The same
 * seed gives the same order again, so that a draw is kept as its seed, and anybody can do it over.
 * @returns the numbers in the order in which they were drawn
 */
export const drawn = (size: number, seed: Seed): Uint32Array => {
  const next = randomWords(seed)
  const order = Uint32Array.from({ length: size }, (_, number) => number)
  for (let last = size - 1; last > 0; last -= 1) {
    const chosen = below(last + 1, next)
    const taken = order[chosen] ?? 0
    order[chosen] = order[last] ?? 0
    order[last] = taken
  }
  return order
}

/** @returns for each number where it stands in an order of all of them. */
export const ranksOf = (order: Uint32Array): Uint32Array => {
  const ranks = new Uint32Array(order.length)
  order.forEach((number, rank) => {
    ranks[number] = rank
  })
  return ranks
}

// Without throwing away the last incomplete round, low numbers would come up more often.
const below = (limit: number, next: () => number): number => {
  const fair = WORDS - (WORDS % limit)
  for (;;) {
    const word = next()
    if (word < fair) return word % limit
  }
}

/** sfc32 of PractRand (Chris Doty-Humphrey, public domain): small, quick, and passes its tests. */
const randomWords = ([first, second, third, fourth]: Seed): (() => number) => {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, fourth | 0]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let thrown = 0; thrown < WARM_UP; thrown += 1) next()
  return next
}
