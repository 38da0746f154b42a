import type { Booking } from '../../../../contract/room.ts'
import { type CalendarEntry, calendarFile, methodOf } from '../../../../domain/booking/calendar-file.ts'
import type { EventRow } from '../../../../platform/db/events.ts'
import { publicOrigin } from '../../api/links.ts'
import type { ApiContext } from '../../api/route.ts'
import { visitPage } from './visit.ts'

/** The file that adds an event to a calendar. */
export const eventCalendar = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  const { event } = visit
  const url = new URL(`/events/${event.id}`, c.env.PUBLIC_ORIGIN || c.req.url).href
  return calendarAnswer(c, event, {
    uid: event.id,
    sequence: event.version,
    url,
    cancelled: event.status === 'CANCELLED',
  })
}

/** What is put into a calendar: the event itself, a booking, or an invitation to it. */
export interface CalendarSubject extends Pick<CalendarEntry, 'uid' | 'sequence' | 'url' | 'cancelled' | 'meeting'> {
  /** When that changed last, where it is more than the event (ms since 1970). */
  changedAt?: number
}

/** @returns a booking as calendars know it: the same as before, whatever changes in it or in its event. */
export const bookingSubject = (c: ApiContext, booking: Booking, event: EventRow): CalendarSubject => ({
  uid: booking.id,
  sequence: event.version + booking.version,
  changedAt: booking.updatedAt,
  url: `${publicOrigin(c)}/bookings/${booking.id}`,
  cancelled: ENDED.has(booking.status) || event.status === 'CANCELLED',
})

const ENDED: ReadonlySet<Booking['status']> = new Set(['CANCELLED', 'EXPIRED', 'REJECTED'])

export const calendarAnswer = (c: ApiContext, event: EventRow, { changedAt, ...about }: CalendarSubject) => {
  const location = [event.place, event.settings.address, event.city].filter((part) => part !== null).join(', ')
  const file = calendarFile({
    ...about,
    uid: `${about.uid}@${new URL(about.url).hostname}`,
    stampedAt: Math.max(event.updatedAt, changedAt ?? 0),
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    name: event.name,
    description: event.settings.description,
    location: location === '' ? null : location,
  })
  c.header('Content-Type', `text/calendar; charset=utf-8; method=${methodOf(about)}`)
  c.header('Content-Disposition', 'attachment; filename="event.ics"')
  c.header('Cache-Control', 'no-store')
  return c.body(file)
}
