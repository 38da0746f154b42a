import type { Item, Refusal, RoomTicketType } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { choose } from './choose.ts'
import { allotmentOf, freeOf, type Room, stateOf } from './room.ts'
import { whyNoRoom } from './room-left.ts'
import { fits } from './sale.ts'

/** Places that someone who was invited would have. */
export interface InvitedParty {
  /** How many they need, besides what they have. */
  quantity: number
  /** Seats that they have, or that are kept for them: the others should be beside them. */
  beside: readonly string[]
  /** A seat that they would like, if it is free. */
  wanted: string | null
  ticketTypeId: string | null
  now: number
  random: number
}

/**
 * @returns free places for somebody who was invited: for nothing, with any ticket of the event, on sale to others or not;
 * side by side where there are such. Null where there are not as many
 */
export const placesForInvited = (room: Room, party: InvitedParty): Item[] | null => {
  if (party.quantity === 0) return []
  const open = asInvited(room)
  for (const type of typesFor(open, party.ticketTypeId)) {
    const items = placesOfType(open, type, party)
    if (items !== null && whyNoRoom(open, { items, instead: [], allotment: null }) === null) return items
  }
  return null
}

/** @returns how many places, fewer than that, somebody who was invited could have. */
export const mostForInvited = (room: Room, party: InvitedParty): number => {
  for (let quantity = Math.min(party.quantity - 1, freeOf(room)); quantity > 0; quantity -= 1)
    if (placesForInvited(room, { ...party, quantity }) !== null) return quantity
  return 0
}

/**
 * @returns a named seat for somebody who is invited, or why it cannot be theirs. An organiser sees beyond allotments.
 * @param others places that are taken in the same step, and those that this one takes the place of
 */
export const seatForInvited = (
  room: Room,
  { seat, ticketTypeId }: { seat: string; ticketTypeId: string | null },
  { taken, instead }: { taken: readonly Item[]; instead: readonly Item[] },
): Result<Item, Refusal> => {
  const category = room.seats.get(seat)?.category
  if (category === undefined)
    return failed({ reason: 'invalid_places', detail: 'The plan has no such seat', seats: [seat] })
  const mine = instead.some((item) => item.seat === seat)
  if ((room.taken.has(seat) && !mine) || taken.some((item) => item.seat === seat))
    return failed({ reason: 'unavailable', detail: 'Someone has this seat, or it is off sale', seats: [seat] })
  const open = asInvited(room)
  const type = typesFor(open, ticketTypeId).find((one) => fits(one, category))
  if (type === undefined)
    return failed({ reason: 'invalid_places', detail: 'There is no ticket for this seat', seats: [seat] })
  const item: Item = { seat, area: null, ticketTypeId: type.id, price: 0 }
  const refused = whyNoRoom(open, { items: [...taken, item], instead, allotment: allotmentOf(room, seat) })
  return refused === null ? ok(item) : failed(refused)
}

/** @returns the room as it is to who was invited: everything is on sale, and costs nothing. */
const asInvited = (room: Room): Room => {
  const ticketTypes = room.settings.ticketTypes.map(
    (type): RoomTicketType => ({ ...type, price: 0, hidden: false, saleStartsAt: null, saleEndsAt: null }),
  )
  const types = new Map(ticketTypes.map((type) => [type.id, type]))
  return { ...room, settings: { ...room.settings, ticketTypes }, types }
}

const typesFor = ({ settings }: Room, ticketTypeId: string | null): RoomTicketType[] => {
  const active = settings.ticketTypes.filter(({ active: sold }) => sold)
  const wanted = active.filter(({ id }) => id === ticketTypeId)
  return wanted.length > 0 ? wanted : active
}

const placesOfType = (room: Room, { id: ticketTypeId }: RoomTicketType, party: InvitedParty): Item[] | null => {
  const { quantity, now, random } = party
  const asked = { asker: ANYONE, code: null, instead: [], now, random }
  const named = namedSeats(room, party)
  if (named !== null) {
    const chosen = choose(room, { ...asked, wish: { seats: named, ticketTypeId } })
    if (chosen.ok) return chosen.value
  }
  const seats = { bestAvailable: quantity, together: false, ticketTypeId }
  const unnamed = { quantity, ticketTypeId }
  const ways = [
    ...(room.layout !== null && room.layout.seats.length > 0 ? [seats] : []),
    ...(room.layout === null || room.areas.size > 0 ? [unnamed] : []),
  ]
  for (const wish of ways) {
    const chosen = choose(room, { ...asked, wish })
    if (chosen.ok) return chosen.value
  }
  return null
}

/** @returns the seats that they would rather have than others, or null. */
const namedSeats = (room: Room, { wanted, beside, quantity }: InvitedParty): string[] | null => {
  if (wanted === null || !room.seats.has(wanted)) return seatsBeside(room, beside, quantity)
  if (stateOf(room, wanted) !== 'free') return null
  const others = quantity === 1 ? [] : seatsBeside(room, [wanted], quantity - 1)
  return others === null ? null : [wanted, ...others]
}

/** @returns free seats next to others in their row, without a gap; null where there are not as many. */
const seatsBeside = ({ index, layout, open }: Room, theirs: readonly string[], quantity: number): string[] | null => {
  const start = index?.positions[index.byGuid.get(theirs[0] ?? '') ?? -1]
  if (index === null || layout === null || start === undefined) return null
  const guidAt = (position: number) => layout.seats[index.seats[position] ?? -1]?.guid ?? ''
  const walk = (step: 1 | -1): string[] => {
    const found: string[] = []
    // Seats kept for a need go with one of their kind alone.
    for (let at = start; found.length < quantity && index.joined[step === 1 ? at + 1 : at] === 1; at += step) {
      const next = at + step
      const guid = guidAt(next)
      if (theirs.includes(guid)) continue
      if (open[index.seats[next] ?? -1] !== 1 || index.kept[next] !== index.kept[start]) break
      found.push(guid)
    }
    return found
  }
  const right = walk(1)
  const left = walk(-1)
  if (left.length + right.length < quantity) return null
  // Those on one side first, so that what stays of the row is in one piece.
  return [...right, ...left].slice(0, quantity)
}

const ANYONE = { owners: [], links: [], organiser: false, actor: null, cause: {} }
