import type { Caller } from '../../../contract/auth.ts'
import { roleFrom } from '../../../domain/identity/claims.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { identityOf } from '../../../platform/db/identities.ts'
import { type ProviderRow, providersByAudience } from '../../../platform/db/oidc-providers.ts'
import { isProviderUrl } from '../../../platform/oidc/fetch.ts'
import { type Presented, presentedToken, verifyIssuedToken } from '../../../platform/oidc/tokens.ts'

/** Milliseconds an isolate remembers whose tokens are taken, and whose are not. */
const REMEMBERED_MS = 60_000
const MOST_REMEMBERED = 500
/** Tokens for more audiences than this are for nobody in particular. */
const MOST_AUDIENCES = 10

export type IssuerRefusal = 'unauthenticated' | 'no_access' | 'provider_unavailable'

interface Remembered {
  until: number
  provider: ProviderRow | null
}

const remembered = new Map<string, Remembered>()

/** @returns what a bearer token says of itself if it is from some issuer elsewhere, or null: it may still be ours. */
export const fromElsewhere = (token: string, now: number): Presented | null => {
  const presented = presentedToken(token, now)
  return presented !== null && isProviderUrl(presented.issuer) ? presented : null
}

/**
 * Knows who asks with an access token of an organisation's issuer. What they may do, their claims say each time: there
 * need be no account here, and there is no session that could be ended before the token is over.
 */
export const callerByIssuer = async (
  env: Env,
  { token, presented }: { token: string; presented: Presented },
  now: number,
): Promise<Result<Caller, IssuerRefusal>> => {
  const provider = await providerFor(env, presented, now)
  if (provider?.audience == null) return failed('unauthenticated')
  const { id: providerId, issuer, audience, organisationId } = provider
  const verified = await verifyIssuedToken({ issuer, audience }, token, now)
  if (!verified.ok) return failed(verified.error === 'invalid' ? 'unauthenticated' : verified.error)
  const { sub: subject } = verified.value
  const role = roleFrom(verified.value, provider)
  if (role === null) return failed('no_access')
  const identity = await identityOf(database(env.DB), { providerId, subject })
  if (identity?.disabled === true) return failed('unauthenticated')
  const userId = identity?.userId ?? strangerId(issuer, subject)
  return ok({ userId, organisationId, role, platformRole: 'USER', credential: { kind: 'issuer', providerId } })
}

// Always the same for one subject, and telling nobody which.
const strangerId = (issuer: string, subject: string): string =>
  `x_${sha256Hex(JSON.stringify([issuer, subject])).slice(0, 32)}`

const providerFor = async (env: Env, { issuer, audiences }: Presented, now: number): Promise<ProviderRow | null> => {
  if (audiences.length > MOST_AUDIENCES) return null
  const key = JSON.stringify([issuer, ...audiences])
  const known = remembered.get(key)
  if (known !== undefined && known.until > now) return known.provider
  const found = await providersByAudience(database(env.DB), issuer, audiences)
  // A token meant for two organisations says nothing about which of them is asked.
  const provider = found.length === 1 ? (found[0] ?? null) : null
  remembered.delete(key)
  remembered.set(key, { provider, until: now + REMEMBERED_MS })
  for (const oldest of remembered.keys()) {
    if (remembered.size <= MOST_REMEMBERED) break
    remembered.delete(oldest)
  }
  return provider
}
