import type { TicketChange } from '../../contract/booking-changes.ts'
import type { NewHold } from '../../contract/holds.ts'
import type { Booking, Item, Refusal, Ticket } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { isWaiting } from './apply.ts'
import { cancelled, itemOf, type Outcome, whyNotCancellable } from './booking.ts'
import { type Changing, whyNotChangeable } from './changeable.ts'
import { choose } from './choose.ts'
import { overrides, whyRefused } from './hold.ts'
import type { Moment, Room } from './room.ts'
import { whyClosed, whySpent } from './sale.ts'
import { codeOf, isLive, withTickets } from './seat-change.ts'
import { nextNumber, ticketId, whyNoMoreTickets } from './ticket.ts'

/**
 * Gives a booking more places or fewer, in one step: what it gives up counts as free for what it takes. More places are
 * had by the rules of a hold, and are good at once where nothing is to be paid for them; fewer are a cancellation.
 */
export const changeTickets = (room: Room, changing: Changing<TicketChange>, moment: Moment): Outcome => {
  const { booking, asker } = changing
  const { now } = moment
  const refused = whyNotChangeable(room, changing, now)
  if (refused !== null) return failed(refused)
  const { add, remove } = difference(changing)
  const gone = goneOf(room, { changing, remove }, now)
  if (!gone.ok) return gone
  const left = booking.tickets.map((ticket) =>
    remove.includes(ticket.id) ? { ...ticket, status: 'CANCELLED' as const } : ticket,
  )
  if (add === null && !left.some(isLive)) {
    const by = asker.organiser ? 'organiser' : 'buyer'
    return ok(cancelled(room, { booking, tickets: left, cancellation: { reason: null, at: now, by } }))
  }
  if (remove.length === 0 && add === null) return ok({ value: booking, changes: [] })
  const taken = add === null ? ok([]) : takenFor(room, { changing, add, instead: gone.value }, moment)
  if (!taken.ok) return taken
  const tooMany = whyNoMoreTickets(booking, taken.value.length)
  if (tooMany !== null) return failed(tooMany)
  const dearer = sum(taken.value) > sum(gone.value)
  const override = overrides(changing)
  if (dearer && !isWaiting(booking) && !override)
    return failed({ reason: 'unpaid', detail: 'These places are to be paid first' })
  const said = override && changing.wish.reason !== undefined ? { override: changing.wish.reason } : {}
  const tickets = [...left, ...newTickets(booking, taken.value)]
  return ok(withTickets(room, { booking, tickets, what: 'tickets', said }, now))
}

const sum = (items: readonly Item[]): number => items.reduce((total, { price }) => total + price, 0)

/** What a wish comes to: places to take, and the ids of tickets to give up. */
const difference = ({ booking, wish }: Changing<TicketChange>): { add: NewHold | null; remove: readonly string[] } => {
  if (wish.quantity === undefined) return { add: wish.add ?? null, remove: wish.remove ?? [] }
  const live = booking.tickets.filter(isLive)
  const more = wish.quantity - live.length
  if (more <= 0) return { add: null, remove: live.slice(wish.quantity).map(({ id }) => id) }
  const [first] = live
  const ticketTypeId = first?.ticketTypeId
  const like = first?.seat === null && first.area !== null ? { area: first.area } : {}
  const places = first?.seat == null ? { quantity: more, ...like } : { bestAvailable: more, together: false }
  return { add: { ...places, ...(ticketTypeId === undefined ? {} : { ticketTypeId }) }, remove: [] }
}

const goneOf = (
  room: Room,
  { changing: { booking, asker }, remove }: { changing: Changing<TicketChange>; remove: readonly string[] },
  now: number,
): Result<Ticket[], Refusal> => {
  const gone = booking.tickets.filter((ticket) => isLive(ticket) && remove.includes(ticket.id))
  if (gone.length !== new Set(remove).size)
    return failed({ reason: 'invalid_places', detail: 'The booking has no such ticket' })
  if (gone.some(({ status }) => status === 'USED'))
    return failed({ reason: 'not_cancellable', detail: 'A ticket of these was used' })
  const refused = gone.length === 0 ? null : whyNotCancellable(room, { booking, asker, now })
  return refused === null ? ok(gone) : failed(refused)
}

interface Adding {
  changing: Changing<TicketChange>
  add: NewHold
  instead: readonly Ticket[]
}

const takenFor = (
  room: Room,
  { changing: { booking, wish, asker }, add, instead }: Adding,
  { now, random }: Moment,
): Result<Item[], Refusal> => {
  const override = overrides({ wish, asker })
  const closed = whyClosed(room.settings, now)
  if (closed !== null && !override) return failed(closed)
  const code = codeOf(room, booking, now)
  const places = instead.map(itemOf)
  const chosen = choose(room, { wish: add, asker, code, instead: places, now, random })
  if (!chosen.ok) return chosen
  const spent = code === null ? null : whySpent(room, code, chosen.value.length - places.length)
  if (spent !== null && !override) return failed(spent)
  // The limit of one buyer is that of whose booking it is, whoever asks.
  const buyer = { ...asker, owners: booking.owners }
  const beside = booking.tickets.filter((ticket) => isLive(ticket) && !instead.includes(ticket))
  const refused = whyRefused(room, { items: chosen.value, instead: places, beside, asker: buyer, code, override })
  return refused === null ? chosen : failed(refused)
}

const newTickets = (booking: Booking, items: readonly Item[]): Ticket[] => {
  const first = nextNumber(booking)
  const status = isWaiting(booking) ? 'HELD' : 'VALID'
  return items.map((item, n) => ({
    ...item,
    id: ticketId(booking.id, first + n),
    status,
    attendee: null,
    generation: 1,
  }))
}
