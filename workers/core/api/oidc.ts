import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { logoutToken, signInProvider } from '../../../contract/oidc.ts'
import { page } from '../../../contract/page.ts'
import { nextPath } from '../../../domain/identity/next-path.ts'
import { database } from '../../../platform/db/commit.ts'
import { listedProviders } from '../../../platform/db/oidc-providers.ts'
import { problem } from '../problem.ts'
import { endedByProvider } from './oidc-logout.ts'
import { leaveForProvider, type NotSignedIn, returnFromProvider } from './oidc-sign-in.ts'
import { type ApiContext, answer, problems, router } from './route.ts'

export const oidc = router()
const tags = ['single sign-on']
const ofProvider = z.object({ provider: opaqueId })

oidc.openapi(
  createRoute({
    method: 'get',
    path: '/auth/providers',
    tags,
    summary: 'The identity providers the sign-in page names',
    responses: { 200: answer(page(signInProvider), 'The providers, by name'), ...problems },
  }),
  async (c) => c.json({ data: await listedProviders(database(c.env.DB)), next: null }, 200),
)

oidc.openapi(
  createRoute({
    method: 'get',
    path: '/auth/oidc/{provider}/login',
    tags,
    summary: 'Leave for an identity provider; a browser goes here, not a script',
    request: {
      params: ofProvider,
      query: z.object({ next: z.string().optional().meta({ description: 'A path of ours to come back to' }) }),
    },
    description: 'Who comes from a page of another site is sent to /login first, to say there that they want to.',
    responses: { 302: { description: 'To the provider, or to /login with `problem`' }, ...problems },
  }),
  async (c) => {
    const providerId = c.req.valid('param').provider
    const { next } = c.req.valid('query')
    if (sentByAnotherSite(c)) return onward(c, signInPage({ provider: providerId, next: nextPath(next) }))
    const left = await leaveForProvider(c, { providerId, next })
    return left.ok ? onward(c, left.value) : refused(c, { code: left.error, providerId })
  },
)

oidc.openapi(
  createRoute({
    method: 'get',
    path: '/auth/oidc/{provider}/callback',
    tags,
    summary: 'Come back from an identity provider, with its answer in the query',
    request: { params: ofProvider },
    responses: { 302: { description: 'Signed in, or to /login with `problem`' }, ...problems },
  }),
  async (c) => {
    const providerId = c.req.valid('param').provider
    const back = await returnFromProvider(c, { providerId, returned: new URL(c.req.url).searchParams })
    return back.ok ? onward(c, back.value) : refused(c, { code: back.error, providerId })
  },
)

oidc.openapi(
  createRoute({
    method: 'post',
    path: '/auth/oidc/{provider}/backchannel-logout',
    tags,
    summary: 'An identity provider says that someone signed out there (OpenID Connect Back-Channel Logout 1.0)',
    request: {
      params: ofProvider,
      body: { content: { 'application/x-www-form-urlencoded': { schema: logoutToken } }, required: true },
    },
    responses: { 200: { description: 'Their sign-ins here have ended' }, ...problems },
  }),
  async (c) => {
    c.header('Cache-Control', 'no-store')
    const providerId = c.req.valid('param').provider
    const ended = await endedByProvider(c.env, { providerId, token: c.req.valid('form').logout_token }, Date.now())
    return ended.ok ? c.body(null, 200) : problem(c, ended.error)
  },
)

// Neither where to go nor how it went may be kept by anything in between.
const onward = (c: ApiContext, to: string) => {
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  return c.redirect(to, 302)
}

const refused = (c: ApiContext, { code, providerId }: { code: NotSignedIn; providerId: string }) => {
  const accepted = c.req.header('Accept') ?? ''
  if (accepted.includes('application/json') && !accepted.includes('text/html')) return problem(c, code)
  return onward(c, signInPage({ problem: code, provider: providerId }))
}

const signInPage = (search: Record<string, string>): string => `/login?${new URLSearchParams(search)}`

// Anyone may have a provider here, and it may say at once that the visitor is somebody of its choice (login CSRF). So who
// was sent by another site says on our page that they want to; a typed address or a bookmark (`none`) is one's own wish.
const sentByAnotherSite = (c: ApiContext): boolean =>
  ['cross-site', 'same-site'].includes(c.req.header('Sec-Fetch-Site') ?? '')
