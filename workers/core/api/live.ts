import type { HonoRequest } from 'hono'
import { z } from 'zod'
import { disconnect } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { authenticate, bearerToken } from './caller.ts'
import { can, problems, router } from './route.ts'

export const live = router()

live.openapi(
  can('live.read', {
    method: 'get',
    path: '/live',
    tags: ['live'],
    summary: "The organisation's feed, over WebSocket",
    description: 'Sends `hello` with the head of the log, then events; `since` resumes after a position.',
    request: { query: z.object({ since: z.coerce.number().int().min(0).optional() }) },
    responses: { 101: { description: 'Switching to WebSocket' }, ...problems },
  }),
  async (c) => {
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') return problem(c, 'upgrade_required')
    // A page cannot set headers on a WebSocket, so a token in one was sent by a program; any other header proves nothing.
    if (bearerToken(c.req) === undefined && !fromOurPage(c.req)) return problem(c, 'cross_site')
    const { organisationId, userId, credential } = c.var.caller
    const url = new URL(c.req.url)
    url.search = ''
    url.searchParams.set('organization', organisationId)
    url.searchParams.set('user', userId)
    if (credential.kind === 'session') url.searchParams.set('session', credential.id)
    const { since } = c.req.valid('query')
    if (since !== undefined) url.searchParams.set('since', String(since))
    const listener = credential.kind === 'session' ? { session: credential.id } : { user: userId }
    const hub = c.env.LIVE_HUB.get(c.env.LIVE_HUB.idFromName(organisationId))
    const { webSocket } = await hub.fetch(new Request(url, { headers: { Upgrade: 'websocket' } }))
    // Who was signed out while this was under way had no socket yet to be closed.
    if (!(await authenticate(c.req, c.env)).ok) {
      await disconnect(c.env.LIVE_HUB, organisationId, listener)
      return problem(c, 'unauthenticated')
    }
    // Headers of a fetched answer cannot be added to, and the middleware adds some.
    return new Response(null, { status: 101, webSocket })
  },
)

// Browsers send cookies with a WebSocket that any site opens, and no preflight asks first; but they always say `Origin`.
const fromOurPage = (request: HonoRequest): boolean => request.header('Origin') === new URL(request.url).origin
