import type { HonoRequest } from 'hono'
import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { topicsFor } from '../../../domain/events/topic.ts'
import { type Action, permitted } from '../../../domain/identity/access.ts'
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
    description: [
      'Sends `{"type":"hello","position"}` with the head of the log, then each event once and in the order of the log:',
      '`{"type":"event","position","topic","data"}`, `data` being the CloudEvent. `since` resumes after a position; who',
      'missed more than is told again gets `{"type":"resync","position"}`: read the lists, events go on after it.',
      'Topics and what they take: `issues` issue.read, `deliveries` delivery.read, `activity` log.read, `bookings`',
      'live.read. You hear all that you may until you choose, with `topics` or by sending `{"subscribe":["issues"]}`;',
      'the answer is `{"type":"subscribed","topics","replay","refused":[{"topic","reason"}]}`. `{"replay":true}` asks for',
      'events that are told again: `{"type":"replay",…}`, of which one who reads too slowly may miss some. Further:',
      '`{"type":"activity","issues"}` with counters, `{"type":"presence","listeners"}` with how many people listen. What',
      'events say of people is masked for who lacks log.personal. Pass over types that you do not know. Closed with 4401',
      'when the sign-in has ended, with 1013 when nothing was read for ten seconds: a client that says how many characters',
      'it has read since it last said so, first `{"read":0}`, then say every 64 KB, is sent no more than 256 KB ahead.',
    ].join(' '),
    request: {
      query: z.object({
        since: z.coerce.number().int().min(0).optional().meta({ description: 'The last position that was read' }),
        topics: z.string().max(200).optional().meta({ description: 'Topics to hear, with commas between' }),
      }),
    },
    responses: { 101: { description: 'Switching to WebSocket' }, ...problems },
  }),
  async (c) => {
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') return problem(c, 'upgrade_required')
    // A page cannot set headers on a WebSocket, so a token in one was sent by a program; any other header proves nothing.
    if (bearerToken(c.req) === undefined && !fromOurPage(c.req)) return problem(c, 'cross_site')
    const { organisationId, userId, credential } = c.var.caller
    const url = new URL(c.req.url)
    url.search = String(listening(c.var.caller, c.req.valid('query')))
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

/** What the hub is told of a caller. It believes every word, so nothing that the client says gets there unread. */
const listening = (caller: Caller, { since, topics }: { since?: number | undefined; topics?: string | undefined }) => {
  const { organisationId, userId, credential } = caller
  const may = (action: Action) => permitted(caller, action)
  return new URLSearchParams({
    organization: organisationId,
    user: userId,
    allowed: topicsFor(may).join(','),
    ...(credential.kind === 'session' && { session: credential.id }),
    ...(credential.kind !== 'key' && { person: 'yes' }),
    ...(may('log.personal') && { personal: 'yes' }),
    ...(since !== undefined && { since: String(since) }),
    ...(topics !== undefined && { topics }),
  })
}
