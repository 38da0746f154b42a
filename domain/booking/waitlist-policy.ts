import type { RoomSettings } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { capacityOf, type Room } from './room.ts'
import { fits, saleEnd, whyClosed } from './sale.ts'

/** @returns when nothing is offered any more: with the waitlist, at the latest with the sale. */
export const waitlistEnd = (settings: RoomSettings): number =>
  Math.min(settings.waitlist.closesAt ?? Number.POSITIVE_INFINITY, saleEnd(settings))

/** @returns until when an offer that is made now can be taken: never longer than places are sold. */
export const offerEnd = (settings: RoomSettings, now: number): number =>
  Math.min(now + settings.waitlist.offerSeconds * 1000, waitlistEnd(settings))

/** @returns whether free places are offered to who waits: as long as they are sold, and the list is on. */
export const isOffering = ({ settings }: Room, now: number): boolean =>
  settings.waitlist.enabled && whyClosed(settings, now) === null && now < waitlistEnd(settings)

/**
 * @returns whether nobody may be offered places that are too few for this group, which is the first: where the event is
 * strict, and for a group that others have passed for as long as one offer lasts, so that a large one gets its turn too.
 */
export const waitsForAll = ({ waitlist }: RoomSettings, { passedSince }: Entry, now: number): boolean =>
  waitlist.fit === 'STRICT' || (passedSince !== null && passedSince + waitlist.offerSeconds * 1000 <= now)

/** @returns whether the event has as many places at all, however many of them are taken: nobody waits for what cannot be. */
export const canEverFit = (
  room: Room,
  { quantity, ticketTypeId }: Pick<Entry, 'quantity' | 'ticketTypeId'>,
): boolean => {
  if (quantity > capacityOf(room)) return false
  const wanted = ticketTypeId === null ? undefined : room.types.get(ticketTypeId)
  const types = wanted === undefined ? room.settings.ticketTypes : [wanted]
  return types.some((type) => {
    const pools = room.settings.pools.filter(({ id }) => type.pools.includes(id))
    return (
      quantity <= placesOf(room, type) &&
      quantity <= (type.maxQuantity ?? quantity) &&
      pools.every(({ size }) => size === null || quantity <= size)
    )
  })
}

const placesOf = (room: Room, type: Parameters<typeof fits>[0]): number => {
  if (room.layout === null || type.categories === null) return capacityOf(room)
  const seats = room.layout.seats.filter(({ category }) => fits(type, category)).length
  return room.layout.areas.reduce((sum, area) => (fits(type, area.category) ? sum + area.capacity : sum), seats)
}
