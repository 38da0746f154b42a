import { failed, ok, type Result } from '../result.ts'

/** Seconds an access token lives: as long as a lost one, or a changed role, can be felt. */
export const ACCESS_TOKEN_SECONDS = 15 * 60

/** Milliseconds a refresh token waits to be used. */
export const REFRESH_TOKEN_MS = 7 * 24 * 60 * 60 * 1000

/** Two tabs wake together and refresh with the same cookie; so soon after its first use a second one is no theft. */
export const REFRESH_GRACE_MS = 10_000

/** Milliseconds after which a signing key is replaced. */
export const SIGNING_KEY_MS = 30 * 24 * 60 * 60 * 1000

/** Milliseconds a replaced key stays in the key set: far longer than a token lives or a cache keeps the set. */
export const RETIRED_KEY_MS = 24 * 60 * 60 * 1000

/** Moments are milliseconds since 1970. */
export interface RefreshTokenState {
  expiresAt: number
  usedAt: number | null
  revokedAt: number | null
}

/** What a browser sends by itself several tabs may send; who holds a token as text sends it once. */
export type TokenCarrier = 'cookie' | 'body'

export type RefreshRefused = 'invalid_token' | 'token_reused'

/**
 * Decides whether a refresh token may be exchanged (RFC 9700, section 4.14.2: rotation).
 * `token_reused` means that the token was spent before, so someone else has it: the whole family must end.
 */
export const decideRefresh = (
  token: RefreshTokenState | null,
  { carrier, now }: { carrier: TokenCarrier; now: number },
): Result<'rotate', RefreshRefused> => {
  if (token === null || token.revokedAt !== null || token.expiresAt <= now) return failed('invalid_token')
  const forgiven = carrier === 'cookie' && token.usedAt !== null && now - token.usedAt <= REFRESH_GRACE_MS
  return token.usedAt === null || forgiven ? ok('rotate') : failed('token_reused')
}

/** @returns whether the signing key made at `createdAt` (none: null) has to be followed by a new one. */
export const signingKeyDue = (createdAt: number | null, now: number): boolean =>
  createdAt === null || now - createdAt >= SIGNING_KEY_MS
