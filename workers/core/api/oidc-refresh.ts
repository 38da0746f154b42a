import { decideAsking } from '../../../domain/identity/oidc-session.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { enabledProvider, type ProviderRow } from '../../../platform/db/oidc-providers.ts'
import { endSession, type SessionRow } from '../../../platform/db/sessions.ts'
import { claimAsking, keepTold, returnAsking } from '../../../platform/db/vouched-sessions.ts'
import { disconnect } from '../../../platform/live.ts'
import { askAgain, type Told } from '../../../platform/oidc.ts'
import { openedToken, relationTo, sealedToken } from './oidc-relation.ts'
import { followProvider } from './vouched.ts'

/** Why a session that a provider vouched for is not renewed. */
export type NotRenewed = 'invalid_token' | 'provider_refused' | 'provider_unavailable'

/**
 * Asks the provider that vouched for a session whether the person may still be here, and lets account and role follow.
 * To be called before the session is renewed; one with no provider behind it goes on as it is.
 * @returns `invalid_token` where the session has ended; where nobody answers it stands, unrenewed
 */
export const askProviderAgain = async (
  env: Env,
  session: SessionRow,
  now: number,
): Promise<Result<null, NotRenewed>> => {
  const { providerId, providerSubject: subject } = session
  if (providerId === null || subject === null) return ok(null)
  const provider = await enabledProvider(database(env.DB), providerId)
  const decided = decideAsking(session, now)
  if (provider === null || decided === 'end') return ended(env, session, now)
  if (decided === 'go on') return ok(null)
  // Another tab asks at this moment; if the answer is no, it ends the session for both.
  const ours = await claimAsking(database(env.DB), { id: session.id, seen: session.checkedAt }, now)
  return ours ? ask(env, { session, provider, subject }, now) : ok(null)
}

interface Asking {
  session: SessionRow
  provider: ProviderRow
  subject: string
}

const ask = async (
  env: Env,
  { session, provider, subject }: Asking,
  now: number,
): Promise<Result<null, NotRenewed>> => {
  const held = { kind: 'refresh', providerId: provider.id, subject } as const
  const refreshToken = await openedToken(env, held, session.providerRefreshToken)
  if (refreshToken === null) return ended(env, session, now)
  const told = await askAgain(await relationTo(env, provider), { refreshToken, subject }, now)
  if (told.ok) {
    await keep(env, { session, provider, subject }, told.value)
    const followed = await followProvider(env, { provider, claims: told.value.claims }, now)
    return followed.ok ? ok(null) : ended(env, session, now)
  }
  if (told.error === 'grant_ended') return ended(env, session, now)
  const db = database(env.DB)
  await commit(db, [returnAsking(db, { id: session.id, seen: session.checkedAt, taken: now })], [])
  return failed(told.error)
}

const keep = async (env: Env, { session, provider, subject }: Asking, told: Told): Promise<void> => {
  const held = { providerId: provider.id, subject }
  const idToken = await sealedToken(env, { ...held, kind: 'id' }, told.idToken)
  const refreshToken = await sealedToken(env, { ...held, kind: 'refresh' }, told.refreshToken)
  if (idToken === null && refreshToken === null) return
  const db = database(env.DB)
  await commit(db, [keepTold(db, { id: session.id, idToken, refreshToken })], [])
}

const ended = async (env: Env, session: SessionRow, now: number): Promise<Result<never, 'invalid_token'>> => {
  const db = database(env.DB)
  await commit(db, endSession(db, session.id, now), [])
  if (session.organisationId !== null) await disconnect(env.LIVE_HUB, session.organisationId, { session: session.id })
  return failed('invalid_token')
}
