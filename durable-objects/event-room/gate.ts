import type { ScanResult } from '../../contract/check-ins.ts'
import type { Asker, Booking, Refusal, Ticket } from '../../contract/room.ts'
import { type Attended, attendanceChanges } from '../../domain/booking/attendance.ts'
import {
  byTime,
  type CheckinList,
  type Direction,
  type Passage,
  passedThrough,
  whyTurnedAway,
} from '../../domain/booking/check-in.ts'
import type { Decided } from '../../domain/booking/hold.ts'
import type { Moment, Room } from '../../domain/booking/room.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { readList } from './checkin-lists.ts'
import { bookingWithTicket } from './rows.ts'

/** A scan as the worker read it: the secret is checked and stands for a ticket, or for none that there ever was. */
export interface ScanAsk {
  listId: string
  ticketId: string | null
  /** Which secret of the ticket was shown; null where it was found by name. */
  generation: number | null
  nonce: string
  at: number | null
  direction: Direction
  force: boolean
  device: string | null
}

/** What a scan came to. Times are milliseconds since 1970. */
export interface ScanAnswer {
  nonce: string
  listId: string
  listName: string
  result: ScanResult
  direction: Direction
  at: number
  forced: boolean
  usedAt: number | null
  repeated: boolean
  booking: Booking | null
  ticketId: string | null
}

type ScanRow = {
  nonce: string
  list: string
  ticket: string | null
  at: number
  direction: Direction
  forced: number
  result: ScanResult
  used_at: number | null
}

/**
 * Records scans, each once for its nonce, in the order of their times. Two doors that show one ticket at once are two
 * steps of the room: one of them is let in.
 */
export const recordScans = (
  sql: SqlStorage,
  room: Room,
  { asks, asker }: { asks: readonly ScanAsk[]; asker: Asker },
  { now }: Moment,
): Result<Decided<ScanAnswer[]>, Refusal> => {
  const lists = new Map(asks.map(({ listId }) => [listId, readList(sql, listId)]))
  if ([...lists.values()].includes(null)) return failed({ reason: 'not_found' })
  const came: Attended[] = []
  const answerTo = (ask: ScanAsk): ScanAnswer => {
    const list = lists.get(ask.listId)
    if (list == null) throw new Error('a list that was just read is gone')
    const known = knownScan(sql, ask)
    const booking = ask.ticketId === null ? null : bookingWithTicket(sql, ask.ticketId)
    if (known !== null) return answered(known, { list, booking, repeated: true })
    const row = record(sql, { ask, list, booking, actor: asker.actor }, now)
    const passes = row.result === 'VALID' || row.result === 'EXIT'
    if (passes && booking !== null && row.ticket !== null)
      came.push({
        bookingId: booking.id,
        ticketId: row.ticket,
        direction: row.direction,
        at: row.at,
        list,
        forced: row.forced === 1,
      })
    return answered(row, { list, booking, repeated: false })
  }
  const inOrder = asks.map((ask, n) => ({ ask, n, at: Math.min(ask.at ?? now, now), nonce: ask.nonce })).sort(byTime)
  const answers = new Map(inOrder.map(({ ask, n }) => [n, answerTo(ask)]))
  const value = asks.flatMap((_, n) => answers.get(n) ?? [])
  const bookings = new Map(came.map(({ ticketId }) => [ticketId, bookingWithTicket(sql, ticketId)]))
  return ok({ value, changes: attendanceChanges(room, { came, bookings }, now) })
}

const knownScan = (sql: SqlStorage, ask: ScanAsk): ScanRow | null => {
  const [row] = sql.exec<ScanRow>('SELECT * FROM scans WHERE nonce = ?', ask.nonce).toArray()
  if (row === undefined) return null
  const same = row.list === ask.listId && row.ticket === ask.ticketId && row.direction === ask.direction
  return same ? row : { ...row, ticket: null, list: ask.listId, result: 'NONCE_REUSED', used_at: null }
}

interface Recording {
  ask: ScanAsk
  list: CheckinList
  booking: Booking | null
  actor: string | null
}

const record = (sql: SqlStorage, { ask, list, booking, actor }: Recording, now: number): ScanRow => {
  const at = Math.min(ask.at ?? now, now)
  const ticket = booking?.tickets.find(({ id }) => id === ask.ticketId)
  const refused =
    booking === null || ticket === undefined ? 'UNKNOWN' : whyTurnedAway(list, { booking, ticket }, { ...ask, at })
  const forced = refused !== null && ask.force && ticket !== undefined
  const passed = refused === null || forced
  sql.exec(
    `INSERT INTO scans (nonce, list, ticket, at, direction, forced, passed, result, received_at, device, actor)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ask.nonce,
    list.id,
    ask.ticketId,
    at,
    ask.direction,
    Number(forced || ask.force),
    Number(passed),
    refused ?? 'VALID',
    now,
    ask.device,
    actor,
  )
  if (passed && ticket !== undefined) goThrough(sql, list, ticket)
  return sql.exec<ScanRow>('SELECT * FROM scans WHERE nonce = ?', ask.nonce).one()
}

/** Goes through all passages of a ticket at a list again: what was told late may have come first. */
const goThrough = (sql: SqlStorage, list: CheckinList, { id, ticketTypeId }: Ticket): void => {
  const rows = sql
    .exec<ScanRow>('SELECT * FROM scans WHERE list = ? AND ticket = ? AND passed = 1', list.id, id)
    .toArray()
  const passages = rows.map(
    ({ nonce, direction, at, forced }): Passage => ({ nonce, direction, at, force: forced === 1 }),
  )
  const { results, attendance } = passedThrough(list, passages)
  for (const { nonce, result: before, used_at: usedBefore } of rows) {
    const now = results.get(nonce)
    if (now !== undefined && (now.result !== before || now.usedAt !== usedBefore))
      sql.exec('UPDATE scans SET result = ?, used_at = ? WHERE nonce = ?', now.result, now.usedAt, nonce)
  }
  const { entries, present, firstEntryAt } = attendance
  sql.exec(
    'INSERT OR REPLACE INTO attendance VALUES (?, ?, ?, ?, ?, ?)',
    list.id,
    id,
    ticketTypeId,
    entries,
    Number(present),
    firstEntryAt,
  )
}

const answered = (
  row: ScanRow,
  { list, booking, repeated }: { list: CheckinList; booking: Booking | null; repeated: boolean },
): ScanAnswer => ({
  nonce: row.nonce,
  listId: list.id,
  listName: list.name,
  result: row.result,
  direction: row.direction,
  at: row.at,
  forced: row.forced === 1,
  usedAt: row.used_at,
  repeated,
  booking: row.ticket === null ? null : booking,
  ticketId: row.ticket,
})

/** @returns scans as they were recorded, newest first; those before `before`, one more than `limit`. */
export const recordedScans = (sql: SqlStorage, { listId, result, before, limit }: ScansAsked): RecordedScan[] =>
  sql
    .exec<RecordedScan>(
      `SELECT * FROM scans WHERE n < ?1 AND (?2 IS NULL OR list = ?2) AND (?3 IS NULL OR result = ?3)
       ORDER BY n DESC LIMIT ?4`,
      before ?? Number.MAX_SAFE_INTEGER,
      listId,
      result,
      limit + 1,
    )
    .toArray()

/** A scan with where it came from and when. */
export type RecordedScan = ScanRow & { n: number; received_at: number; device: string | null; actor: string | null }

/** Which scans are asked for. */
export interface ScansAsked {
  listId: string | null
  result: ScanResult | null
  /** Number of the last scan seen, or null for the newest. */
  before: number | null
  limit: number
}
