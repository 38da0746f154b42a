/** A seat of a row: where it stands, and what the plan says of its neighbours, if it says anything. */
export interface RowSeat {
  x: number
  y: number
  /** Its place in the row, stored with the plan. */
  stored: number | null
  /** Whether an aisle follows in the list of the row; null where the plan does not say. */
  aisleAfter: boolean | null
}

/** A gap is an aisle where it is as much wider than the usual one, so that a crooked row is no row of single seats. */
const AISLE = 1.5
/** Gaps of a row that tell what is usual in it; a row with fewer is measured by its zone. */
const TELLING = 3

/**
 * Says who sits beside whom. What is stored with the plan decides: places in the row, else its aisles. A row that says
 * nothing is read from where its seats stand: along the row, with an aisle where a gap is clearly wider than usual.
 * Never from printed numbers, which are odd on one side of many houses.
 * @param zonePitch usual distance of neighbours in the zone, for rows too short to have a usual one
 * @returns for each seat, in the order given, its place: two are side by side where these differ by one
 */
export const placesInRow = (seats: readonly RowSeat[], zonePitch: number): number[] => {
  if (seats.length > 0 && seats.every(({ stored }) => stored !== null)) return seats.map(({ stored }) => stored ?? 0)
  const listed = seats.map((_, at) => at)
  if (seats.some(({ aisleAfter }) => aisleAfter !== null))
    return numbered(listed, (at) => seats[listed[at] ?? 0]?.aisleAfter === true)
  const order = alongRow(seats)
  const gaps = gapsBetween(seats, order)
  const pitch = gaps.length < TELLING ? zonePitch : usual(gaps)
  return numbered(order, (at) => (gaps[at] ?? 0) > AISLE * pitch)
}

/** @returns the usual distance of neighbours in some rows, 0 where no two seats stand apart. */
export const usualPitch = (rows: readonly (readonly RowSeat[])[]): number =>
  usual(rows.flatMap((seats) => gapsBetween(seats, alongRow(seats))))

// The lower one of two middles: in a row of pairs, every other gap is an aisle.
const usual = (gaps: readonly number[]): number => {
  const apart = gaps.filter((gap) => gap > 0).sort((a, b) => a - b)
  return apart[Math.floor((apart.length - 1) / 2)] ?? 0
}

const numbered = (order: readonly number[], aisleAfter: (at: number) => boolean): number[] => {
  const places = new Array<number>(order.length).fill(0)
  let place = 0
  for (const [at, seat] of order.entries()) {
    places[seat] = place
    place += aisleAfter(at) ? 2 : 1
  }
  return places
}

/**
 * The indexes of a row's seats from one end to the other. Plans list them so as a rule, in curved rows too; where the
 * list jumps to and fro, they are taken along the line that the row mostly follows.
 */
const alongRow = (seats: readonly RowSeat[]): number[] => {
  const listed = seats.map((_, at) => at)
  if (seats.length < 3) return listed
  const along = alongLine(seats)
  const swept = [...listed].sort((a, b) => (along[a] ?? 0) - (along[b] ?? 0) || a - b)
  return lengthOf(seats, swept) < lengthOf(seats, listed) - 1e-9 ? swept : listed
}

/** How far each seat is along the main axis of the row: the direction in which its places vary most. */
const alongLine = (seats: readonly RowSeat[]): number[] => {
  const middle = { x: mean(seats.map(({ x }) => x)), y: mean(seats.map(({ y }) => y)) }
  let [xx, xy, yy] = [0, 0, 0]
  for (const { x, y } of seats) {
    xx += (x - middle.x) ** 2
    xy += (x - middle.x) * (y - middle.y)
    yy += (y - middle.y) ** 2
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const [across, down] = [Math.cos(angle), Math.sin(angle)]
  return seats.map(({ x, y }) => (x - middle.x) * across + (y - middle.y) * down)
}

const lengthOf = (seats: readonly RowSeat[], order: readonly number[]): number =>
  gapsBetween(seats, order).reduce((sum, gap) => sum + gap, 0)

const gapsBetween = (seats: readonly RowSeat[], order: readonly number[]): number[] =>
  order.slice(1).map((seat, at) => distance(seats[order[at] ?? 0], seats[seat]))

const distance = (a?: RowSeat, b?: RowSeat): number => Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0))

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
