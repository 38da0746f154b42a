import type { Allotment, EventSettings, TicketType } from '../../contract/event-settings.ts'
import type { FieldError } from '../../contract/problem.ts'
import { type EventContent, placesWithoutPlan, saleEnd } from './event-content.ts'

/** What a check knows of the plan an event is sold by. */
export interface PlannedPlaces {
  places: number
  categories: readonly string[]
  /** Guids of its seats; read only where an allotment names seats. */
  seats: ReadonlySet<string>
}

/**
 * @param plan the version of the plan that the event names; null for an event without one
 * @returns what contradicts itself in an event, with pointers into the body that says it
 */
export const eventFaults = (event: EventContent, plan: PlannedPlaces | null): FieldError[] => [
  ...timeFaults(event),
  ...capacityFaults(event, plan),
  ...typeFaults(event, plan),
  ...poolFaults(event.settings),
  ...allotmentFaults(event.settings.allotments, plan),
  ...codeFaults(event.settings),
  ...sizeFaults(event.settings),
]

/** @returns whether the IANA database, as the runtime has it, knows the zone. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const fault = (pointer: string, code: string, detail: string): FieldError => ({ pointer, code, detail })

/** @returns the fault of a zone nobody knows, if it is one. */
export const timeZoneFaults = (timeZone: string): FieldError[] =>
  isTimeZone(timeZone) ? [] : [fault('/timeZone', 'unknown_time_zone', 'The IANA database has no such time zone')]

const timeFaults = (event: EventContent): FieldError[] => {
  const { startsAt, endsAt, settings } = event
  const faults = timeZoneFaults(event.timeZone)
  if (endsAt <= startsAt) faults.push(fault('/endsAt', 'before_start', 'It ends before it starts'))
  if (settings.saleStartsAt !== null && Date.parse(settings.saleStartsAt) >= saleEnd(event))
    faults.push(fault('/saleStartsAt', 'after_end', 'The sale would start when it is over'))
  return faults
}

const capacityFaults = (event: EventContent, plan: PlannedPlaces | null): FieldError[] => {
  const { capacity, planId, status } = event
  if (planId !== null && plan === null) return [fault('/planId', 'unknown_plan', 'No such plan was published')]
  if (plan === null && status !== 'DRAFT' && placesWithoutPlan(event) === null)
    return [fault('/capacity', 'required', 'Say how many places there are, by a plan, a number or pools of all types')]
  if (plan === null || capacity === null || capacity <= plan.places) return []
  return [fault('/capacity', 'over_plan', `The plan has ${plan.places} places`)]
}

const typeFaults = (event: EventContent, plan: PlannedPlaces | null): FieldError[] => {
  const { ticketTypes, pools } = event.settings
  if (ticketTypes.length === 0) return [fault('/ticketTypes', 'required', 'An event has at least one ticket type')]
  const poolIds = new Set(pools.map(({ id }) => id))
  const typeIds = new Set(ticketTypes.map(({ id }) => id))
  return ticketTypes.flatMap((type, index) => [
    ...twice(ticketTypes, index, '/ticketTypes'),
    ...typeFaultsOf(type, { at: `/ticketTypes/${index}`, currency: event.currency }),
    ...unknown(type.pools, poolIds, { at: `/ticketTypes/${index}/pools`, code: 'unknown_pool' }),
    ...unknown(type.restrictions.accompaniedBy, typeIds, {
      at: `/ticketTypes/${index}/restrictions/accompaniedBy`,
      code: 'unknown_ticket_type',
    }),
    ...unknown(type.categories ?? [], new Set(plan?.categories), {
      at: `/ticketTypes/${index}/categories`,
      code: 'unknown_category',
    }),
  ])
}

const typeFaultsOf = (type: TicketType, { at, currency }: { at: string; currency: string }): FieldError[] => {
  const { minQuantity, maxQuantity, minAge, maxAge } = type.restrictions
  const faults: FieldError[] = []
  if (type.currency !== currency)
    faults.push(
      fault(`${at}/currency`, 'other_currency', `All prices of an event are in one currency, here ${currency}`),
    )
  if (above(minQuantity, maxQuantity))
    faults.push(fault(`${at}/restrictions/maxQuantity`, 'below_minimum', 'The most is less than the least'))
  if (above(minAge, maxAge))
    faults.push(fault(`${at}/restrictions/maxAge`, 'below_minimum', 'The highest age is below the lowest'))
  return [...faults, ...windowFaults(type.saleStartsAt, type.saleEndsAt, `${at}/saleEndsAt`)]
}

const poolFaults = ({ pools, ticketTypes }: EventSettings): FieldError[] => {
  const used = new Set(ticketTypes.flatMap((type) => type.pools))
  return pools.flatMap(({ id }, index) => [
    ...twice(pools, index, '/pools'),
    ...(used.has(id) ? [] : [fault(`/pools/${index}`, 'unused_pool', 'No ticket type takes from this pool')]),
  ])
}

const allotmentFaults = (allotments: Allotment[], plan: PlannedPlaces | null): FieldError[] => {
  const kept = new Set<string>()
  return allotments.flatMap(({ seats, quantity }, index) => {
    const faults = twice(allotments, index, '/allotments')
    if (seats.length === 0 && quantity === 0)
      faults.push(fault(`/allotments/${index}`, 'empty', 'It keeps neither seats nor a number of places'))
    for (const [place, seat] of seats.entries()) {
      const at = `/allotments/${index}/seats/${place}`
      if (plan?.seats.has(seat) !== true) faults.push(fault(at, 'unknown_seat', 'The plan has no such seat'))
      else if (kept.has(seat)) faults.push(fault(at, 'kept_twice', 'The seat is in an allotment already'))
      kept.add(seat)
    }
    return faults
  })
}

const codeFaults = ({ codes, ticketTypes, allotments }: EventSettings): FieldError[] => {
  const typeIds = new Set(ticketTypes.map(({ id }) => id))
  const allotmentIds = new Set(allotments.map(({ id }) => id))
  const seen = new Set<string>()
  return codes.flatMap((code, index) => {
    const at = `/codes/${index}`
    const faults = [
      ...(seen.has(code.code) ? [fault(`${at}/code`, 'taken', 'The event has this code already')] : []),
      ...unknown(code.ticketTypes, typeIds, { at: `${at}/ticketTypes`, code: 'unknown_ticket_type' }),
      ...(code.allotmentId === null || allotmentIds.has(code.allotmentId)
        ? []
        : [fault(`${at}/allotmentId`, 'unknown_allotment', 'There is no such allotment')]),
      ...windowFaults(code.startsAt, code.endsAt, `${at}/endsAt`),
    ]
    seen.add(code.code)
    return faults
  })
}

/** A row of D1 may hold 2 MB, and all of this goes to the room with each change. */
const MOST_BYTES = 1_500_000

const sizeFaults = (settings: EventSettings): FieldError[] =>
  new TextEncoder().encode(JSON.stringify(settings)).byteLength > MOST_BYTES
    ? [fault('/codes', 'too_large', 'All that is said of an event, codes above all, is more than can be kept')]
    : []

const twice = (list: readonly { id: string }[], index: number, at: string): FieldError[] =>
  list.findIndex(({ id }) => id === list[index]?.id) === index
    ? []
    : [fault(`${at}/${index}/id`, 'taken', 'Another one in this list has this id')]

const unknown = (
  names: readonly string[],
  known: ReadonlySet<string>,
  { at, code }: { at: string; code: string },
): FieldError[] =>
  names.flatMap((name, index) => (known.has(name) ? [] : [fault(`${at}/${index}`, code, `There is no ${name}`)]))

const windowFaults = (start: string | null, end: string | null, at: string): FieldError[] =>
  start !== null && end !== null && Date.parse(end) <= Date.parse(start)
    ? [fault(at, 'before_start', 'It ends before it starts')]
    : []

const above = (least: number | null, most: number | null): boolean => least !== null && most !== null && least > most
