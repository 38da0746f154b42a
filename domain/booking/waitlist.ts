import type { Asker, Booking, Refusal } from '../../contract/room.ts'
import type { Entry, EntryAsk, OfferTaken, PlacedEntry } from '../../contract/waitlist.ts'
import { failed, ok, type Result } from '../result.ts'
import { isWaiting } from './apply.ts'
import { book, cancelled, confirmed, contactOf, standing } from './booking.ts'
import type { Decided } from './hold.ts'
import { offeredTo } from './promote.ts'
import { type Change, freeOf, type Moment, type Room } from './room.ts'
import { changedEntry, contactOfEntry, over, placed, toldOf } from './waitlist-entry.ts'
import { isLive } from './waitlist-line.ts'
import { waitlistEnd } from './waitlist-policy.ts'

type Outcome = Result<Decided<Entry>, Refusal>

/** Who asks for something about one entry. */
interface About {
  entry: Entry
  asker: Asker
}

/** Decides what is asked about one entry, by one it belongs to or an organiser. */
export const decideEntry = (room: Room, { ask, ...about }: About & { ask: EntryAsk }, moment: Moment): Outcome => {
  if (ORGANISERS.has(ask.do) && !about.asker.organiser) return failed({ reason: 'not_found' })
  switch (ask.do) {
    case 'look':
      return look(about)
    case 'decline':
      return decline(room, about, moment)
    case 'leave':
      return leave(room, about, moment)
    case 'revoke':
      return revoke(room, { ...about, note: ask.note }, moment)
    case 'prioritise':
      return prioritise({ ...about, ...ask }, moment)
    case 'offer':
      return offerByHand(room, about, moment)
  }
}

const look = ({ entry }: Pick<About, 'entry'>): Outcome => ok({ value: entry, changes: [] })

/** Takes an offer: it becomes a booking, which stands at once where nothing is to be paid. */
export const takeOffer = (
  room: Room,
  { entry, asker, wish }: About & { wish: Omit<OfferTaken, 'entryId'> },
  moment: Moment,
): Result<Decided<Booking>, Refusal> => {
  if (entry.offer === null) return failed(NO_OFFER)
  if (room.settings.status === 'CANCELLED') return failed({ reason: 'closed', detail: 'The event is cancelled' })
  const contact = { ...contactOfEntry(entry), ...wish.contact }
  // Who follows the link of the offer is who it was made for.
  const owners = [entry.owner, ...asker.owners.filter((owner) => owner !== entry.owner)]
  const booked = book(
    room,
    { wish: { holdId: entry.offer.holdId, contact, positions: wish.positions }, asker: { ...asker, owners } },
    moment,
  )
  if (!booked.ok || booked.value.value.total > 0) return booked
  const booking = standing(booked.value.value, moment.now)
  const was = room.waiting.get(booking.id) ?? null
  return ok({ value: booking, changes: confirmed({ booking, was }) })
}

/** Says no to an offer, for good. */
const decline = (room: Room, { entry }: About, { now }: Pick<Moment, 'now'>): Outcome => {
  if (entry.status === 'DECLINED') return look({ entry })
  return entry.offer === null ? failed(NO_OFFER) : ends(room, entry, { status: 'DECLINED', now })
}

/** Waits no more; what was offered goes to the next in the same step. Again, it changes nothing. */
const leave = (room: Room, { entry }: About, { now }: Pick<Moment, 'now'>): Outcome =>
  isLive(entry) ? ends(room, entry, { status: 'LEFT', now }) : look({ entry })

/** Takes an entry off the list, by an organiser. */
const revoke = (
  room: Room,
  { entry, note }: About & { note: string | null },
  { now }: Pick<Moment, 'now'>,
): Outcome => {
  return isLive(entry) ? ends(room, entry, { status: 'REVOKED', now, note }) : look({ entry })
}

/** Lets an entry go before those of a lower priority, by an organiser who says why. */
const prioritise = (
  { entry, priority, reason }: About & { priority: number; reason: string },
  { now }: Pick<Moment, 'now'>,
): Outcome => {
  if (!isLive(entry)) return failed({ reason: 'expired', detail: `The entry is ${entry.status}` })
  const value = changedEntry(entry, now, { priority, priorityReason: reason })
  const data = { ...toldOf(entry), priority, before: entry.priority, reason }
  return ok({
    value,
    changes: [{ put: 'entry', value }, { fact: { type: 'waitlist.prioritised', subject: entry.id, data } }],
  })
}

/** Offers free places to one entry out of turn, by an organiser; also while nothing is offered by itself. */
const offerByHand = (room: Room, { entry }: About, moment: Moment): Outcome => {
  if (entry.status === 'OFFERED') return look({ entry })
  if (!isLive(entry)) return failed({ reason: 'expired', detail: `The entry is ${entry.status}` })
  if (moment.now >= waitlistEnd(room.settings)) return failed({ reason: 'closed', detail: 'The waitlist is over' })
  const changes = offeredTo(room, entry, moment)
  if (changes === null) return failed({ reason: 'capacity', detail: `${freeOf(room)} places are free` })
  return ok({ value: entry, changes })
}

const ends = (room: Room, entry: Entry, end: Parameters<typeof over>[1]): Outcome => {
  const changes = over(entry, end)
  return ok({ value: entry, changes: [...changes, ...givenBack(room, entry, end)] })
}

/** What becomes so with the places of an entry that ends: its offer, or the booking that waits in its place, is no more. */
const givenBack = (room: Room, { offer, bookingId }: Entry, end: Parameters<typeof over>[1]): Change[] => {
  if (offer === null) return []
  const booking = bookingId === null ? undefined : room.waiting.get(bookingId)
  if (booking === undefined || !isWaiting(booking)) return [{ drop: 'hold', id: offer.holdId }]
  const by = end.status === 'REVOKED' ? ('organiser' as const) : ('buyer' as const)
  const tickets = booking.tickets.map((ticket) => ({ ...ticket, status: 'CANCELLED' as const }))
  return cancelled(room, { booking, tickets, cancellation: { reason: end.note ?? null, at: end.now, by } }).changes
}

/**
 * @returns an entry as who asks may see it. Somebody else may know its address: they hear that it waits, and what for,
 * where it stands and what became of it is said to those it belongs to.
 */
export const shown = (room: Room, entry: Entry, asker: Asker): PlacedEntry =>
  mayUse(asker, entry)
    ? placed(room, entry)
    : {
        ...entry,
        owner: NOBODY,
        status: 'WAITING',
        accessible: 0,
        ticketTypeId: null,
        lapses: 0,
        offer: null,
        bookingId: null,
        contact: contactOf({ emailAddress: entry.email }),
        position: null,
        places: [],
      }

/** Who an entry belongs to, as strangers are told: an owner is what a browser is known by. */
export const NOBODY = ''

/** @returns whether an entry belongs to who asks, or they are its organiser. */
export const mayUse = ({ organiser, owners, links }: Asker, { id, owner }: Entry): boolean =>
  organiser || links.includes(id) || owners.includes(owner)

const ORGANISERS: ReadonlySet<EntryAsk['do']> = new Set(['revoke', 'prioritise', 'offer'])

const NO_OFFER: Refusal = { reason: 'expired', detail: 'There is no offer to take any more, or not yet' }
