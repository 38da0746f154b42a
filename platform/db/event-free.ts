import type { DataOf } from '../../contract/domain-events.ts'
import type { ToldPlaces } from '../../contract/events.ts'
import type { RoomFact } from './room-facts.ts'

type Changed = DataOf<'availability.changed'>

/** Statements that show in the lists how many places an event has left, and what became of the others, as its room last said; never an older word. */
export const projectFree = (binding: D1Database, facts: readonly RoomFact[]): D1PreparedStatement[] => {
  const last = facts.findLast(({ type }) => type === 'availability.changed')
  if (last === undefined) return []
  const { eventId, free, seq, capacity, held, offered, booked, blocked } = last.data as Changed
  const places: ToldPlaces = { capacity, held, offered, booked, blocked }
  return [
    binding
      .prepare('UPDATE events SET free = ?2, free_seq = ?3, places = ?4 WHERE id = ?1 AND free_seq < ?3')
      .bind(eventId, free, seq, JSON.stringify(places)),
  ]
}
