import type { EventSettings } from '../../contract/event-settings.ts'
import type { TourOption, TourSettings } from '../../contract/tours.ts'
import type { EventContent } from './event-content.ts'
import { newContent } from './event-draft.ts'
import { endOf, startsBy } from './schedule.ts'

/** A tour, as far as its departures come of it. */
export interface ScheduledTour {
  id: string
  name: string
  timeZone: string
  version: number
  settings: TourSettings
}

/** A departure that the rules of a tour want. */
export interface Departure {
  /** Which it is: stays the same however often the rule is read. */
  key: string
  option: TourOption
  startsAt: number
  endsAt: number
}

/** An event that was made by the rules of a tour. */
export interface MadeDeparture {
  id: string
  key: string
  deleted: boolean
  /** The version of the tour it follows; null where somebody changed it by hand since. */
  tourVersion: number | null
}

/** What to do, so that the departures are what the rules want. Whoever has bookings is left alone by whoever does it. */
export interface DeparturePlan {
  make: Departure[]
  renew: { id: string; departure: Departure }[]
  remove: string[]
}

/** As many departures as one tour may have ahead: each is an event with a room. */
export const MOST_DEPARTURES = 3000

/**
 * @returns every departure the rules want from a moment on and before another (ms since 1970), in order of time; where a
 * tour wants more than it may have, some more than that
 */
export const departuresOf = (tour: ScheduledTour, within: { from: number; until: number }): Departure[] =>
  tour.settings.options
    .flatMap((option) =>
      startsBy(option.schedule, tour.timeZone, { ...within, most: MOST_DEPARTURES + 1 }).map((start) => ({
        key: `${option.id}/${start.local}`,
        option,
        startsAt: start.at,
        endsAt: endOf(start, option.durationMinutes),
      })),
    )
    .sort((a, b) => a.startsAt - b.startsAt)

/** Compares what the rules want with what there is. One that somebody deleted or changed by hand stays as it is. */
export const planDepartures = (
  wanted: readonly Departure[],
  made: readonly MadeDeparture[],
  version: number,
): DeparturePlan => {
  const known = new Map(made.map((departure) => [departure.key, departure]))
  const keys = new Set(wanted.map(({ key }) => key))
  const follows = ({ deleted, tourVersion }: MadeDeparture) => !deleted && tourVersion !== null
  return {
    make: wanted.filter(({ key }) => !known.has(key)),
    renew: wanted.flatMap((departure) => {
      const before = known.get(departure.key)
      const old = before !== undefined && follows(before) && before.tourVersion !== version
      return old ? [{ id: before.id, departure }] : []
    }),
    remove: made.filter((departure) => follows(departure) && !keys.has(departure.key)).map(({ id }) => id),
  }
}

/** @returns the event that a departure is: on sale until it starts, less the cutoff, with the ids of the tour's ticket types. */
export const departureContent = (tour: ScheduledTour, { option, startsAt, endsAt }: Departure): EventContent => {
  const { settings } = tour
  const content = newContent(
    {
      name: tour.name,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      timeZone: tour.timeZone,
      status: 'ON_SALE',
      ticketTypes: option.ticketTypes ?? settings.ticketTypes,
      currency: settings.currency,
    },
    (prefix) => `${prefix}_${tour.id}`,
  )
  return {
    ...content,
    place: option.meetingPoint,
    city: settings.city,
    country: settings.country,
    tourId: tour.id,
    optionId: option.id,
    planId: settings.planId,
    capacity: option.capacity,
    settings: { ...content.settings, ...departureSettings(tour, option) },
  }
}

const MINUTES = { minute: 1, hour: 60, day: 1440 } as const

const departureSettings = ({ version, settings }: ScheduledTour, option: TourOption): Partial<EventSettings> => ({
  description: settings.description,
  language: option.language,
  imageUrl: settings.imageUrl,
  cutoffMinutes: option.cutoffMinutes,
  cancellationCutoffMinutes: option.cancellationCutoffAmount * MINUTES[option.cancellationCutoffUnit],
  holdSeconds: settings.holdSeconds,
  maxPerBuyer: option.restrictions.maxUnits ?? settings.maxPerBuyer,
  // Pools that no ticket type of this option takes from would be a fault of the event.
  pools: settings.pools.filter(({ id }) =>
    (option.ticketTypes ?? settings.ticketTypes).some(({ pools }) => pools.includes(id)),
  ),
  waitlist: settings.waitlist,
  tourVersion: version,
})
