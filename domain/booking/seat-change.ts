import type { SeatChange } from '../../contract/booking-changes.ts'
import type { Booking, Item, Refusal, Ticket } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { isWaiting, openedBy } from './apply.ts'
import { categoryOf, changed, itemOf, type Outcome } from './booking.ts'
import { type Changing, whyNotChangeable } from './changeable.ts'
import { isFreeFor } from './choose.ts'
import { told } from './fact.ts'
import { allotmentOf, type Change, type Moment, type Room } from './room.ts'
import { whyNoRoom } from './room-left.ts'
import { fits, lasts, onSale, priceOf } from './sale.ts'

/**
 * Moves tickets of a booking to other places in one step, all or none: its own places count as free, so that two tickets
 * can change places, and no one else can get in between. It does not pass through what is for sale: a sold-out or closed
 * event is no hindrance (Hi.Events #823). Buyers move at the same price; organisers at any.
 */
export const moveSeats = (room: Room, changing: Changing<SeatChange>, { now }: Pick<Moment, 'now'>): Outcome => {
  const { booking } = changing
  const refused = whyNotChangeable(room, changing, now)
  if (refused !== null) return failed(refused)
  const moves = movesOf(changing)
  if (!moves.ok) return moves
  const tickets: Ticket[] = []
  for (const ticket of booking.tickets) {
    const moved = movedTo(room, { ticket, move: moves.value.get(ticket.id), changing }, now)
    if (!moved.ok) return moved
    tickets.push(moved.value)
  }
  const taken = whyTaken(room, { changing, tickets }, now)
  if (taken !== null) return failed(taken)
  const same = tickets.every((ticket, n) => ticket === booking.tickets[n])
  return ok(same ? { value: booking, changes: [] } : withTickets(room, { booking, tickets, what: 'seats' }, now))
}

/** @returns a booking with other tickets and their total, and its hold with the same places where it still waits. */
export const withTickets = (
  room: Room,
  {
    booking,
    tickets,
    what,
    said = {},
  }: { booking: Booking; tickets: Ticket[]; what: 'seats' | 'tickets'; said?: { override?: string } },
  now: number,
) => {
  const live = tickets.filter(isLive)
  const value = changed(booking, now, { ...said, tickets, total: live.reduce((sum, { price }) => sum + price, 0) })
  const hold = isWaiting(booking) ? room.holds.get(booking.holdId) : undefined
  const held: Change[] = hold === undefined ? [] : [{ put: 'hold', value: { ...hold, items: live.map(itemOf) } }]
  const data = { ...told(value), changed: [what] }
  const fact: Change = { fact: { type: 'booking.changed', subject: value.id, data } }
  return { value, changes: [...held, { put: 'booking' as const, value, was: booking }, fact] }
}

/** @returns whether a ticket has a place. */
export const isLive = ({ status }: Pick<Ticket, 'status'>): boolean => status !== 'CANCELLED'

interface Move {
  ticketId: string
  seat?: string | null | undefined
  area?: string | null | undefined
  ticketTypeId?: string | undefined
}

const movesOf = ({ booking, wish }: Changing<SeatChange>): Result<Map<string, Move>, Refusal> => {
  const live = booking.tickets.filter(isLive)
  const seats = wish.seats ?? []
  if (wish.seats !== undefined && seats.length !== live.length)
    return failed({ reason: 'invalid_places', detail: `The booking has ${live.length} tickets` })
  const moves = wish.moves ?? live.map(({ id }, n): Move => ({ ticketId: id, seat: seats[n] }))
  const byTicket = new Map(moves.map((move) => [move.ticketId, move]))
  if (byTicket.size !== moves.length) return failed({ reason: 'invalid_places', detail: 'A ticket is named twice' })
  if (moves.some(({ ticketId }) => live.every(({ id }) => id !== ticketId)))
    return failed({ reason: 'invalid_places', detail: 'The booking has no such ticket' })
  return ok(byTicket)
}

const movedTo = (
  room: Room,
  { ticket, move, changing }: { ticket: Ticket; move: Move | undefined; changing: Changing<SeatChange> },
  now: number,
): Result<Ticket, Refusal> => {
  if (move === undefined) return ok(ticket)
  const place = { seat: move.seat ?? null, area: move.area ?? null }
  const wanted = move.ticketTypeId ?? ticket.ticketTypeId
  if (place.seat === ticket.seat && place.area === ticket.area && wanted === ticket.ticketTypeId) return ok(ticket)
  if (ticket.status === 'USED') return failed({ reason: 'not_changeable', detail: 'The ticket was used' })
  const unknown = (place.seat !== null && !room.seats.has(place.seat)) || noSuchArea(room, place)
  if (unknown) return failed(missing(place.seat))
  const type = typeFor(room, { ticket, wanted, changing }, now)
  if (type === undefined || !fits(type, categoryOf(room, place)))
    return failed({ reason: 'invalid_places', detail: 'This ticket is not for this place' })
  const code = codeOf(room, changing.booking, now)
  const price = wanted === ticket.ticketTypeId ? ticket.price : priceOf(type, code)
  if (price !== ticket.price && !changing.asker.organiser) return failed({ reason: 'price_differs' })
  return ok({ ...ticket, ...place, ticketTypeId: wanted, price })
}

const missing = (seat: string | null): Refusal => ({
  reason: 'invalid_places',
  detail: 'The plan has no such places',
  ...(seat === null ? {} : { seats: [seat] }),
})

const noSuchArea = (room: Room, { seat, area }: Pick<Item, 'seat' | 'area'>): boolean =>
  area === null ? seat === null && room.layout !== null : seat !== null || !room.areas.has(area)

const typeFor = (
  room: Room,
  { ticket, wanted, changing }: { ticket: Ticket; wanted: string; changing: Changing<SeatChange> },
  now: number,
) => {
  if (wanted === ticket.ticketTypeId) return room.types.get(wanted)
  const code = codeOf(room, changing.booking, now)
  return onSale(room, { code, asker: changing.asker, now }).find(({ id }) => id === wanted)
}

const whyTaken = (
  room: Room,
  { changing: { booking, asker }, tickets }: { changing: Changing<SeatChange>; tickets: readonly Ticket[] },
  now: number,
): Refusal | null => {
  const live = tickets.filter(isLive)
  const instead = booking.tickets.filter(isLive).map(itemOf)
  const seats = live.flatMap(({ seat }) => seat ?? [])
  const twice = seats.filter((seat, n) => seats.indexOf(seat) !== n)
  if (twice.length > 0) return { reason: 'unavailable', detail: 'Two tickets cannot have one seat', seats: twice }
  const code = codeOf(room, booking, now)
  const kept = (seat: string) => asker.organiser && !room.taken.has(seat) && allotmentOf(room, seat) !== null
  const gone = seats.filter((seat) => !isFreeFor(room, { code, instead }, seat) && !kept(seat))
  if (gone.length > 0) return { reason: 'unavailable', detail: 'Someone has these seats', seats: gone }
  const allotment = code === null ? null : openedBy(room, code.code)
  return whyNoRoom(room, { items: live, instead, allotment })
}

/**
 * @returns the code that a booking was made with, where it is good now: what was bought with it stays, and nothing more is
 * had by it once it is over.
 */
export const codeOf = (room: Room, { code }: Pick<Booking, 'code'>, now: number) =>
  room.settings.codes.find((known) => known.code === code && lasts(known.startsAt, known.endsAt, now)) ?? null
