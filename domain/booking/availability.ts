import type { RoomTicketType } from '../../contract/room.ts'
import { capacityOf, freeOf, keptByAllotments, type PlaceState, type Room, stateOf } from './room.ts'
import { overBy, usedOf } from './room-left.ts'
import { fits } from './sale.ts'

/** How many places of an event can be had, and what became of the others. */
export interface Availability {
  capacity: number
  free: number
  held: number
  offered: number
  booked: number
  blocked: number
  low: boolean
  ticketTypes: { id: string; free: number }[]
  areas: { id: string; free: number }[]
  layoutKey: string | null
}

/** @returns the numbers of a room, for the public: hidden ticket types are not among them. */
export const availabilityOf = (room: Room): Availability => {
  const { held, offered, booked, blocked } = room.counts
  const free = freeOf(room)
  return {
    // Where an event was made smaller than what it has sold, that is its size: nobody loses a place.
    capacity: capacityOf(room) + overBy(room),
    free,
    held,
    offered,
    booked,
    blocked: blocked + keptByAllotments(room),
    low: room.low,
    ticketTypes: room.settings.ticketTypes
      .filter(({ hidden, active }) => active && !hidden)
      .map(({ id }) => ({ id, free: freeOfType(room, id, free) })),
    areas: [...room.areas.values()].map((area) => ({ id: area.id, free: freeOfArea(room, area) })),
    layoutKey: room.settings.layoutKey,
  }
}

/** @returns what every seat is, by guid, in the order of the plan. */
export const seatStates = (room: Room): Record<string, PlaceState> =>
  Object.fromEntries(room.layout?.seats.map(({ guid }) => [guid, stateOf(room, guid)]) ?? [])

/** @returns how many places can be had with a ticket type, where `free` can be had in all. */
export const freeOfType = (room: Room, id: string, free: number): number => {
  const type = room.types.get(id)
  if (type === undefined) return 0
  return Math.max(0, Math.min(free, freeOfQuotas(room, type), freePlacesFor(room, type)))
}

/** @returns how many of a ticket type its pools leave; below zero where a pool was made smaller than what is sold. */
export const freeOfQuotas = (room: Room, { pools }: Pick<RoomTicketType, 'pools'>): number =>
  room.settings.pools.reduce(
    (least, pool) =>
      pool.size === null || !pools.includes(pool.id) ? least : Math.min(least, pool.size - usedOf(room, pool)),
    Number.POSITIVE_INFINITY,
  )

/** @returns how many free places of the plan a ticket type may be used for; any number where there is no plan. */
export const freePlacesFor = (room: Room, type: RoomTicketType): number => {
  if (room.layout === null) return Number.POSITIVE_INFINITY
  let places = 0
  for (const [category, free] of room.counts.freeSeats) if (fits(type, category)) places += free
  for (const area of room.areas.values()) if (fits(type, area.category)) places += freeOfArea(room, area)
  return places
}

const freeOfArea = (room: Room, { id, capacity }: { id: string; capacity: number }): number =>
  Math.max(0, capacity - (room.counts.areas.get(id) ?? 0))
