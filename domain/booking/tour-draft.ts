import type { TicketType } from '../../contract/event-settings.ts'
import type { FieldError } from '../../contract/problem.ts'
import type { NewTour, NewTourOption, TourChange, TourOption, TourSettings, TourStatus } from '../../contract/tours.ts'
import { type Departure, departureContent, departuresOf, MOST_DEPARTURES, type ScheduledTour } from './departures.ts'
import { eventFaults, type PlannedPlaces, timeZoneFaults } from './event-check.ts'
import { ADMISSION, type Mint, type NewTicketType, overlaid, WAITLIST, waitlistOf, withId } from './event-draft.ts'

/** What is said of a tour, as it is stored. */
export interface TourContent {
  name: string
  status: TourStatus
  timeZone: string
  settings: TourSettings
}

const DAY_MS = 86_400_000

const BLANK: TourSettings = {
  reference: null,
  description: null,
  languages: [],
  city: null,
  country: null,
  imageUrl: null,
  currency: 'EUR',
  planId: null,
  horizonDays: 90,
  holdSeconds: 600,
  maxPerBuyer: null,
  ticketTypes: [],
  pools: [],
  waitlist: WAITLIST,
  options: [],
}

/** @returns a new tour with all that the wish leaves open. */
export const newTourContent = (wish: NewTour, mint: Mint): TourContent => {
  const { name, timeZone } = wish
  const ticketTypes = wish.ticketTypes?.length ? wish.ticketTypes : [{ ...ADMISSION, type: 'ADULT' as const }]
  return changedTour({ name, timeZone, status: 'DRAFT', settings: BLANK }, { ...wish, ticketTypes }, mint)
}

/** @returns the tour as the wish wants it: what it names is replaced, lists as a whole, the rest stays. */
export const changedTour = (before: TourContent, wish: Omit<TourChange, 'version'>, mint: Mint): TourContent => {
  const { settings: was } = before
  const currency =
    wish.currency ?? wish.ticketTypes?.find((type) => type.currency !== undefined)?.currency ?? was.currency
  const typed = (types: NewTicketType[]): TicketType[] => types.map((type) => withId(type, currency, mint))
  const settings = overlaid(was, {
    ...wish,
    currency,
    ticketTypes: typed(wish.ticketTypes ?? was.ticketTypes),
    pools: wish.pools?.map((pool) => ({ ...pool, id: pool.id ?? mint('pl') })),
    waitlist: waitlistOf(was.waitlist, wish.waitlist),
    options: (wish.options ?? was.options).map(
      (option: NewTourOption): TourOption => ({
        ...option,
        id: option.id ?? mint('op'),
        ticketTypes: option.ticketTypes === null ? null : typed(option.ticketTypes),
      }),
    ),
  })
  return overlaid(before, { ...wish, settings })
}

/**
 * @param plan the version of the plan that departures are sold by; null for a tour without one
 * @param now milliseconds since 1970
 * @returns what contradicts itself in a tour, or would in each of its departures, with pointers into the body
 */
export const tourFaults = (tour: ScheduledTour, plan: PlannedPlaces | null, now: number): FieldError[] => {
  const zone = timeZoneFaults(tour.timeZone)
  if (zone.length > 0) return zone
  const { options, horizonDays } = tour.settings
  const wanted = departuresOf(tour, { from: now, until: now + horizonDays * DAY_MS })
  const many: FieldError = {
    pointer: '/options',
    code: 'too_many_departures',
    detail: `Within ${horizonDays} days there are more than ${MOST_DEPARTURES} departures`,
  }
  return [
    ...(wanted.length > MOST_DEPARTURES ? [many] : []),
    ...options.flatMap((option, index) => [
      ...twice(options, index),
      ...ruleFaults(option, index),
      ...optionFaults(tour, { option, index, now }, plan),
    ]),
  ].filter(
    ({ pointer, code }, index, all) => all.findIndex((one) => one.pointer === pointer && one.code === code) === index,
  )
}

const twice = (options: readonly TourOption[], index: number): FieldError[] =>
  options.findIndex(({ id }) => id === options[index]?.id) === index
    ? []
    : [{ pointer: `/options/${index}/id`, code: 'taken', detail: 'Another option has this id' }]

const ruleFaults = ({ schedule }: TourOption, index: number): FieldError[] =>
  schedule.flatMap(({ from, until }, rule) =>
    until !== null && until < from
      ? [
          {
            pointer: `/options/${index}/schedule/${rule}/until`,
            code: 'before_start',
            detail: 'It ends before it starts',
          },
        ]
      : [],
  )

// A departure that could never be made is the tour's fault, and told where the tour says it.
const optionFaults = (
  tour: ScheduledTour,
  { option, index, now }: { option: TourOption; index: number; now: number },
  plan: PlannedPlaces | null,
): FieldError[] => {
  const any: Departure = { key: '', option, startsAt: now, endsAt: now + option.durationMinutes * 60_000 }
  return eventFaults(departureContent(tour, any), plan).map((fault) => ({
    ...fault,
    pointer: atTour(fault.pointer, { option, index }),
  }))
}

const atTour = (pointer: string, { option, index }: { option: TourOption; index: number }): string => {
  const ofOption = pointer === '/capacity' || (pointer.startsWith('/ticketTypes') && option.ticketTypes !== null)
  return ofOption ? `/options/${index}${pointer}` : pointer
}
