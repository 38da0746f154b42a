import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose'
import type { AuthorizationServer } from 'oauth4webapi'
import { isJsonObject } from '../../domain/json-object.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { discover } from './discovery.ts'
import { isUnavailable, type ProviderFetch, providerFetch, unavailable } from './fetch.ts'

/** Signatures of a public key only: with a shared one, whoever may read the key set could sign (RFC 8725, section 2.1). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const SKEW_SECONDS = 60
/** Milliseconds a key set that did not answer is left alone. */
const AWAY_MS = 5000
const MOST_KEY_SETS = 200
const LONGEST_TOKEN = 16_000

/** The event of OpenID Connect Back-Channel Logout 1.0, section 2.4. */
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'

type TokenFailure = 'invalid' | 'provider_unavailable'
interface KeySet {
  keys: ReturnType<typeof createRemoteJWKSet>
  awayUntil: number
}

const keySets = new Map<string, KeySet>()

/** Who a provider says is signed out: one session of theirs (`sid`), or someone everywhere. `issuedAt` in milliseconds. */
export interface SignedOut {
  subject: string | null
  session: string | null
  issuedAt: number
}

/** What is read of a bearer token before anybody is asked about it; nothing of it is proved yet. */
export interface Presented {
  issuer: string
  audiences: string[]
}

/** @returns whom a bearer token says it is from and for, or null for what cannot be an access token that still holds. */
export const presentedToken = (token: string, now: number): Presented | null => {
  const read = decoded(token)
  if (read === null || read.typ === null || isIdToken(read)) return null
  // Nobody has looked at these claims: each may be anything that JSON can say.
  const { iss, aud, exp, sub }: Record<string, unknown> = read.payload
  const audiences: unknown[] = [aud].flat()
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number') return null
  if (audiences.length === 0 || !audiences.every((one) => typeof one === 'string')) return null
  if (exp * 1000 <= now - SKEW_SECONDS * 1000) return null
  return { issuer: iss, audiences }
}

/**
 * Verifies an access token that is a JWT (RFC 9068): signature, issuer, audience and times.
 * @returns its claims
 */
export const verifyIssuedToken = (
  { issuer, audience }: { issuer: string; audience: string },
  token: string,
  now: number,
): Promise<Result<JWTPayload & { sub: string }, TokenFailure>> =>
  checked(async () => {
    const server = await discover(issuer, { fetch: providerFetch(), now })
    const wanted = { issuer: server.issuer, audience, requiredClaims: ['exp', 'sub', 'aud', 'iss'] }
    const { sub, ...payload } = await verified(server, token, wanted, now)
    return typeof sub !== 'string' || sub === '' ? null : { ...payload, sub }
  })

/** Verifies a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
export const verifyLogoutToken = (
  { issuer, clientId }: { issuer: string; clientId: string },
  token: string,
  now: number,
): Promise<Result<SignedOut, TokenFailure>> =>
  checked(async () => {
    const server = await discover(issuer, { fetch: providerFetch(), now })
    const wanted = { issuer: server.issuer, audience: clientId, requiredClaims: ['iat', 'exp', 'jti', 'events'] }
    return signedOut(await verified(server, token, wanted, now))
  })

/**
 * Providers such as Keycloak tell roles in the access token alone. What came from the token endpoint with the ID token may
 * be read where it is a JWT of the same issuer about the same person; it adds claims and decides nothing by itself.
 * @returns its claims, or null where it is not such a token
 */
export const claimsOfAccessToken = async (
  server: AuthorizationServer,
  { token, subject }: { token: string; subject: string },
  now: number,
): Promise<JWTPayload | null> => {
  const read = decoded(token)
  if (read === null || read.payload.iss !== server.issuer || read.payload.sub !== subject) return null
  const result = await checked(() => verified(server, token, { issuer: server.issuer, subject }, now))
  return result.ok ? result.value : null
}

const signedOut = (payload: JWTPayload): SignedOut | null => {
  const { sub, iat, jti, events, sid, nonce } = payload
  const event = typeof events === 'object' && events !== null ? Reflect.get(events, LOGOUT_EVENT) : undefined
  const session = typeof sid === 'string' ? sid : null
  const isOne = typeof event === 'object' && event !== null && nonce === undefined && typeof jti === 'string'
  if (!isOne || iat === undefined || (sub === undefined && session === null)) return null
  return { subject: sub ?? null, session, issuedAt: iat * 1000 }
}

const verified = async (
  { jwks_uri }: AuthorizationServer,
  token: string,
  wanted: JWTVerifyOptions,
  now: number,
): Promise<JWTPayload> => {
  const set = keySetAt(jwks_uri ?? '')
  if (set.awayUntil > now) throw unavailable()
  const options = { ...wanted, algorithms: ALGORITHMS, clockTolerance: SKEW_SECONDS, currentDate: new Date(now) }
  try {
    return (await jwtVerify(token, set.keys, options)).payload
  } catch (error) {
    if (isUnavailable(error)) set.awayUntil = now + AWAY_MS
    throw error
  }
}

const keySetAt = (url: string): KeySet => {
  const known = keySets.get(url)
  if (known !== undefined) return known
  // Each fetch has limits of its own: those of the request that made the key set are over when another one uses it.
  const fetched = {
    [customFetch]: (at: string, init: RequestInit) => keySetFetch(at, { headers: init.headers ?? {} }),
  }
  const made = { keys: createRemoteJWKSet(new URL(url), fetched), awayUntil: 0 }
  keySets.set(url, made)
  for (const oldest of keySets.keys()) {
    if (keySets.size <= MOST_KEY_SETS) break
    keySets.delete(oldest)
  }
  return made
}

// What answers something else there is as good as away: else every token that comes would have us ask once more.
const keySetFetch: ProviderFetch = async (at, init) => {
  try {
    const answer = await providerFetch()(at, init)
    if (answer.status === 200 && isKeySet(await answer.clone().json())) return answer
  } catch (cause) {
    throw unavailable(cause)
  }
  throw unavailable()
}

const isKeySet = (read: unknown): boolean =>
  isJsonObject(read) && Array.isArray(read.keys) && read.keys.every((key) => isJsonObject(key))

const checked = async <T>(check: () => Promise<T | null>): Promise<Result<T, TokenFailure>> => {
  try {
    const value = await check()
    return value === null ? failed('invalid') : ok(value)
  } catch (error) {
    // Whatever else is thrown, the token or the key set gave reason for.
    return failed(isUnavailable(error) ? 'provider_unavailable' : 'invalid')
  }
}

interface Decoded {
  /** Media type in lower case without `application/`; empty where there is none, null for one no access token has. */
  typ: string | null
  payload: JWTPayload
}

const decoded = (token: string): Decoded | null => {
  if (token.length > LONGEST_TOKEN || token.split('.').length !== 3) return null
  try {
    const { typ = '', alg = '' } = decodeProtectedHeader(token)
    const type = typ.toLowerCase().replace(/^application\//, '')
    const known = ALGORITHMS.includes(alg) && ['', 'jwt', 'at+jwt'].includes(type)
    return { typ: known ? type : null, payload: decodeJwt(token) }
  } catch {
    return null
  }
}

// An ID token speaks to a client about a sign-in; taking it as an access token would let any client act as its people.
const isIdToken = ({ typ, payload }: Decoded): boolean =>
  typ !== 'at+jwt' &&
  (['nonce', 'at_hash', 'c_hash', 'events'].some((claim) => payload[claim] !== undefined) ||
    (payload.typ !== undefined && payload.typ !== 'Bearer'))
