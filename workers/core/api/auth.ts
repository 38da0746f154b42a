import { createRoute } from '@hono/zod-openapi'
import { credentials, logoutRequest, me, refreshRequest, registration, session } from '../../../contract/auth.ts'
import { decideRefresh } from '../../../domain/identity/tokens.ts'
import { hashPassword, sha256Hex, verifyPassword } from '../../../platform/crypto.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { membershipsOf } from '../../../platform/db/organisations.ts'
import {
  endSession,
  reachOf,
  refreshTokenByHash,
  rotateRefreshToken,
  sessionById,
} from '../../../platform/db/sessions.ts'
import { asUser, updatePassword, userById, userBySignIn } from '../../../platform/db/users.ts'
import { problem } from '../problem.ts'
import { outOfAttempts, registrationAttempt, signInAttempt, succeeded } from './attempts.ts'
import { sameOrigin } from './caller.ts'
import { clearSessionCookies, refreshCookie, setSessionCookies } from './cookies.ts'
import { answer, body, can, problems, router } from './route.ts'
import { deviceOf, newRefreshToken, openSession, register, sessionFor } from './sessions.ts'

export const auth = router()
const tags = ['auth']

auth.openapi(
  createRoute({
    method: 'post',
    path: '/auth/register',
    tags,
    summary: 'Make an account and an organisation it owns',
    request: { body: body(registration) },
    responses: { 201: answer(session, 'Signed in'), ...problems },
  }),
  async (c) => {
    const wish = c.req.valid('json')
    if (await outOfAttempts(c, registrationAttempt(c))) return problem(c, 'too_many_attempts')
    const made = await register(
      c.env,
      { wish: { ...wish, password: await hashPassword(wish.password) }, device: deviceOf(c) },
      Date.now(),
    )
    if (!made.ok) return problem(c, made.error)
    setSessionCookies(c, made.value)
    return c.json(made.value, 201)
  },
)

auth.openapi(
  createRoute({
    method: 'post',
    path: '/auth/login',
    tags,
    summary: 'Sign in with email or username',
    request: { body: body(credentials) },
    responses: { 200: answer(session, 'Signed in'), ...problems },
  }),
  async (c) => {
    const { email, username, password } = c.req.valid('json')
    const name = (email ?? username ?? '').trim()
    const attempt = signInAttempt(c, name.toLowerCase())
    if (await outOfAttempts(c, attempt)) return problem(c, 'too_many_attempts')
    const db = database(c.env.DB)
    const user = await userBySignIn(db, name.includes('@') ? { email: name.toLowerCase() } : { username: name })
    const verified = await verifyPassword(password, user?.password ?? null)
    const [organisation] = user !== null && verified.matches ? await membershipsOf(db, user.id) : []
    if (user === null || organisation === undefined) return problem(c, 'invalid_credentials')
    await succeeded(c, attempt)
    if (verified.rehash) await updatePassword(db, user.id, await hashPassword(password))
    const opened = await openSession(c.env, { user, organisation, device: deviceOf(c) }, Date.now())
    setSessionCookies(c, opened)
    return c.json(opened, 200)
  },
)

auth.openapi(
  createRoute({
    method: 'post',
    path: '/auth/refresh',
    tags,
    summary: 'Exchange a refresh token, of the body or of the cookie; `organization` switches',
    request: { body: body(refreshRequest, false) },
    responses: { 200: answer(session, 'Signed in anew'), ...problems },
  }),
  async (c) => {
    const { refreshToken, organization } = c.req.valid('json')
    if (refreshToken === undefined && !sameOrigin(c.req)) return problem(c, 'cross_site')
    const carrier = refreshToken === undefined ? 'cookie' : 'body'
    const db = database(c.env.DB)
    const hash = sha256Hex(refreshToken ?? refreshCookie(c) ?? '')
    const now = Date.now()
    const token = await refreshTokenByHash(db, hash)
    const reused = async (family: string) => {
      await commit(db, endSession(db, family, now), [])
      return problem(c, 'token_reused')
    }
    const decided = decideRefresh(token, { carrier, now })
    if (token === null) return problem(c, 'invalid_token')
    if (!decided.ok) return decided.error === 'token_reused' ? reused(token.family) : problem(c, decided.error)
    const [user, session] = await Promise.all([userById(db, token.userId), sessionById(db, token.family)])
    if (user === null || session === null || user.disabledAt !== null) return problem(c, 'invalid_token')
    const reach = reachOf(await membershipsOf(db, user.id), session)
    const wanted = reach.find(({ id }) => id === (organization ?? token.organisationId))
    // Who is no member any more where they were goes on where they are; who asks for one by name gets that or nothing.
    const organisation = wanted ?? (organization === undefined ? reach[0] : undefined)
    if (organisation === undefined) return problem(c, 'forbidden', { detail: 'You are no member there.' })
    const next = newRefreshToken({ family: token.family, userId: user.id, organisationId: organisation.id }, now)
    const rotated = await rotateRefreshToken(c.env.DB, { spent: hash, next: next.row }, now)
    if (!rotated.kept) return problem(c, 'invalid_token')
    // Two at once have both read it as unused; the database knows who came second.
    if (!rotated.first && carrier === 'body') return reused(token.family)
    const renewed = await sessionFor(
      c.env,
      { user, organisation, session: token.family, refreshToken: next.token },
      now,
    )
    setSessionCookies(c, renewed)
    return c.json(renewed, 200)
  },
)

auth.openapi(
  createRoute({
    method: 'post',
    path: '/auth/logout',
    tags,
    summary: 'End this sign-in: none of its refresh tokens is taken any more',
    request: { body: body(logoutRequest, false) },
    responses: { 204: { description: 'Signed out' }, ...problems },
  }),
  async (c) => {
    const { refreshToken } = c.req.valid('json')
    if (refreshToken === undefined && !sameOrigin(c.req)) return problem(c, 'cross_site')
    const db = database(c.env.DB)
    const token = await refreshTokenByHash(db, sha256Hex(refreshToken ?? refreshCookie(c) ?? ''))
    if (token !== null) await commit(db, endSession(db, token.family, Date.now()), [])
    clearSessionCookies(c)
    return c.body(null, 204)
  },
)

auth.openapi(
  can('self', {
    method: 'get',
    path: '/auth/me',
    tags,
    summary: 'Who is signed in, and where they are a member',
    responses: { 200: answer(me, 'The person'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const db = database(c.env.DB)
    const user = await userById(db, caller.userId)
    const organizations = await membershipsOf(db, caller.userId)
    const organization = organizations.find(({ id }) => id === caller.organisationId)
    if (user === null || organization === undefined) return problem(c, 'unauthenticated')
    const provider = caller.credential.kind === 'session' ? caller.credential.providerId : null
    const reach = provider === null ? organizations : [organization]
    return c.json({ user: asUser(user), organization, organizations: reach, provider }, 200)
  },
)
