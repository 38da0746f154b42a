import { z } from 'zod'
import { ALIASES, type LoggedEvent } from '../../../contract/domain-events.ts'
import { exportQuery } from '../../../contract/event-log.ts'
import { fromPublisher } from '../../../domain/events/earlier-names.ts'
import { isJsonObject } from '../../../domain/json-object.ts'
import { jsonFault } from '../../../domain/strict-json.ts'
import { randomId } from '../../../platform/crypto.ts'
import { searchWholeLog } from '../../../platform/log-search.ts'
import { writeCursor } from '../api/cursor.ts'
import { visibleTo } from '../api/event-view.ts'
import { searchFor } from '../api/log-filter.ts'
import { publish } from '../api/publishing.ts'
import { can, permit, router } from '../api/route.ts'
import { problem } from '../problem.ts'

/**
 * Paths of the earlier notification platform: `GET /api/logs` of its log service (a bare array; `Link` with rel="next"
 * where there is more), `POST /api/events` of its publisher, and `/kafka-ui`, which is the page *Activity* now.
 */
export const earlierEvents = router()

const hide = true
const responses = { 200: { description: 'As the earlier system answered' } }

const logsQuery = exportQuery.omit({ order: true }).extend({
  eventType: z.string().max(2000).optional(),
  userId: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
})

earlierEvents.openapi(
  can('log.read', { method: 'get', path: '/api/logs', hide, request: { query: logsQuery }, responses }),
  async (c) => {
    const { eventType, userId, limit, ...query } = c.req.valid('query')
    const asked = { ...query, type: query.type ?? eventType, actor: query.actor ?? userId, order: 'desc' as const }
    const search = searchFor(c.var.caller, asked)
    if (!search.ok) return problem(c, search.error.code, search.error.details)
    const log = { db: c.env.DB, bucket: c.env.BUCKET }
    const { events, next } = await searchWholeLog(log, { ...search.value, limit })
    if (next !== null) {
      const rest = new URL(c.req.url)
      rest.searchParams.set('cursor', writeCursor(['desc', next]))
      c.header('Link', `<${rest.pathname}${rest.search}>; rel="next"`)
    }
    const visible = visibleTo(c.var.caller)
    return c.json(
      events.map((event) => asEarlier(event, visible(event))),
      200,
    )
  },
)

earlierEvents.post('/api/events', permit('event.publish'), async (c) => {
  const text = await c.req.text()
  // It never asked what type a body had, so one may come as text, and nobody has looked at that so far.
  const fault = jsonFault(text)
  if (fault !== null) return problem(c, 'invalid', { errors: [fault] })
  const body: unknown = await c.req.json().catch(() => undefined)
  if (body === undefined) return problem(c, 'malformed_json')
  const event = fromPublisher(body, randomId('n'))
  const done = await publish(c.env, c.var.caller, { events: [event], strict: false, batch: false })
  if (!done.ok) return problem(c, done.error.code, { errors: done.error.errors })
  const [published] = done.value
  if (published === undefined) return problem(c, 'internal')
  const visible = visibleTo(c.var.caller)
  return c.json({ ...asEarlier(published.event, visible(published.event)), status: 'PUBLISHED' }, 201)
})

for (const path of ['/kafka-ui', '/kafka-ui/*']) earlierEvents.get(path, (c) => c.redirect('/activity', 302))

const EARLIER_NAMES: ReadonlyMap<string, string> = new Map([...ALIASES].map(([alias, type]) => [type, alias]))

// What it says of itself stands beside the fields of the event, as consumers of the topics knew them.
const asEarlier = ({ id, type, actor, time, correlationId, position, subject }: LoggedEvent, data: unknown) => ({
  id,
  eventId: id,
  eventType: EARLIER_NAMES.get(type) ?? type,
  type,
  userId: isJsonObject(data) && typeof data.userId === 'string' ? data.userId : actor,
  subject,
  timestamp: new Date(time).toISOString(),
  correlationId,
  position,
  payload: data,
})
