import type { DraftFact } from '../../domain/booking/fact.ts'
import type { Room } from '../../domain/booking/room.ts'
import type { Published } from './published.ts'
import { keepMark, readMark } from './rows.ts'

/** The log hears of a room's numbers as often at most, however many places change hands. */
const EVERY_MS = 3000

/** Tells the log how many places are left: at once, then every few seconds while that changes, and last of all how it ended. */
export interface News {
  /** @returns when there is something to tell, in milliseconds since 1970; Infinity where the log knows everything. */
  due(): number
  /** @returns what to log now, noted as logged; null where it is not yet time, or nothing changed. */
  take(room: Room, now: number): DraftFact | null
}

/** @returns the news of a room; how far the log was told lies in its rows, so that nothing is left untold. */
export const newsOf = (sql: SqlStorage, published: Published): News => {
  let logged = readMark(sql, 'logged')
  let loggedAt = readMark(sql, 'loggedAt')
  const due = () => (published.seq() === logged ? Number.POSITIVE_INFINITY : loggedAt + EVERY_MS)
  return {
    due,
    take(room, now) {
      if (now < due()) return null
      logged = published.seq()
      loggedAt = now
      keepMark(sql, 'logged', logged)
      keepMark(sql, 'loggedAt', loggedAt)
      const { capacity, free, held, offered, booked, blocked } = published.numbers(room)
      const { eventId } = room.settings
      const data = { eventId, seq: logged, capacity, free, held, offered, booked, blocked }
      return { type: 'availability.changed', subject: eventId, data }
    },
  }
}
