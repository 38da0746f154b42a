import type { Tour } from '../../../contract/tours.ts'
import { publicTypes } from '../../../domain/booking/event-content.ts'
import type { TourRow } from '../../../platform/db/tours.ts'

const instant = (time: number): string => new Date(time).toISOString()

/** @returns a tour as its organisation sees it. */
export const asTour = (row: TourRow): Tour => {
  const { options, waitlist, ...settings } = row.settings
  return {
    ...settings,
    id: row.id,
    organizationId: row.organisationId,
    name: row.name,
    status: row.status,
    timeZone: row.timeZone,
    waitlist: waitlist.enabled,
    waitlistPolicy: waitlist,
    options: options.map((option) => ({
      ...option,
      availabilityLocalStartTimes: [...new Set(option.schedule.flatMap(({ startTimes }) => startTimes))].sort(),
    })),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    version: row.version,
    departuresUntil: row.generatedUntil === 0 ? null : instant(row.generatedUntil),
  }
}

/** @returns a tour as everyone may see it: without hidden ticket types. */
export const asPublicTour = (row: TourRow): Tour => {
  const tour = asTour(row)
  return {
    ...tour,
    pools: [],
    ticketTypes: publicTypes(tour),
    options: tour.options.map((option) => ({
      ...option,
      ticketTypes: option.ticketTypes === null ? null : publicTypes({ ticketTypes: option.ticketTypes }),
    })),
  }
}
