import { z } from 'zod'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById } from '../../../platform/db/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { bookingSubject, calendarAnswer } from '../pages/booking/calendar-page.ts'
import { problem } from '../problem.ts'
import { withLinkToRead } from './asker.ts'
import { byLink, ofBooking } from './booking-answer.ts'
import { askRoom, visitInvitation } from './invitation-answer.ts'
import { invitationSubject } from './invitation-calendar.ts'
import { eventIdOf, refusedBy, visitEvent } from './known-event.ts'
import { open, problems, router } from './route.ts'

export const calendars = router()
const file = {
  200: { content: { 'text/calendar': { schema: z.string() } }, description: 'The file' },
  ...problems,
}

calendars.openapi(
  open({
    method: 'get',
    path: '/bookings/{id}/ical',
    tags: ['booking'],
    summary: 'A booking as a file that adds it to a calendar (RFC 5545), to those it belongs to',
    request: { params: ofBooking, query: byLink },
    responses: file,
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    const visit = await visitEvent(c, eventIdOf(id))
    if ('refused' in visit) return visit.refused
    const asker = await withLinkToRead(c, visit, { purpose: 'booking', id })
    const found = await eventRoom(c.env.EVENT_ROOM, visit.event.id).booking(id, asker)
    if (!found.ok) return refusedBy(c, found.error)
    const event = await anyEventById(database(c.env.DB), visit.event.id)
    return event === null ? problem(c, 'not_found') : calendarAnswer(c, event, bookingSubject(c, found.value, event))
  },
)

calendars.openapi(
  open({
    method: 'get',
    path: '/invitations/{invitation}/ical',
    tags: ['invitations'],
    summary: 'An invitation for calendars: a request, or a cancellation, of the same entry each time (RFC 5546)',
    request: { params: z.object({ invitation: z.string().min(1).max(200) }) },
    responses: file,
  }),
  async (c) => {
    const visit = await visitInvitation(c, c.req.valid('param').invitation)
    if ('refused' in visit) return visit.refused
    const asked = await askRoom(c, visit, { do: 'look' })
    if (!asked.ok) return refusedBy(c, asked.error)
    const event = await anyEventById(database(c.env.DB), visit.eventId)
    return event === null
      ? problem(c, 'not_found')
      : calendarAnswer(c, event, await invitationSubject(c, asked.value.invitation, event))
  },
)
