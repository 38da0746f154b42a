import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import {
  newOrganisation,
  organisation,
  organisationChange,
  organisationRemoval,
} from '../../../contract/organisations.ts'
import { page } from '../../../contract/page.ts'
import { MEMBERSHIP_LIMITS } from '../../../domain/identity/membership.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  asOrganisation,
  insertOrganisation,
  organisationById,
  organisationRowsOf,
  updateOrganisation,
} from '../../../platform/db/organisations.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { removeOrganisation } from './organisation-removal.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const organisations = router()
const tags = ['organizations']
const ofOrganisation = z.object({ id: opaqueId })

organisations.openapi(
  can('self', {
    method: 'get',
    path: '/organizations',
    tags,
    summary: 'The organisations of whoever asks, the one joined first in front',
    responses: { 200: answer(page(organisation), 'The organisations'), ...problems },
  }),
  async (c) => {
    const { userId, organisationId, credential } = c.var.caller
    const providerId = credential.kind === 'session' ? credential.providerId : null
    const rows = await organisationRowsOf(database(c.env.DB), userId, providerId)
    const confined = credential.kind !== 'session' || credential.providerId !== null
    const reached = confined ? rows.filter(({ id }) => id === organisationId) : rows
    return c.json({ data: reached.map(asOrganisation), next: null }, 200)
  },
)

organisations.openapi(
  creating('self.account', {
    method: 'post',
    path: '/organizations',
    tags,
    summary: 'Make an organisation; whoever asks owns it',
    request: { body: body(newOrganisation) },
    responses: { 201: answer(organisation, 'The organisation'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const { name } = c.req.valid('json')
    const now = Date.now()
    const row = { id: randomId('o'), name, createdAt: now }
    const db = database(c.env.DB)
    const fact: Fact = {
      id: factId,
      organisationId: row.id,
      type: 'organization.created',
      subject: row.id,
      actor: caller.userId,
      time: now,
      data: { organizationId: row.id, name },
    }
    const owned = { owner: caller.userId, most: MEMBERSHIP_LIMITS.organisations }
    try {
      await announce(c.env, await commit(db, insertOrganisation(db, row, owned), [fact]))
    } catch (error) {
      if (isRefused(error)) return problem(c, 'limit_reached')
      throw error
    }
    return c.json(asOrganisation({ ...row, role: 'owner', version: 1, origins: '[]' }), 201)
  },
)

organisations.openapi(
  can('organization.read', {
    method: 'get',
    path: '/organizations/{id}',
    tags,
    summary: 'The organisation this session acts in',
    request: { params: ofOrganisation },
    responses: { 200: answer(organisation, 'The organisation'), ...problems },
  }),
  async (c) => {
    const { organisationId, role } = c.var.caller
    const row =
      c.req.valid('param').id === organisationId ? await organisationById(database(c.env.DB), organisationId) : null
    return row === null ? problem(c, 'not_found') : c.json(asOrganisation({ ...row, role }), 200)
  },
)

organisations.openapi(
  can('organization.manage', {
    method: 'patch',
    path: '/organizations/{id}',
    tags,
    summary: 'Change its name, or which origins may call the API for it',
    request: { params: ofOrganisation, body: body(organisationChange) },
    responses: { 200: answer(organisation, 'The organisation'), ...problems },
  }),
  async (c) => {
    const { organisationId, role, userId } = c.var.caller
    if (c.req.valid('param').id !== organisationId) return problem(c, 'not_found')
    const { version, ...wish } = c.req.valid('json')
    const db = database(c.env.DB)
    const row = await organisationById(db, organisationId)
    if (row === null) return problem(c, 'not_found')
    const changed = Object.keys(wish)
    if (version !== undefined && version !== row.version) return problem(c, 'stale_version')
    if (changed.length === 0) return c.json(asOrganisation({ ...row, role }), 200)
    const fact: Fact = {
      id: randomId('e'),
      organisationId,
      type: 'organization.updated',
      subject: organisationId,
      actor: userId,
      time: Date.now(),
      data: { organizationId: organisationId, changed, ...wish },
    }
    try {
      await announce(c.env, await commit(db, updateOrganisation(db, row, wish), [fact]))
    } catch (error) {
      if (isRefused(error)) return problem(c, 'stale_version')
      throw error
    }
    const next = await organisationById(db, organisationId)
    return next === null ? problem(c, 'not_found') : c.json(asOrganisation({ ...next, role }), 200)
  },
)

organisations.openapi(
  can('organization.delete', {
    method: 'delete',
    path: '/organizations/{id}',
    tags,
    summary: 'Delete it for everybody, with its projects, keys and identity providers',
    request: { params: ofOrganisation, body: body(organisationRemoval) },
    responses: { 204: { description: 'Deleted' }, ...problems },
  }),
  async (c) => {
    const { organisationId, userId } = c.var.caller
    if (c.req.valid('param').id !== organisationId) return problem(c, 'not_found')
    const row = await organisationById(database(c.env.DB), organisationId)
    if (row === null) return problem(c, 'not_found')
    if (row.name !== c.req.valid('json').name) return problem(c, 'invalid', OTHER_NAME)
    const removed = await removeOrganisation(c.env, { organisationId, userId }, Date.now())
    return removed.ok ? c.body(null, 204) : problem(c, removed.error)
  },
)

const OTHER_NAME = {
  errors: [{ pointer: '/name', code: 'other_name', detail: 'Type the name of the organisation exactly' }],
}
