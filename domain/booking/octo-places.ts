import type { TourOption } from '../../contract/tours.ts'
import { type OctoTour, unitsOf } from './octo-product.ts'
import { localOf } from './zoned-time.ts'

/** What can be had of a departure. */
export interface OctoPlaces {
  onSale: boolean
  /** Null where nothing limits it. */
  free: number | null
  capacity: number | null
}

/** @returns OCTO's words for what can be had: LIMITED is less than half of it. `wanted`: places that are asked for. */
export const octoVacancies = ({ onSale, free, capacity }: OctoPlaces, wanted = 1) => {
  const status = statusOf({ onSale, free, capacity })
  const enough = free === null || free >= Math.max(1, wanted)
  return { available: onSale && enough, status, vacancies: free, capacity }
}

const statusOf = ({ onSale, free, capacity }: OctoPlaces): string => {
  if (!onSale) return 'CLOSED'
  if (free === null) return 'FREESALE'
  if (free <= 0) return 'SOLD_OUT'
  return capacity !== null && free * 2 < capacity ? 'LIMITED' : 'AVAILABLE'
}

/** @returns why a number of units is not sold in one booking, or null: bounds of the option, and who has to come along. */
export const whyNotUnits = (
  tour: Pick<OctoTour, 'settings'>,
  option: TourOption,
  unitIds: readonly string[],
): string | null => {
  if (unitIds.length === 0) return 'A booking has at least one unit'
  const { minUnits, maxUnits } = option.restrictions
  if (unitIds.length < minUnits) return `This option is sold from ${minUnits} units on`
  const most = maxUnits ?? tour.settings.maxPerBuyer
  if (most !== null && unitIds.length > most) return `This option is sold ${most} units at once at most`
  const alone = unitsOf(tour, option).find(
    ({ id, restrictions: { accompaniedBy } }) =>
      unitIds.includes(id) && accompaniedBy.length > 0 && !accompaniedBy.some((other) => unitIds.includes(other)),
  )
  return alone === undefined ? null : `${alone.name} has to be accompanied`
}

/** @returns a moment by the clock of a time zone, with its offset: 2027-06-01T09:30:00+02:00. */
export const octoLocalTime = (time: number, timeZone: string): string => {
  const local = localOf(time, timeZone)
  const minutes = Math.round((local - time) / 60_000)
  const sign = minutes < 0 ? '-' : '+'
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) => `${n}`.padStart(2, '0'))
  return `${new Date(local).toISOString().slice(0, 19)}${sign}${hours}:${rest}`
}

/** @returns a moment in UTC without milliseconds. */
export const octoInstant = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`

/** @returns each unit item with the ticket that is its own: of the same type, in the order of both. */
export const withTickets = <T extends { unitId: string }>(
  items: readonly T[],
  tickets: readonly { id: string; ticketTypeId: string }[],
): (T & { ticketId: string })[] => {
  const left = [...tickets]
  return items.map((item) => {
    const at = left.findIndex(({ ticketTypeId }) => ticketTypeId === item.unitId)
    const [ticket] = at < 0 ? [] : left.splice(at, 1)
    return { ...item, ticketId: ticket?.id ?? '' }
  })
}

/** @returns how many of each unit, in the order in which they first come. */
export const unitCounts = (unitIds: readonly string[]): { ticketTypeId: string; quantity: number }[] =>
  [...Map.groupBy(unitIds, (id) => id)].map(([ticketTypeId, all]) => ({ ticketTypeId, quantity: all.length }))
