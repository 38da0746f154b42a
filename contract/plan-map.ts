/**
 * What the picker draws of a version of a seating plan. Seats are columns of one length, so that a house of thousands is
 * small on the way and quick to walk; a seat is its index in them.
 */
export interface PlanMap {
  /** What is to be seen of the plane, in the coordinates of the plan. */
  box: { x: number; y: number; width: number; height: number }
  /** Of one seat, so that neighbours do not touch. */
  radius: number
  categories: { name: string; color: string }[]
  sections: string[]
  /** `section` is an index into `sections`. `named`: the label says by itself that it is a row, or a table. */
  rows: { label: string; section: number; named: boolean }[]
  seats: {
    guid: string[]
    /** As it is printed on the seat. */
    number: string[]
    x: number[]
    y: number[]
    /** Index into `rows`. */
    row: number[]
    /** Two seats of a row are side by side where these differ by one. */
    at: number[]
    /** Index into `categories`. */
    category: number[]
    kind: SeatKind[]
  }
  areas: MapArea[]
  /** Where the stage is, if the plan says so. */
  focus: { x: number; y: number } | null
}

/** 1: kept for who needs it; 2: beside such a one, for who comes along. */
export type SeatKind = 0 | 1 | 2

/** A part of the plan without seats: standing places with an id, or just something to see (a stage, a bar). */
export interface MapArea {
  id: string | null
  name: string
  capacity: number
  /** Index into `categories`; -1 without one. */
  category: number
  color: string | null
  /** Degrees around `x`, `y`. */
  rotation: number
  x: number
  y: number
  shape:
    | { kind: 'polygon'; points: [x: number, y: number][] }
    | { kind: 'rectangle'; width: number; height: number }
    | { kind: 'ellipse'; rx: number; ry: number }
    | { kind: 'none' }
  text: { text: string; x: number; y: number; size: number } | null
}
