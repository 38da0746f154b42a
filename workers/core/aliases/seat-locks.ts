import { z } from 'zod'
import { type EarlierSeats, earlierSeats } from '../../../contract/earlier-events.ts'
import type { PlanMap } from '../../../contract/plan-map.ts'
import type { Hold, RoomAnswer } from '../../../contract/room.ts'
import { printedOn } from '../../../domain/booking/seat-names.ts'
import { ok } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById } from '../../../platform/db/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { type Asking, rememberGuest, retryOf } from '../api/asker.ts'
import { INVALID_KEY } from '../api/invalid-key.ts'
import { type KnownEvent, refusedBy, visitEvent } from '../api/known-event.ts'
import { mustQueue } from '../api/must-queue.ts'
import { type ApiContext, body, open, router } from '../api/route.ts'
import { mapOf } from '../pages/booking/visit.ts'
import { problem } from '../problem.ts'
import { guidOf } from './printed-seats.ts'
import { asUnderApi } from './refusal.ts'

/** Locks of seats at the paths of the earlier organiser. A lock is a hold: it ends by itself, and nobody waits for it. */
export const seatLocks = router()

const hide = true
const responses = { 200: { description: 'As the earlier system answered' } }
const request = { params: z.object({ eventId: z.string() }), body: body(earlierSeats, false) }

for (const step of ['lock', 'release']) seatLocks.use(`/invitations/:eventId/seats/${step}`, ...asUnderApi)

seatLocks.openapi(
  open({ method: 'post', path: '/invitations/{eventId}/seats/lock', hide, request, responses }),
  async (c) => {
    const named = await seatsNamed(c, c.req.valid('param').eventId, c.req.valid('json') ?? {})
    if ('refused' in named) return named.refused
    const { visit, map, guids } = named
    if (guids.length === 0) return problem(c, 'invalid', NO_SEAT)
    const queues = await mustQueue(c, visit)
    if (queues !== null) return queues
    const retry = retryOf(c, visit, { lock: guids })
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
    const mine = (await ownHolds(c, visit)).find(({ items }) =>
      same(
        items.map(({ seat }) => seat),
        guids,
      ),
    )
    // Their locks could be taken twice by the same person, which made them last longer.
    const held: RoomAnswer<Hold> =
      mine === undefined
        ? await room.hold({ seats: guids }, visit.asker, retry)
        : await room.extend(mine.id, visit.asker)
    if (!held.ok) return refusedBy(c, held.error)
    await rememberGuest(c, held.value.owner)
    return c.json(asLock(held.value, map), 200)
  },
)

const NO_SEAT = {
  errors: [{ pointer: '/seatNumber', code: 'missing', detail: 'Name the seat by seatRow and seatNumber' }],
}

seatLocks.openapi(
  open({ method: 'delete', path: '/invitations/{eventId}/seats/release', hide, request, responses }),
  async (c) => {
    const { seatRow, seatNumber, section } = c.req.query()
    const said = { seatRow, seatNumber, section, ...c.req.valid('json') }
    const named = await seatsNamed(c, c.req.valid('param').eventId, said)
    if ('refused' in named) return named.refused
    const { visit, map, guids } = named
    const released: string[] = []
    for (const hold of await ownHolds(c, visit)) {
      const seats = hold.items.flatMap(({ seat }) => seat ?? [])
      const gone = guids.length === 0 ? seats : seats.filter((seat) => guids.includes(seat))
      if (gone.length === 0) continue
      const done = await without(c, visit, { hold, rest: seats.filter((seat) => !gone.includes(seat)) })
      if (!done.ok) return refusedBy(c, done.error)
      released.push(...gone)
    }
    const seats = released.map((seat) => ({ seat, ...printedOn(map, seat) }))
    return c.json({ eventId: visit.event.id, locked: false, seats, released: seats.length }, 200)
  },
)

const without = async (
  c: ApiContext,
  { asker, event }: Asking & { event: KnownEvent },
  { hold, rest }: { hold: Hold; rest: string[] },
): Promise<RoomAnswer<null>> => {
  const room = eventRoom(c.env.EVENT_ROOM, event.id)
  if (rest.length === 0) return room.release(hold.id, asker)
  const kept = await room.hold({ seats: rest, replaces: hold.id }, asker, null)
  return kept.ok ? ok(null) : kept
}

const ownHolds = async (c: ApiContext, { asker, event }: Asking & { event: KnownEvent }): Promise<Hold[]> => {
  const held = await eventRoom(c.env.EVENT_ROOM, event.id).holdsOf(asker)
  return held.ok ? held.value : []
}

const same = (a: readonly (string | null)[], b: readonly string[]): boolean =>
  [...a].sort().join('\n') === [...b].sort().join('\n')

type Named =
  | { visit: Asking & { event: KnownEvent }; map: PlanMap | null; guids: string[] }
  | { refused: ReturnType<typeof problem> }

const seatsNamed = async (c: ApiContext, eventId: string, { seats, ...one }: EarlierSeats): Promise<Named> => {
  const visit = await visitEvent(c, eventId)
  if ('refused' in visit) return visit
  const event = await anyEventById(database(c.env.DB), visit.event.id)
  const map = event === null ? null : await mapOf(c.env, event)
  const guids: string[] = []
  for (const printed of seats ?? [one]) {
    const found = guidOf(c, map, printed)
    if ('refused' in found) return found
    if (found.guid !== null && !guids.includes(found.guid)) guids.push(found.guid)
  }
  return { visit, map, guids }
}

const asLock = ({ id, eventId, items, expiresAt, placedAt }: Hold, map: PlanMap | null) => {
  const seats = items.flatMap(({ seat }) => (seat === null ? [] : [{ seat, ...printedOn(map, seat) }]))
  return {
    ...seats[0],
    id,
    eventId,
    locked: true,
    seats,
    lockedAt: new Date(placedAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  }
}
