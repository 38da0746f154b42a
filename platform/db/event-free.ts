import type { DataOf } from '../../contract/domain-events.ts'
import type { RoomFact } from './room-facts.ts'

type Changed = DataOf<'availability.changed'>

/** Statements that show in the lists how many places an event has left, as its room last said; never an older word. */
export const projectFree = (binding: D1Database, facts: readonly RoomFact[]): D1PreparedStatement[] => {
  const last = facts.findLast(({ type }) => type === 'availability.changed')
  if (last === undefined) return []
  const { eventId, free, seq } = last.data as Changed
  return [
    binding
      .prepare('UPDATE events SET free = ?2, free_seq = ?3 WHERE id = ?1 AND free_seq < ?3')
      .bind(eventId, free, seq),
  ]
}
