import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { newPlan, plan, planChange, planCopy, planPublication, planQuery } from '../../../contract/plans.ts'
import { database } from '../../../platform/db/commit.ts'
import { planById, plansAfter } from '../../../platform/db/plans.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { ifMatch, matchedVersion } from './if-match.ts'
import { asPlan } from './plan-answer.ts'
import { changePlan, createPlan } from './plan-change.ts'
import { deletePlan, duplicatePlan } from './plan-copy.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const plans = router()
const tags = ['plans']
const NAMED = z.tuple([z.string(), z.string()])
const one = { params: z.object({ id: opaqueId }) }

plans.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/plans',
    tags,
    summary: 'Import a seating plan',
    request: { body: body(newPlan) },
    responses: { 201: answer(plan, 'The plan'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const made = await createPlan(c.env, { caller, wish: c.req.valid('json'), factId }, Date.now())
    return made.ok ? c.json(asPlan(made.value), 201) : problem(c, 'invalid', { errors: made.error })
  },
)

plans.openapi(
  can('event.read', {
    method: 'get',
    path: '/plans',
    tags,
    summary: 'The seating plans of the organisation, by name',
    request: { query: planQuery },
    responses: { 200: answer(page(plan), 'A page of plans'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, ...wanted } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, NAMED)
    if (after === null && cursor !== undefined) return problem(c, 'invalid_cursor')
    const part = { ...wanted, after, limit: limit + 1 }
    const rows = await plansAfter(database(c.env.DB), c.var.caller.organisationId, part)
    return c.json(asPage(rows, { limit, place: ({ name, id }) => [name, id], item: asPlan }), 200)
  },
)

plans.openapi(
  can('event.read', {
    method: 'get',
    path: '/plans/{id}',
    tags,
    summary: 'One seating plan',
    request: one,
    responses: { 200: answer(plan, 'The plan'), ...problems },
  }),
  async (c) => {
    const row = await planById(database(c.env.DB), c.var.caller.organisationId, c.req.valid('param').id)
    return row === null ? problem(c, 'not_found') : c.json(asPlan(row), 200)
  },
)

plans.openapi(
  can('event.manage', {
    method: 'patch',
    path: '/plans/{id}',
    tags,
    summary: 'Change a seating plan: another document becomes its draft',
    request: { ...one, body: body(planChange), headers: ifMatch },
    responses: { 200: answer(plan, 'The plan'), ...problems },
  }),
  async (c) => {
    const { version = matchedVersion(c.req.valid('header')), ...wish } = c.req.valid('json')
    const { caller } = c.var
    const row = await planById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const changed = await changePlan(c.env, { caller, row, wish: { ...wish, version } }, Date.now())
    if (changed.ok) return c.json(asPlan(changed.value), 200)
    return changed.error === 'stale_version'
      ? problem(c, changed.error)
      : problem(c, 'invalid', { errors: changed.error })
  },
)

plans.openapi(
  can('event.manage', {
    method: 'post',
    path: '/plans/{id}/publish',
    tags,
    summary: 'Publish the draft: new events take it, and it is never changed again',
    request: { ...one, body: body(planPublication, false), headers: ifMatch },
    responses: { 200: answer(plan, 'The plan'), ...problems },
  }),
  async (c) => {
    const { version = matchedVersion(c.req.valid('header')) } = c.req.valid('json')
    const { caller } = c.var
    const row = await planById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const changed = await changePlan(c.env, { caller, row, wish: { version, publish: true } }, Date.now())
    if (changed.ok) return c.json(asPlan(changed.value), 200)
    return changed.error === 'stale_version'
      ? problem(c, changed.error)
      : problem(c, 'invalid', { errors: changed.error })
  },
)

plans.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/plans/{id}/duplicate',
    tags,
    summary: 'Make another plan, a draft, of the newest document of this one',
    request: { ...one, body: body(planCopy, false) },
    responses: { 201: answer(plan, 'The copy'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const row = await planById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const { name = row.name } = c.req.valid('json')
    const copy = await duplicatePlan(c.env, { caller, row, name, factId }, Date.now())
    return copy.ok ? c.json(asPlan(copy.value), 201) : problem(c, copy.error)
  },
)

plans.openapi(
  can('event.manage', {
    method: 'delete',
    path: '/plans/{id}',
    tags,
    summary: 'Delete a plan that no tour and no event that is not over is sold by',
    request: one,
    responses: { 204: { description: 'Deleted' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await planById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const deleted = await deletePlan(c.env, { caller, row }, Date.now())
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error)
  },
)
