import type { NewHold } from '../../contract/holds.ts'
import type { Item, RoomTicketType } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { freeOfType } from './availability.ts'
import { choose } from './choose.ts'
import { whyNotSoMany } from './hold.ts'
import { freeOf, type Moment, type Room } from './room.ts'
import { whyNoRoom } from './room-left.ts'
import { onSale } from './sale.ts'

/** What someone waits for. */
export type Waited = Pick<Entry, 'ticketTypeId' | 'accessible'>

interface Wanted {
  entry: Waited
  quantity: number
  /** Whether numbers that a ticket type is not sold in will do, because more will come to them. */
  anyNumber?: boolean
}

/**
 * @returns places that are free and can be sold to who waits, side by side where there are such; null where there are
 * not as many. Nothing is taken yet.
 */
export const placesFor = (room: Room, wanted: Wanted, moment: Pick<Moment, 'now' | 'random'>): Item[] | null => {
  const free = freeOf(room)
  for (const type of typesFor(room, wanted.entry, moment.now)) {
    const items = placesOfType(room, { ...wanted, type, free }, moment)
    if (items !== null) return items
  }
  return null
}

/** @returns the most places up to a number that can be had for an entry, or null where there is none. */
export const mostPlacesFor = (
  room: Room,
  { entry, quantity, anyNumber = false }: Wanted,
  moment: Pick<Moment, 'now' | 'random'>,
): Item[] | null => {
  const free = freeOf(room)
  let most: Item[] | null = null
  for (const type of typesFor(room, entry, moment.now)) {
    // Where many can be had, so can fewer: what is between is halved each time.
    let low = Math.max(most?.length ?? 0, anyNumber ? 0 : (type.minQuantity ?? 1) - 1)
    const atOnce = anyNumber ? quantity : (type.maxQuantity ?? quantity)
    let high = Math.min(quantity, freeOfType(room, type.id, free), atOnce)
    while (low < high) {
      const n = Math.ceil((low + high) / 2)
      const wanted = { ...entry, accessible: Math.min(entry.accessible, n) }
      const items = placesOfType(room, { entry: wanted, quantity: n, anyNumber, type, free }, moment)
      if (items !== null) most = items
      if (items === null) high = n - 1
      else low = n
    }
  }
  return most
}

/**
 * What is known not to be had: where some places are too many, so are more, as long as nothing comes free. Thousands may
 * wait for numbers and kinds of their own, and each look at a large house is dear.
 */
export interface Misfits {
  has(entry: Waited, quantity: number): boolean
  add(entry: Waited, quantity: number): void
}

/** @returns what is known so while offers are made in one step. */
export const misfitsOf = (room: Room, now: number): Misfits => {
  const known = new Map<string | null, { quantity: number; accessible: number }[]>()
  const isSoldInMore = (entry: Waited, quantity: number) =>
    typesFor(room, entry, now).some(({ minQuantity }) => quantity < (minQuantity ?? 0))
  return {
    has: ({ ticketTypeId, accessible }, quantity) =>
      known.get(ticketTypeId)?.some((some) => some.quantity <= quantity && some.accessible === accessible) === true,
    add(entry, quantity) {
      if (isSoldInMore(entry, quantity)) return
      const others = known.get(entry.ticketTypeId)
      const misfit = { quantity, accessible: entry.accessible }
      if (others === undefined) known.set(entry.ticketTypeId, [misfit])
      else others.push(misfit)
    },
  }
}

interface OfType extends Wanted {
  type: RoomTicketType
  /** Places free in all. */
  free: number
}

const placesOfType = (
  room: Room,
  { entry, quantity, anyNumber = false, type, free }: OfType,
  { now, random }: Pick<Moment, 'now' | 'random'>,
): Item[] | null => {
  if (quantity > freeOfType(room, type.id, free)) return null
  if (!anyNumber && whyNotSoMany(type, quantity) !== null) return null
  for (const wish of ways(room, { type, quantity, accessible: entry.accessible })) {
    const chosen = choose(room, { wish, asker: ANYONE, code: null, instead: [], now, random })
    if (!chosen.ok) continue
    const { value: items } = chosen
    if (whyNoRoom(room, { items, instead: [], allotment: null }) === null) return items
  }
  return null
}

// A ticket that is sold no more leaves nobody waiting in vain: any other will do then that can be had alone. Who waits for
// one that is not comes to people who have theirs.
const typesFor = (room: Room, { ticketTypeId }: Waited, now: number): RoomTicketType[] => {
  const types = onSale(room, { code: null, asker: ANYONE, now })
  const wanted = types.filter(({ id }) => id === ticketTypeId)
  return wanted.length > 0 ? wanted : types.filter(({ accompaniedBy = [] }) => accompaniedBy.length === 0)
}

const ways = (
  { layout }: Room,
  { type, quantity, accessible }: { type: RoomTicketType; quantity: number; accessible: number },
): NewHold[] => {
  const ticketTypeId = type.id
  // Where no plan says which places are accessible, every place has to do.
  const unnamed: NewHold[] = layout !== null && accessible > 0 ? [] : [{ quantity, ticketTypeId }]
  if (layout === null) return unnamed
  const seats: NewHold[] = [{ bestAvailable: quantity, together: false, accessible, ticketTypeId }]
  return [...(layout.seats.length > 0 ? seats : []), ...(layout.areas.length > 0 ? unnamed : [])]
}

const ANYONE = { owners: [], links: [], organiser: false, actor: null, cause: {} }
