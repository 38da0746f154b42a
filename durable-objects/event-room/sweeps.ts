import type { Booking } from '../../contract/room.ts'
import { cancelledWithEvent, completedWithEvent, endOfWaiting } from '../../domain/booking/event-end.ts'
import type { Change, Room } from '../../domain/booking/room.ts'
import { bookingsAfter } from './rows.ts'

/** Things that one step ends. Fifty thousand bookings at once would keep everyone else waiting for seconds. */
const BATCH = 200

/** What the end of an event makes of its bookings, a batch at a time: it was cancelled, or is over. */
export interface Sweeps {
  /** @returns when the next batch is due (ms since 1970): at once while one is under way, else when the event ends. */
  due(room: Room): number
  /** @returns what the next batch makes so, and notes how far that is; both are kept in one transaction. */
  take(room: Room, now: number): Change[]
  /** Forgets what it believes to have noted, where that may have been undone. */
  reload(): void
}

interface Progress {
  /** For which end it was done: the moment of the event's end, or 0 for being cancelled. */
  of: number
  /** Id of the last booking that was looked at; null where all were. */
  cursor: string | null
}

export const sweepsOf = (sql: SqlStorage): Sweeps => {
  sql.exec('CREATE TABLE IF NOT EXISTS sweep (id INTEGER PRIMARY KEY CHECK (id = 1), of INTEGER NOT NULL, cursor TEXT)')
  const read = (): Progress | null =>
    sql.exec<Progress & Record<string, SqlStorageValue>>('SELECT of, cursor FROM sweep').toArray()[0] ?? null
  let progress = read()

  const endOf = ({ settings: { status, endsAt } }: Room) => (status === 'CANCELLED' ? 0 : endsAt)
  const underWay = (room: Room): Progress => (progress?.of === endOf(room) ? progress : { of: endOf(room), cursor: '' })
  const note = (next: Progress) => {
    sql.exec('INSERT OR REPLACE INTO sweep VALUES (1, ?, ?)', next.of, next.cursor)
    progress = next
  }

  return {
    due: (room) => (underWay(room).cursor === null ? Number.POSITIVE_INFINITY : endOf(room)),
    take(room, now) {
      const { of, cursor } = underWay(room)
      if (cursor === null || now < of) return []
      const isCancelled = of === 0
      const waiting = isCancelled ? endOfWaiting(room, { now, most: BATCH }) : []
      if (waiting.length > 0) return waiting
      const bookings: Booking[] = bookingsAfter(sql, cursor, BATCH)
      note({ of, cursor: bookings.length < BATCH ? null : (bookings.at(-1)?.id ?? null) })
      return isCancelled ? cancelledWithEvent(room, bookings, now) : completedWithEvent(bookings, now)
    },
    reload() {
      progress = read()
    },
  }
}
