import type { Item, Refusal, RoomPool } from '../../contract/room.ts'
import { capacityOf, freeOf, keptByAllotments, type Room } from './room.ts'

/** Places that are about to be taken, and those of the same buyer that they take the place of. */
interface Taking {
  items: readonly Item[]
  instead: readonly Item[]
  /** An allotment that a code opens: what it keeps is free for these. */
  allotment: string | null
}

/** @returns why these places cannot be added to what is taken: the house, an area or a pool has not enough; or null. */
export const whyNoRoom = (room: Room, { items, instead, allotment }: Taking): Refusal | null => {
  const own = allotment === null ? 0 : leftOf(room, allotment)
  // Where an event was made smaller than what is taken, what an allotment keeps is no room either.
  const left = freeOf(room) - overBy(room) + own
  if (items.length > instead.length && items.length > left + instead.length)
    return { reason: 'capacity', detail: 'Not as many are left' }
  for (const [area, wanted] of perKey(items, ({ area }) => area)) {
    const known = room.areas.get(area)
    const less = instead.filter((item) => item.area === area).length
    const taken = (room.counts.areas.get(area) ?? 0) - less
    if (known !== undefined && wanted > less && taken + wanted > known.capacity)
      return { reason: 'capacity', detail: `Not as many are left in ${known.name}` }
  }
  return whyNoQuota(room, items, instead)
}

/** @returns why the pools of these ticket types have not enough, or null. Every sale takes a unit of each of its pools. */
export const whyNoQuota = (room: Room, items: readonly Item[], instead: readonly Item[]): Refusal | null => {
  for (const pool of room.settings.pools) {
    if (pool.size === null) continue
    const uses = (item: Item) => room.types.get(item.ticketTypeId)?.pools.includes(pool.id) === true
    const wanted = items.filter(uses).length
    const less = instead.filter(uses).length
    if (wanted > less && usedOf(room, pool) - less + wanted > pool.size)
      return { reason: 'quota', detail: `Not as many of ${pool.name} are left` }
  }
  return null
}

/** @returns units of a pool that are held, offered or booked. */
export const usedOf = (room: Room, { id }: Pick<RoomPool, 'id'>): number =>
  room.settings.ticketTypes.reduce(
    (sum, type) => (type.pools.includes(id) ? sum + (room.counts.types.get(type.id) ?? 0) : sum),
    0,
  )

/** @returns places of an allotment that nobody has. */
export const leftOf = (room: Room, id: string): number => {
  if (room.released.has(id)) return 0
  const allotment = room.settings.allotments.find((known) => known.id === id)
  if (allotment === undefined) return 0
  return Math.max(0, allotment.seats.length + allotment.quantity - (room.counts.allotments.get(id) ?? 0))
}

/** @returns by how many places more is taken than there is: after an event was made smaller, never by a sale. */
export const overBy = (room: Room): number => {
  const { held, offered, booked, blocked } = room.counts
  return Math.max(0, held + offered + booked + blocked + keptByAllotments(room) - capacityOf(room))
}

const perKey = (items: readonly Item[], keyOf: (item: Item) => string | null): Map<string, number> => {
  const sums = new Map<string, number>()
  for (const item of items) {
    const key = keyOf(item)
    if (key !== null) sums.set(key, (sums.get(key) ?? 0) + 1)
  }
  return sums
}
