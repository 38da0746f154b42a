import { z } from 'zod'
import { exportQuery, loggedEvent, logPage, logQuery, timeline } from '../../../contract/event-log.ts'
import { instantOf } from '../../../platform/db/instant.ts'
import { eventOfLog, searchWholeLog, type WholeLogFound } from '../../../platform/log-search.ts'
import { problem } from '../problem.ts'
import { writeCursor } from './cursor.ts'
import { asView, visibleTo } from './event-view.ts'
import { endOfExport, linesOf } from './log-export.ts'
import { searchFor } from './log-filter.ts'
import { timelineOf } from './log-timeline.ts'
import { answer, can, problems, router } from './route.ts'

export const domainEvents = router()
const tags = ['event log']
// As text, or the types of routes would take it for JSON.
const NDJSON: string = 'application/x-ndjson'
const one = {
  params: z.object({ id: z.string().min(1).max(300) }),
  query: z.object({
    position: z.coerce.number().int().min(1).optional().meta({
      description: 'Its position: without it an event that left the database is found among the newest alone',
    }),
  }),
}
const logOf = ({ DB: db, BUCKET: bucket }: Env) => ({ db, bucket })

domainEvents.openapi(
  can('log.read', {
    method: 'get',
    path: '/domain-events',
    tags,
    summary: 'Everything that happened, the newest in front',
    description:
      'A page may end early, even empty, where much was read and little of it asked for: `next` goes on. What says ' +
      'something of a person reads "[personal]" without log.personal, and is not searched then.',
    request: { query: logQuery },
    responses: { 200: answer(logPage, 'A page of the log'), ...problems },
  }),
  async (c) => {
    const { limit, ...query } = c.req.valid('query')
    const search = searchFor(c.var.caller, query)
    if (!search.ok) return problem(c, search.error.code, search.error.details)
    const { events, next, ...found } = await searchWholeLog(logOf(c.env), { ...search.value, limit })
    const data = events.map((event) => asView(event, search.value.visible))
    return c.json(
      { data, next: next === null ? null : writeCursor([query.order, next]), searched: asSearched(found) },
      200,
    )
  },
)

domainEvents.openapi(
  can('log.read', {
    method: 'get',
    path: '/domain-events/export',
    tags,
    summary: 'The log as NDJSON, the oldest in front',
    description:
      'One event a line. An export ends after 40,000 events were read; where there are more, `Link` with rel="next" ' +
      'says so before it begins.',
    request: { query: exportQuery },
    responses: {
      200: {
        content: { [NDJSON]: { schema: z.string().meta({ description: 'A LoggedEvent on each line' }) } },
        description: 'Events, one a line',
      },
      ...problems,
    },
  }),
  async (c) => {
    const query = c.req.valid('query')
    const search = searchFor(c.var.caller, query)
    if (!search.ok) return problem(c, search.error.code, search.error.details)
    const end = await endOfExport(logOf(c.env), search.value)
    if (end !== null) {
      const rest = new URL(c.req.url)
      rest.searchParams.set('cursor', writeCursor([query.order, end]))
      c.header('Link', `<${rest.pathname}${rest.search}>; rel="next"`)
    }
    c.header('Content-Disposition', 'attachment; filename="domain-events.ndjson"')
    return c.body(linesOf(logOf(c.env), search.value, end), 200, { 'Content-Type': NDJSON })
  },
)

domainEvents.openapi(
  can('log.read', {
    method: 'get',
    path: '/domain-events/{id}',
    tags,
    summary: 'One event',
    request: one,
    responses: { 200: answer(loggedEvent, 'The event'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const event = await eventOfLog(logOf(c.env), {
      ...{ organisationId: caller.organisationId, id: c.req.valid('param').id },
      position: c.req.valid('query').position,
    })
    return event === null ? problem(c, 'not_found') : c.json(asView(event, visibleTo(caller)), 200)
  },
)

domainEvents.openapi(
  can('log.read', {
    method: 'get',
    path: '/domain-events/{id}/timeline',
    tags,
    summary: 'What an event came of, and what came of it',
    description: 'Events of its correlation with causes and effects, and what was sent to whom, in order.',
    request: one,
    responses: { 200: answer(timeline, 'What came of what'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const event = await eventOfLog(logOf(c.env), {
      ...{ organisationId: caller.organisationId, id: c.req.valid('param').id },
      position: c.req.valid('query').position,
    })
    return event === null ? problem(c, 'not_found') : c.json(await timelineOf(logOf(c.env), caller, event), 200)
  },
)

const HOUR_MS = 3_600_000

const asSearched = ({ searched, sealedUntil }: Pick<WholeLogFound, 'searched' | 'sealedUntil'>) => ({
  ...searched,
  sealedUntil: instantOf(sealedUntil === null ? null : sealedUntil * HOUR_MS),
})
