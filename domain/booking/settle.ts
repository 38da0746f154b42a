import type { Booking, Hold } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { apply, endOf, release } from './apply.ts'
import { changed, ended } from './booking.ts'
import { told } from './fact.ts'
import type { Decided } from './hold.ts'
import { followInvitations } from './invitation-follow.ts'
import { lowChanges } from './low.ts'
import { promote } from './promote.ts'
import { type Change, freeOf, isReleased, type Moment, type Room } from './room.ts'
import { changedEntry } from './waitlist-entry.ts'
import { followOffers } from './waitlist-follow.ts'

/** Everything that became so in one step, for the object to keep, in its order. */
export interface Step<T, E> {
  result: Result<T, E>
  changes: Change[]
}

/**
 * One step of a room: first what the clock ended meanwhile, so that it blocks nobody even where no alarm came; then what
 * was asked. What was asked is decided and made so before anything else is heard: there is no await in between. Places
 * that come free, by the clock or by what was asked, are offered to who waits before anyone else can ask for them.
 * @param decide is told what became so before it: rows that it reads have to say that already
 */
export const takeStep = <T, E>(
  room: Room,
  moment: Moment,
  decide: (room: Room, settled: readonly Change[]) => Result<Decided<T>, E>,
): Step<T, E> => {
  room.waitlist.onSale ??= freeOf(room)
  const changes = settle(room, moment.now)
  changes.push(...followOffers(room, changes, moment.now), ...promote(room, moment))
  const make = (next: readonly Change[]) => {
    for (const change of next) apply(room, change)
    changes.push(...next)
  }
  const decided = decide(room, changes)
  if (decided.ok) {
    make(decided.value.changes)
    changes.push(...followOffers(room, decided.value.changes, moment.now), ...promote(room, moment))
  }
  make(followInvitations(room, changes, moment.now))
  make(lowChanges(room))
  return { result: decided.ok ? ok(decided.value.value) : failed(decided.error), changes }
}

/** Ends what the clock ended. @returns what became so; most often nothing, found out without looking at any hold */
export const settle = (room: Room, now: number): Change[] => {
  for (const allotment of room.settings.allotments)
    if (!room.released.has(allotment.id) && isReleased(allotment, now)) release(room, allotment)
  if (now < room.nextExpiry) return []
  const over = [...room.holds.values()].filter((hold) => endOf(room, hold) <= now)
  const changes = over.flatMap((hold) => expired(room, hold, now))
  for (const change of changes) apply(room, change)
  room.nextExpiry = firstExpiry(room)
  return changes
}

const firstExpiry = (room: Room): number => {
  let first = Number.POSITIVE_INFINITY
  for (const hold of room.holds.values()) first = Math.min(first, endOf(room, hold))
  return first
}

const expired = (room: Room, hold: Hold, now: number): Change[] => {
  const booking = hold.bookingId === null ? undefined : room.waiting.get(hold.bookingId)
  if (booking === undefined) return [{ drop: 'hold', id: hold.id }, ...gatheredInVain(room, hold, now)]
  const value: Booking = changed(booking, now, {
    status: 'EXPIRED',
    expiresAt: null,
    tickets: booking.tickets.map((ticket) => ({ ...ticket, status: 'CANCELLED' })),
  })
  const data = told({ ...booking, status: 'EXPIRED' })
  return [...ended(value, booking), { fact: { type: 'booking.expired', subject: value.id, data } }]
}

// Not enough came free for a group while places were gathered for it: now others pass it for as long.
const gatheredInVain = (room: Room, { kind, entryId }: Hold, now: number): Change[] => {
  const entry = kind === 'gathered' ? room.waitlist.live.get(entryId ?? '') : undefined
  return entry === undefined ? [] : [{ put: 'entry', value: changedEntry(entry, now, { passedSince: now }) }]
}
