import type { CheckinListChange, CheckinNumbers, NewCheckinList } from '../../contract/check-ins.ts'
import type { Booking, Refusal } from '../../contract/room.ts'
import { isWaiting } from '../../domain/booking/apply.ts'
import type { Attendance, CheckinList } from '../../domain/booking/check-in.ts'
import type { Decided } from '../../domain/booking/hold.ts'
import type { Change, Moment, Room } from '../../domain/booking/room.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { attendanceOf } from './attendance.ts'
import { bookingsAfter, readBooking } from './rows.ts'

/** More lists than any house has doors. */
const MOST_LISTS = 100

/** @returns a check-in list, or null. */
export const readList = (sql: SqlStorage, id: string): CheckinList | null => {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM checkin_lists WHERE id = ?', id).toArray()
  return row === undefined ? null : (JSON.parse(row.value) as CheckinList)
}

/** @returns the check-in lists of the event, oldest first. */
export const readLists = (sql: SqlStorage): CheckinList[] =>
  sql
    .exec<{ value: string }>("SELECT value FROM checkin_lists ORDER BY value ->> '$.createdAt', id")
    .toArray()
    .map(({ value }) => JSON.parse(value) as CheckinList)

/** What is asked of the lists of an event. */
export type ListAsk =
  | { to: 'add'; wish: NewCheckinList }
  | { to: 'change'; id: string; wish: CheckinListChange }
  | { to: 'drop'; id: string }

/**
 * Makes, changes or takes away a list. Scans that were recorded stay as they are; the next ones go by what it says then.
 * @returns the list as it is then, or was
 */
export const askList = (
  sql: SqlStorage,
  room: Room,
  ask: ListAsk,
  moment: Moment,
): Result<Decided<CheckinList>, Refusal> => {
  const before = ask.to === 'add' ? null : readList(sql, ask.id)
  if (ask.to !== 'add' && before === null) return failed({ reason: 'not_found' })
  if (ask.to === 'drop') {
    sql.exec('DELETE FROM checkin_lists WHERE id = ?', ask.id)
    return before === null
      ? failed({ reason: 'not_found' })
      : ok({ value: before, changes: [toldOf(room, before, 'deleted')] })
  }
  const { version, ...wish }: CheckinListChange = ask.wish
  const refused = whyNot(sql, room, { before, version, ticketTypes: wish.ticketTypes ?? null })
  if (refused !== null) return failed(refused)
  const value = {
    ...(before ?? { id: moment.id('c'), createdAt: moment.now }),
    ...timed(wish),
    version: (before?.version ?? 0) + 1,
  } as CheckinList
  sql.exec('INSERT OR REPLACE INTO checkin_lists VALUES (?, ?)', value.id, JSON.stringify(value))
  return ok({ value, changes: [toldOf(room, value, before === null ? 'created' : 'updated')] })
}

const toldOf = (
  { settings: { eventId } }: Room,
  { id: listId, name }: CheckinList,
  became: 'created' | 'updated' | 'deleted',
): Change => ({
  fact: { type: 'ticket.checkin_list_changed', subject: listId, data: { eventId, listId, name, became } },
})

const whyNot = (
  sql: SqlStorage,
  { types }: Room,
  {
    before,
    version,
    ticketTypes,
  }: { before: CheckinList | null; version: number | undefined; ticketTypes: string[] | null },
): Refusal | null => {
  if (before !== null && version !== undefined && version !== before.version) return { reason: 'stale_version' }
  if (ticketTypes?.every((id) => types.has(id)) === false)
    return { reason: 'invalid_places', detail: 'The event has no such ticket type' }
  const { n } = sql.exec<{ n: number }>('SELECT count(*) AS n FROM checkin_lists').one()
  return before === null && n >= MOST_LISTS
    ? { reason: 'limit', detail: `An event has ${MOST_LISTS} lists at most` }
    : null
}

/** @returns how many of a list may come, came, and are in; null where there is no such list. */
export const numbersOf = (sql: SqlStorage, room: Room, id: string): CheckinNumbers | null => {
  const list = readList(sql, id)
  if (list === null) return null
  const entered = sql
    .exec<{ type: string; entered: number; present: number }>(
      'SELECT type, count(*) AS entered, sum(present) AS present FROM attendance WHERE list = ? AND entries > 0 GROUP BY type',
      list.id,
    )
    .toArray()
  const ticketTypes = room.settings.ticketTypes
    .filter((type) => list.ticketTypes?.includes(type.id) !== false)
    .map(({ id: type }) => ({
      id: type,
      expected: room.counts.bookedTypes.get(type) ?? 0,
      entered: entered.find((row) => row.type === type)?.entered ?? 0,
    }))
  return {
    expected: ticketTypes.reduce((sum, { expected }) => sum + expected, 0),
    entered: entered.reduce((sum, row) => sum + row.entered, 0),
    present: entered.reduce((sum, row) => sum + row.present, 0),
    ticketTypes,
  }
}

/** Tickets of a booking as a list has them, with where each of them stands there. */
export interface ListedBooking {
  booking: Booking
  attendance: Record<string, Attendance>
}

/** Which bookings of a list are asked for: those after one in the order of ids, or named ones. */
export type Listing = { after: string; limit: number } | { ids: readonly string[] }

/** @returns tickets of a list by their bookings, and the id to go on after; null where there is no such list. */
export const listedBookings = (
  sql: SqlStorage,
  listId: string,
  listing: Listing,
): { bookings: ListedBooking[]; next: string | null } | null => {
  const list = readList(sql, listId)
  if (list === null) return null
  const found =
    'ids' in listing
      ? listing.ids.flatMap((id) => readBooking(sql, id) ?? [])
      : bookingsAfter(sql, listing.after, listing.limit)
  const next = 'ids' in listing || found.length < listing.limit ? null : (found.at(-1)?.id ?? null)
  return { bookings: found.flatMap((booking) => listed(sql, list, booking) ?? []), next }
}

const listed = (sql: SqlStorage, list: CheckinList, booking: Booking): ListedBooking | null => {
  const stands = booking.status === 'CONFIRMED' || booking.status === 'REDEEMED'
  const comes = stands || booking.status === 'CANCELLED' || (list.unpaid && isWaiting(booking))
  const tickets = booking.tickets.filter(({ ticketTypeId }) => list.ticketTypes?.includes(ticketTypeId) !== false)
  if (!comes || tickets.length === 0) return null
  const attendance = Object.fromEntries(tickets.map(({ id }) => [id, attendanceOf(sql, list.id, id)]))
  return { booking: { ...booking, tickets }, attendance }
}

const timed = (wish: CheckinListChange) => ({
  ...Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)),
  ...(wish.from === undefined ? {} : { from: at(wish.from) }),
  ...(wish.until === undefined ? {} : { until: at(wish.until) }),
})

const at = (time: string | null): number | null => (time === null ? null : Date.parse(time))
