import type { Layout } from '../../contract/layout.ts'
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
