import type { Allotment, Code, TicketType } from '../../contract/event-settings.ts'
import type { RoomAllotment, RoomCode, RoomSettings, RoomTicketType } from '../../contract/room.ts'
import { type EventContent, placesWithoutPlan, saleEnd } from './event-content.ts'

/** An event whose room is told of it. */
export interface ConfiguredEvent extends EventContent {
  id: string
  organisationId: string
}

/**
 * What the room of an event decides by.
 * @param layoutKey of the version of its plan; null for an event without one
 */
export const roomSettings = (event: ConfiguredEvent, layoutKey: string | null): RoomSettings => {
  const { settings } = event
  return {
    organisationId: event.organisationId,
    eventId: event.id,
    tourId: event.tourId,
    name: event.name,
    status: event.status,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    timeZone: event.timeZone,
    saleStartsAt: at(settings.saleStartsAt),
    saleEndsAt: saleEnd(event),
    capacity: event.planId === null ? placesWithoutPlan(event) : event.capacity,
    holdSeconds: settings.holdSeconds,
    maxPerBuyer: settings.maxPerBuyer,
    currency: event.currency,
    ticketTypes: settings.ticketTypes.map(roomTicketType),
    pools: settings.pools,
    allotments: settings.allotments.map(roomAllotment),
    codes: settings.codes.map(roomCode),
    waitlist: { ...settings.waitlist, closesAt: at(settings.waitlist.closesAt) },
    lowPercent: settings.lowPercent,
    noSingleSeats: settings.noSingleSeats,
    mostWatching: settings.waitingRoom.mode === 'auto' ? settings.waitingRoom.sockets : null,
    layoutKey,
    cancellableUntil: event.startsAt - settings.cancellationCutoffMinutes * 60_000,
    cancellationReason: settings.cancellationReason,
  }
}

const roomTicketType = (type: TicketType): RoomTicketType => ({
  id: type.id,
  name: type.name,
  price: type.price,
  currency: type.currency,
  categories: type.categories,
  pools: type.pools,
  hidden: type.hidden,
  active: type.active,
  minQuantity: type.restrictions.minQuantity,
  maxQuantity: type.restrictions.maxQuantity,
  accompaniedBy: type.restrictions.accompaniedBy,
  saleStartsAt: at(type.saleStartsAt),
  saleEndsAt: at(type.saleEndsAt),
})

const roomAllotment = ({ id, name, seats, quantity, releasesAt }: Allotment): RoomAllotment => ({
  id,
  name,
  seats,
  quantity,
  releasesAt: at(releasesAt),
})

const roomCode = ({ code, ticketTypes, allotmentId, discount, maxUses, startsAt, endsAt }: Code): RoomCode => ({
  code,
  ticketTypes,
  allotmentId,
  discount,
  maxUses,
  startsAt: at(startsAt),
  endsAt: at(endsAt),
})

const at = (moment: string | null): number | null => (moment === null ? null : Date.parse(moment))
