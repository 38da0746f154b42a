import { getCookie } from 'hono/cookie'
import type { Session } from '../../../contract/auth.ts'
import { decideRefresh } from '../../../domain/identity/tokens.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { verifyAccessToken } from '../../../platform/auth.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { membershipsOf } from '../../../platform/db/organisations.ts'
import {
  endSession,
  reachOf,
  refreshTokenByHash,
  rotateRefreshToken,
  type SessionRow,
  sessionById,
} from '../../../platform/db/sessions.ts'
import { type UserRow, userById } from '../../../platform/db/users.ts'
import { announce } from '../../../platform/live.ts'
import { actionFact, hangUp } from './account-facts.ts'
import { bearerToken, sameOrigin } from './caller.ts'
import { ACCESS_COOKIE, refreshCookie } from './cookies.ts'
import { providerSignOut } from './oidc-logout.ts'
import { askProviderAgain, type NotRenewed } from './oidc-refresh.ts'
import type { ApiContext } from './route.ts'
import { newRefreshToken, organisationsOf, seenThrough, sessionFor } from './sessions.ts'

interface Wish {
  refreshToken?: string | undefined
  organization?: string | undefined
}

type Refused = 'cross_site' | 'token_reused' | 'forbidden' | NotRenewed

/** Exchanges a refresh token, of the body or else of the cookie, for its successor and a new access token. */
export const renewSession = async (
  c: ApiContext,
  { refreshToken, organization }: Wish,
): Promise<Result<Session, Refused>> => {
  if (refreshToken === undefined && !sameOrigin(c.req)) return failed('cross_site')
  const carrier = refreshToken === undefined ? 'cookie' : 'body'
  const db = database(c.env.DB)
  const hash = sha256Hex(refreshToken ?? refreshCookie(c) ?? '')
  const now = Date.now()
  const token = await refreshTokenByHash(db, hash)
  const decided = decideRefresh(token, { carrier, now })
  if (token === null) return failed('invalid_token')
  if (!decided.ok) return decided.error === 'token_reused' ? reused(c.env, token, now) : decided
  const [user, session] = await Promise.all([userById(db, token.userId), sessionById(db, token.family)])
  if (user === null || session === null || session.revokedAt !== null || user.disabledAt !== null)
    return failed('invalid_token')
  const asked = await askProviderAgain(c.env, session, now)
  if (!asked.ok) return asked
  const reach = await whereTo(c.env, { user, session }, now)
  const wanted = reach.find(({ id }) => id === (organization ?? token.organisationId))
  // Who is no member any more where they were goes on where they are; who asks for one by name gets that or nothing.
  const organisation = wanted ?? (organization === undefined ? reach[0] : undefined)
  if (organisation === undefined) return failed('forbidden')
  const next = newRefreshToken({ family: token.family, userId: user.id, organisationId: organisation.id }, now)
  const rotated = await rotateRefreshToken(c.env.DB, { spent: hash, next: next.row }, now)
  if (!rotated.kept) return failed('invalid_token')
  // Two at once have both read it as unused; the database knows who came second.
  if (!rotated.first && carrier === 'body') return reused(c.env, token, now)
  const seen = seenThrough(session, user)
  return ok(await sessionFor(c.env, { user: seen, organisation, session: session.id, refreshToken: next.token }, now))
}

const whereTo = async (env: Env, { user, session }: { user: UserRow; session: SessionRow }, now: number) =>
  session.organisationId === null
    ? organisationsOf(env, user, now)
    : reachOf(await membershipsOf(database(env.DB), user.id), session)

const reused = async (
  env: Env,
  { family, userId }: { family: string; userId: string },
  now: number,
): Promise<Result<never, 'token_reused'>> => {
  const db = database(env.DB)
  await commit(db, endSession(db, family, now), [])
  await hangUp(env, userId, [{ session: family }])
  return failed('token_reused')
}

/**
 * Ends the sign-in that a request names, if it names one that stands.
 * @returns where the browser has to go to be signed out at the identity provider too; null for nowhere
 */
export const signOut = async (
  c: ApiContext,
  refreshToken: string | undefined,
): Promise<Result<string | null, 'cross_site'>> => {
  const byCookie = refreshToken === undefined && bearerToken(c.req) === undefined
  if (byCookie && !sameOrigin(c.req)) return failed('cross_site')
  const { DB } = c.env
  const db = database(DB)
  const now = Date.now()
  const named = await namedSession(c, refreshToken, now)
  const session = named === null ? null : await sessionById(db, named.session)
  if (named === null || session === null || session.revokedAt !== null) return ok(null)
  const { userId, id } = session
  const fact = actionFact({ userId, organisationId: named.organisationId, actionType: 'LOGOUT' }, now)
  const logged = await commit(db, endSession(db, id, now), [fact])
  await hangUp(c.env, userId, [{ session: id }])
  await announce(c.env, logged)
  return ok(await providerSignOut(c, session, now))
}

const namedSession = async (c: ApiContext, refreshToken: string | undefined, now: number) => {
  const bearer = bearerToken(c.req)
  const refresh = refreshToken ?? (bearer === undefined ? refreshCookie(c) : undefined)
  const access = bearer ?? getCookie(c, ACCESS_COOKIE)
  if (refresh !== undefined) {
    const token = await refreshTokenByHash(database(c.env.DB), sha256Hex(refresh))
    if (token !== null) return { session: token.family, organisationId: token.organisationId }
  }
  return access === undefined ? null : verifyAccessToken(c.env.KEY_RING, access, now)
}
