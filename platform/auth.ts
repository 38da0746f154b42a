import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import type { PlatformRole, Role } from '../contract/auth.ts'
import { ACCESS_TOKEN_SECONDS } from '../domain/identity/tokens.ts'
import type { KeyRing, SigningKeys } from '../durable-objects/key-ring.ts'

const ISSUER = 'signalbox'
const AUDIENCE = 'signalbox-api'

/** Milliseconds an isolate trusts its copy of the ring; far less than a replaced key stays valid. */
const CACHE_MS = 10 * 60 * 1000

type Ring = DurableObjectNamespace<KeyRing>
/** What an access token says. Whether it still holds, the session says. */
export interface AccessClaims {
  userId: string
  organisationId: string
  role: Role
  platformRole: PlatformRole
  session: string
}
type VerifyingKey = Awaited<ReturnType<typeof importJWK>>
interface CachedKeys {
  kid: string
  signing: VerifyingKey
  verifying: Map<string, VerifyingKey>
  public: JWK[]
  until: number
}

// Key material only; nothing of a request is kept, so that the promise may outlive the request that made it.
let cached: CachedKeys | null = null

/** @returns the deployment's ring of keys. */
export const keyRing = (ring: Ring): DurableObjectStub<KeyRing> => ring.get(ring.idFromName('key-ring'))

/** @returns the public keys, for `/.well-known/jwks.json` (RFC 7517). */
export const publicKeys = async (ring: Ring, now: number): Promise<JWK[]> => (await signingKeys(ring, now)).public

/**
 * @returns a signed access token (RFC 9068; claims `sub`, `sid`, `org`, `role`, `jti`, and `realm_access.roles` where
 * programs that knew Keycloak look for USER and ADMIN) that lives fifteen minutes from `now` (ms)
 */
export const signAccessToken = async (ring: Ring, claims: AccessClaims, now: number): Promise<string> => {
  const { kid, signing } = await signingKeys(ring, now)
  const issuedAt = Math.floor(now / 1000)
  return new SignJWT({
    org: claims.organisationId,
    role: claims.role,
    sid: claims.session,
    realm_access: { roles: claims.platformRole === 'ADMIN' ? ['USER', 'ADMIN'] : ['USER'] },
  })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
    .setSubject(claims.userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
    .setJti(crypto.randomUUID())
    .sign(signing)
}

/** @returns what the token says, or null when it is not ours, forged, or over. */
export const verifyAccessToken = async (
  ring: Ring,
  token: string,
  now: number,
): Promise<Pick<AccessClaims, 'userId' | 'organisationId' | 'session'> | null> => {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => verifyingKey(ring, kid, now), {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: ['ES256'],
      typ: 'at+jwt',
      currentDate: new Date(now),
      requiredClaims: ['sub', 'org', 'sid', 'exp'],
    })
    const { sub, org, sid } = payload
    if (typeof sub !== 'string' || typeof org !== 'string' || typeof sid !== 'string') return null
    return { userId: sub, organisationId: org, session: sid }
  } catch (error) {
    if (isJoseError(error)) return null
    throw error
  }
}

const isJoseError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_J')

const signingKeys = async (ring: Ring, now: number): Promise<CachedKeys> => {
  if (cached !== null && cached.until > now) return cached
  cached = await imported(await keyRing(ring).signingKeys(now), now)
  return cached
}

// A key made after our copy was taken is fetched, but at most once a second, so that made-up kids cannot flood the ring.
const verifyingKey = async (ring: Ring, kid: string | undefined, now: number): Promise<VerifyingKey> => {
  const keys = await signingKeys(ring, now)
  const known = keys.verifying.get(kid ?? '')
  if (known !== undefined) return known
  if (now > keys.until - CACHE_MS + 1000) cached = null
  const fresh = (await signingKeys(ring, now)).verifying.get(kid ?? '')
  if (fresh === undefined) throw Object.assign(new Error('no such key'), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
  return fresh
}

const imported = async (keys: SigningKeys, now: number): Promise<CachedKeys> => ({
  kid: keys.current.kid ?? '',
  signing: await importJWK(keys.current, 'ES256'),
  verifying: new Map(
    await Promise.all(keys.public.map(async (jwk) => [jwk.kid ?? '', await importJWK(jwk, 'ES256')] as const)),
  ),
  public: keys.public,
  until: now + CACHE_MS,
})
