import { octoAvailabilityQuery, octoCalendarQuery } from '../../../contract/octo.ts'
import { saleEnd } from '../../../domain/booking/event-content.ts'
import { type OctoPlaces, octoInstant, octoLocalTime, octoVacancies } from '../../../domain/booking/octo-places.ts'
import { type OctoCapabilities, octoPrice, unitsOf } from '../../../domain/booking/octo-product.ts'
import type { EventRow } from '../../../platform/db/events.ts'
import { departuresIn, isOnSale, localTimes } from '../aliases/departures.ts'
import { availabilityView } from '../api/availability-view.ts'
import { permit, router } from '../api/route.ts'
import { both, capabilitiesOf, octoRefusal, readBody } from './answer.ts'
import { type Meant, meantBy } from './products.ts'

/** What can be had of OCTO's products, day by day and departure by departure. An availability is a departure. */
export const octoAvailability = router()

const DAY_MS = 86_400_000
const MOST_DAYS = 366
const SLICE = 100
const MOST_DEPARTURES = 1000
/** Rooms that are asked in one request; of departures beyond that, what the catalogue last heard is said. */
const MOST_ASKED = 200

type Quantities = readonly { id: string; quantity: number }[] | undefined

const countOf = (units: Quantities): number => (units ?? []).reduce((sum, { quantity }) => sum + quantity, 0)

for (const path of both('/octo/availability/calendar'))
  octoAvailability.post(path, permit('booking.manage'), async (c) => {
    const read = await readBody(c, octoCalendarQuery)
    if ('refused' in read) return read.refused
    const { localDateStart: from, localDateEnd: to, units, ...named } = read.wish
    const unitIds = (units ?? []).map(({ id }) => id)
    const meant = await meantBy(c, { ...named, unitIds }, c.var.caller.organisationId)
    if ('refused' in meant) return meant.refused
    const days = daysOf(from, to)
    if (days === null) return octoRefusal(c, { error: 'BAD_REQUEST' }, { detail: `Ask for 1 to ${MOST_DAYS} days` })
    const now = Date.now()
    const rows = await departuresOf(c.env, meant, { from, to, now })
    const pricing = capabilitiesOf(c).pricing ? pricesFrom(meant, units) : {}
    const byDay = Map.groupBy(rows, (row) => localTimes(row).day)
    return c.json(
      days.map((localDate) => {
        const places = (byDay.get(localDate) ?? []).map((row) => heardOf(row, now))
        return { localDate, ...octoVacancies(together(places), countOf(units)), openingHours: [], ...pricing }
      }),
      200,
    )
  })

for (const path of both('/octo/availability'))
  octoAvailability.post(path, permit('booking.manage'), async (c) => {
    const read = await readBody(c, octoAvailabilityQuery)
    if ('refused' in read) return read.refused
    const { localDate, localDateStart: from = localDate, localDateEnd: to = localDate } = read.wish
    const { availabilityIds, units, ...named } = read.wish
    const unitIds = (units ?? []).map(({ id }) => id)
    const meant = await meantBy(c, { ...named, unitIds }, c.var.caller.organisationId)
    if ('refused' in meant) return meant.refused
    if (from !== undefined && to !== undefined && daysOf(from, to) === null)
      return octoRefusal(c, { error: 'BAD_REQUEST' }, { detail: `Ask for 1 to ${MOST_DAYS} days` })
    const now = Date.now()
    const found = await departuresOf(c.env, meant, {
      ...(from === undefined || to === undefined ? {} : { from, to }),
      now,
    })
    const rows = found.filter(({ id }) => availabilityIds === undefined || availabilityIds.includes(id))
    const capabilities = capabilitiesOf(c)
    const data = rows.map((row, n) =>
      asAvailability(c.env, row, { meant, units, capabilities, now, live: n < MOST_ASKED }),
    )
    return c.json(await Promise.all(data), 200)
  })

const daysOf = (from: string, to: string): string[] | null => {
  const [first, last] = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`))
  const count = ((last ?? 0) - (first ?? 0)) / DAY_MS + 1
  if (!(count >= 1 && count <= MOST_DAYS)) return null
  return Array.from({ length: count }, (_, n) => new Date((first ?? 0) + n * DAY_MS).toISOString().slice(0, 10))
}

/** @returns the departures of an option to come, in the order of time. */
const departuresOf = async (
  env: Pick<Env, 'DB'>,
  { tour, option }: Meant,
  { now, ...days }: { from?: string; to?: string; now: number },
): Promise<EventRow[]> => {
  const rows: EventRow[] = []
  let cursor: string | null = null
  do {
    const query = { ...days, limit: SLICE, ...(cursor === null ? {} : { cursor }) }
    const slice: Awaited<ReturnType<typeof departuresIn>> = await departuresIn(env, { tour, listed: true, query, now })
    rows.push(...(slice?.data ?? []).filter(({ optionId }) => optionId === option.id))
    cursor = slice?.next ?? null
  } while (cursor !== null && rows.length < MOST_DEPARTURES)
  return rows
}

interface About {
  meant: Meant
  units?: Quantities
  capabilities: OctoCapabilities
  now: number
  /** Whether its room is asked. */
  live: boolean
}

/** @returns a departure as OCTO's availability. */
export const asAvailability = async (
  env: Pick<Env, 'EVENT_ROOM'>,
  row: EventRow,
  { meant, units, capabilities, now, live }: About,
) => {
  const { restrictions } = meant.option
  const places = live ? await placesNow(env, row, now) : heardOf(row, now)
  return {
    id: row.id,
    localDateTimeStart: octoLocalTime(row.startsAt, row.timeZone),
    localDateTimeEnd: octoLocalTime(row.endsAt, row.timeZone),
    utcCutoffAt: octoInstant(saleEnd(row)),
    allDay: false,
    ...octoVacancies(places, countOf(units)),
    maxUnits: restrictions.maxUnits ?? meant.tour.settings.maxPerBuyer,
    openingHours: [],
    ...(capabilities.pricing ? pricesOf(meant, units) : {}),
    ...(capabilities.content ? { title: row.name, shortDescription: row.settings.description ?? '' } : {}),
  }
}

const heardOf = (row: EventRow, now: number): OctoPlaces => ({
  onSale: isOnSale(row, now),
  free: row.free ?? row.capacity,
  capacity: row.capacity,
})

const placesNow = async (env: Pick<Env, 'EVENT_ROOM'>, row: EventRow, now: number): Promise<OctoPlaces> => {
  const view = await availabilityView(env.EVENT_ROOM, row.id)
  if (view === null) return heardOf(row, now)
  const bounded = (number: number) => (Number.isSafeInteger(number) ? number : null)
  const { free, capacity } = view.numbers
  return { onSale: isOnSale(row, now), free: bounded(free), capacity: bounded(capacity) }
}

/** Places of all departures of one day. */
const together = (places: readonly OctoPlaces[]): OctoPlaces => {
  const sold = places.filter(({ onSale }) => onSale)
  const sum = (numbers: (number | null)[]) =>
    numbers.reduce<number | null>((total, number) => (total === null || number === null ? null : total + number), 0)
  return {
    onSale: sold.length > 0,
    free: sum(sold.map(({ free }) => free)),
    capacity: sum(sold.map(({ capacity }) => capacity)),
  }
}

const pricesOf = ({ tour, option }: Meant, wanted: Quantities) => {
  const { currency } = tour.settings
  const types = unitsOf(tour, option)
  const total = (wanted ?? []).reduce(
    (sum, { id, quantity }) => sum + quantity * (types.find((type) => type.id === id)?.price ?? 0),
    0,
  )
  return {
    unitPricing: types.map(({ id, price }) => ({ unitId: id, ...octoPrice(price, currency) })),
    ...(wanted === undefined ? {} : { pricing: octoPrice(total, currency) }),
  }
}

const pricesFrom = (meant: Meant, wanted: Quantities) => {
  const { unitPricing, pricing } = pricesOf(meant, wanted)
  return { unitPricingFrom: unitPricing, ...(pricing === undefined ? {} : { pricingFrom: pricing }) }
}
