import type { Hold, Item } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { apply } from './apply.ts'
import { confirmed, newBooking, standing } from './booking.ts'
import { COMPLIMENTARY } from './invitation.ts'
import { type Change, freeOf, type Moment, type Room, stateOf } from './room.ts'
import { whyNoRoom } from './room-left.ts'
import { saleEnd } from './sale.ts'
import { changedEntry, claimed, contactOfEntry, toldOf } from './waitlist-entry.ts'
import { headOf, heads, putInOrder } from './waitlist-line.ts'
import { type Misfits, misfitsOf, mostPlacesFor, placesFor } from './waitlist-places.ts'
import { canEverFit, gatheringEnd, isOffering, offerEnd, waitsForAll } from './waitlist-policy.ts'

/**
 * Offers free places to who waits, in the step that frees them, so that nobody else ever sees them free. Where nothing
 * came free and nothing else changed since it last looked, it does not look.
 * @returns what became so; the room is so already
 */
export const promote = (room: Room, moment: Moment): Change[] => {
  const { waitlist } = room
  const free = freeOf(room)
  // Where nobody waits, all that is free is on sale: an event that was made larger, too.
  const onSale = waitlist.lines.size === 0 ? free : Math.min(waitlist.onSale ?? free, free)
  waitlist.onSale = onSale
  if (moment.now < waitlist.lookAt) return []
  const changes: Change[] = []
  const make = (next: readonly Change[]) => {
    for (const change of next) apply(room, change)
    changes.push(...next)
  }
  const { moves } = room
  const before = ungathered(room)
  const all = freeOf(room)
  const open = isOffering(room, moment.now)
  const first = open ? serve(room, moment, make) : null
  // What is on sale stays on sale: no more is gathered than came free while somebody waits, and is not offered to others.
  const most = all - onSale - (all - freeOf(room))
  const gathered = first === null ? null : gather(room, { entry: first, before, most }, moment)
  if (gathered !== null) apply(room, { put: 'hold', value: gathered })
  if (gathered !== before) {
    if (before !== null) changes.push({ drop: 'hold', id: before.id })
    if (gathered !== null) changes.push({ put: 'hold', value: gathered })
  }
  // What was given back only to be gathered again has not moved.
  if (changes.length === 0) room.moves = moves
  waitlist.lookAt = nextLook(room, moment.now)
  // What comes free while nothing is offered is for who waits then.
  if (open || waitlist.lines.size === 0) waitlist.onSale = freeOf(room)
  return changes
}

/** What becomes so when places are offered to an entry; where a free event confirms by itself, they are its own at once. */
const offered = (room: Room, { entry, items }: { entry: Entry; items: Item[] }, moment: Moment): Change[] => {
  const { now, id } = moment
  const { settings } = room
  const expiresAt = offerEnd(settings, now)
  const hold: Hold = {
    id: id('h'),
    eventId: settings.eventId,
    owner: entry.owner,
    kind: 'offer',
    items,
    placedAt: now,
    expiresAt,
    // Who takes it in the last moment has the time of a hold to pay, as long as places are sold.
    latest: Math.max(expiresAt, Math.min(expiresAt + settings.holdSeconds * 1000, saleEnd(settings))),
    currency: settings.currency,
    bookingId: null,
    entryId: entry.id,
    code: null,
  }
  if (entry.invitationId !== undefined) {
    const free = items.map((item) => ({ ...item, price: 0 }))
    return bookedAtOnce(room, { entry, hold: { ...hold, items: free, override: COMPLIMENTARY } }, moment)
  }
  if (settings.waitlist.confirmsItself && items.every(({ price }) => price === 0))
    return bookedAtOnce(room, { entry, hold }, moment)
  const offer = { holdId: hold.id, expiresAt, quantity: items.length }
  const data = { ...toldOf(entry), holdId: hold.id, expiresAt: new Date(expiresAt).toISOString() }
  return [
    { put: 'hold', value: hold },
    { put: 'entry', value: changedEntry(entry, now, { status: 'OFFERED', offer, passedSince: null }) },
    { fact: { type: 'waitlist.notification', subject: entry.id, data } },
  ]
}

const bookedAtOnce = (room: Room, { entry, hold }: { entry: Entry; hold: Hold }, moment: Moment): Change[] => {
  const asker = { owners: [entry.owner], links: [], organiser: false, actor: null, cause: {} }
  const places = hold.items.map((item) => ({ item, attendee: null }))
  const made = newBooking(room, { hold, asker, contact: contactOfEntry(entry), places }, moment)
  const booking = { ...standing(made, moment.now), invitationId: entry.invitationId ?? null }
  return [...confirmed({ booking, was: null }), ...claimed(entry, booking, moment.now)]
}

/** @returns the first group for which there is not enough room and that nobody passes any more, or null. */
const serve = (room: Room, moment: Moment, make: (next: Change[]) => void): Entry | null => {
  const queue = heads(room.waitlist)
  const misfits = misfitsOf(room, moment.now)
  let passed: Entry | null = null
  let wasPassed = false
  // Where an event was made smaller than what is taken, nothing is free: offers that are out stay good, and none is made.
  while (freeOf(room) > 0) {
    const entry = queue.shift()
    if (entry === undefined) break
    const items = itemsFor(room, { entry, misfits }, moment)
    if (items !== null) {
      make(offered(room, { entry, items }, moment))
      wasPassed ||= passed !== null
      const next = headOf(room.waitlist, entry)
      if (next !== undefined) putInOrder(queue, next)
    } else if (passed === null && canEverFit(room, entry)) {
      if (waitsForAll(room.settings, entry, moment.now)) return entry
      passed = entry
    }
  }
  if (wasPassed && passed?.passedSince === null)
    make([{ put: 'entry', value: changedEntry(passed, moment.now, { passedSince: moment.now }) }])
  return null
}

const itemsFor = (
  room: Room,
  { entry, misfits }: { entry: Entry; misfits: Misfits },
  moment: Moment,
): Item[] | null => {
  const { quantity } = entry
  if (!misfits.has(entry, quantity)) {
    const whole = placesFor(room, { entry, quantity }, moment)
    if (whole !== null) return whole
    misfits.add(entry, quantity)
  }
  const { fit } = room.settings.waitlist
  if (fit !== 'PARTIAL' || !entry.allowPartial) return null
  const least = { ...entry, accessible: Math.min(entry.accessible, 1) }
  if (misfits.has(least, 1)) return null
  const some = mostPlacesFor(room, { entry, quantity }, moment)
  if (some === null) misfits.add(least, 1)
  return some
}

/**
 * Offers places to one entry, of all that are free or gathered for another.
 * @returns what becomes so, or null where there are not as many
 */
export const offeredTo = (room: Room, entry: Entry, moment: Moment): Change[] | null => {
  const before = ungathered(room)
  const items = placesFor(room, { entry, quantity: entry.quantity }, moment)
  // What is decided here is made so later: until then the room stays as it was.
  if (before !== null) apply(room, { put: 'hold', value: before })
  if (items === null) return null
  const given: Change[] = before === null ? [] : [{ drop: 'hold', id: before.id }]
  return [...given, ...offered(room, { entry, items }, moment)]
}

/** Gives back what was gathered, to be looked at anew with all that is free. @returns the hold it was, or null */
const ungathered = (room: Room): Hold | null => {
  const hold = room.waitlist.gathered === null ? undefined : room.holds.get(room.waitlist.gathered)
  if (hold === undefined) return null
  apply(room, { drop: 'hold', id: hold.id })
  return hold
}

/**
 * @param most how many places may be gathered
 * @returns places that are kept for a group until there are enough for all of it, for a time that begins with the first
 * of them; what was kept already where it is as much
 */
const gather = (
  room: Room,
  { entry, before, most }: { entry: Entry; before: Hold | null; most: number },
  moment: Moment,
): Hold | null => {
  const known = before?.entryId === entry.id ? before : null
  if (known !== null && known.items.length === Math.min(most, entry.quantity) && isFree(room, known.items)) return known
  const items = mostPlacesFor(room, { entry, quantity: Math.min(most, entry.quantity), anyNumber: true }, moment)
  if (items === null) return null
  if (known?.items.length === items.length && isFree(room, known.items)) return known
  const end = known?.expiresAt ?? gatheringEnd(room.settings, moment.now)
  return {
    id: moment.id('h'),
    eventId: room.settings.eventId,
    // Nobody's until it is offered.
    owner: `w:${entry.id}`,
    kind: 'gathered',
    items,
    placedAt: known?.placedAt ?? moment.now,
    expiresAt: end,
    latest: end,
    currency: room.settings.currency,
    bookingId: null,
    entryId: entry.id,
    code: null,
  }
}

const isFree = (room: Room, items: readonly Item[]): boolean =>
  items.every(({ seat }) => seat === null || stateOf(room, seat) === 'free') &&
  whyNoRoom(room, { items, instead: [], allotment: null }) === null

/** @returns when somebody may fit who does not now, though nothing comes free before. */
const nextLook = (room: Room, now: number): number => {
  const { settings, waitlist, released } = room
  if (waitlist.lines.size === 0) return Number.POSITIVE_INFINITY
  const times = [
    settings.saleStartsAt,
    ...settings.ticketTypes.flatMap(({ saleStartsAt, saleEndsAt }) => [saleStartsAt, saleEndsAt]),
    ...settings.allotments.map(({ id, releasesAt }) => (released.has(id) ? null : releasesAt)),
    ...heads(waitlist).map(({ passedSince }) =>
      passedSince === null ? null : passedSince + settings.waitlist.offerSeconds * 1000,
    ),
  ]
  return times.reduce<number>(
    (first, time) => (time !== null && time > now ? Math.min(first, time) : first),
    Number.POSITIVE_INFINITY,
  )
}
