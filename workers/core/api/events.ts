import { z } from 'zod'
import {
  bookableId,
  event,
  eventChange,
  eventQuery,
  listedEvent,
  newEvent,
  publicEvent,
} from '../../../contract/events.ts'
import { page } from '../../../contract/page.ts'
import { isPublic } from '../../../domain/booking/event-content.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, eventById } from '../../../platform/db/events.ts'
import { placeOf, searchEvents } from '../../../platform/db/events-search.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { asEvent, asListedEvent, asPublicEvent } from './event-answer.ts'
import { changeEvent } from './event-change.ts'
import { ifMatch, matchedVersion, versionTag } from './if-match.ts'
import { createEvent } from './new-event.ts'
import { answer, body, can, creating, open, problems, router } from './route.ts'
import { visitor } from './visitor.ts'

export const events = router()
const tags = ['events']
const ofEvent = z.object({ id: bookableId })

events.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/events',
    tags,
    summary: 'Make an event and tell its room of it',
    request: { body: body(newEvent) },
    responses: { 201: answer(event, 'The event'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const request = { organisationId: caller.organisationId, actor: caller.userId, factId, wish: c.req.valid('json') }
    const made = await createEvent(c.env, request, Date.now())
    return made.ok ? c.json(asEvent(made.value), 201) : problem(c, 'invalid', { errors: made.error })
  },
)

events.openapi(
  open({
    method: 'get',
    path: '/events',
    tags,
    summary: 'Search: the events of the organisation, or without a sign-in what everyone may book',
    request: { query: eventQuery },
    responses: { 200: answer(page(listedEvent), 'A page of events'), ...problems },
  }),
  async (c) => {
    const known = await visitor(c)
    if (!known.ok) return problem(c, known.error)
    const { limit, cursor, organization, public: everyones, ...query } = c.req.valid('query')
    const after =
      cursor === undefined ? null : readCursor(cursor, z.tuple([z.union([z.number(), z.string()]), z.string()]))
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const own = known.value !== null && permitted(known.value, 'event.read') ? known.value.organisationId : null
    const listed = everyones || own === null || (organization !== undefined && organization !== own)
    const organisationId = organization ?? (listed ? null : own)
    const search = { query, organisationId, listed, after, limit: limit + 1 }
    const rows = await searchEvents(database(c.env.DB), search)
    return c.json(asPage(rows, { limit, place: (row) => placeOf(query.sort, row), item: asListedEvent }), 200)
  },
)

events.openapi(
  open({
    method: 'get',
    path: '/events/{id}',
    tags,
    summary: 'One event; what its organisation alone may see, to who is signed in there',
    request: { params: ofEvent },
    responses: { 200: answer(z.union([event, publicEvent]), 'The event'), ...problems },
  }),
  async (c) => {
    const known = await visitor(c)
    if (!known.ok) return problem(c, known.error)
    const row = await anyEventById(database(c.env.DB), c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const own = known.value?.organisationId === row.organisationId && permitted(known.value, 'event.read')
    if (!own && !isPublic(row)) return problem(c, 'not_found')
    c.header('ETag', versionTag(row.version))
    return c.json(own ? asEvent(row) : asPublicEvent(row), 200)
  },
)

events.openapi(
  can('event.manage', {
    method: 'patch',
    path: '/events/{id}',
    tags,
    summary: 'Change an event; lists are replaced as a whole',
    request: { params: ofEvent, body: body(eventChange), headers: ifMatch },
    responses: { 200: answer(event, 'The event'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await eventById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const { version = matchedVersion(c.req.valid('header')), ...said } = c.req.valid('json')
    const wish = { ...said, version }
    const changed = await changeEvent(c.env, { row, wish, actor: caller.userId, now: Date.now() })
    if (changed.ok) return c.json(asEvent(changed.value), 200)
    return changed.error === 'stale_version'
      ? problem(c, 'stale_version')
      : problem(c, 'invalid', { errors: changed.error })
  },
)
