import { z } from 'zod'
import { availability, layoutView } from '../../../contract/availability.ts'
import { availabilityFrame } from '../../../contract/availability-frames.ts'
import { bookableId } from '../../../contract/events.ts'
import { readSeq } from '../../../domain/booking/watcher.ts'
import { hasTag } from '../../../domain/etag.ts'
import { regionOf, watchEvent } from '../../../platform/live-relays.ts'
import { readLayoutText } from '../../../platform/plans.ts'
import { problem } from '../problem.ts'
import { availabilityStream } from './availability-stream.ts'
import { availabilityBody, availabilityView } from './availability-view.ts'
import { bearerToken, sameOrigin } from './caller.ts'
import { type KnownEvent, knownEvent, visitEvent } from './known-event.ts'
import { type ApiContext, answer, open, problems, router } from './route.ts'

export const availabilities = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })

availabilities.openapi(
  open({
    method: 'get',
    path: '/events/{id}/availability',
    tags,
    summary: 'What can be had of an event now',
    description: [
      'The `ETag` is the `seq`: who asks again with `If-None-Match` is answered 304 as long as nothing changed, which makes',
      'polling every few seconds cheap where neither a socket nor a stream can be had. Pages of any origin may read it.',
    ].join(' '),
    request: { params: ofEvent },
    responses: {
      200: answer(availability, 'How many places are free and what became of the others, with each seat of its plan'),
      304: { description: 'Nothing changed since this ETag' },
      ...problems,
    },
  }),
  async (c) => {
    const watched = await watchable(c, c.req.valid('param').id)
    if ('refused' in watched) return watched.refused
    const { id, isPublic } = watched.event
    const view = await availabilityView(c.env.EVENT_ROOM, id, { stranger: isStranger(c) })
    if (view === null) return problem(c, 'not_found')
    const tag = `"${view.seq}"`
    c.header('ETag', tag)
    c.header('Cache-Control', isPublic ? 'public, no-cache' : 'private, no-cache')
    if (hasTag(c.req.header('If-None-Match'), tag)) return c.body(null, 304)
    return c.body(availabilityBody(id, view), 200, { 'Content-Type': 'application/json' })
  },
)

availabilities.openapi(
  open({
    method: 'get',
    path: '/events/{id}/live',
    tags,
    summary: 'Tells every change of what can be had: over WebSocket, or as server-sent events',
    description: [
      'Without `since`, first a `snapshot` where the plan has up to 2,000 places, else `resync`: read `availability` and go',
      'on from its `seq`. Then a `delta` for what changed, at most every 50 ms, the latest state of each seat. A client',
      'whose own `seq` is less than the `since` of a delta has a gap and sends `{"since": seq}`. `{"type":"low","free"}`',
      'comes once when few places are left. Send `ping` now and then; `pong` comes back. A client that also says how many',
      'characters it has read since it last said so, first `{"read":0}`, is sent no more than 256 KB ahead. One that reads',
      'nothing for ten seconds is closed with 1013, one that says anything else or too much with 1008, and with 1012 all',
      'are asked to come back. With `Accept: text/event-stream` the same frames come as server-sent events whose `id` is',
      'the `seq`, about a second late, for five minutes; an `EventSource` then comes back by itself.',
    ].join(' '),
    request: {
      params: ofEvent,
      query: z.object({
        since: z
          .string()
          .regex(/^\d{1,15}$/)
          .optional()
          .meta({ description: 'The `seq` up to which everything is known' }),
      }),
    },
    responses: {
      101: { description: 'Switching protocols' },
      200: {
        content: { 'text/event-stream': { schema: availabilityFrame } },
        description: 'Each event’s `data` is one frame',
      },
      ...problems,
    },
  }),
  async (c) => {
    const streams = c.req.header('Accept')?.includes('text/event-stream') === true
    const upgrades = c.req.header('Upgrade')?.toLowerCase() === 'websocket'
    if (!upgrades && !streams) return problem(c, 'upgrade_required')
    const watched = await watchable(c, c.req.valid('param').id)
    if ('refused' in watched) return watched.refused
    const { event } = watched
    // A browser sends cookies along with a socket that any page opens, and no preflight asks first.
    if (!event.isPublic && bearerToken(c.req) === undefined && !sameOrigin(c.req)) return problem(c, 'cross_site')
    const { since } = c.req.valid('query')
    return upgrades ? socket(c, event, since) : stream(c, event, since)
  },
)

availabilities.openapi(
  open({
    method: 'get',
    path: '/events/{id}/layout',
    tags,
    summary: 'Where the places of an event are',
    description:
      'With the `layoutKey` of its availability as `key` the answer never changes, and may be kept for a year; another key is 404.',
    request: { params: ofEvent, query: z.object({ key: z.string().max(500).optional() }) },
    responses: {
      200: answer(layoutView, 'Seats with their coordinates, rows, areas and categories'),
      304: { description: 'It is the one of this ETag' },
      ...problems,
    },
  }),
  async (c) => {
    const watched = await watchable(c, c.req.valid('param').id)
    if ('refused' in watched) return watched.refused
    const { id, isPublic } = watched.event
    const { layoutKey = null } = (await availabilityView(c.env.EVENT_ROOM, id))?.numbers ?? {}
    const { key = layoutKey } = c.req.valid('query')
    if (layoutKey === null || key !== layoutKey) return problem(c, 'not_found')
    const lasts = c.req.valid('query').key === undefined ? 'no-cache' : 'max-age=31536000, immutable'
    const tag = `"${layoutKey}"`
    c.header('ETag', tag)
    c.header('Cache-Control', `${isPublic ? 'public' : 'private'}, ${lasts}`)
    if (hasTag(c.req.header('If-None-Match'), tag)) return c.body(null, 304)
    const text = await readLayoutText(c.env.BUCKET, layoutKey)
    return text === null ? problem(c, 'payload_gone') : c.body(text, 200, { 'Content-Type': 'application/json' })
  },
)

const socket = async (c: ApiContext, { id: eventId }: KnownEvent, since: string | undefined) => {
  const connection = `${c.req.header('Sec-WebSocket-Key')} ${c.req.header('CF-Connecting-IP')}`
  const region = regionOf(c.req.raw.cf)
  const opened = await watchEvent(c.env, { eventId, region, connection, since })
  if (opened === null) return problem(c, 'too_many_watch')
  // Headers of a fetched answer cannot be added to, and the middleware adds some.
  return new Response(null, { status: 101, webSocket: opened.webSocket })
}

const stream = (c: ApiContext, { id }: KnownEvent, since: string | undefined) => {
  const look = () => availabilityView(c.env.EVENT_ROOM, id, { olderBy: 1000 })
  const from = readSeq(c.req.header('Last-Event-ID') ?? null) ?? readSeq(since ?? null)
  return new Response(availabilityStream(look, { since: from }), {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  })
}

/** @returns the event, where who asks may watch it. Nothing of what is shown is about anybody, so a public one needs no name. */
const watchable = async (c: ApiContext, id: string) => {
  const event = await knownEvent(c.env, id)
  // A token that is sent must be good, and only its organisation sees a draft.
  return event?.isPublic && bearerToken(c.req) === undefined ? { event } : visitEvent(c, id)
}

// Who has done something here has a cookie by now, and is shown nothing from before that.
const isStranger = (c: ApiContext): boolean =>
  c.req.header('Cookie') === undefined && c.req.header('Authorization') === undefined
