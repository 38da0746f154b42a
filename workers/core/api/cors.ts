import type { Context, MiddlewareHandler } from 'hono'
import type { Caller } from '../../../contract/auth.ts'
import { organisationsAllowing } from '../../../platform/db/organisation-origins.ts'
import { problem } from '../problem.ts'
import { sameOrigin } from './caller.ts'
import type { ApiEnv } from './route.ts'

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, X-Request-Id, traceparent',
  // An organisation may take an origin back, so nobody remembers it for long.
  'Access-Control-Max-Age': '600',
}
const EXPOSED =
  'X-Request-Id, traceresponse, RateLimit, RateLimit-Policy, Retry-After, ETag, Idempotency-Replayed, Content-Disposition'

/** What says nothing of anybody, and is read by whoever likes to: also where an organiser's own page shows it. */
const FOR_ALL = /^\/api\/v1\/events\/[^/]+\/(?:availability|layout|live)$/
const PREFLIGHT_FOR_ALL = {
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'If-None-Match, Last-Event-ID, Cache-Control, traceparent, X-Request-Id',
  'Access-Control-Max-Age': '86400',
}

/**
 * Lets pages of other origins read answers where an organisation lists their origin. Nobody is known when a browser asks
 * beforehand, so any organisation's list will do; the guard then asks the list of the caller's own. Cookies are never
 * allowed along (`Access-Control-Allow-Credentials` is not sent), so a foreign page has to hold a token.
 */
export const crossOrigin: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (isForAll(c)) return forAll(c, next)
  const origin = c.req.header('Origin')
  const foreign = origin !== undefined && !sameOrigin(c.req)
  const allowedBy = foreign ? await organisationsAllowing(c.env.DB, origin) : undefined
  if (allowedBy !== undefined) c.set('allowedBy', allowedBy)
  if (foreign && isPreflight(c)) c.res = allowedBy?.length ? c.body(null, 204, PREFLIGHT) : refused(c)
  else await next()
  const { headers } = c.res
  headers.append('Vary', 'Origin')
  headers.delete('Access-Control-Allow-Origin')
  if (!foreign || !readable(c)) return
  headers.set('Access-Control-Allow-Origin', origin)
  headers.set('Access-Control-Expose-Headers', EXPOSED)
}

/** @returns whether the page that asks, if a foreign one does, may do so for this caller's organisation. */
export const originAllowed = (allowedBy: readonly string[] | undefined, caller: Caller): boolean =>
  allowedBy?.includes(caller.organisationId) ?? true

// With a token in it, it is asked as somebody: their organisation's list counts, as everywhere.
const isForAll = (c: Context<ApiEnv>): boolean =>
  FOR_ALL.test(c.req.path) &&
  c.req.header('Authorization') === undefined &&
  !c.req.header('Access-Control-Request-Headers')?.toLowerCase().includes('authorization')

// Any origin, and therefore never with cookies: a browser shows no page what it sent those along for.
const forAll: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (isPreflight(c)) c.res = c.body(null, 204, PREFLIGHT_FOR_ALL)
  else await next()
  c.res.headers.set('Access-Control-Allow-Origin', '*')
  c.res.headers.set('Access-Control-Expose-Headers', EXPOSED)
}

const isPreflight = (c: Context<ApiEnv>): boolean =>
  c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined

// Before anybody is known, one list is as good as another; afterwards only the caller's own counts.
const readable = (c: Context<ApiEnv>): boolean => {
  const allowedBy = c.get('allowedBy') ?? []
  const caller = c.get('caller')
  return caller === undefined ? allowedBy.length > 0 : allowedBy.includes(caller.organisationId)
}

const refused = (c: Context<ApiEnv>) =>
  problem(c, 'origin_not_allowed', {
    detail: 'An owner or an admin lists origins in the settings of the organisation.',
  })
