/**
 * Where the places of an event are: what a room keeps of the seating plan it was given, made from the plan once (see
 * domain/booking/layout.ts) and the same for the room, the picker and whoever chooses places.
 */
export interface Layout {
  /** In the order of the plan: row by row. */
  seats: LayoutSeat[]
  rows: LayoutRow[]
  /** Places without numbers. */
  areas: LayoutArea[]
  categories: { name: string; color: string }[]
  /** What everyone wants to be near to, in the coordinates of the seats; null where the plan does not say. */
  focus: { x: number; y: number } | null
}

export interface LayoutSeat {
  /** `seat_guid` of the plan: stays the same in each version of it. */
  guid: string
  category: string
  /** Index of its row in `rows`. */
  row: number
  /**
   * Place in its row. Two seats are side by side where these differ by one, and only then: an aisle, or a gap, skips one.
   * Never derived from printed numbers, which may be odd on one side of the house.
   */
  at: number
  x: number
  y: number
  /** Kept for who needs it, and found on request only. */
  accessible: boolean
  /** Beside an accessible one, for who comes along. */
  companion: boolean
}

export interface LayoutRow {
  label: string
  zone: string
  /** 0 is the row nearest to the focus, or the first of the plan where it has none. */
  rank: number
  /** Where the whole row has its middle, as a value of `at`. */
  middle: number
}

export interface LayoutArea {
  id: string
  name: string
  category: string
  capacity: number
}
