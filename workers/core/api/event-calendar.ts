import { z } from 'zod'
import { bookableId } from '../../../contract/events.ts'
import { isPublic } from '../../../domain/booking/event-content.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById } from '../../../platform/db/events.ts'
import { calendarAnswer } from '../pages/booking/calendar-page.ts'
import { problem } from '../problem.ts'
import { open, problems, router } from './route.ts'

export const eventCalendar = router()

eventCalendar.openapi(
  open({
    method: 'get',
    path: '/events/{id}/ical',
    tags: ['events'],
    summary: 'An event as a file that adds it to a calendar (RFC 5545)',
    request: { params: z.object({ id: bookableId }) },
    responses: {
      200: { content: { 'text/calendar': { schema: z.string() } }, description: 'The file' },
      ...problems,
    },
  }),
  async (c) => {
    const row = await anyEventById(database(c.env.DB), c.req.valid('param').id)
    if (row === null || !isPublic(row)) return problem(c, 'not_found')
    const url = new URL(`/events/${row.id}`, c.env.PUBLIC_ORIGIN || c.req.url).href
    return calendarAnswer(c, row, {
      uid: row.id,
      sequence: row.version,
      url,
      cancelled: row.status === 'CANCELLED',
    })
  },
)
