import type { WaitingRoomRules } from '../../../contract/waiting-room.ts'
import { drawn, ranksOf, type Seed } from './draw.ts'
import { emptyTally, isMarked, mark, markedBetween, type Tally } from './tally.ts'

/** When it opened, and how many places were drawn then: all that were given before. */
export interface Opening {
  at: number
  drawn: number
  seed: Seed
}

/** From then on all turns below `upto` are admitted, the last of them until `until`; what is left in the bucket. */
export interface Admission {
  upto: number
  at: number
  /** Never less than that of an earlier one, so that who was admitted first is never the last to lose it. */
  until: number
  tokens: number
  /** Admitted so far; those who left do not count. */
  people: number
}

/**
 * Who waits for an event, in a few numbers. Everyone has a place: how many came before. Turns are the order of admission:
 * places before the opening are drawn, later ones are turns as they stand. Whoever's turn is below that of the last
 * admission is admitted. So neither the draw nor an admission writes to anybody's row, and nobody has two turns.
 */
export interface Line {
  active: boolean
  rules: WaitingRoomRules
  /** Places given: the next who comes gets this one. */
  given: number
  opening: Opening | null
  /** Of the drawn: turn by place, and place by turn. */
  turns: Uint32Array
  places: Uint32Array
  /** Since the last that all are over of; the first stands for all before it. Empty until it opens. */
  admissions: Admission[]
  /** Turns (before the opening: places) of those who gave their place back. */
  gone: Tally
}

/** What is kept of a line, to have it again when its object wakes. */
export interface KeptLine {
  active: boolean
  rules: WaitingRoomRules
  opening: Opening | null
  /** In their order. */
  admissions: Admission[]
  gonePlaces: number[]
  /** The greatest place that anybody has; −1 for none. */
  lastPlace: number
}

/** @returns the line that was kept. */
export const lineOf = ({ opening, gonePlaces, lastPlace, ...kept }: KeptLine): Line => {
  const nobody = { turns: new Uint32Array(0), places: new Uint32Array(0), gone: emptyTally() }
  const line: Line = { ...kept, ...nobody, given: 0, opening: null }
  if (opening !== null) draw(line, opening)
  const known = Math.max(lastPlace + 1, upto(line), opening?.drawn ?? 0)
  line.given = gonePlaces.reduce((most, place) => Math.max(most, place + 1), known)
  for (const place of gonePlaces) mark(line.gone, turnOf(line, place))
  return line
}

/** Opens a line: from now on the places that were given are turns, in the order in which they are drawn. */
export const draw = (line: Line, opening: Opening): void => {
  const gone = Array.from({ length: line.given }, (_, place) => place).filter((place) => isMarked(line.gone, place))
  line.opening = opening
  line.places = drawn(opening.drawn, opening.seed)
  line.turns = ranksOf(line.places)
  line.gone = emptyTally()
  for (const place of gone) mark(line.gone, turnOf(line, place))
}

/** @returns the turn of a place; before the opening, when nobody has one, the place. */
export const turnOf = ({ turns }: Line, place: number): number => turns[place] ?? place

/** @returns the place whose turn it is. */
export const placeOf = ({ places }: Line, turn: number): number => places[turn] ?? turn

/** @returns the turn below which all are admitted. */
export const upto = (line: Line): number => line.admissions.at(-1)?.upto ?? 0

/** @returns people with turns from `from` on and below `to`. */
export const present = ({ gone }: Line, from: number, to: number): number => to - from - markedBetween(gone, from, to)

/** @returns how many people wait. */
export const waitingIn = (line: Line): number => present(line, upto(line), line.given)

/** @returns how many were admitted, have their minutes still and are not done. */
export const insideOf = (line: Line, now: number): number => present(line, overBelow(line, now), upto(line))

/** @returns how many more may be inside. */
export const roomInside = (line: Line, now: number): number =>
  line.rules.mostInside === null ? Number.POSITIVE_INFINITY : line.rules.mostInside - insideOf(line, now)

/** @returns the turn below which all that were admitted have had their minutes. */
export const overBelow = ({ admissions }: Line, now: number): number =>
  admissions[livingFrom(admissions, now) - 1]?.upto ?? 0

/** @returns when the next of those inside have had their minutes, or null. */
export const nextOver = ({ admissions }: Line, now: number): number | null =>
  admissions[livingFrom(admissions, now)]?.until ?? null

/** @returns until when a turn is admitted, also where that is past; null while it waits. */
export const admittedUntil = ({ admissions }: Line, turn: number): number | null =>
  admissions[firstIn(admissions, (admission) => admission.upto > turn)]?.until ?? null

/** @returns how many were admitted since a moment, as far as that is still known. */
export const admittedSince = ({ admissions }: Line, since: number): number => {
  const before = admissions[firstIn(admissions, ({ at }) => at > since) - 1] ?? admissions[0]
  return (admissions.at(-1)?.people ?? 0) - (before?.people ?? 0)
}

/** Forgets admissions that are over, but for the last of them. @returns how many */
export const forgetOver = ({ admissions }: Line, now: number): number =>
  admissions.splice(0, Math.max(0, livingFrom(admissions, now) - 1)).length

const livingFrom = (admissions: Admission[], now: number): number => firstIn(admissions, ({ until }) => until > now)

/** Index of the first of which this is so; it is so of all after it. */
const firstIn = (admissions: Admission[], is: (admission: Admission) => boolean): number => {
  let [low, high] = [0, admissions.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const found = admissions[middle]
    if (found !== undefined && is(found)) high = middle
    else low = middle + 1
  }
  return low
}
