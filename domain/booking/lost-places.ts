import type { Layout } from '../../contract/layout.ts'
import type { RoomSettings, RoomTicketType } from '../../contract/room.ts'
import { vanished } from './layout.ts'
import type { Room } from './room.ts'

/**
 * @param next the layout that the event is to have; null for none
 * @returns guids of seats and ids of areas that someone holds or has booked, and that would vanish. What is only blocked
 * may go.
 */
export const lostPlaces = (room: Room, next: Layout | null): string[] => {
  if (room.layout === null) return []
  const seats = [...room.taken].filter(([, { state }]) => state !== 'blocked').map(([guid]) => guid)
  return vanished(room.layout, next ?? NOWHERE, [...seats, ...room.counts.areas.keys()])
}

const NOWHERE: Layout = { seats: [], rows: [], areas: [], categories: [], focus: null }

/** @returns ticket types with which someone has places, and that are not among these ids. */
export const lostTypes = ({ settings, counts }: Room, ids: readonly string[]): RoomTicketType[] =>
  settings.ticketTypes.filter(({ id }) => !ids.includes(id) && (counts.types.get(id) ?? 0) > 0)

/** @returns settings in which those types stay, sold no more: the pools are as full as they were. */
export const withLostTypes = (room: Room, next: RoomSettings): RoomSettings => {
  const lost = lostTypes(
    room,
    next.ticketTypes.map(({ id }) => id),
  )
  return lost.length === 0
    ? next
    : { ...next, ticketTypes: [...next.ticketTypes, ...lost.map((type) => ({ ...type, active: false }))] }
}
