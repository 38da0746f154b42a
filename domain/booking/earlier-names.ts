import type { EarlierEvent, EarlierEventChange } from '../../contract/earlier-events.ts'
import type { EventChange, NewEvent } from '../../contract/events.ts'
import type { InvitationStatus } from '../../contract/invitations.ts'
import type { FieldError } from '../../contract/problem.ts'
import type { Booking, BookingStatus } from '../../contract/room.ts'
import type { EntryStatus } from '../../contract/waitlist.ts'
import { failed, ok, type Result } from '../result.ts'
import { instantOf } from './zoned-time.ts'

/** What the earlier organiser and the earlier tour booking called things. */

const HOUR_MS = 3_600_000
/** They knew when an event begins, and not when it ends. */
const USUAL_LENGTH_MS = 2 * HOUR_MS
const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?$/
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** @returns milliseconds since 1970 of a moment with an offset, or by the clock of a time zone without one; null for neither */
export const earlierMoment = (text: string, timeZone: string): number | null => {
  const trimmed = text.trim()
  const [, day, time = '00:00', rest = ''] = LOCAL.exec(trimmed) ?? []
  const shown = day === undefined ? null : Date.parse(`${day}T${time}${rest.slice(0, 7)}Z`)
  const exact = WITH_OFFSET.test(trimmed) ? Date.parse(trimmed.replace(' ', 'T')) : null
  const read = exact ?? shown
  if (read === null || Number.isNaN(read)) return null
  return exact ?? instantOf(read, timeZone)
}

/** @returns an event of theirs as we make one: on sale at once, and two hours long where nothing else is said. */
export const eventOf = (wish: EarlierEvent): Result<NewEvent, FieldError[]> => {
  const { timeZone = 'UTC', status = 'ON_SALE', title: name, eventDate } = wish
  const times = timesOf({ eventDate, endDate: wish.endDate }, { timeZone, lasts: USUAL_LENGTH_MS })
  return times.ok ? ok({ ...namesOf(wish), ...times.value, name, timeZone, status }) : times
}

/** @param before the event as it is; without another end it stays as long as it was */
export const eventChangeOf = (
  wish: EarlierEventChange,
  before: { startsAt: number; endsAt: number; timeZone: string },
): Result<EventChange, FieldError[]> => {
  const { timeZone = before.timeZone, eventDate, endDate, version } = wish
  const lasts = before.endsAt - before.startsAt
  const begins = eventDate ?? new Date(before.startsAt).toISOString()
  const moved = eventDate !== undefined || endDate !== undefined
  const times = moved ? timesOf({ eventDate: begins, endDate }, { timeZone, lasts }) : ok({})
  if (!times.ok) return times
  const said = { ...(wish.timeZone === undefined ? {} : { timeZone }), ...(version === undefined ? {} : { version }) }
  return ok({ ...namesOf(wish), ...times.value, ...said })
}

const timesOf = (
  { eventDate, endDate }: { eventDate: string; endDate?: string | null | undefined },
  { timeZone, lasts }: { timeZone: string; lasts: number },
): Result<{ startsAt: string; endsAt: string }, FieldError[]> => {
  if (!isTimeZone(timeZone)) return failed([{ pointer: '/timeZone', code: 'unknown_time_zone', detail: NO_ZONE }])
  const begins = earlierMoment(eventDate, timeZone)
  const ends = endDate == null ? (begins ?? 0) + lasts : earlierMoment(endDate, timeZone)
  const faults = [
    ...(begins === null ? [noMoment('/eventDate')] : []),
    ...(ends === null ? [noMoment('/endDate')] : []),
  ]
  if (begins === null || ends === null) return failed(faults)
  return ok({ startsAt: new Date(begins).toISOString(), endsAt: new Date(ends).toISOString() })
}

const NO_ZONE = 'There is no such time zone in the IANA database'

const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== null
  } catch {
    return false
  }
}

const noMoment = (pointer: string): FieldError => ({
  pointer,
  code: 'invalid_format',
  detail: 'A moment is written as 2027-06-01T18:00:00, with an offset or without',
})

const namesOf = ({
  title,
  description,
  location,
  maxCapacity,
  waitlistEnabled,
  status,
  planId,
}: EarlierEventChange) => ({
  ...(title === undefined ? {} : { name: title }),
  ...(description === undefined ? {} : { description }),
  ...(location === undefined ? {} : { place: location }),
  ...(maxCapacity === undefined ? {} : { capacity: maxCapacity }),
  ...(waitlistEnabled === undefined ? {} : { waitlist: waitlistEnabled }),
  ...(status === undefined ? {} : { status }),
  ...(planId === undefined ? {} : { planId }),
})

const THEIR_FIELDS: Readonly<Record<string, string>> = {
  '/name': '/title',
  '/place': '/location',
  '/startsAt': '/eventDate',
  '/endsAt': '/endDate',
  '/capacity': '/maxCapacity',
  '/waitlist': '/waitlistEnabled',
}

/** @returns what is wrong with an event, told of the fields they know. */
export const inTheirFields = (faults: readonly FieldError[]): FieldError[] =>
  faults.map((fault) => ({ ...fault, pointer: THEIR_FIELDS[fault.pointer] ?? fault.pointer }))

/** What became of somebody who wants to come to an event of theirs. */
export type RegistrationStatus = InvitationStatus

const OF_BOOKINGS: Readonly<Record<BookingStatus, RegistrationStatus>> = {
  ON_HOLD: 'PENDING',
  PENDING: 'PENDING',
  CONFIRMED: 'CONFIRMED',
  REDEEMED: 'CONFIRMED',
  EXPIRED: 'CANCELLED',
  CANCELLED: 'CANCELLED',
  REJECTED: 'CANCELLED',
}

/** @returns a booking's status in the words for invitations. */
export const registrationOfBooking = (status: BookingStatus): RegistrationStatus => OF_BOOKINGS[status]

/** @returns the status of an entry of the waitlist in the words for invitations: what is offered waits for a yes. */
export const registrationOfEntry = (status: EntryStatus): RegistrationStatus => {
  if (status === 'WAITING') return 'WAITLIST'
  if (status === 'OFFERED') return 'PENDING'
  return status === 'CLAIMED' ? 'CONFIRMED' : 'CANCELLED'
}

/** @returns a booking's status in the words of the earlier tour booking. */
export const tourBookingStatus = (status: BookingStatus): string => {
  if (status === 'ON_HOLD') return 'PENDING'
  return status === 'REDEEMED' ? 'COMPLETED' : status
}

export type EarlierPaymentStatus = 'NOT_REQUIRED' | 'PENDING' | 'PAID' | 'NOT_PAID'

/** @returns what is true of the payment of a booking: one that is to be paid stands only when it was. */
export const paymentStatusOf = ({
  total,
  status,
  confirmedAt,
}: Pick<Booking, 'total' | 'status' | 'confirmedAt'>): EarlierPaymentStatus => {
  if (total === 0) return 'NOT_REQUIRED'
  if (confirmedAt !== null) return 'PAID'
  return OF_BOOKINGS[status] === 'PENDING' ? 'PENDING' : 'NOT_PAID'
}
