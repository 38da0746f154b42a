import type { Asker, Booking, Refusal, RoomAnswer } from '../../contract/room.ts'
import type { Entry, EntryAsk, OfferTaken, PlacedEntry } from '../../contract/waitlist.ts'
import type { Decided } from '../../domain/booking/hold.ts'
import { isPassedOn } from '../../domain/booking/invitation.ts'
import { mayUse as mayUseBooking } from '../../domain/booking/owners.ts'
import type { Moment, Room } from '../../domain/booking/room.ts'
import { decideEntry, mayUse, shown, takeOffer } from '../../domain/booking/waitlist.ts'
import { positionOf } from '../../domain/booking/waitlist-line.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { readBooking, readEntry } from './rows.ts'

type Decide<T> = (room: Room, moment: Moment) => Result<Decided<T>, Refusal>

/** @returns the rule for what is asked about one entry, whatever became of it. */
export const askEntry =
  (sql: SqlStorage, { id, ask, asker }: { id: string; ask: EntryAsk; asker: Asker }): Decide<Entry> =>
  (room, moment) => {
    const entry = entryFor(sql, room, { id, asker })
    return entry === null ? failed({ reason: 'not_found' }) : decideEntry(room, { entry, asker, ask }, moment)
  }

/** @returns the rule for who takes an offer; the booking where they did so before. */
export const askOffer =
  (sql: SqlStorage, { wish, asker }: { wish: OfferTaken; asker: Asker }): Decide<Booking> =>
  (room, moment) => {
    const entry = entryFor(sql, room, { id: wish.entryId, asker })
    if (entry === null) return failed({ reason: 'not_found' })
    const made = entry.status === 'CLAIMED' ? readBooking(sql, entry.bookingId ?? '') : null
    if (made === null) return takeOffer(room, { entry, asker, wish }, moment)
    // It may have been passed on since: then it is nothing to who waited.
    return isPassedOn(made) && !mayUseBooking(asker, made)
      ? failed({ reason: 'not_found' })
      : ok({ value: made, changes: [] })
  }

/** @returns an answer with the entry as it stands after the step, in which it may have been offered something already. */
export const entryShown = (
  sql: SqlStorage,
  room: Room | null,
  { asker, answer }: { asker: Asker; answer: RoomAnswer<Entry> },
): RoomAnswer<PlacedEntry> => {
  if (!answer.ok) return answer
  if (room === null) return failed({ reason: 'not_found' })
  const entry = entryNow(sql, room, answer.value.id) ?? answer.value
  return { ...answer, value: shown(room, entry, asker) }
}

/** @returns the positions of those of these entries that wait. */
export const positionsIn = (room: Room | null, ids: readonly string[]): Map<string, number> => {
  const positions = new Map<string, number>()
  for (const id of ids) {
    const entry = room?.waitlist.live.get(id)
    const position = room === null || entry === undefined ? null : positionOf(room.waitlist, entry)
    if (position !== null) positions.set(id, position)
  }
  return positions
}

const entryFor = (sql: SqlStorage, room: Room, { id, asker }: { id: string; asker: Asker }): Entry | null => {
  const entry = entryNow(sql, room, id)
  return entry !== null && mayUse(asker, entry) ? entry : null
}

const entryNow = (sql: SqlStorage, { waitlist }: Room, id: string): Entry | null =>
  waitlist.live.get(id) ?? readEntry(sql, id)
