import type { Layout } from '../../contract/layout.ts'
import type { Booking, Hold, RoomSettings } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { apply } from '../../domain/booking/apply.ts'
import { type Block, type Change, openRoom, type Room } from '../../domain/booking/room.ts'
import { bookingIdOf } from '../../domain/booking/ticket.ts'
import { makeCheckinTables } from './checkin-tables.ts'
import { invitationRows, makeInvitationTable } from './invitation-rows.ts'
import { makeOnceTable } from './once.ts'

/** A row of SQLite in an object holds 2 MB; a layout of a large house is cut into pieces well below. */
const PIECE_CHARS = 500_000

const TABLES = { hold: 'holds', booking: 'bookings', block: 'blocks', entry: 'entries' } as const

/**
 * `low`: whether few places are left. `told`, `toldLow`: the `seq` that all sockets have heard of, and what they heard of
 * `low`. `relayed`: the `seq` that all relays have. `logged`, `loggedAt`: which `seq` the log was told last, and when.
 */
export type Mark = 'low' | 'told' | 'toldLow' | 'relayed' | 'logged' | 'loggedAt'

/** Entries of the waitlist to which something may still happen. */
const LIVE_ENTRY = "value ->> '$.status' IN ('WAITING', 'OFFERED')"

/** Makes the tables of a room. Each thing is a row of JSON under its id: the room's image is made of them when it wakes. */
export const makeTables = (sql: SqlStorage): void => {
  makeCheckinTables(sql)
  makeInvitationTable(sql)
  sql.exec(
    'CREATE TABLE IF NOT EXISTS settings (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, value TEXT NOT NULL)',
  )
  sql.exec(
    'CREATE TABLE IF NOT EXISTS layout (key TEXT NOT NULL, n INTEGER NOT NULL, piece TEXT NOT NULL, PRIMARY KEY (key, n))',
  )
  // With rowids: rows as large as these would split a page of a table in the order of random ids at every other insert.
  for (const table of Object.values(TABLES))
    sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)`)
  sql.exec(`CREATE INDEX IF NOT EXISTS entries_live ON entries (value ->> '$.rank') WHERE ${LIVE_ENTRY}`)
  sql.exec('CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID')
  sql.exec('CREATE TABLE IF NOT EXISTS passed_on (ticket TEXT PRIMARY KEY, booking TEXT NOT NULL) WITHOUT ROWID')
  sql.exec('CREATE TABLE IF NOT EXISTS deltas (seq INTEGER PRIMARY KEY, seats TEXT NOT NULL)')
  makeOnceTable(sql)
}

/** @returns the room as its rows say it is, or null where it was never configured. `now` in milliseconds since 1970. */
export const readRoom = (sql: SqlStorage, now: number): Room | null => {
  const [row] = sql.exec<{ version: number; value: string }>('SELECT version, value FROM settings').toArray()
  if (row === undefined) return null
  const settings = JSON.parse(row.value) as RoomSettings
  const room = openRoom(row.version, settings, readLayout(sql, settings.layoutKey), now)
  room.invitations = invitationRows(sql)
  for (const value of values<Hold>(sql, 'holds')) apply(room, { put: 'hold', value })
  for (const value of values<Booking>(sql, 'bookings')) apply(room, { put: 'booking', value, was: null })
  for (const value of values<Block>(sql, 'blocks')) apply(room, { put: 'block', value })
  for (const value of liveEntries(sql)) apply(room, { put: 'entry', value })
  room.low = readMark(sql, 'low') === 1
  room.touched.clear()
  return room
}

/** Keeps what became so; whoever calls does it in one transaction, and without an await between. */
export const keep = (sql: SqlStorage, change: Change): void => {
  // An invitation is a row as soon as it is put: no image of all of them is kept.
  if ('fact' in change || ('put' in change && change.put === 'invitation')) return
  if ('put' in change && change.put === 'low') {
    keepMark(sql, 'low', Number(change.value))
    return
  }
  if ('drop' in change) {
    sql.exec(`DELETE FROM ${TABLES[change.drop]} WHERE id = ?`, change.id)
    return
  }
  const { id } = change.value
  if (change.put === 'booking') keepTickets(sql, change.value)
  sql.exec(
    `INSERT INTO ${TABLES[change.put]} VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value`,
    id,
    JSON.stringify(change.value),
  )
}

/** A ticket's id says the booking that it was made in; where it went to another, a row says that. */
const keepTickets = (sql: SqlStorage, { id, tickets }: Booking): void => {
  for (const ticket of tickets)
    if (bookingIdOf(ticket.id) !== id) sql.exec('INSERT OR REPLACE INTO passed_on VALUES (?, ?)', ticket.id, id)
}

/** @returns the booking that a ticket belongs to, or null for an id that no ticket has. */
export const bookingWithTicket = (sql: SqlStorage, ticket: string): Booking | null => {
  const [row] = sql.exec<{ booking: string }>('SELECT booking FROM passed_on WHERE ticket = ?', ticket).toArray()
  const booking = readBooking(sql, row?.booking ?? bookingIdOf(ticket) ?? '')
  return booking?.tickets.some(({ id }) => id === ticket) === true ? booking : null
}

/** Keeps what the catalogue says; of layouts only the newest. */
export const keepSettings = (sql: SqlStorage, version: number, settings: RoomSettings, layout: Layout | null): void => {
  sql.exec('INSERT OR REPLACE INTO settings VALUES (1, ?, ?)', version, JSON.stringify(settings))
  if (layout === null || settings.layoutKey === null) return
  const text = JSON.stringify(layout)
  sql.exec('DELETE FROM layout')
  for (let n = 0; n * PIECE_CHARS < text.length; n += 1)
    sql.exec(
      'INSERT INTO layout VALUES (?, ?, ?)',
      settings.layoutKey,
      n,
      text.slice(n * PIECE_CHARS, (n + 1) * PIECE_CHARS),
    )
}

/** Keeps one number of the room under its name. */
export const keepMark = (sql: SqlStorage, name: Mark, value: number): void => {
  sql.exec('INSERT OR REPLACE INTO marks VALUES (?, ?)', name, value)
}

/** @returns the number under a name; 0 where there was none. */
export const readMark = (sql: SqlStorage, name: Mark): number =>
  sql.exec<{ value: number }>('SELECT value FROM marks WHERE name = ?', name).toArray()[0]?.value ?? 0

/** @returns the layout that is kept under a key, or null. */
export const readLayout = (sql: SqlStorage, key: string | null): Layout | null => {
  if (key === null) return null
  const pieces = sql.exec<{ piece: string }>('SELECT piece FROM layout WHERE key = ? ORDER BY n', key).toArray()
  return pieces.length === 0 ? null : (JSON.parse(pieces.map(({ piece }) => piece).join('')) as Layout)
}

/** @returns bookings in the order of their ids, which is no order of time: those after one, so many at most. */
export const bookingsAfter = (sql: SqlStorage, after: string, limit: number): Booking[] =>
  sql
    .exec<{ value: string }>('SELECT value FROM bookings WHERE id > ? ORDER BY id LIMIT ?', after, limit)
    .toArray()
    .map(({ value }) => JSON.parse(value) as Booking)

/** @returns a booking, whatever became of it, or null. */
export const readBooking = (sql: SqlStorage, id: string): Booking | null => {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM bookings WHERE id = ?', id).toArray()
  return row === undefined ? null : (JSON.parse(row.value) as Booking)
}

/** @returns entries of the waitlist in the order of their ids, whatever became of them: those after one, so many at most. */
export const entriesAfter = (sql: SqlStorage, after: string, limit: number): Entry[] =>
  sql
    .exec<{ value: string }>('SELECT value FROM entries WHERE id > ? ORDER BY id LIMIT ?', after, limit)
    .toArray()
    .map(({ value }) => JSON.parse(value) as Entry)

/** @returns an entry of the waitlist, whatever became of it, or null. */
export const readEntry = (sql: SqlStorage, id: string): Entry | null => {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM entries WHERE id = ?', id).toArray()
  return row === undefined ? null : (JSON.parse(row.value) as Entry)
}

// In the order of the line, so that each is put at its end.
function* liveEntries(sql: SqlStorage): Generator<Entry> {
  const rows = sql.exec<{ value: string }>(`SELECT value FROM entries WHERE ${LIVE_ENTRY} ORDER BY value ->> '$.rank'`)
  for (const { value } of rows) yield JSON.parse(value) as Entry
}

function* values<T>(sql: SqlStorage, table: (typeof TABLES)[keyof typeof TABLES]): Generator<T> {
  for (const { value } of sql.exec<{ value: string }>(`SELECT value FROM ${table}`)) yield JSON.parse(value) as T
}
