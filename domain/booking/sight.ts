/** A seat as seen from the focus: where it stands, and its place in the row. */
export interface SeenSeat {
  x: number
  y: number
  at: number
}

export interface Sight {
  /** Distance of the row's nearest seat from the focus. */
  nearest: number
  /** Where the row's best places are, as a value of `at`: nearest to the focus, else halfway between its ends. */
  middle: number
}

/**
 * How a row lies towards the focus of the house. Seats within half a usual distance of the nearest one count as near as
 * that: so a row in an arc around the stage has its middle in the middle, though no seat of it is nearer than another.
 * @param focus null where the plan does not say; then every row is equally near
 */
export const sightOf = (
  seats: readonly SeenSeat[],
  { focus, pitch }: { focus: { x: number; y: number } | null; pitch: number },
): Sight => {
  if (focus === null) return { nearest: 0, middle: halfway(seats) }
  const distances = seats.map(({ x, y }) => Math.hypot(x - focus.x, y - focus.y))
  const nearest = distances.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY)
  const near = seats.filter((_, at) => (distances[at] ?? 0) <= nearest + pitch / 2)
  return { nearest, middle: halfway(near) }
}

/** @returns the rank of each row: 0 for those nearest to the focus, the same for rows that are equally near. */
export const ranksOf = (sights: readonly Sight[]): number[] => {
  const distances = sights.map(({ nearest }) => Math.round(nearest * 1000))
  const order = [...new Set(distances)].sort((a, b) => a - b)
  const rankOf = new Map(order.map((distance, rank) => [distance, rank]))
  return distances.map((distance) => rankOf.get(distance) ?? 0)
}

const halfway = (seats: readonly SeenSeat[]): number => {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { at } of seats) {
    least = Math.min(least, at)
    most = Math.max(most, at)
  }
  return seats.length === 0 ? 0 : (least + most) / 2
}
