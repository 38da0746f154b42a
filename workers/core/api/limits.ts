import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Caller } from '../../../contract/auth.ts'
import { networkOf } from '../../../domain/identity/network.ts'
import {
  counterOf,
  limitsOn,
  type Overrides,
  RATE_LIMITS,
  type RateLimitName,
  readOverrides,
} from '../../../domain/identity/rate-limits.ts'
import { countAttempt } from '../../../platform/attempts.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { logFailure } from '../../../platform/log.ts'
import { problem } from '../problem.ts'
import type { ApiEnv, Asked } from './route.ts'

/** @returns how many are let through in a window, by table or configuration; null for any number. */
export const quotaOf = (env: Env, name: RateLimitName): number | null => {
  const wanted = overrides(env.RATE_LIMITS)[name]
  if (wanted !== undefined) return wanted
  const attempts = Number(env.AUTH_ATTEMPTS_PER_15_MINUTES)
  return name === 'sign-in' && attempts > 0 ? attempts : RATE_LIMITS[name].quota
}

/** Counts what comes to a route without a guard, by address; a guard counts by who it lets in. */
export const limitUnguarded: MiddlewareHandler<ApiEnv> = async (c, next) => {
  return !isGuarded(c) && (await overLimit(c, null)) ? problem(c, 'rate_limited') : next()
}

/** @returns whether a guard stands before what answers this, so that it is the guard who counts. */
export const isGuarded = (c: Context): boolean => matchedRoutes(c).some(({ handler }) => 'permission' in handler)

/**
 * Counts a request against every limit on its path, and says in headers what they are.
 * @param caller whom it counts for; null while nobody is known, then it is their address
 * @returns whether it is one too many
 */
export const overLimit = async (c: Asked, caller: Caller | null): Promise<boolean> => {
  const keys = keysOf(c, caller)
  if (keys.length === 0) return false
  const program = caller !== null && caller.credential.kind !== 'session'
  const asker = caller === null ? 'address' : program ? 'program' : 'person'
  for (const name of limitsOn(c.req.path, asker)) {
    const quota = quotaOf(c.env, name)
    if (quota !== null && (await isOver(c, name, { quota, keys }))) return true
  }
  return false
}

const keysOf = (c: Asked, caller: Caller | null): string[] => {
  if (caller === null) return addressOf(c)
  const { userId, organisationId, credential } = caller
  // A person is one in all their organisations, of which they may make many.
  if (credential.kind === 'session' && credential.providerId === null) return [`caller:${userId}`]
  // What a provider says of people counts in its organisation: another one must not use up their share.
  const there = `caller:${organisationId}:${userId}`
  // And an issuer, which anyone may set up, names as many people as it likes.
  return credential.kind === 'issuer' ? [there, ...addressOf(c)] : [there]
}

// Cloudflare always says the address. Where nobody does, on one machine, all would share one.
const addressOf = (c: Asked): string[] => {
  const address = c.req.header('CF-Connecting-IP')
  return address === undefined ? [] : [`address:${networkOf(address)}`]
}

interface Counted {
  quota: number
  /** Who share it; one that has none left is enough. */
  keys: string[]
}

const isOver = async (c: Asked, name: RateLimitName, counted: Counted): Promise<boolean> => {
  switch (counterOf(name, counted.quota)) {
    case 'window':
      return isOverExactly(c, name, counted)
    case 'edge':
      return isOverNearly(c, name, counted)
    case 'nobody':
      return false
  }
}

const isOverExactly = async (c: Asked, name: RateLimitName, { quota, keys }: Counted): Promise<boolean> => {
  const now = Date.now()
  const { window } = RATE_LIMITS[name]
  const counting = { limit: quota, windowMs: window * 1000, now }
  const { allowed, remaining, resetAt } = await countAttempt(
    c.env.ATTEMPT_WINDOW,
    keys.map((key) => `${name}:${key}`),
    counting,
  )
  tell(c, name, { quota, remaining, seconds: Math.max(1, Math.ceil((resetAt - now) / 1000)), allowed })
  return !allowed
}

const isOverNearly = async (c: Asked, name: RateLimitName, { quota, keys }: Counted): Promise<boolean> => {
  const edge = name === 'keys' ? c.env.KEYS_LIMIT : c.env.GENERAL_LIMIT
  // Neither addresses nor ids are the edge's business.
  const outcomes = await Promise.all(keys.map((key) => edge.limit({ key: sha256Hex(key) })))
  const success = outcomes.every((outcome) => outcome.success)
  // What is left, it does not say.
  const refused = success ? {} : { remaining: 0, seconds: RATE_LIMITS[name].window }
  tell(c, name, { quota, ...refused, allowed: success })
  return !success
}

interface Told {
  quota: number
  /** What is left and for how long, where it is known. */
  remaining?: number
  seconds?: number
  allowed: boolean
}

/** Says a limit in headers (draft-ietf-httpapi-ratelimit-headers), beside those that the request met before. */
export const tell = (c: Asked, name: RateLimitName, { quota, remaining, seconds, allowed }: Told): void => {
  const met = told.get(c.req) ?? new Map<RateLimitName, { policy: string; rest: string | null }>()
  const rest = remaining === undefined ? null : `"${name}";r=${remaining};t=${seconds}`
  told.set(c.req, met.set(name, { policy: `"${name}";q=${quota};w=${RATE_LIMITS[name].window}`, rest }))
  const limits = [...met.values()]
  const rests = limits.flatMap((limit) => limit.rest ?? [])
  c.header('RateLimit-Policy', limits.map(({ policy }) => policy).join(', '))
  if (rests.length > 0) c.header('RateLimit', rests.join(', '))
  if (!allowed) c.header('Retry-After', String(seconds))
}

const told = new WeakMap<Asked['req'], Map<RateLimitName, { policy: string; rest: string | null }>>()

let read: { text: string | undefined; overrides: Overrides } | null = null

const overrides = (text: string | undefined): Overrides => {
  if (read?.text === text && read !== null) return read.overrides
  const said = readOverrides(text)
  if (said === null)
    logFailure(new Error('RATE_LIMITS is neither off nor JSON of quotas, so it counts for nothing'), {})
  read = { text, overrides: said ?? {} }
  return read.overrides
}
