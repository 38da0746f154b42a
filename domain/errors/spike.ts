/** How far above its own habit a project may go in one minute. */
const TIMES_USUAL = 10
/** A project with little or no history may send this much in one minute … */
const FLOOR_PER_MINUTE = 10_000
/** … or this share of its hourly quota, where that is more: a quota raised on purpose must not be undone here. */
const FLOOR_SHARE_OF_QUOTA = 1 / 10
const HOURS_OF_HABIT = 24

/**
 * How many events a project may send in this minute before its surplus is taken for a spike: ten times its usual minute,
 * where the usual minute is the average over those of the last 24 whole hours in which it sent anything, and never less
 * than the floor. A spike thus ends one hour's average later, and cannot raise the threshold while it lasts.
 * @param hours events by hour (hours since 1970)
 * @param hour the present hour, which is left out
 */
export function spikeThreshold(hours: ReadonlyMap<number, number>, hour: number, eventsPerHour: number): number {
  const busy = [...hours].filter(([of, events]) => of < hour && of >= hour - HOURS_OF_HABIT && events > 0)
  const sum = busy.reduce((total, [, events]) => total + events, 0)
  const usual = busy.length === 0 ? 0 : sum / busy.length / 60
  return Math.max(FLOOR_PER_MINUTE, eventsPerHour * FLOOR_SHARE_OF_QUOTA, Math.ceil(TIMES_USUAL * usual))
}
