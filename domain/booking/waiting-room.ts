import type { WaitingRoomRules } from '../../contract/waiting-room.ts'
import { gathered, HURRY_MS, isSetBack, perMs } from './waiting-room/bucket.ts'
import type { Seed } from './waiting-room/draw.ts'
import {
  type Admission,
  draw,
  type Line,
  nextOver,
  type Opening,
  roomInside,
  turnOf,
  waitingIn,
} from './waiting-room/line.ts'
import { isMarked, mark } from './waiting-room/tally.ts'

const MINUTE_MS = 60_000

/** What a step made so, to be kept with it. */
export type Step = { opened: Opening } | { admitted: Admission }

/**
 * Brings a line to where it is by the clock: opens it when that is due, and admits who may be by now. Whoever asks first
 * makes it so, an alarm or a guest; nothing waits for the alarm.
 * @param seed asked for when there is a draw
 * @param idle whether nobody was waiting: then little has gathered in the bucket, and nobody needs to wait for others
 */
export const settle = (line: Line, now: number, { seed, idle }: { seed: () => Seed; idle: boolean }): Step[] => {
  const steps: Step[] = []
  if (mayOpen(line, now)) {
    const opened = { at: now, drawn: line.given, seed: seed() }
    draw(line, opened)
    // Whoever comes first to a line where nobody waits need not wait for the first token.
    const tokens = opened.drawn === 0 ? 1 : 0
    steps.push({ opened }, keep(line, { upto: 0, at: now, until: now, tokens, people: 0 }))
  }
  const last = line.admissions.at(-1)
  if (last !== undefined && isSetBack(last, now)) steps.push(keep(line, { ...last, at: now }))
  const admitted = admission(line, now, idle)
  if (admitted !== null) steps.push(keep(line, admitted))
  return steps
}

/** Other rules from `now` on. What has gathered under the old ones stays gathered. @returns what is to be kept with them */
export const ruled = (line: Line, rules: WaitingRoomRules, now: number): Step[] => {
  const before = line.rules
  const last = line.admissions.at(-1)
  line.rules = rules
  if (last === undefined || before.rate === rules.rate) return []
  const tokens = before.rate === null ? 0 : gathered(last, before, { now, idle: false })
  return [keep(line, { ...last, at: Math.max(now, last.at), tokens })]
}

/** Gives the next place. @returns it */
export const take = (line: Line): number => {
  line.given += 1
  return line.given - 1
}

/** Gives a place back: nobody waits for it any more, and where it was admitted there is room for another one inside. */
export const giveBack = (line: Line, place: number): void => mark(line.gone, turnOf(line, place))

/** @returns when something is due by the clock alone (ms since 1970), or null. */
export const nextDue = (line: Line, now: number): number | null => {
  const { rules, opening } = line
  if (!line.active) return null
  if (opening === null) return rules.opensAt ?? now
  const last = line.admissions.at(-1)
  if (last === undefined || waitingIn(line) === 0 || rules.rate === 0) return null
  if (roomInside(line, now) <= 0) return nextOver(line, now)
  const missing = rules.rate === null ? 0 : (1 - gathered(last, rules, { now, idle: false })) / perMs(rules.rate)
  return Math.max(last.at + HURRY_MS, now + Math.ceil(missing))
}

const mayOpen = ({ active, opening, rules }: Line, now: number): boolean =>
  active && opening === null && (rules.opensAt === null || rules.opensAt <= now)

const keep = (line: Line, admitted: Admission): Step => {
  line.admissions.push(admitted)
  return { admitted }
}

const admission = (line: Line, now: number, idle: boolean): Admission | null => {
  const last = line.admissions.at(-1)
  if (last === undefined || !line.active || line.rules.rate === 0) return null
  // What one moment admits is one row and one message: it is gathered, but for who need wait for nobody.
  if (!idle && now - last.at < HURRY_MS) return null
  const tokens = gathered(last, line.rules, { now, idle })
  const people = Math.min(Math.floor(tokens), waitingIn(line), roomInside(line, now))
  if (people <= 0) return null
  const until = Math.max(last.until, now + line.rules.admittedMinutes * MINUTE_MS)
  const left = Number.isFinite(tokens) ? tokens - people : 0
  return { upto: behind(line, last.upto, people), at: now, until, tokens: left, people: last.people + people }
}

/** The turn behind so many people, over the turns of those who left. */
const behind = ({ gone }: Line, from: number, people: number): number => {
  let turn = from
  for (let left = people; left > 0; turn += 1) if (!isMarked(gone, turn)) left -= 1
  return turn
}
