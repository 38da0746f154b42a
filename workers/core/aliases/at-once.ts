import type { ContactWish } from '../../../contract/bookings.ts'
import type { NewHold } from '../../../contract/holds.ts'
import type { Asker, Booking, Hold, RoomAnswer } from '../../../contract/room.ts'
import { readIdempotencyKey } from '../../../domain/idempotency-key.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { type Asking, rememberGuest, retryBy } from '../api/asker.ts'
import type { KnownEvent } from '../api/known-event.ts'
import type { ApiContext } from '../api/route.ts'

/**
 * Books places in one request, as the earlier systems did: holds them, and makes a booking of the hold. What is held and
 * cannot be booked is let go. With an `Idempotency-Key` each of the two steps is done once. A seat that was locked before
 * is the hold of that lock. A hold that was let go is made anew.
 */
export const bookAtOnce = async (
  c: ApiContext,
  visit: Asking & { event: KnownEvent },
  { places, contact }: { places: NewHold; contact: ContactWish },
): Promise<RoomAnswer<Booking> | 'invalid'> => {
  const header = c.req.header('Idempotency-Key')
  const key = header === undefined ? null : readIdempotencyKey(header)
  if (header !== undefined && key === null) return 'invalid'
  const once = (step: string, wish: unknown) =>
    key === null ? null : retryBy(c, visit, { key: `${key} ${step}`, wish })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const attempt = async (step: string): Promise<RoomAnswer<Booking>> => {
    const held = await holdOrLock(room, visit.asker, { places, retry: once(step, { places, contact }) })
    if (!held.ok) return held
    const { id: holdId, owner } = held.value
    // Whose key it is, is who they were.
    const asker = held.repeated === true ? { ...visit.asker, owners: [owner, ...visit.asker.owners] } : visit.asker
    const booked = await room.book({ holdId, contact }, asker, once('book', { holdId, contact }))
    // No booking came of what was held for this key, so it was let go.
    if (!booked.ok && held.repeated === true && booked.error.reason === 'expired') return attempt(`hold ${holdId}`)
    if (booked.ok) await rememberGuest(c, owner)
    else await room.release(holdId, asker)
    return booked
  }
  return attempt('hold')
}

const holdOrLock = async (
  room: ReturnType<typeof eventRoom>,
  asker: Asker,
  { places, retry }: { places: NewHold; retry: ReturnType<typeof retryBy> | null },
): Promise<RoomAnswer<Hold>> => {
  const lock = places.seats === undefined ? null : await lockOn(room, asker, places.seats)
  return lock === null ? room.hold(places, asker, retry) : { ok: true, value: lock }
}

const lockOn = async (
  room: ReturnType<typeof eventRoom>,
  asker: Asker,
  seats: readonly string[],
): Promise<Hold | null> => {
  const holds = await room.holdsOf(asker)
  if (!holds.ok) return null
  const held = (hold: Hold) => hold.items.map(({ seat }) => seat)
  return holds.value.find((hold) => held(hold).sort().join('\n') === [...seats].sort().join('\n')) ?? null
}
