import { createRoute } from '@hono/zod-openapi'
import { profileChange } from '../../../contract/accounts.ts'
import { credentials, logoutRequest, type PlatformRole, refreshRequest, registration } from '../../../contract/auth.ts'
import { asAccount, usersAfter } from '../../../platform/db/accounts.ts'
import { database } from '../../../platform/db/commit.ts'
import { fromAnotherSite } from '../api/caller.ts'
import { clearSessionCookies, setSessionCookies } from '../api/cookies.ts'
import { changeProfile, profileOf } from '../api/profile.ts'
import { renewSession, signOut } from '../api/renewal.ts'
import { body, can, router } from '../api/route.ts'
import { keepInBrowser, signIn, signUp } from '../api/sign-in.ts'
import { problem } from '../problem.ts'

/**
 * Paths of the earlier event organiser (`/auth/register`, `/auth/login`, `/api/users`, `/api/users/profile`) and of the
 * earlier tour booking (`/api/auth/login`, `/api/auth/refresh`, `/api/auth/logout`). They call what our own paths call, so
 * attempts count together; answers hold the names both used, refusals are problems.
 */
export const earlierAccounts = router()

const MOST = 100
// Clients of today find the paths under /api/v1 in the document, and not these.
const hide = true
const responses = { 200: { description: 'As the earlier systems answered' } }

earlierAccounts.openapi(
  createRoute({ method: 'post', path: '/auth/register', hide, request: { body: body(registration) }, responses }),
  async (c) => {
    const made = await signUp(c, c.req.valid('json'))
    if (!made.ok) return problem(c, made.error)
    await keepInBrowser(c, made.value)
    return c.json(asEarlier(made.value), 201)
  },
)

for (const path of ['/auth/login', '/api/auth/login'])
  earlierAccounts.openapi(
    createRoute({ method: 'post', path, hide, request: { body: body(credentials) }, responses }),
    async (c) => {
      const { email, username, password, code } = c.req.valid('json')
      const opened = await signIn(c, { name: email ?? username ?? '', password, code })
      if (!opened.ok) return problem(c, opened.error)
      await keepInBrowser(c, opened.value)
      return c.json(asEarlier(opened.value), 200)
    },
  )

earlierAccounts.openapi(
  createRoute({
    method: 'post',
    path: '/api/auth/refresh',
    hide,
    request: { body: body(refreshRequest, false) },
    responses,
  }),
  async (c) => {
    const renewed = await renewSession(c, c.req.valid('json'))
    if (!renewed.ok) return problem(c, renewed.error)
    if (!fromAnotherSite(c.req)) setSessionCookies(c, renewed.value)
    return c.json(asEarlier(renewed.value), 200)
  },
)

earlierAccounts.openapi(
  createRoute({
    method: 'post',
    path: '/api/auth/logout',
    hide,
    request: { body: body(logoutRequest, false) },
    responses,
  }),
  async (c) => {
    const out = await signOut(c, c.req.valid('json').refreshToken)
    if (!out.ok) return problem(c, out.error)
    if (!fromAnotherSite(c.req)) clearSessionCookies(c)
    return c.body(null, 204)
  },
)

earlierAccounts.openapi(can('self', { method: 'get', path: '/api/users/profile', hide, responses }), async (c) => {
  const found = await profileOf(c.env, c.var.caller)
  return found === null ? problem(c, 'unauthenticated') : c.json(withRoles(found), 200)
})

earlierAccounts.openapi(
  can('self.account', {
    method: 'put',
    path: '/api/users/profile',
    hide,
    request: { body: body(profileChange) },
    responses,
  }),
  async (c) => {
    const changed = await changeProfile(c, c.var.caller, c.req.valid('json'))
    return changed.ok ? c.json(withRoles(changed.value), 200) : problem(c, changed.error)
  },
)

earlierAccounts.openapi(can('platform.admin', { method: 'get', path: '/api/users', hide, responses }), async (c) => {
  const rows = await usersAfter(database(c.env.DB), { after: null, query: '', limit: MOST })
  return c.json(
    rows.map((row) => withRoles(asAccount(row))),
    200,
  )
})

const asEarlier = <T extends { accessToken: string; user: { platformRole: PlatformRole } }>(session: T) => ({
  ...session,
  token: session.accessToken,
  tokenType: 'Bearer',
  user: withRoles(session.user),
})

const withRoles = <T extends { platformRole: PlatformRole }>(user: T) => ({
  ...user,
  role: user.platformRole,
  roles: user.platformRole === 'ADMIN' ? ['USER', 'ADMIN'] : ['USER'],
})
