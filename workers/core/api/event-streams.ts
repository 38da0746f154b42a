import { eventStream, eventStreamQuery } from '../../../contract/event-streams.ts'
import { page } from '../../../contract/page.ts'
import { listStreams } from '../../../platform/db/streams.ts'
import { answer, can, problems, router } from './route.ts'

export const eventStreams = router()

eventStreams.openapi(
  can('log.read', {
    method: 'get',
    path: '/domain-events/streams',
    tags: ['domain events'],
    summary: 'How many events of each type were logged, hour by hour',
    description: 'The reader `streams` counts them: what it has still to read is not in it. At most 200 types.',
    request: { query: eventStreamQuery },
    responses: { 200: answer(page(eventStream), 'The types, the most frequent first'), ...problems },
  }),
  async (c) => {
    const { hours } = c.req.valid('query')
    const data = await listStreams(c.env.DB, c.var.caller.organisationId, { hours, now: Date.now() })
    return c.json({ data, next: null }, 200)
  },
)
