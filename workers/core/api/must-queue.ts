import { getCookie } from 'hono/cookie'
import type { Asker, Booking, RoomAnswer } from '../../../contract/room.ts'
import { admitted } from '../../../platform/admission.ts'
import { linkKeys } from '../../../platform/link-tokens.ts'
import { waitingRoomOf } from '../../../platform/waiting-rooms.ts'
import { problem } from '../problem.ts'
import { type Asking, askerOf } from './asker.ts'
import { type KnownEvent, knownEvent } from './known-event.ts'
import type { ApiContext } from './route.ts'
import { forgetInside, isStillInside } from './still-inside.ts'

interface Watched {
  /** Holds asked of this isolate since it last told. */
  holds: number
  toldAt: number
  active: boolean
}

const TELL_MS = 1000
/** What a waiting room said this long ago may be so no more. */
const STALE_MS = 10_000
const MOST_WATCHED = 1000

// Numbers only. Each isolate tells what it was asked, and hears whether one has to queue.
const watched = new Map<string, Watched>()

/** The header in which a program sends what a browser has as a cookie. */
export const ADMISSION_HEADER = 'Admission-Token'

/** @returns the cookie of an event's admission: browsers have one for each event. */
export const admissionCookie = (eventId: string): string => `__Host-admission-${eventId.slice(2, 12)}`

interface Entering {
  event: KnownEvent
  asker: Asker
}

/**
 * Stops who has not been admitted, before the room of the event is touched. Whether one has to queue stands in the event;
 * only where it depends on the load is the waiting room told, once a second, and nobody waits for its answer.
 * @returns the problem that says where to queue, or null for who may go on: the organisers always
 */
export const mustQueue = async (c: ApiContext, { event, asker }: Entering) => {
  if (!(await isStopped(c, { event, asker, holds: 1 }))) return null
  const queue = { api: `/api/v1/events/${event.id}/queue`, page: `/events/${event.id}/queue` }
  return problem(c, 'waiting_room', { detail: 'POST to the queue, and come back when it admits you.', queue })
}

interface More extends Entering {
  /** How many places a booking is to have, or what it is to take besides. */
  wish: { quantity?: number | undefined; add?: unknown }
  booking: () => Promise<RoomAnswer<Booking>>
}

/**
 * The same for a change of a booking: more places are had as a hold is. To give some back nobody has to queue.
 * @param booking is asked for only where it matters how many places it has
 */
export const mustQueueForMore = async (c: ApiContext, { wish, booking, ...entering }: More) => {
  const { quantity, add } = wish
  if (add === undefined && (quantity ?? 0) === 0) return null
  const queues = await mustQueue(c, entering)
  if (queues === null || add !== undefined) return queues
  const found = await booking()
  const has = found.ok ? found.value.tickets.filter(({ status }) => status !== 'CANCELLED').length : 0
  return found.ok && (quantity ?? 0) > has ? queues : null
}

/** @returns whether who looks at an event would be stopped if they wanted places. To look makes no load. */
export const hasToQueue = (c: ApiContext, entering: Entering): Promise<boolean> =>
  isStopped(c, { ...entering, holds: 0 })

const isStopped = async (c: ApiContext, { event, asker, holds }: Entering & { holds: number }): Promise<boolean> => {
  const { mode } = event.waitingRoom
  if (mode === 'off' || asker.organiser) return false
  if (mode === 'auto' && !(await isCrowded(c, event, holds))) return false
  const token = c.req.header(ADMISSION_HEADER) ?? getCookie(c, admissionCookie(event.id))
  if (token === undefined) return true
  const keys = await linkKeys(c.env.KEY_RING)
  const owner = asker.owners.find((one) => admitted(keys, { eventId: event.id, owner: one, token }, Date.now()))
  return owner === undefined || !(await isStillInside(c.env, { event, owner }))
}

/** Says that who asks is done at an event: where only so many may be inside, the next one may come in. */
export const doneInside = async (c: ApiContext, eventId: string | null): Promise<void> => {
  const event = eventId === null ? null : await knownEvent(c.env, eventId)
  if (event === null || event.waitingRoom.mode === 'off' || event.waitingRoom.mostInside === null) return
  const asking = await askerOf(c, event.organisationId)
  if (!asking.ok) return
  const owner = ownerOf(asking.value)
  await waitingRoomOf(c.env.WAITING_ROOM, event.id).leave(owner, event.waitingRoom)
  forgetInside(event.id, owner)
}

/** @returns as whom somebody waits: a browser stays the same guest when somebody signs in or out there. */
export const ownerOf = ({ asker }: Asking): string =>
  asker.owners.find((owner) => owner.startsWith('g:')) ?? asker.owners[0] ?? ''

const isCrowded = async (c: ApiContext, event: KnownEvent, holds: number): Promise<boolean> => {
  const now = Date.now()
  const known = watched.get(event.id)
  const watch = known ?? { holds: 0, toldAt: 0, active: false }
  watch.holds += holds
  if (known === undefined) {
    if (watched.size >= MOST_WATCHED) watched.clear()
    watched.set(event.id, watch)
  }
  const age = now - watch.toldAt
  if (age >= STALE_MS) await tell(c.env, event, watch)
  else if (age >= TELL_MS) c.executionCtx.waitUntil(tell(c.env, event, watch))
  return watch.active
}

const tell = async (env: Env, event: KnownEvent, watch: Watched): Promise<void> => {
  const { holds } = watch
  watch.holds = 0
  watch.toldAt = Date.now()
  watch.active = await waitingRoomOf(env.WAITING_ROOM, event.id).report({ holds }, event.waitingRoom)
}
