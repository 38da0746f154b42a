import type { Context } from 'hono'
import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { newOidcProvider, type OidcProvider, oidcProvider, oidcProviderChange } from '../../../contract/oidc.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import { database } from '../../../platform/db/commit.ts'
import { type ProviderRow, providerOf, providersAfter } from '../../../platform/db/oidc-providers.ts'
import { isLoopback } from '../../../platform/oidc/fetch.ts'
import { type ProblemDetails, problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { publicOrigin } from './links.ts'
import { addProvider, changeProvider, type Refusal, removeProvider } from './new-oidc-provider.ts'
import { addressesOf } from './oidc-relation.ts'
import { type Asked, answer, body, can, creating, problems, router } from './route.ts'

export const oidcProviders = router()
const tags = ['single sign-on']
const ofProvider = z.object({ id: opaqueId })

oidcProviders.openapi(
  can('provider.read', {
    method: 'get',
    path: '/identity-providers',
    tags,
    summary: 'The identity providers of the organisation, in the order they were made',
    request: { query: pageQuery },
    responses: { 200: answer(page(oidcProvider), 'A page of providers'), ...problems },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? ([0, ''] as const) : readCursor(cursor, z.tuple([z.int(), z.string()]))
    if (after === null) return problem(c, 'invalid_cursor')
    const rows = await providersAfter(database(c.env.DB), c.var.caller.organisationId, { after, limit: limit + 1 })
    const place = ({ createdAt, id }: ProviderRow) => [createdAt, id] as const
    return c.json(asPage(rows, { limit, place, item: (row) => asProvider(c, row) }), 200)
  },
)

oidcProviders.openapi(
  creating('provider.manage', {
    method: 'post',
    path: '/identity-providers',
    tags,
    summary: 'Let people of the organisation sign in with an OpenID Connect provider; the issuer is asked at once',
    request: { body: body(newOidcProvider) },
    responses: { 201: answer(oidcProvider, 'The provider'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const made = await addProvider(
      c.env,
      { caller, wish: c.req.valid('json'), factId, isLocal: isLocal(c) },
      Date.now(),
    )
    return made.ok ? c.json(asProvider(c, made.value), 201) : refused(c, made.error)
  },
)

oidcProviders.openapi(
  can('provider.read', {
    method: 'get',
    path: '/identity-providers/{id}',
    tags,
    summary: 'One identity provider',
    request: { params: ofProvider },
    responses: { 200: answer(oidcProvider, 'The provider'), ...problems },
  }),
  async (c) => {
    const row = await providerOf(database(c.env.DB), c.var.caller.organisationId, c.req.valid('param').id)
    return row === null ? problem(c, 'not_found') : c.json(asProvider(c, row), 200)
  },
)

oidcProviders.openapi(
  can('provider.manage', {
    method: 'patch',
    path: '/identity-providers/{id}',
    tags,
    summary: 'Change an identity provider; another issuer or client, or none, ends the sign-ins of the former',
    request: { params: ofProvider, body: body(oidcProviderChange) },
    responses: { 200: answer(oidcProvider, 'The provider'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await providerOf(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const changed = await changeProvider(
      c.env,
      { caller, row, wish: c.req.valid('json'), isLocal: isLocal(c) },
      Date.now(),
    )
    return changed.ok ? c.json(asProvider(c, changed.value), 200) : refused(c, changed.error)
  },
)

oidcProviders.openapi(
  can('provider.manage', {
    method: 'delete',
    path: '/identity-providers/{id}',
    tags,
    summary: 'Forget an identity provider and end the sign-ins it vouched for; memberships stay',
    request: { params: ofProvider },
    responses: { 204: { description: 'Forgotten' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await providerOf(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    await removeProvider(c.env, { caller, row }, Date.now())
    return c.body(null, 204)
  },
)

const isLocal = (c: Asked): boolean => isLoopback(publicOrigin(c))

const asProvider = (c: Asked, row: ProviderRow): OidcProvider => {
  const { organisationId: _, clientSecret, createdAt, ...shown } = row
  const addresses = addressesOf(c, row.id)
  return {
    ...shown,
    ...addresses,
    hasClientSecret: clientSecret !== null,
    createdAt: new Date(createdAt).toISOString(),
  }
}

const DETAILS: Record<Refusal, ProblemDetails> = {
  limit_reached: { detail: 'An organisation has at most twenty identity providers.' },
  stale_version: {},
  not_listed: {
    errors: [{ pointer: '/listed', code: 'only_admins', detail: 'Only an ADMIN of the deployment lists a provider.' }],
  },
  issuer_refused: {
    errors: [
      {
        pointer: '/issuer',
        code: 'not_allowed',
        detail: 'An issuer is an https address; http is for a trial on one machine.',
      },
    ],
  },
  issuer_not_understood: {
    errors: [{ pointer: '/issuer', code: 'discovery_failed', detail: 'What answers there is not this issuer.' }],
  },
  issuer_unavailable: {
    errors: [{ pointer: '/issuer', code: 'unavailable', detail: 'The issuer does not answer.' }],
  },
  no_openid: { errors: [{ pointer: '/scopes', code: 'openid_missing', detail: 'The scopes have to hold openid.' }] },
  audience_is_client: {
    errors: [
      { pointer: '/audience', code: 'client_id', detail: 'An audience that is the client would let ID tokens in.' },
    ],
  },
  secret_needed: {
    errors: [
      {
        pointer: '/clientSecret',
        code: 'secret_needed',
        detail: 'The secret is the former issuer’s. Give that of the new one, or null for none.',
      },
    ],
  },
  audience_taken: {
    errors: [{ pointer: '/audience', code: 'taken', detail: 'Another provider takes tokens for this audience.' }],
  },
}

const refused = (c: Context, refusal: Refusal) => {
  if (refusal === 'limit_reached' || refusal === 'stale_version') return problem(c, refusal, DETAILS[refusal])
  if (refusal === 'issuer_unavailable') return problem(c, 'provider_unavailable', DETAILS[refusal])
  return problem(c, refusal === 'not_listed' ? 'forbidden' : 'invalid', DETAILS[refusal])
}
