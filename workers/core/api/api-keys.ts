import { z } from 'zod'
import { type ApiKey, apiKey, madeApiKey, newApiKey } from '../../../contract/api-keys.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import type { FieldError } from '../../../contract/problem.ts'
import {
  keyExpiry,
  keyIsActive,
  knownScopes,
  refusedScopes,
  type ScopeRefused,
} from '../../../domain/identity/api-key.ts'
import { type ApiKeyRow, apiKeyById, apiKeysOf } from '../../../platform/db/api-keys.ts'
import { database } from '../../../platform/db/commit.ts'
import { instantOf } from '../../../platform/db/instant.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { addApiKey, revokeApiKey, rotateApiKey } from './new-api-key.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const apiKeys = router()
const tags = ['api keys']
const one = { params: z.object({ id: opaqueId }) }
const place = z.tuple([z.int(), opaqueId])

apiKeys.openapi(
  can('apikey.read', {
    method: 'get',
    path: '/api-keys',
    tags,
    summary: 'The API keys of the organisation, newest first; never the keys themselves',
    request: { query: pageQuery },
    responses: { 200: answer(page(apiKey), 'A page of keys'), ...problems },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const read = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && read === null) return problem(c, 'invalid_cursor')
    const after = read === null ? null : { createdAt: read[0], id: read[1] }
    const now = Date.now()
    const rows = await apiKeysOf(database(c.env.DB), c.var.caller.organisationId, { after, limit: limit + 1 })
    const item = (row: ApiKeyRow) => asApiKey(row, now)
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item }), 200)
  },
)

apiKeys.openapi(
  creating(
    'apikey.manage',
    {
      method: 'post',
      path: '/api-keys',
      tags,
      summary: 'Make an API key; this answer is the only one that tells it',
      request: { body: body(newApiKey) },
      responses: { 201: answer(madeApiKey, 'The key'), ...problems },
    },
    'secret',
  ),
  async (c) => {
    const { name, scopes, expiresInDays } = c.req.valid('json')
    const { caller } = c.var
    const errors = refusedScopes(scopes, caller).map(scopeError)
    if (errors.length > 0) return problem(c, 'invalid', { errors })
    const now = Date.now()
    const wish = { name, scopes: knownScopes(scopes), expiresAt: keyExpiry(expiresInDays, now) }
    const made = await addApiKey(c.env, { caller, wish, factId: c.var.factId }, now)
    if (!made.ok) return problem(c, made.error)
    c.header('Cache-Control', 'no-store')
    return c.json({ ...asApiKey(made.value.row, now), key: made.value.key }, 201)
  },
)

apiKeys.openapi(
  can('apikey.manage', {
    method: 'delete',
    path: '/api-keys/{id}',
    tags,
    summary: 'Revoke an API key at once; revoking it again changes nothing',
    request: one,
    responses: { 200: answer(apiKey, 'The key'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await apiKeyById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const now = Date.now()
    return c.json(asApiKey(await revokeApiKey(c.env, { caller, row }, now), now), 200)
  },
)

apiKeys.openapi(
  creating(
    'apikey.manage',
    {
      method: 'post',
      path: '/api-keys/{id}/rotate',
      tags,
      summary: 'Make a successor of the same name and scopes; the old key works for another 24 hours',
      request: one,
      responses: { 201: answer(madeApiKey, 'The successor'), ...problems },
    },
    'secret',
  ),
  async (c) => {
    const { caller } = c.var
    const now = Date.now()
    const row = await apiKeyById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    if (!keyIsActive(row, now)) return problem(c, 'not_found', { detail: 'The key works no more. Make a new one.' })
    const made = await rotateApiKey(c.env, { caller, row, factId: c.var.factId }, now)
    if (!made.ok) return problem(c, made.error)
    c.header('Cache-Control', 'no-store')
    return c.json({ ...asApiKey(made.value.row, now), key: made.value.key }, 201)
  },
)

const asApiKey = (row: ApiKeyRow, now: number): ApiKey => ({
  id: row.id,
  name: row.name,
  hint: `${row.start}…${row.end}`,
  scopes: knownScopes(JSON.parse(row.scopes) as unknown[]),
  createdBy: row.createdBy,
  createdAt: new Date(row.createdAt).toISOString(),
  expiresAt: instantOf(row.expiresAt),
  lastUsedAt: instantOf(row.lastUsedAt),
  active: keyIsActive(row, now),
})

const REFUSED: Record<ScopeRefused, string> = {
  unknown: 'There is no such permission',
  people_only: 'This stays with people; no key can have it',
  beyond_role: 'Your own role does not allow this',
}

const scopeError = ({ index, reason }: { index: number; reason: ScopeRefused }): FieldError => ({
  pointer: `/scopes/${index}`,
  code: reason,
  detail: REFUSED[reason],
})
