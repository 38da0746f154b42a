import type { Event, ListedEvent, PublicEvent } from '../../../contract/events.ts'
import type { Refusal } from '../../../contract/room.ts'
import { publicTypes, saleEnd } from '../../../domain/booking/event-content.ts'
import type { EventRow } from '../../../platform/db/events.ts'

const instant = (time: number): string => new Date(time).toISOString()

/** @returns an event as everyone may see it: without codes, allotments and hidden ticket types. */
export const asPublicEvent = (row: EventRow): PublicEvent => {
  const { settings } = row
  return {
    id: row.id,
    organizationId: row.organisationId,
    name: row.name,
    description: settings.description,
    status: row.status,
    startsAt: instant(row.startsAt),
    endsAt: instant(row.endsAt),
    timeZone: row.timeZone,
    place: row.place,
    address: settings.address,
    city: row.city,
    country: row.country,
    language: settings.language,
    imageUrl: settings.imageUrl,
    venueId: row.venueId,
    planId: row.planId,
    planVersion: row.planVersion,
    tourId: row.tourId,
    optionId: row.optionId,
    capacity: row.capacity,
    free: row.free,
    currency: row.currency,
    lowestPrice: row.lowestPrice,
    highestPrice: row.highestPrice,
    saleStartsAt: settings.saleStartsAt,
    saleEndsAt: instant(saleEnd(row)),
    cancellationCutoffMinutes: settings.cancellationCutoffMinutes,
    holdSeconds: settings.holdSeconds,
    maxPerBuyer: settings.maxPerBuyer,
    waitlist: settings.waitlist.enabled,
    ticketTypes: publicTypes(settings),
  }
}

/** @returns an event as lists show it. */
export const asListedEvent = (row: EventRow): ListedEvent => ({
  ...asPublicEvent(row),
  unlisted: row.unlisted,
  places: row.places,
  updatedAt: instant(row.updatedAt),
  version: row.version,
})

/** @returns an event as its organisation sees it: `saleEndsAt` as it was said, `closesAt` as it comes to be. */
export const asEvent = (row: EventRow): Event => {
  const { settings } = row
  const everyone = asPublicEvent(row)
  return {
    ...everyone,
    saleEndsAt: settings.saleEndsAt,
    closesAt: everyone.saleEndsAt,
    unlisted: row.unlisted,
    cutoffMinutes: settings.cutoffMinutes,
    lowPercent: settings.lowPercent,
    noSingleSeats: settings.noSingleSeats,
    ticketTypes: settings.ticketTypes,
    pools: settings.pools,
    allotments: settings.allotments,
    codes: settings.codes,
    waitlistPolicy: settings.waitlist,
    waitingRoom: settings.waitingRoom,
    cancellationReason: settings.cancellationReason,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    version: row.version,
    configured: configuredOf(row),
  }
}

const configuredOf = ({ version, configuredVersion, configureRefusal }: EventRow): Event['configured'] => {
  const refusal = configureRefusal === null ? null : (JSON.parse(configureRefusal) as Refusal)
  const done = configuredVersion >= version
  return { done, reason: done ? null : (refusal?.detail ?? refusal?.reason ?? null), seats: refusal?.seats ?? [] }
}
