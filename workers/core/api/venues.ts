import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { newVenue, type Venue, venue, venueChange, venueQuery } from '../../../contract/venues.ts'
import { database } from '../../../platform/db/commit.ts'
import { type VenueRow, venueById, venuesAfter } from '../../../platform/db/venues.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { ifMatch, matchedVersion } from './if-match.ts'
import { answer, body, can, creating, problems, router } from './route.ts'
import { changeVenue, createVenue, deleteVenue } from './venue-change.ts'

export const venues = router()
const tags = ['venues']
const NAMED = z.tuple([z.string(), z.string()])
const one = { params: z.object({ id: opaqueId }) }

venues.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/venues',
    tags,
    summary: 'Add a venue',
    request: { body: body(newVenue) },
    responses: { 201: answer(venue, 'The venue'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    return c.json(asVenue(await createVenue(c.env, { caller, wish: c.req.valid('json'), factId }, Date.now())), 201)
  },
)

venues.openapi(
  can('event.read', {
    method: 'get',
    path: '/venues',
    tags,
    summary: 'The venues of the organisation, by name',
    request: { query: venueQuery },
    responses: { 200: answer(page(venue), 'A page of venues'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, query } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, NAMED)
    if (after === null && cursor !== undefined) return problem(c, 'invalid_cursor')
    const part = { after, limit: limit + 1, query }
    const rows = await venuesAfter(database(c.env.DB), c.var.caller.organisationId, part)
    return c.json(asPage(rows, { limit, place: ({ name, id }) => [name, id], item: asVenue }), 200)
  },
)

venues.openapi(
  can('event.read', {
    method: 'get',
    path: '/venues/{id}',
    tags,
    summary: 'One venue',
    request: one,
    responses: { 200: answer(venue, 'The venue'), ...problems },
  }),
  async (c) => {
    const row = await venueById(database(c.env.DB), c.var.caller.organisationId, c.req.valid('param').id)
    return row === null ? problem(c, 'not_found') : c.json(asVenue(row), 200)
  },
)

venues.openapi(
  can('event.manage', {
    method: 'patch',
    path: '/venues/{id}',
    tags,
    summary: 'Change a venue',
    request: { ...one, body: body(venueChange), headers: ifMatch },
    responses: { 200: answer(venue, 'The venue'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await venueById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const { version = matchedVersion(c.req.valid('header')), ...wish } = c.req.valid('json')
    const changed = await changeVenue(c.env, { caller, row, wish: { ...wish, version } }, Date.now())
    return changed.ok ? c.json(asVenue(changed.value), 200) : problem(c, changed.error)
  },
)

venues.openapi(
  can('event.manage', {
    method: 'delete',
    path: '/venues/{id}',
    tags,
    summary: 'Delete a venue that no plan and no coming event is of',
    request: one,
    responses: { 204: { description: 'Deleted' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await venueById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const deleted = await deleteVenue(c.env, { caller, row }, Date.now())
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error)
  },
)

const asVenue = ({
  organisationId: _,
  deletedAt: __,
  latitude,
  longitude,
  createdAt,
  updatedAt,
  ...row
}: VenueRow): Venue => ({
  ...row,
  coordinates: latitude === null || longitude === null ? null : { latitude, longitude },
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
})
