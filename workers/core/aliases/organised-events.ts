import { z } from 'zod'
import { earlierEvent, earlierEventChange } from '../../../contract/earlier-events.ts'
import { eventChangeOf, eventOf, inTheirFields } from '../../../domain/booking/earlier-names.ts'
import { isPublic } from '../../../domain/booking/event-content.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { randomId } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow, eventById } from '../../../platform/db/events.ts'
import { placeOf, searchEvents } from '../../../platform/db/events-search.ts'
import { asPage, readCursor } from '../api/cursor.ts'
import { cancelEvent, deleteEvent } from '../api/event-cancellation.ts'
import { changeEvent } from '../api/event-change.ts'
import { createEvent } from '../api/new-event.ts'
import { body, can, creating, router } from '../api/route.ts'
import { visitor } from '../api/visitor.ts'
import { problem } from '../problem.ts'
import { asUnderApi, bareArray, orPage } from './refusal.ts'

/**
 * Events at the paths of the earlier organiser: `/events` and `/events/{id}`, with `{title, description, location,
 * eventDate, maxCapacity, waitlistEnabled}`. Lists are bare arrays there. Ids are ours: opaque, no numbers.
 */
export const organisedEvents = router()

const hide = true
const responses = { 200: { description: 'As the earlier system answered' } }
const MOST = 100

for (const path of ['/events', '/events/:id']) organisedEvents.use(path, ...asUnderApi)

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
  cursor: z.string().max(500).optional(),
  query: z.string().trim().max(200).optional(),
})

organisedEvents.get(
  '/events',
  orPage(async (c) => {
    const asked = listQuery.safeParse(c.req.query())
    if (!asked.success) return problem(c, 'invalid_query')
    const { limit, cursor, query } = asked.data
    const after = cursor === undefined ? null : readCursor(cursor, z.tuple([z.number(), z.string()]))
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const known = await visitor(c)
    if (!known.ok) return problem(c, known.error)
    const own = known.value !== null && permitted(known.value, 'event.read') ? known.value.organisationId : null
    // The latest first: an organiser of many years would else see nothing but what is over.
    const search = { sort: '-startsAt', ...(query === undefined ? {} : { query }) } as const
    const wanted = { query: search, organisationId: own, listed: own === null, after, limit: limit + 1 }
    const rows = await searchEvents(database(c.env.DB), wanted)
    const paged = asPage(rows, { limit, place: (row) => placeOf('-startsAt', row), item: (row) => row })
    // What was deleted there is cancelled here, so that who had a place is told.
    const there = paged.data.filter(({ status }) => status !== 'CANCELLED')
    return bareArray(c, { data: there.map(asEarlier), next: paged.next })
  }),
)

organisedEvents.get(
  '/events/:id',
  orPage(async (c) => {
    const known = await visitor(c)
    if (!known.ok) return problem(c, known.error)
    const row = await anyEventById(database(c.env.DB), c.req.param('id') ?? '')
    const own = known.value?.organisationId === row?.organisationId && permittedTo(known.value)
    if (row === null || !(own || isPublic(row))) return problem(c, 'not_found')
    return c.json(asEarlier(row), 200)
  }),
)

const permittedTo = (caller: Parameters<typeof permitted>[0] | null): boolean =>
  caller !== null && permitted(caller, 'event.read')

organisedEvents.openapi(
  creating('event.manage', { method: 'post', path: '/events', hide, request: { body: body(earlierEvent) }, responses }),
  async (c) => {
    const { caller, factId } = c.var
    const wish = eventOf(c.req.valid('json'))
    if (!wish.ok) return problem(c, 'invalid', { errors: wish.error })
    const request = { organisationId: caller.organisationId, actor: caller.userId, factId, wish: wish.value }
    const made = await createEvent(c.env, request, Date.now())
    return made.ok ? c.json(asEarlier(made.value), 201) : problem(c, 'invalid', { errors: inTheirFields(made.error) })
  },
)

const changeRoute = {
  path: '/events/{id}',
  hide,
  request: { params: z.object({ id: z.string() }), body: body(earlierEventChange) },
  responses,
} as const
for (const method of ['put', 'patch'] as const)
  organisedEvents.openapi(can('event.manage', { ...changeRoute, method }), async (c) => {
    const { caller } = c.var
    const row = await eventById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const wish = eventChangeOf(c.req.valid('json'), row)
    if (!wish.ok) return problem(c, 'invalid', { errors: wish.error })
    const request = { row, wish: wish.value, actor: caller.userId, now: Date.now() }
    const changed = await changeEvent(c.env, request)
    if (changed.ok) return c.json(asEarlier(changed.value), 200)
    return changed.error === 'stale_version'
      ? problem(c, 'stale_version')
      : problem(c, 'invalid', { errors: inTheirFields(changed.error) })
  })

organisedEvents.openapi(
  can('event.manage', {
    method: 'delete',
    path: '/events/{id}',
    hide,
    request: { params: z.object({ id: z.string() }) },
    responses: { 204: { description: 'It is gone: thrown away as a draft, or cancelled' } },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await eventById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const request = { row, actor: caller.userId, factId: randomId('e'), now: Date.now() }
    if (row.status === 'DRAFT' && (await deleteEvent(c.env, request)).ok) return c.body(null, 204)
    const cancelled = await cancelEvent(c.env, { ...request, factId: randomId('e'), reason: null })
    return cancelled.ok ? c.body(null, 204) : problem(c, cancelled.error)
  },
)

const instant = (time: number): string => new Date(time).toISOString()

const asEarlier = (row: EventRow) => ({
  id: row.id,
  title: row.name,
  description: row.settings.description,
  location: [row.place, row.city].filter((part) => part !== null).join(', ') || null,
  eventDate: instant(row.startsAt),
  endDate: instant(row.endsAt),
  timeZone: row.timeZone,
  maxCapacity: row.capacity,
  availableSeats: row.free ?? row.capacity,
  waitlistEnabled: row.settings.waitlist.enabled,
  status: row.status,
  organizationId: row.organisationId,
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
  version: row.version,
})
