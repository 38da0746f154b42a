import { createRoute } from '@hono/zod-openapi'
import { credentials, logoutRequest, me, refreshRequest, registration, session } from '../../../contract/auth.ts'
import { signedOut } from '../../../contract/oidc.ts'
import { database } from '../../../platform/db/commit.ts'
import { membershipsOf, openMembershipsOf } from '../../../platform/db/organisations.ts'
import { asUser, userById } from '../../../platform/db/users.ts'
import { problem } from '../problem.ts'
import { fromAnotherSite } from './caller.ts'
import { clearSessionCookies, setSessionCookies } from './cookies.ts'
import { renewSession, signOut } from './renewal.ts'
import { answer, body, can, problems, router } from './route.ts'
import { keepInBrowser, signIn, signUp } from './sign-in.ts'

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
    const made = await signUp(c, c.req.valid('json'))
    if (!made.ok) return problem(c, made.error)
    await keepInBrowser(c, made.value)
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
    const { email, username, password, code } = c.req.valid('json')
    const opened = await signIn(c, { name: email ?? username ?? '', password, code })
    if (!opened.ok) return problem(c, opened.error)
    await keepInBrowser(c, opened.value)
    return c.json(opened.value, 200)
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
    const renewed = await renewSession(c, c.req.valid('json'))
    if (!renewed.ok) return problem(c, renewed.error)
    if (!fromAnotherSite(c.req)) setSessionCookies(c, renewed.value)
    return c.json(renewed.value, 200)
  },
)

auth.openapi(
  createRoute({
    method: 'post',
    path: '/auth/logout',
    tags,
    summary: 'End this sign-in: none of its tokens is taken any more',
    description: 'The sign-in of the refresh token, of the body or of the cookie, or else of the access token.',
    request: { body: body(logoutRequest, false) },
    responses: {
      200: answer(signedOut, 'Signed out here; the identity provider that vouched signs out there'),
      204: { description: 'Signed out' },
      ...problems,
    },
  }),
  async (c) => {
    const out = await signOut(c, c.req.valid('json').refreshToken)
    if (!out.ok) return problem(c, out.error)
    if (!fromAnotherSite(c.req)) clearSessionCookies(c)
    return out.value === null ? c.body(null, 204) : c.json({ redirect: out.value }, 200)
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
    const provider = caller.credential.kind === 'session' ? caller.credential.providerId : null
    const organizations = await (provider === null ? openMembershipsOf : membershipsOf)(db, caller.userId)
    const organization = organizations.find(({ id }) => id === caller.organisationId)
    if (user === null || organization === undefined) return problem(c, 'unauthenticated')
    const reach = provider === null ? organizations : [organization]
    const { platformRole } = caller
    return c.json({ user: asUser({ ...user, platformRole }), organization, organizations: reach, provider }, 200)
  },
)
