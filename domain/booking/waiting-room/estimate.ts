import { gathered, perMs } from './bucket.ts'
import { admittedSince, type Line } from './line.ts'

const MINUTE_MS = 60_000
/** What was admitted in the last minutes says how fast places inside come free. */
const OBSERVED_MS = 5 * MINUTE_MS
const SOONEST_S = 5
const LATEST_S = 60
/** After the draw everyone looks; so many seconds they are spread over. */
const SPREAD_S = 30

/**
 * @param ahead people before
 * @returns seconds until it is their turn as things go now: at the rate, or as fast as those inside get done. Null where
 * nobody is being admitted
 */
export const estimate = (
  line: Line,
  { ahead, inside, now }: { ahead: number; inside: number; now: number },
): number | null => {
  const { rate, mostInside } = line.rules
  const byRate = rate === null ? 0 : untilGathered(line, ahead, now)
  const room = mostInside === null ? Number.POSITIVE_INFINITY : mostInside - inside
  const byRoom = ahead < room ? 0 : (ahead + 1 - Math.max(0, room)) / leavingPerMs(line, now)
  const longest = Math.max(byRate, byRoom)
  return Number.isFinite(longest) ? Math.ceil(longest / 1000) : null
}

/**
 * Who is far back asks seldom, so that a long line is no load: those who ask are about as many for each second of waiting.
 * @returns seconds
 */
export const refreshAfter = (
  estimatedSeconds: number | null,
  { opensAt, place, now }: { opensAt: number | null; place: number; now: number },
): number => {
  if (opensAt !== null) {
    const left = Math.max(0, Math.ceil((opensAt - now) / 1000))
    return left > LATEST_S ? LATEST_S : left + 1 + (place % SPREAD_S)
  }
  return Math.min(LATEST_S, Math.max(SOONEST_S, Math.ceil((estimatedSeconds ?? LATEST_S * 4) / 4)))
}

const untilGathered = (line: Line, ahead: number, now: number): number => {
  const last = line.admissions.at(-1)
  if (last === undefined) return Number.POSITIVE_INFINITY
  const missing = ahead + 1 - gathered(last, line.rules, { now, idle: false })
  return missing <= 0 ? 0 : missing / perMs(line.rules.rate ?? 0)
}

// At worst everyone stays as long as they may.
const leavingPerMs = (line: Line, now: number): number => {
  const { rules, opening } = line
  const slowest = (rules.mostInside ?? 0) / (rules.admittedMinutes * MINUTE_MS)
  const since = Math.max(now - OBSERVED_MS, opening?.at ?? now)
  // Shorter than a minute says little: at first the room fills, and nobody gets done.
  return Math.max(slowest, now - since < MINUTE_MS ? 0 : admittedSince(line, since) / (now - since))
}
