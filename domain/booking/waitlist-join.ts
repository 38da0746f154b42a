import type { Asker, Refusal } from '../../contract/room.ts'
import type { Entry, NewEntry } from '../../contract/waitlist.ts'
import { failed, ok, type Result } from '../result.ts'
import { contactOf } from './booking.ts'
import { type Decided, mostPerBuyer, whyNotSoMany } from './hold.ts'
import { type Change, freeOf, type Moment, type Room } from './room.ts'
import { whyClosed } from './sale.ts'
import { toldOf } from './waitlist-entry.ts'
import { opensLine, type Waitlist } from './waitlist-line.ts'
import { placesFor } from './waitlist-places.ts'
import { canEverFit, waitlistEnd } from './waitlist-policy.ts'

/** Lets someone wait. One address waits once: again, it is told of the entry that it has. */
export const join = (
  room: Room,
  { wish, asker }: { wish: NewEntry; asker: Asker },
  moment: Moment,
): Result<Decided<Entry>, Refusal> => {
  const email = addressOf(wish.email)
  const known = room.waitlist.live.get(room.waitlist.addresses.get(email) ?? '')
  if (known !== undefined) return ok({ value: known, changes: [] })
  const refused = whyNotWait(room, { wish, asker }, moment)
  if (refused !== null) return failed(refused)
  const entry = newEntry(room, { wish, asker, email }, moment)
  const fact: Change = { fact: { type: 'waitlist.joined', subject: entry.id, data: toldOf(entry) } }
  return ok({ value: entry, changes: [{ put: 'entry', value: entry }, fact] })
}

const newEntry = (
  room: Room,
  { wish, asker, email }: { wish: NewEntry; asker: Asker; email: string },
  { now, id }: Moment,
): Entry => ({
  id: id('w'),
  eventId: room.settings.eventId,
  owner: asker.owners[0] ?? '',
  status: 'WAITING',
  quantity: wish.quantity,
  accessible: wish.accessible,
  email,
  contact: contactOf({
    emailAddress: email,
    ...(wish.name === undefined ? {} : { fullName: wish.name }),
    ...(wish.language === undefined ? {} : { language: wish.language }),
  }),
  ticketTypeId: wish.ticketTypeId ?? null,
  allowPartial: wish.allowPartial,
  priority: 0,
  priorityReason: null,
  rank: room.waitlist.last + 1,
  passedSince: null,
  lapses: 0,
  offer: null,
  bookingId: null,
  joinedAt: now,
  updatedAt: now,
  version: 1,
})

const whyNotWait = (room: Room, { wish, asker }: { wish: NewEntry; asker: Asker }, moment: Moment): Refusal | null => {
  const { settings } = room
  if (!settings.waitlist.enabled) return { reason: 'closed', detail: 'The event has no waitlist' }
  const closed = whyClosed(settings, moment.now)
  if (closed !== null) return closed
  if (moment.now >= waitlistEnd(settings)) return { reason: 'closed', detail: 'The waitlist is over' }
  const ticketTypeId = wish.ticketTypeId ?? null
  const type = ticketTypeId === null ? null : room.types.get(ticketTypeId)
  if (type === undefined || type?.active === false || type?.hidden === true)
    return { reason: 'invalid_places', detail: 'There is no such ticket type' }
  const wrongNumber = type === null ? null : whyNotSoMany(type, wish.quantity)
  if (wrongNumber !== null) return { reason: 'limit', detail: wrongNumber }
  if (!canEverFit(room, { ...wish, ticketTypeId }))
    return { reason: 'capacity', detail: 'The event never has as many places for this ticket' }
  const crowded = asker.organiser ? null : whyCrowded(room.waitlist, { wish: { ...wish, ticketTypeId }, asker })
  if (crowded !== null) return crowded
  const most = mostPerBuyer(room)
  const { counts, waitlist } = room
  const has = asker.owners.reduce(
    (sum, one) => sum + (counts.owners.get(one) ?? 0) + (waitlist.wanted.get(one) ?? 0),
    0,
  )
  if (has + wish.quantity > most && !asker.organiser)
    return { reason: 'limit', detail: `One buyer may have ${most} places` }
  if (
    placesFor(room, { entry: { ticketTypeId, accessible: wish.accessible }, quantity: wish.quantity }, moment) === null
  )
    return null
  const path = `/api/v1/events/${settings.eventId}/holds`
  return { reason: 'places_free', detail: `${freeOf(room)} places are free: hold ${wish.quantity} with POST ${path}` }
}

// Every step that frees a place looks at the first of each line, and all who wait are in memory.
const MOST_WAITING = 100_000
const MOST_LINES = 2000
const MOST_OF_ONE = 20

const whyCrowded = (
  waitlist: Waitlist,
  { wish, asker }: { wish: NewEntry & { ticketTypeId: string | null }; asker: Asker },
): Refusal | null => {
  if (waitlist.live.size >= MOST_WAITING) return { reason: 'limit', detail: 'The waitlist is full' }
  if (asker.owners.reduce((sum, one) => sum + (waitlist.owners.get(one) ?? 0), 0) >= MOST_OF_ONE)
    return { reason: 'limit', detail: `One buyer may wait ${MOST_OF_ONE} times` }
  return waitlist.lines.size >= MOST_LINES && opensLine(waitlist, wish)
    ? {
        reason: 'limit',
        detail: 'Too many wait for something different each; a usual number of places can be waited for',
      }
    : null
}

/** @returns an address as it is compared: what stands after a plus is part of it. */
const addressOf = (email: string): string => email.trim().normalize('NFC').toLowerCase()
