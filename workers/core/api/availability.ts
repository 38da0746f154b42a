import { z } from 'zod'
import { availability } from '../../../contract/availability.ts'
import { bookableId } from '../../../contract/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { visitEvent } from './known-event.ts'
import { answer, open, problems, router } from './route.ts'

export const availabilities = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })

availabilities.openapi(
  open({
    method: 'get',
    path: '/events/{id}/availability',
    tags,
    summary: 'What can be had of an event now',
    request: { params: ofEvent },
    responses: {
      200: answer(availability, 'How many places are free and what became of the others, with each seat of its plan'),
      304: { description: 'Nothing changed since this ETag' },
      ...problems,
    },
  }),
  async (c) => {
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    const now = await eventRoom(c.env.EVENT_ROOM, visit.event.id).availability()
    if (now === null) return problem(c, 'not_found')
    const tag = `"${now.seq}"`
    c.header('ETag', tag)
    c.header('Cache-Control', 'no-cache')
    if (c.req.header('If-None-Match') === tag) return c.body(null, 304)
    return c.json(now, 200)
  },
)

availabilities.openapi(
  open({
    method: 'get',
    path: '/events/{id}/live',
    tags,
    summary: 'A socket that tells every change of what can be had (WebSocket)',
    request: {
      params: ofEvent,
      query: z.object({
        since: z
          .string()
          .regex(/^\d{1,15}$/)
          .optional(),
      }),
    },
    responses: { 101: { description: 'Switching protocols' }, ...problems },
  }),
  async (c) => {
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') return problem(c, 'upgrade_required')
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    const { since } = c.req.valid('query')
    const address = since === undefined ? 'https://room/' : `https://room/?since=${since}`
    return eventRoom(c.env.EVENT_ROOM, visit.event.id).fetch(new Request(address, c.req.raw))
  },
)
