import type { ContactWish } from '../../contract/bookings.ts'
import type { DataOf } from '../../contract/domain-events.ts'
import type { Booking } from '../../contract/room.ts'
import type { Entry, PlacedEntry } from '../../contract/waitlist.ts'
import type { Change, Room } from './room.ts'
import { positionOf } from './waitlist-line.ts'

/** @returns an entry with a change, as its next version. */
export const changedEntry = (entry: Entry, now: number, change: Partial<Entry>): Entry => ({
  ...entry,
  ...change,
  updatedAt: now,
  version: entry.version + 1,
})

/** @returns what facts say of an entry. */
export const toldOf = ({ id, eventId, quantity, email }: Entry): DataOf<'waitlist.joined'> => ({
  entryId: id,
  eventId,
  quantity,
  email,
})

/** @returns an entry with its place in the line, and the places that are kept for it. */
export const placed = (room: Room, entry: Entry): PlacedEntry => {
  const { offer } = entry
  const hold = offer === null ? undefined : room.holds.get(offer.holdId)
  return {
    ...entry,
    offer: offer === null ? null : { ...offer, expiresAt: hold?.expiresAt ?? offer.expiresAt },
    position: positionOf(room.waitlist, entry),
    places: hold?.items ?? [],
  }
}

/** @returns the contact of an entry, as a booking is asked for with it. */
export const contactOfEntry = ({ email, contact: { fullName, language } }: Entry): ContactWish => ({
  ...(fullName === null ? {} : { fullName }),
  emailAddress: email,
  language,
})

/** What becomes so when an offer was not taken in time: it goes to the end of the line, or is over after as many. */
export const lapsed = (room: Room, entry: Entry, now: number): Change[] => {
  const lapses = entry.lapses + 1
  const final = lapses >= room.settings.waitlist.maxLapses
  // A priority would lead it past the others at once, again and again.
  const behind = { status: 'WAITING', rank: room.waitlist.last + 1, priority: 0, priorityReason: null } as const
  const value = changedEntry(entry, now, {
    lapses,
    offer: null,
    bookingId: null,
    passedSince: null,
    ...(final ? { status: 'LAPSED' } : behind),
  })
  return [
    { put: 'entry', value },
    { fact: { type: 'waitlist.lapsed', subject: entry.id, data: { ...toldOf(entry), lapses, final } } },
  ]
}

/** What becomes so when who waited has a booking that stands. */
export const claimed = (entry: Entry, booking: Booking, now: number): Change[] => [
  { put: 'entry', value: changedEntry(entry, now, { status: 'CLAIMED', offer: null, bookingId: booking.id }) },
  { fact: { type: 'waitlist.promotion', subject: entry.id, data: { ...toldOf(entry), bookingId: booking.id } } },
]

/** What becomes so when an entry ends by what somebody wants; the places kept for it are given back apart from this. */
export const over = (
  entry: Entry,
  { status, now, note = null }: { status: 'LEFT' | 'DECLINED' | 'REVOKED'; now: number; note?: string | null },
): Change[] => [
  { put: 'entry', value: changedEntry(entry, now, { status, offer: null }) },
  { fact: { type: 'waitlist.left', subject: entry.id, data: { ...toldOf(entry), reason: status, note } } },
]
