import type { NewHold } from '../../contract/holds.ts'
import type { Asker, Hold, Item, Refusal, RoomCode, RoomTicketType } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { openedBy } from './apply.ts'
import { choose } from './choose.ts'
import { told } from './fact.ts'
import type { Change, Moment, Room } from './room.ts'
import { whyNoRoom } from './room-left.ts'
import { readCode, saleEnd, whyClosed } from './sale.ts'

/** What a rule decides: the answer, and what becomes so. */
export interface Decided<T> {
  value: T
  changes: Change[]
}

/** A hold can be extended for so long in all (the field's figure: Revel 30 min, seats.io 2 h). */
export const LONGEST_HOLD_MS = 30 * 60_000
/** What one buyer may take where the event does not say. */
const MOST_PER_BUYER = 100

/** Sets places aside: all that are asked for, or none. */
export const placeHold = (
  room: Room,
  { wish, asker }: { wish: NewHold; asker: Asker },
  moment: Moment,
): Result<Decided<Hold>, Refusal> => {
  const { now } = moment
  const override = overrides({ wish, asker })
  const closed = whyClosed(room.settings, now)
  if (closed !== null && !override) return failed(closed)
  const replaced = ownHold(room, asker, wish.replaces)
  if (!replaced.ok) return replaced
  const instead = replaced.value?.items ?? []
  const read = readCode(room, { code: wish.code, uses: sizeOf(wish), replaced: replaced.value, now })
  if ('refused' in read) return failed(read.refused)
  const chosen = choose(room, { wish, asker, code: read.code, instead, now, random: moment.random })
  if (!chosen.ok) return chosen
  const free = wish.complimentary === true && asker.organiser
  const items = free ? chosen.value.map((item) => ({ ...item, price: 0 })) : chosen.value
  const refused = whyRefused(room, { items, instead, asker, code: read.code, override })
  if (refused !== null) return failed(refused)
  const { value: old } = replaced
  const reason = override || free ? wish.reason : undefined
  const hold = newHold(room, { items, owner: asker.owners[0] ?? '', code: read.code, old, reason }, moment)
  const dropped: Change[] = old === null ? [] : [{ drop: 'hold', id: old.id }]
  return ok({ value: hold, changes: [...dropped, { put: 'hold', value: hold }] })
}

/** Gives a buyer more time: as much as a new hold has, up to a bound that does not move. */
export const extendHold = (
  room: Room,
  { id, asker }: { id: string; asker: Asker },
  { now }: Moment,
): Result<Decided<Hold>, Refusal> => {
  const hold = room.holds.get(id)
  if (hold === undefined) return failed({ reason: 'expired', detail: 'The hold has ended' })
  if (!owns(asker, hold) || hold.kind === 'offer') return failed({ reason: 'not_found' })
  const extended = refreshed(room, hold, now)
  if (extended === hold) return ok({ value: hold, changes: [] })
  return ok({ value: extended, changes: [{ put: 'hold', value: extended }, ...waitsLonger(room, extended, now)] })
}

/** @returns what becomes so of the booking that a hold became: it waits as long as its places are kept. */
const waitsLonger = (room: Room, { bookingId, expiresAt }: Hold, now: number): Change[] => {
  const was = bookingId === null ? undefined : room.waiting.get(bookingId)
  if (was === undefined) return []
  const value = { ...was, expiresAt, updatedAt: now, version: was.version + 1 }
  const data = { ...told(value), changed: ['expiresAt' as const] }
  return [{ put: 'booking', value, was }, { fact: { type: 'booking.changed', subject: value.id, data } }]
}

/** Gives places back. A hold that is gone needs no giving back. */
export const releaseHold = (
  room: Room,
  { id, asker }: { id: string; asker: Asker },
): Result<Decided<null>, Refusal> => {
  const hold = room.holds.get(id)
  if (hold === undefined) return ok({ value: null, changes: [] })
  if (!owns(asker, hold) || hold.kind === 'offer') return failed({ reason: 'not_found' })
  // What became a booking is given back by cancelling that.
  if (hold.bookingId !== null) return failed({ reason: 'not_found' })
  return ok({ value: null, changes: [{ drop: 'hold', id }] })
}

/** @returns a live hold to who has it; an offer too. */
export const seeHold = (room: Room, { id, asker }: { id: string; asker: Asker }): Result<Decided<Hold>, Refusal> => {
  const hold = room.holds.get(id)
  if (hold === undefined) return failed({ reason: 'expired', detail: 'The hold has ended' })
  return owns(asker, hold) ? ok({ value: hold, changes: [] }) : failed({ reason: 'not_found' })
}

/** @returns the live holds that somebody has and did not book yet, the newest last. */
export const holdsOf = (room: Room, asker: Asker): Hold[] =>
  [...room.holds.values()].filter((hold) => hold.kind === 'hold' && hold.bookingId === null && owns(asker, hold))

/** So much more is worth a change: who asks for time a hundred times in a second gets it once. */
const WORTH_MS = 10_000

/** @returns the hold with as much time as activity gives it: never less than it has, never beyond its bound. */
export const refreshed = (room: Room, hold: Hold, now: number): Hold => {
  const expiresAt = Math.max(hold.expiresAt, Math.min(now + room.settings.holdSeconds * 1000, hold.latest))
  const worth = Math.min(WORTH_MS, room.settings.holdSeconds * 250)
  const gained = expiresAt - hold.expiresAt
  return gained === 0 || (gained < worth && expiresAt < hold.latest) ? hold : { ...hold, expiresAt }
}

/** @returns whether something belongs to who asks. */
export const owns = ({ owners }: Asker, { owner }: { owner: string }): boolean => owners.includes(owner)

const ownHold = (room: Room, asker: Asker, id: string | undefined): Result<Hold | null, Refusal> => {
  if (id === undefined) return ok(null)
  const hold = room.holds.get(id)
  if (hold === undefined) return ok(null)
  return owns(asker, hold) && hold.bookingId === null && hold.kind === 'hold'
    ? ok(hold)
    : failed({ reason: 'not_found', detail: 'The hold that is to be replaced is not yours' })
}

const sizeOf = ({ seats, bestAvailable, quantity, units }: NewHold): number =>
  seats?.length ?? bestAvailable ?? quantity ?? units?.reduce((sum, unit) => sum + unit.quantity, 0) ?? 0

/** Places that someone would take, and what speaks for and against it. */
export interface Wanted {
  items: readonly Item[]
  /** Places of the same buyer that these take the place of. */
  instead: readonly Item[]
  /** Places that the buyer keeps with these: company counts, and numbers add up. */
  beside?: readonly Item[]
  asker: Asker
  code: RoomCode | null
  /** An organiser goes beyond what there is; seats are sold once all the same. */
  override: boolean
}

/** @returns whether an organiser goes beyond what is for sale, and says why. */
export const overrides = ({
  wish,
  asker,
}: {
  wish: { override?: boolean | undefined; reason?: string | undefined }
  asker: Asker
}): boolean => asker.organiser && wish.override === true && wish.reason !== undefined

/** @returns why these places, which are free, are not to be had by who asks: too few are left, or they have too many. */
export const whyRefused = (
  room: Room,
  { items, instead, beside = [], asker, code, override }: Wanted,
): Refusal | null => {
  if (override) return null
  const allotment = code === null ? null : openedBy(room, code.code)
  return (
    whyNoRoom(room, { items, instead, allotment }) ??
    whyTooMany(room, { items, instead, asker }) ??
    whyWrongNumber(room, [...beside, ...items])
  )
}

/** @returns how many places one buyer may have. */
export const mostPerBuyer = ({ settings }: Room): number => settings.maxPerBuyer ?? MOST_PER_BUYER

const whyTooMany = (
  room: Room,
  { items, instead, asker }: Pick<Wanted, 'items' | 'instead' | 'asker'>,
): Refusal | null => {
  if (asker.organiser) return null
  const most = mostPerBuyer(room)
  const has = asker.owners.reduce((sum, owner) => sum + (room.counts.owners.get(owner) ?? 0), 0) - instead.length
  return has + items.length > most ? { reason: 'limit', detail: `One buyer may have ${most} places` } : null
}

/** @returns why a ticket type is not sold in such a number or such company (OCTO's unit restrictions), or null. */
export const whyWrongNumber = (room: Room, items: readonly Item[]): Refusal | null => {
  const counts = new Map<string, number>()
  for (const { ticketTypeId } of items) counts.set(ticketTypeId, (counts.get(ticketTypeId) ?? 0) + 1)
  for (const type of room.settings.ticketTypes) {
    const count = counts.get(type.id)
    const refused = count === undefined ? null : (whyNotSoMany(type, count) ?? whyAlone(room, type, counts))
    if (refused !== null) return { reason: 'limit', detail: refused }
  }
  return null
}

/** @returns why a ticket type is not sold so many times at once, or null. */
export const whyNotSoMany = ({ name, minQuantity, maxQuantity }: RoomTicketType, count: number): string | null => {
  if (minQuantity !== null && count < minQuantity) return `${name} is sold from ${minQuantity} on`
  return maxQuantity !== null && count > maxQuantity ? `${name} is sold ${maxQuantity} at once at most` : null
}

const whyAlone = (
  { settings }: Room,
  { name, accompaniedBy = [] }: RoomTicketType,
  counts: ReadonlyMap<string, number>,
): string | null => {
  if (accompaniedBy.length === 0 || accompaniedBy.some((id) => counts.has(id))) return null
  const names = settings.ticketTypes.filter(({ id }) => accompaniedBy.includes(id)).map((type) => type.name)
  return `${name} is sold together with ${names.join(' or ')} only`
}

const newHold = (
  room: Room,
  {
    items,
    owner,
    code,
    old,
    reason,
  }: { items: Item[]; owner: string; code: RoomCode | null; old: Hold | null; reason: string | undefined },
  { now, id }: Moment,
): Hold => {
  const usual = now + room.settings.holdSeconds * 1000
  // Who began in time may finish: the end of the sale only bounds how long it can be extended. Choosing anew does not
  // begin anew, or a place could be kept for ever.
  const latest = old?.latest ?? Math.max(usual, Math.min(now + LONGEST_HOLD_MS, saleEnd(room.settings)))
  return {
    id: id('h'),
    eventId: room.settings.eventId,
    owner,
    kind: 'hold',
    items,
    placedAt: now,
    expiresAt: Math.min(usual, latest),
    latest,
    currency: room.settings.currency,
    bookingId: null,
    entryId: null,
    code: code?.code ?? null,
    ...(reason === undefined ? {} : { override: reason }),
  }
}
