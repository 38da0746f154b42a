import type { Asker, Hold, Refusal, RoomCode, RoomSettings, RoomTicketType } from '../../contract/room.ts'
import type { Room } from './room.ts'

/** @returns whether something that may have a beginning and an end lasts at `now`. */
export const lasts = (from: number | null, until: number | null, now: number): boolean =>
  (from === null || from <= now) && (until === null || now < until)

/** @returns when places are sold no more: the end of the sale, or of the event. */
export const saleEnd = ({ saleEndsAt, endsAt }: Pick<RoomSettings, 'saleEndsAt' | 'endsAt'>): number =>
  Math.min(saleEndsAt ?? endsAt, endsAt)

/** @returns why nobody can buy a place of this event now, or null. A scheduled sale opens by itself. */
export const whyClosed = (settings: RoomSettings, now: number): Refusal | null => {
  const { status, saleStartsAt } = settings
  const scheduled = status === 'SCHEDULED' && saleStartsAt !== null
  if (status !== 'ON_SALE' && !scheduled) return { reason: 'closed', detail: `The event is ${status}` }
  if (saleStartsAt !== null && now < saleStartsAt) return { reason: 'closed', detail: 'The sale has not begun' }
  return now < saleEnd(settings) ? null : { reason: 'closed', detail: 'The sale is over' }
}

/**
 * @param replaced a hold that goes: what it used of the same code is left again
 * @returns the code of these letters that is good now and has `uses` left, null for none, or why it is not taken
 */
export const readCode = (
  room: Room,
  {
    code,
    uses,
    replaced,
    now,
  }: { code: string | undefined; uses: number; replaced: Pick<Hold, 'code' | 'items'> | null; now: number },
): { code: RoomCode | null } | { refused: Refusal } => {
  if (code === undefined) return { code: null }
  const wanted = code.trim().toUpperCase()
  const known = room.settings.codes.find((candidate) => candidate.code === wanted)
  if (known === undefined || !lasts(known.startsAt, known.endsAt, now))
    return { refused: { reason: 'code_not_valid', detail: 'The code is not known, or not good now' } }
  const again = replaced?.code === known.code ? replaced.items.length : 0
  const spent = whySpent(room, known, uses - again)
  if (spent !== null) return { refused: spent }
  return { code: known }
}

/** @returns why a code cannot be used for as many places more, or null. */
export const whySpent = (room: Room, { code, maxUses }: RoomCode, more: number): Refusal | null =>
  maxUses !== null && more > 0 && (room.counts.codes.get(code) ?? 0) + more > maxUses
    ? { reason: 'code_not_valid', detail: 'The code has been used too often' }
    : null

/**
 * @returns the ticket types that someone may buy now: those that their code names, as it was given for these, then the
 * others in the order of the event. Organisers sell hidden ones too.
 */
export const onSale = (
  room: Room,
  { code, asker, now }: { code: RoomCode | null; asker: Asker; now: number },
): RoomTicketType[] => {
  const isNamed = ({ id }: RoomTicketType) => code?.ticketTypes.includes(id) === true
  const types = room.settings.ticketTypes.filter(
    (type) =>
      type.active &&
      (!type.hidden || asker.organiser || isNamed(type)) &&
      lasts(type.saleStartsAt, type.saleEndsAt, now),
  )
  if (code === null || code.ticketTypes.length === 0) return types
  return [...types.filter(isNamed), ...types.filter((type) => !isNamed(type))]
}

/** @returns the price of a place in minor units, less what a code takes off; never below nothing. */
export const priceOf = ({ price }: RoomTicketType, code: RoomCode | null): number => {
  const { discount = null } = code ?? {}
  if (discount === null) return price
  const less = 'percent' in discount ? Math.round((price * discount.percent) / 100) : discount.amount
  return Math.max(0, price - less)
}

/** @returns whether a ticket type may be used for places of a category; null is a place without one. */
export const fits = ({ categories }: RoomTicketType, category: string | null): boolean =>
  categories === null || category === null || categories.includes(category)
