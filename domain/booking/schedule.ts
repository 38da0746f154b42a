import type { ScheduleRule } from '../../contract/tours.ts'
import { instantOf, localOf } from './zoned-time.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** As `Date.getUTCDay` counts. */
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

/** When an option starts, by the clock of its tour. */
export interface Start {
  /** `2027-06-01T09:30`, as the clock there shows it. */
  local: string
  /** Milliseconds since 1970. */
  at: number
}

/**
 * The starts by rules as weekly RRULEs have them (RFC 5545 §3.8.5.3: BYDAY, BYHOUR and BYMINUTE, UNTIL, EXDATE), by the
 * clock of the place: nine o'clock stays nine o'clock when clocks change.
 * @param within milliseconds since 1970: from the first on, before the second; `most` bounds the work
 * @returns each start once, in order, the earliest where there are more than `most`
 */
export const startsBy = (
  rules: readonly ScheduleRule[],
  timeZone: string,
  { from, until, most }: { from: number; until: number; most: number },
): Start[] => {
  const starts = new Map<string, Start>()
  // A day of the clock begins and ends up to a day off UTC's.
  const first = Math.floor(localOf(from, timeZone) / DAY_MS) - 1
  const last = Math.floor(localOf(until, timeZone) / DAY_MS) + 1
  for (let day = first; day <= last && starts.size < most; day += 1)
    for (const local of startsOn(rules, day * DAY_MS)) {
      if (starts.has(local)) continue
      const at = instantOf(Date.parse(`${local}:00Z`), timeZone)
      if (at >= from && at < until) starts.set(local, { local, at })
    }
  return [...starts.values()].sort((a, b) => a.at - b.at || (a.local < b.local ? -1 : 1))
}

const startsOn = (rules: readonly ScheduleRule[], midnight: number): string[] => {
  const date = new Date(midnight).toISOString().slice(0, 10)
  const weekday = WEEKDAYS[new Date(midnight).getUTCDay()] ?? 'SU'
  return rules
    .filter(
      (rule) => rule.weekdays.includes(weekday) && date >= rule.from && (rule.until === null || date <= rule.until),
    )
    .filter(({ except }) => !except.includes(date))
    .flatMap(({ startTimes }) => startTimes.map((time) => `${date}T${time}`))
}

/** @returns when something ends that takes so long. */
export const endOf = ({ at }: Start, durationMinutes: number): number => at + durationMinutes * MINUTE_MS
