import { type CalendarEntry, calendarFile } from '../../../../domain/booking/calendar-file.ts'
import type { EventRow } from '../../../../platform/db/events.ts'
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

export const calendarAnswer = (
  c: ApiContext,
  event: EventRow,
  about: Pick<CalendarEntry, 'uid' | 'sequence' | 'url' | 'cancelled'>,
) => {
  const location = [event.place, event.settings.address, event.city].filter((part) => part !== null).join(', ')
  const file = calendarFile({
    ...about,
    uid: `${about.uid}@${new URL(about.url).hostname}`,
    stampedAt: event.updatedAt,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    name: event.name,
    description: event.settings.description,
    location: location === '' ? null : location,
  })
  c.header('Content-Type', 'text/calendar; charset=utf-8')
  c.header('Content-Disposition', 'attachment; filename="event.ics"')
  c.header('Cache-Control', 'no-store')
  return c.body(file)
}
