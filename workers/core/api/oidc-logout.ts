import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomToken } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { enabledProvider } from '../../../platform/db/oidc-providers.ts'
import type { SessionRow } from '../../../platform/db/sessions.ts'
import { verifyLogoutToken } from '../../../platform/oidc/tokens.ts'
import { signOutUrl } from '../../../platform/oidc.ts'
import { addressesOf, openedToken, relationTo } from './oidc-relation.ts'
import type { ApiContext } from './route.ts'
import { endVouched } from './vouched.ts'

/** Milliseconds by which the provider's clock may be behind ours. */
const SKEW_MS = 60_000

/**
 * Ends what a provider says is over. Only sign-ins that began before the token was made, so that one kept and sent again
 * does no harm to later ones.
 */
export const endedByProvider = async (
  env: Env,
  { providerId, token }: { providerId: string; token: string },
  now: number,
): Promise<Result<null, 'invalid_logout_token' | 'provider_unavailable' | 'not_found'>> => {
  const provider = await enabledProvider(database(env.DB), providerId)
  if (provider === null) return failed('not_found')
  const verified = await verifyLogoutToken(provider, token, now)
  if (!verified.ok) return failed(verified.error === 'invalid' ? 'invalid_logout_token' : verified.error)
  const { subject, session, issuedAt } = verified.value
  await endVouched(env, { providerId, subject, session, before: issuedAt + SKEW_MS }, now)
  return ok(null)
}

/** @returns where a browser has to go to be signed out at the provider too, after its session here; null for nowhere. */
export const providerSignOut = async (
  c: ApiContext,
  session: Pick<SessionRow, 'providerId' | 'providerSubject' | 'idToken'>,
  now: number,
): Promise<string | null> => {
  const { providerId, providerSubject: subject, idToken: sealed } = session
  if (providerId === null || subject === null) return null
  const provider = await enabledProvider(database(c.env.DB), providerId)
  const idToken = await openedToken(c.env, { kind: 'id', providerId, subject }, sealed)
  if (provider === null || idToken === null) return null
  const back = addressesOf(c, providerId).postLogoutUrl
  return signOutUrl(await relationTo(c.env, provider), { idToken, back, state: randomToken() }, now)
}
