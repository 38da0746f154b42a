import { deleteCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { bookableId } from '../../../contract/events.ts'
import { type QueueStanding, queueStanding, type Standing } from '../../../contract/waiting-room.ts'
import { admissionToken } from '../../../platform/admission.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { linkKeys } from '../../../platform/link-tokens.ts'
import { waitingRoomOf } from '../../../platform/waiting-rooms.ts'
import { problem } from '../problem.ts'
import { type Asking, rememberGuest } from './asker.ts'
import { bearerToken } from './caller.ts'
import { idempotencyHeader } from './idempotency.ts'
import { type KnownEvent, visitEvent } from './known-event.ts'
import { admissionCookie, ownerOf } from './must-queue.ts'
import { type ApiContext, answer, open, problems, router } from './route.ts'
import { forgetInside } from './still-inside.ts'

export const queues = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })

queues.openapi(
  open({
    method: 'post',
    path: '/events/{id}/queue',
    tags,
    summary: 'Join the queue of an event; who has a place keeps it',
    description: [
      'One place for each guest, who is known by a cookie: a second tab has the same. Whoever comes before `opensAt` is',
      'drawn at random then, later ones queue in order. `admitted` lasts until `admittedUntil`; who has not come by then is',
      '`expired`, and joins again as the last. A repeat with the same `Idempotency-Key` keeps the place also where the',
      'first answer, with its cookie, never arrived.',
    ].join(' '),
    request: { params: ofEvent, headers: idempotencyHeader },
    responses: { 200: answer(queueStanding, 'Where one stands'), ...problems },
  }),
  async (c) => {
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    const standing = await joinQueue(c, visit)
    return standing === null ? problem(c, 'limit_reached') : c.json(standing, 200)
  },
)

queues.openapi(
  open({
    method: 'get',
    path: '/events/{id}/queue',
    tags,
    summary: 'Where one stands in the queue of an event; over WebSocket, whenever that changes',
    description: [
      'An upgraded request hears `{"type":"standing",…}`: the same members, times in milliseconds since 1970, no token.',
      'It is told at most once a second, and less often far back in a long queue. Once it says `admitted`, ask here for the',
      'token and the cookie.',
    ].join(' '),
    request: { params: ofEvent },
    responses: {
      200: answer(queueStanding, 'Where one stands'),
      101: { description: 'Switching to WebSocket' },
      ...problems,
    },
  }),
  async (c) => {
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    if (c.req.header('Upgrade')?.toLowerCase() === 'websocket') return listen(c, visit)
    return c.json(await queueStandingOf(c, visit), 200)
  },
)

queues.openapi(
  open({
    method: 'delete',
    path: '/events/{id}/queue',
    tags,
    summary: 'Leave the queue of an event, or say that one is done',
    request: { params: ofEvent },
    responses: { 204: { description: 'One has no place, or had none' }, ...problems },
  }),
  async (c) => {
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    await leaveQueue(c, visit)
    return c.body(null, 204)
  },
)

type Visit = Asking & { event: KnownEvent }

/** Gives who asks a place, and lets their browser be known by it. @returns where they stand; null where it is full */
export const joinQueue = async (c: ApiContext, visit: Visit): Promise<QueueStanding | null> => {
  const { event } = visit
  if (event.waitingRoom.mode === 'off') return asStanding(event.id, OFF)
  const owner = await joiningAs(c, visit)
  const standing = await roomOf(c, event).join(owner, event.waitingRoom)
  if (standing === null) return null
  forgetInside(event.id, owner)
  await rememberGuest(c, owner)
  return admitting(c, { event, owner, standing })
}

/** @returns where who asks stands. */
export const queueStandingOf = async (c: ApiContext, visit: Visit): Promise<QueueStanding> => {
  const { event } = visit
  if (event.waitingRoom.mode === 'off') return asStanding(event.id, OFF)
  const owner = ownerOf(visit)
  return admitting(c, { event, owner, standing: await roomOf(c, event).stand(owner, event.waitingRoom) })
}

/** Takes the place of who asks back. */
export const leaveQueue = async (c: ApiContext, visit: Visit): Promise<void> => {
  const { event } = visit
  deleteCookie(c, admissionCookie(event.id), COOKIE)
  if (event.waitingRoom.mode === 'off') return
  const owner = ownerOf(visit)
  await roomOf(c, event).leave(owner, event.waitingRoom)
  forgetInside(event.id, owner)
}

const OFF: Standing = {
  state: 'off',
  ahead: null,
  waiting: 0,
  estimatedSeconds: null,
  opensAt: null,
  admittedUntil: null,
  refreshSeconds: 60,
}
const COOKIE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

const roomOf = (c: ApiContext, event: KnownEvent) => waitingRoomOf(c.env.WAITING_ROOM, event.id)

/** A newcomer who tries again, because no answer came, is the guest that the first try made of them. */
const joiningAs = async (c: ApiContext, visit: Visit): Promise<string> => {
  const key = c.req.header('Idempotency-Key')
  if (!visit.newcomer || key === undefined) return ownerOf(visit)
  const address = c.req.header('CF-Connecting-IP') ?? 'here'
  // With a key of ours, because a guest's id is not to be guessed from an address.
  const { current, keys } = await linkKeys(c.env.KEY_RING)
  const digest = sha256Hex(JSON.stringify(['queue', keys[current], visit.event.id, address, key]))
  return `g:${Buffer.from(digest.slice(0, 32), 'hex').toString('base64url')}`
}

const admitting = async (
  c: ApiContext,
  { event, owner, standing }: { event: KnownEvent; owner: string; standing: Standing },
): Promise<QueueStanding> => {
  const { admittedUntil } = standing
  if (admittedUntil === null) return asStanding(event.id, standing)
  const token = admissionToken(await linkKeys(c.env.KEY_RING), { eventId: event.id, owner }, admittedUntil)
  const maxAge = Math.max(0, Math.floor((admittedUntil - Date.now()) / 1000))
  setCookie(c, admissionCookie(event.id), token, { ...COOKIE, maxAge })
  return { ...asStanding(event.id, standing), token }
}

const asStanding = (eventId: string, { opensAt, admittedUntil, ...standing }: Standing): QueueStanding => ({
  ...standing,
  eventId,
  place: standing.ahead === null ? null : standing.ahead + 1,
  opensAt: opensAt === null ? null : new Date(opensAt).toISOString(),
  admittedUntil: admittedUntil === null ? null : new Date(admittedUntil).toISOString(),
  token: null,
})

const listen = async (c: ApiContext, visit: Visit) => {
  const url = new URL(c.req.url)
  const origin = c.req.header('Origin')
  // Any page can open a socket to us, and the browser sends our cookies along; programs send no `Origin`, or a token.
  if (origin !== undefined && bearerToken(c.req) === undefined && origin !== url.origin) return problem(c, 'cross_site')
  url.search = String(new URLSearchParams({ guest: ownerOf(visit) }))
  const { status, webSocket } = await roomOf(c, visit.event).fetch(
    new Request(url, { headers: { Upgrade: 'websocket' } }),
  )
  if (status === 404) return problem(c, 'not_found', { detail: 'Join the queue first.' })
  if (webSocket === null) return problem(c, 'limit_reached', { detail: 'No more sockets here: ask again instead.' })
  // Headers of a fetched answer cannot be added to, and the middleware adds some.
  return new Response(null, { status: 101, webSocket })
}
