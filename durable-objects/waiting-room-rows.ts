import type { WaitingRoomRules } from '../contract/waiting-room.ts'
import { type Admission, type Line, lineOf, type Opening } from '../domain/booking/waiting-room/line.ts'
import type { Step } from '../domain/booking/waiting-room.ts'

/** How it is where nobody has said anything. */
const SHUT: WaitingRoomRules = {
  mode: 'off',
  rate: 300,
  opensAt: null,
  admittedMinutes: 10,
  mostInside: null,
  holdsPerSecond: 200,
  sockets: 5000,
  version: 0,
}

type RoomRow = { rules: string; active: number; opening: string | null }

/** A waiting room on disk: one row for each guest, for each second in which somebody was admitted, and for who left. */
export type WaitingRoomRows = ReturnType<typeof waitingRoomRows>

/** @returns what is kept of a waiting room in the storage of its object. */
export const waitingRoomRows = ({ sql }: DurableObjectStorage) => {
  sql.exec(
    // Without rowids, a guest who joins is one row written.
    `CREATE TABLE IF NOT EXISTS guests (guest TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE IF NOT EXISTS gone (place INTEGER PRIMARY KEY) STRICT;
     CREATE TABLE IF NOT EXISTS admissions
       (n INTEGER PRIMARY KEY, upto INTEGER NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL, tokens REAL NOT NULL, people INTEGER NOT NULL) STRICT;
     CREATE TABLE IF NOT EXISTS room (id INTEGER PRIMARY KEY, rules TEXT NOT NULL, active INTEGER NOT NULL, opening TEXT) STRICT`,
  )
  const keepRoom = ({ rules, active, opening }: Line) =>
    sql.exec(
      'INSERT OR REPLACE INTO room VALUES (1, ?, ?, ?)',
      JSON.stringify(rules),
      active ? 1 : 0,
      opening === null ? null : JSON.stringify(opening),
    )

  return {
    /** @returns the line as it was when it was kept last. */
    line(): Line {
      const [room] = sql.exec<RoomRow>('SELECT rules, active, opening FROM room').toArray()
      const admissions = sql
        .exec<Admission & Record<string, SqlStorageValue>>(
          'SELECT upto, at, until, tokens, people FROM admissions ORDER BY n',
        )
        .toArray()
      const gone = sql.exec<{ place: number }>('SELECT place FROM gone').toArray()
      const { last } = sql.exec<{ last: number | null }>('SELECT max(place) AS last FROM guests').one()
      return lineOf({
        rules: room === undefined ? SHUT : (JSON.parse(room.rules) as WaitingRoomRules),
        active: room?.active === 1,
        opening: room?.opening == null ? null : (JSON.parse(room.opening) as Opening),
        admissions,
        gonePlaces: gone.map(({ place }) => place),
        lastPlace: last ?? -1,
      })
    },
    /** Keeps rules, and whether one has to queue. */
    keepRoom,
    keepSteps(line: Line, steps: Step[]): void {
      for (const step of steps) {
        if ('opened' in step) keepRoom(line)
        else {
          const { upto, at, until, tokens, people } = step.admitted
          sql.exec(
            'INSERT INTO admissions (upto, at, until, tokens, people) VALUES (?, ?, ?, ?, ?)',
            upto,
            at,
            until,
            tokens,
            people,
          )
        }
      }
    },
    placeOf(guest: string): number | null {
      const [row] = sql.exec<{ place: number }>('SELECT place FROM guests WHERE guest = ?', guest).toArray()
      return row?.place ?? null
    },
    /** Who has a place already, whose turn is over, has this one instead. */
    keepGuest(guest: string, place: number): void {
      sql.exec('INSERT OR REPLACE INTO guests VALUES (?, ?)', guest, place)
    },
    dropGuest(guest: string, place: number): void {
      sql.exec('DELETE FROM guests WHERE guest = ?', guest)
      sql.exec('INSERT OR IGNORE INTO gone VALUES (?)', place)
    },
    /** Forgets the oldest admissions, and who left before a turn, once all that were drawn have had theirs. */
    forget(admissions: number, { drawn, over }: { drawn: number; over: number }): void {
      sql.exec('DELETE FROM admissions WHERE n IN (SELECT n FROM admissions ORDER BY n LIMIT ?)', admissions)
      if (over >= drawn) sql.exec('DELETE FROM gone WHERE place < ?', over)
    },
    /** Forgets everyone. */
    clear(): void {
      sql.exec('DELETE FROM guests; DELETE FROM gone; DELETE FROM admissions')
    },
  }
}
