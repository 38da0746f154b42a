import { z } from 'zod'
import { page } from '../../../contract/page.ts'
import { newTour, tour, tourChange, tourCopy, tourId, tourQuery } from '../../../contract/tours.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { randomId } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyTourById, tourById, toursAfter } from '../../../platform/db/tours.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { ifMatch, matchedVersion, versionTag } from './if-match.ts'
import { answer, body, can, creating, open, problems, router } from './route.ts'
import { asPublicTour, asTour } from './tour-answer.ts'
import { changeTour, createTour, deleteTour, duplicateTour } from './tour-change.ts'
import { visitor } from './visitor.ts'

export const tours = router()
const tags = ['tours']
const ofTour = z.object({ id: tourId })

tours.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/tours',
    tags,
    summary: 'Make a tour; an ACTIVE one gets the departures that its rules want',
    request: { body: body(newTour) },
    responses: { 201: answer(tour, 'The tour'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const request = { organisationId: caller.organisationId, actor: caller.userId, factId, wish: c.req.valid('json') }
    const made = await createTour(c.env, request, Date.now())
    return made.ok ? c.json(asTour(made.value), 201) : problem(c, 'invalid', { errors: made.error })
  },
)

tours.openapi(
  open({
    method: 'get',
    path: '/tours',
    tags,
    summary: 'The tours of the organisation by name, or without a sign-in those that everyone may book',
    request: { query: tourQuery },
    responses: { 200: answer(page(tour), 'A page of tours'), ...problems },
  }),
  async (c) => {
    const known = await visitor(c)
    if (!known.ok) return problem(c, known.error)
    const { limit, cursor, query, organization, public: everyones } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, z.tuple([z.string(), z.string()]))
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const own = known.value !== null && permitted(known.value, 'event.read') ? known.value.organisationId : null
    const listed = everyones || own === null || (organization !== undefined && organization !== own)
    const whose = { organisationId: organization ?? (listed ? null : own), listed }
    const rows = await toursAfter(database(c.env.DB), whose, { after, limit: limit + 1, query })
    const item = listed ? asPublicTour : asTour
    return c.json(asPage(rows, { limit, place: ({ name, id }) => [name, id], item }), 200)
  },
)

tours.openapi(
  open({
    method: 'get',
    path: '/tours/{id}',
    tags,
    summary: 'One tour; its departures are events with its `tourId`',
    request: { params: ofTour },
    responses: { 200: answer(tour, 'The tour'), ...problems },
  }),
  async (c) => {
    const known = await visitor(c)
    if (!known.ok) return problem(c, known.error)
    const row = await anyTourById(database(c.env.DB), c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const own = known.value?.organisationId === row.organisationId && permitted(known.value, 'event.read')
    if (!own && row.status !== 'ACTIVE') return problem(c, 'not_found')
    c.header('ETag', versionTag(row.version))
    return c.json(own ? asTour(row) : asPublicTour(row), 200)
  },
)

tours.openapi(
  can('event.manage', {
    method: 'patch',
    path: '/tours/{id}',
    tags,
    summary: 'Change a tour; departures follow, save those that somebody booked or changed by hand',
    request: { params: ofTour, body: body(tourChange), headers: ifMatch },
    responses: { 200: answer(tour, 'The tour'), ...problems },
  }),
  async (c) => {
    const { organisationId, userId: actor } = c.var.caller
    const row = await tourById(database(c.env.DB), organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const { version = matchedVersion(c.req.valid('header')), ...said } = c.req.valid('json')
    const request = { organisationId, actor, factId: randomId('e'), row, wish: { ...said, version } }
    const changed = await changeTour(c.env, request, Date.now())
    if (changed.ok) return c.json(asTour(changed.value), 200)
    return typeof changed.error === 'string'
      ? problem(c, changed.error)
      : problem(c, 'invalid', { errors: changed.error })
  },
)

tours.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/tours/{id}/duplicate',
    tags,
    summary: 'Make another tour of one; the copy is a draft, without departures',
    request: { params: ofTour, body: body(tourCopy, false) },
    responses: { 201: answer(tour, 'The new tour'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const { organisationId, userId: actor } = caller
    const row = await tourById(database(c.env.DB), organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const wish = c.req.valid('json') ?? {}
    const made = await duplicateTour(c.env, { organisationId, actor, factId, row, wish }, Date.now())
    return made.ok ? c.json(asTour(made.value), 201) : problem(c, 'invalid', { errors: made.error })
  },
)

tours.openapi(
  can('event.manage', {
    method: 'delete',
    path: '/tours/{id}',
    tags,
    summary: 'Delete a tour without departures to come',
    request: { params: ofTour },
    responses: { 204: { description: 'Deleted' }, ...problems },
  }),
  async (c) => {
    const { organisationId, userId: actor } = c.var.caller
    const row = await tourById(database(c.env.DB), organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const deleted = await deleteTour(c.env, { organisationId, actor, factId: randomId('e'), row }, Date.now())
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error)
  },
)
