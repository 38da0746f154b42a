import type { Layout } from '../../contract/layout.ts'
import type { RoomSettings, RoomTicketType } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { whyNotSoMany } from './hold.ts'
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

/** @returns until when places are gathered for a group, from the first on: as long as an offer lasts. */
export const gatheringEnd = (settings: RoomSettings, now: number): number => offerEnd(settings, now)

/**
 * @returns whether nobody may be offered places that are too few for this group, which is the first: where the event is
 * strict, and for a group that others have passed for as long as one offer lasts, so that a large one gets its turn too.
 * One for which places were gathered in vain is passed for that long, in a strict event as well.
 */
export const waitsForAll = ({ waitlist }: RoomSettings, { passedSince }: Entry, now: number): boolean =>
  passedSince === null ? waitlist.fit === 'STRICT' : passedSince + waitlist.offerSeconds * 1000 <= now

/** @returns whether the event has as many places at all, however many of them are taken: nobody waits for what cannot be. */
export const canEverFit = (
  room: Room,
  { quantity, ticketTypeId, accessible }: Pick<Entry, 'quantity' | 'ticketTypeId' | 'accessible'>,
): boolean => {
  if (quantity > capacityOf(room)) return false
  const onSale = room.settings.ticketTypes.filter(({ active, hidden }) => active && !hidden)
  const wanted = onSale.filter(({ id }) => id === ticketTypeId)
  // As places are looked for: of any type that can be had alone, where the one asked for is sold no more.
  const types = wanted.length > 0 ? wanted : onSale.filter(({ accompaniedBy = [] }) => accompaniedBy.length === 0)
  return types.some((type) => {
    const pools = room.settings.pools.filter(({ id }) => type.pools.includes(id))
    return (
      whyNotSoMany(type, quantity) === null &&
      hasPlacesFor(room.layout, type, { quantity, accessible }) &&
      pools.every(({ size }) => size === null || quantity <= size)
    )
  })
}

// A group is not divided between seats and areas. Where no plan says which places are accessible, every place has to do.
const hasPlacesFor = (
  layout: Layout | null,
  type: RoomTicketType,
  { quantity, accessible }: Pick<Entry, 'quantity' | 'accessible'>,
): boolean => {
  if (layout === null) return true
  const sums = { seats: 0, accessible: 0, areas: 0 }
  for (const [category, counts] of placesByCategory(layout)) {
    if (!fits(type, category)) continue
    sums.seats += counts.seats
    sums.accessible += counts.accessible
    sums.areas += counts.areas
  }
  const inSeats = quantity <= sums.seats && accessible <= sums.accessible
  return inSeats || (accessible === 0 && quantity <= sums.areas)
}

interface Places {
  seats: number
  /** Of the seats. */
  accessible: number
  areas: number
}

// A layout never changes, and is asked about in every step while a group waits that does not fit.
const counted = new WeakMap<Layout, Map<string, Places>>()

const placesByCategory = (layout: Layout): Map<string, Places> => {
  const known = counted.get(layout)
  if (known !== undefined) return known
  const counts = new Map<string, Places>()
  const of = (category: string): Places => {
    const places = counts.get(category) ?? { seats: 0, accessible: 0, areas: 0 }
    counts.set(category, places)
    return places
  }
  for (const { category, accessible } of layout.seats) {
    const places = of(category)
    places.seats += 1
    if (accessible) places.accessible += 1
  }
  for (const { category, capacity } of layout.areas) of(category).areas += capacity
  counted.set(layout, counts)
  return counts
}
