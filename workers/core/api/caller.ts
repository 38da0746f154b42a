import type { HonoRequest } from 'hono'
import { parse } from 'hono/utils/cookie'
import type { Caller } from '../../../contract/auth.ts'
import { API_KEY_PREFIX } from '../../../domain/identity/api-key.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { verifyAccessToken } from '../../../platform/auth.ts'
import { database } from '../../../platform/db/commit.ts'
import { standing } from '../../../platform/db/sessions.ts'
import { callerByKey, type Later } from './api-key-caller.ts'
import { ACCESS_COOKIE } from './cookies.ts'
import { callerByIssuer, fromElsewhere, type IssuerRefusal } from './issuer-caller.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

type Refused = IssuerRefusal | 'cross_site'

/**
 * @param later takes what need not be waited for
 * @returns who asks, by API key, by bearer token of ours or of an organisation's issuer or, from our own pages, by cookie
 */
export const authenticate = async (
  request: HonoRequest,
  env: Env,
  later: Later = () => undefined,
): Promise<Result<Caller, Refused>> => {
  const bearer = bearerToken(request)
  const cookie = bearer === undefined ? accessCookie(request) : undefined
  if (cookie !== undefined && !SAFE.has(request.method) && !sameOrigin(request)) return failed('cross_site')
  const token = bearer ?? cookie
  const now = Date.now()
  // A key is taken from the header alone: in a cookie it would be sent by browsers on their own.
  if (bearer?.startsWith(API_KEY_PREFIX)) return recognised(await callerByKey(env, bearer, { now, later }))
  const presented = bearer === undefined ? null : fromElsewhere(bearer, now)
  if (bearer !== undefined && presented !== null) return callerByIssuer(env, { token: bearer, presented }, now)
  return recognised(token === undefined ? null : await callerBySession(env, token, now))
}

const recognised = (caller: Caller | null): Result<Caller, Refused> =>
  caller === null ? failed('unauthenticated') : ok(caller)

// The token says who; the session and the membership say whether, and as what: a role taken away is gone at once.
const callerBySession = async (env: Env, token: string, now: number): Promise<Caller | null> => {
  const claims = await verifyAccessToken(env.KEY_RING, token, now)
  const known = claims === null ? null : await standing(database(env.DB), claims, now)
  if (claims === null || known === null) return null
  const { userId, organisationId, session: id } = claims
  const { role, platformRole, providerId } = known
  return { userId, organisationId, role, platformRole, credential: { kind: 'session', id, providerId } }
}

/** @returns the token of `Authorization: Bearer`, if there is one. */
export const bearerToken = (request: HonoRequest): string | undefined =>
  /^Bearer +([\w.~+/-]+=*) *$/i.exec(request.header('Authorization') ?? '')?.[1]

/**
 * A browser sends our cookies along with what another site makes it ask. `SameSite=Lax` keeps them from foreign POSTs,
 * but not from those of a sibling subdomain, so the browser's own word is heard too. It cannot be forged by a page.
 */
export const sameOrigin = (request: HonoRequest): boolean => {
  const site = request.header('Sec-Fetch-Site')
  if (site !== undefined) return site === 'same-origin'
  return request.header('Origin') === new URL(request.url).origin
}

/** @returns whether a page of another site sent this. Programs say neither; every browser says `Origin` with a POST. */
export const fromAnotherSite = (request: HonoRequest): boolean =>
  (request.header('Sec-Fetch-Site') ?? request.header('Origin')) !== undefined && !sameOrigin(request)

/**
 * @returns whether another page may have had this request made in the name of a cookie: one that changes something and
 * has no header that a page cannot have sent along. What a person does by hand (`none`) is no page's doing.
 */
export const mayBeForged = (request: HonoRequest): boolean =>
  !SAFE.has(request.method) &&
  bearerToken(request) === undefined &&
  request.header('Sec-Fetch-Site') !== 'none' &&
  fromAnotherSite(request)

const accessCookie = (request: HonoRequest): string | undefined =>
  parse(request.header('Cookie') ?? '', ACCESS_COOKIE)[ACCESS_COOKIE]
