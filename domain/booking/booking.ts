import type { Confirmation } from '../../contract/booking-changes.ts'
import type { Cancellation, ContactWish, NewBooking } from '../../contract/bookings.ts'
import type { Asker, Booking, Contact, Hold, Item, Refusal, Ticket } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { isWaiting } from './apply.ts'
import { told } from './fact.ts'
import { type Decided, overrides, owns, refreshed, whyWrongNumber } from './hold.ts'
import type { Change, Moment, Room } from './room.ts'
import { whyNoQuota } from './room-left.ts'
import { fits, onSale, priceOf } from './sale.ts'
import { ticketId } from './ticket.ts'

/** What a rule decides of one booking. */
export type Outcome = Result<Decided<Booking>, Refusal>

/** Makes a booking of a hold: its places and price are fixed, and it waits for confirmation or payment. */
export const book = (
  room: Room,
  { wish, asker }: { wish: Pick<NewBooking, 'holdId' | 'contact' | 'positions'>; asker: Asker },
  moment: Moment,
): Outcome => {
  const hold = room.holds.get(wish.holdId)
  if (hold === undefined) return failed({ reason: 'expired', detail: 'The hold has ended' })
  if (!owns(asker, hold)) return failed({ reason: 'not_found' })
  if (room.settings.status === 'CANCELLED') return failed({ reason: 'closed', detail: 'The event is cancelled' })
  const already = hold.bookingId === null ? undefined : room.waiting.get(hold.bookingId)
  if (already !== undefined) return ok({ value: already, changes: [] })
  const placed = positioned(room, { hold, positions: wish.positions ?? [], asker }, moment.now)
  if (!placed.ok) return placed
  const same = placed.value.every(({ item }, n) => item.ticketTypeId === hold.items[n]?.ticketTypeId)
  const items = same ? hold.items : placed.value.map(({ item }) => item)
  const kept = { ...refreshed(room, hold, moment.now), items }
  const booking = newBooking(room, { hold: kept, asker, contact: wish.contact, places: placed.value }, moment)
  const held = { type: 'booking.held', subject: booking.id } as const
  const data = { ...told(booking), expiresAt: new Date(kept.expiresAt).toISOString() }
  return ok({
    value: booking,
    changes: [
      { put: 'hold', value: { ...kept, bookingId: booking.id } },
      { put: 'booking', value: booking, was: null },
      { fact: { ...held, data } },
    ],
  })
}

/** Makes a booking stand, where nothing is to be paid. Organisers confirm what is paid elsewhere, and say so. */
export const confirm = (
  { settings, holds }: Room,
  { booking, asker, wish = {} }: { booking: Booking; asker: Asker; wish?: Confirmation },
  { now }: Pick<Moment, 'now'>,
): Outcome => {
  if (booking.status === 'CONFIRMED' || booking.status === 'REDEEMED') return ok({ value: booking, changes: [] })
  if (!isWaiting(booking)) return failed({ reason: 'expired', detail: `The booking is ${booking.status}` })
  // Its places are those of its hold: without that they may be somebody else's.
  if (holds.get(booking.holdId)?.bookingId !== booking.id)
    return failed({ reason: 'expired', detail: 'The places of the booking are kept no more' })
  // What waited when the event was cancelled ends with it, though the alarm has not come to it yet.
  if (settings.status === 'CANCELLED') return failed({ reason: 'closed', detail: 'The event is cancelled' })
  const override = overrides({ wish, asker }) ? wish.reason : undefined
  if (booking.total > 0 && override === undefined)
    return failed({ reason: 'unpaid', detail: 'The booking is confirmed when it is paid' })
  const value = standing(override === undefined ? booking : { ...booking, override }, now)
  return ok({ value, changes: confirmed({ booking: value, was: booking }) })
}

/** @returns the booking with its tickets good, but for those that were given up before. */
export const standing = (booking: Booking, now: number): Booking =>
  changed(booking, now, {
    status: 'CONFIRMED',
    expiresAt: null,
    confirmedAt: now,
    tickets: booking.tickets.map(paid),
  })

// Who is inside by then has used the ticket: it is neither cancelled nor passed on.
const paid = ({ letIn, ...ticket }: Ticket): Ticket =>
  ticket.status === 'HELD' ? { ...ticket, status: letIn === true ? 'USED' : 'VALID' } : ticket

/** @returns what becomes so when a booking stands: the places of its hold are its own. */
export const confirmed = ({ booking, was }: { booking: Booking; was: Booking | null }): Change[] => [
  { drop: 'hold', id: booking.holdId },
  { put: 'booking', value: booking, was },
  { fact: { type: 'booking.confirmed', subject: booking.id, data: told(booking) } },
]

/** Gives up a booking, or some of its tickets; their places are free in the same step. Again, it changes nothing. */
export const cancel = (
  room: Room,
  { booking, asker, wish }: { booking: Booking; asker: Asker; wish: Cancellation },
  { now }: Pick<Moment, 'now'>,
): Outcome => {
  if (booking.status === 'CANCELLED') return ok({ value: booking, changes: [] })
  const refused = whyNotCancellable(room, { booking, asker, now })
  if (refused !== null) return failed(refused)
  const goes = ({ id }: Ticket) => wish.tickets === undefined || wish.tickets.includes(id)
  const unknown = (wish.tickets ?? []).filter((id) => booking.tickets.every((ticket) => ticket.id !== id))
  if (unknown.length > 0) return failed({ reason: 'invalid_places', detail: 'The booking has no such ticket' })
  const tickets = booking.tickets.map((ticket) => (goes(ticket) ? { ...ticket, status: 'CANCELLED' as const } : ticket))
  const by = asker.organiser && !booking.owners.some((owner) => asker.owners.includes(owner)) ? 'organiser' : 'buyer'
  return ok(cancelled(room, { booking, tickets, cancellation: { reason: wish.reason ?? null, at: now, by } }))
}

/** What becomes so when tickets of a booking are given up: all of them, or some. */
export const cancelled = (
  room: Room,
  {
    booking,
    tickets,
    cancellation,
  }: { booking: Booking; tickets: Ticket[]; cancellation: NonNullable<Booking['cancellation']> },
): Decided<Booking> => {
  const left = tickets.filter(({ status }) => status !== 'CANCELLED')
  const hold = isWaiting(booking) ? room.holds.get(booking.holdId) : undefined
  if (left.length === 0) {
    const value = changed(booking, cancellation.at, { status: 'CANCELLED', expiresAt: null, tickets, cancellation })
    const data = { ...told({ ...booking, status: 'CANCELLED' }), reason: cancellation.reason }
    return {
      value,
      changes: [...ended(value, booking), { fact: { type: 'booking.cancelled', subject: value.id, data } }],
    }
  }
  const total = left.reduce((sum, { price }) => sum + price, 0)
  const value = changed(booking, cancellation.at, { tickets, total })
  const fewer: Change[] = hold === undefined ? [] : [{ put: 'hold', value: { ...hold, items: left.map(itemOf) } }]
  const fact: Change = {
    fact: { type: 'booking.changed', subject: value.id, data: { ...told(value), changed: ['tickets'] } },
  }
  return { value, changes: [...fewer, { put: 'booking', value, was: booking }, fact] }
}

/** @returns what becomes so when a booking ends that waited or stood. */
export const ended = (booking: Booking, was: Booking): Change[] => [
  { drop: 'hold', id: was.holdId },
  { put: 'booking', value: booking, was },
]

/** @returns a booking with a change, as its next version. */
export const changed = (booking: Booking, now: number, change: Partial<Booking>): Booking => ({
  ...booking,
  ...change,
  updatedAt: now,
  version: booking.version + 1,
})

/** @returns why a booking cannot be cancelled by who asks, or null. */
export const whyNotCancellable = (
  room: Room,
  { booking, asker, now }: { booking: Booking; asker: Asker; now: number },
): Refusal | null => {
  if (booking.status !== 'CONFIRMED' && !isWaiting(booking))
    return { reason: 'not_cancellable', detail: `The booking is ${booking.status}` }
  if (asker.organiser || isWaiting(booking)) return null
  if (booking.tickets.some(({ status }) => status === 'USED'))
    return { reason: 'not_cancellable', detail: 'A ticket of it was used' }
  const { startsAt, cancellableUntil } = room.settings
  if (now >= startsAt) return { reason: 'not_cancellable', detail: 'The event has begun' }
  return now < (cancellableUntil ?? startsAt) ? null : { reason: 'not_cancellable', detail: 'It is too late for this' }
}

interface Placed {
  item: Item
  attendee: Ticket['attendee']
}

interface Positioning {
  hold: Hold
  positions: NonNullable<NewBooking['positions']>
  asker: Asker
}

/** @returns the places of a hold with what the positions say of them: another ticket type, who comes. */
const positioned = (room: Room, { hold, positions, asker }: Positioning, now: number): Result<Placed[], Refusal> => {
  const bySeat = new Map(
    positions.flatMap((position) => (position.seat === undefined ? [] : [[position.seat, position]])),
  )
  const inOrder = positions.filter(({ seat }) => seat === undefined)
  const foreign = [...bySeat.keys()].filter((seat) => hold.items.every((item) => item.seat !== seat))
  if (foreign.length > 0 || positions.length > hold.items.length)
    return failed({ reason: 'invalid_places', detail: 'The hold has not these places', seats: foreign })
  const code = room.settings.codes.find((known) => known.code === hold.code) ?? null
  const types = onSale(room, { code, asker, now })
  const placed: Placed[] = []
  for (const item of hold.items) {
    const position = (item.seat === null ? undefined : bySeat.get(item.seat)) ?? inOrder.shift()
    const wanted = position?.ticketTypeId ?? item.ticketTypeId
    const type = types.find(({ id }) => id === wanted)
    // What is held is what is sold, whatever was changed of the event meanwhile.
    const same = wanted === item.ticketTypeId
    if (!same && (type === undefined || !fits(type, categoryOf(room, item))))
      return failed({ reason: 'invalid_places', detail: 'This ticket is not for this place' })
    const price = same || type === undefined ? item.price : priceOf(type, code)
    placed.push({ item: { ...item, ticketTypeId: wanted, price }, attendee: attendeeOf(position?.attendee) })
  }
  const items = placed.map(({ item }) => item)
  const other = items.some(({ ticketTypeId }, n) => ticketTypeId !== hold.items[n]?.ticketTypeId)
  const refused =
    whyNoQuota(room, items, hold.items) ?? (other && !asker.organiser ? whyWrongNumber(room, items) : null)
  return refused === null ? ok(placed) : failed(refused)
}

/** @returns the category of the plan that a place is in, or null. */
export const categoryOf = (room: Room, { seat, area }: Pick<Item, 'seat' | 'area'>): string | null =>
  (seat === null ? undefined : room.seats.get(seat)?.category) ??
  (area === null ? undefined : room.areas.get(area)?.category) ??
  null

/** @returns who comes, with every field. */
export const attendeeOf = (
  attendee: { fullName?: string | null | undefined; emailAddress?: string | null | undefined } | undefined,
): Ticket['attendee'] =>
  attendee === undefined ? null : { fullName: attendee.fullName ?? null, emailAddress: attendee.emailAddress ?? null }

/** @returns a place as holds have it. */
export const itemOf = ({ seat, area, ticketTypeId, price }: Item): Item => ({ seat, area, ticketTypeId, price })

/** @returns a booking of the places of a hold, which waits for confirmation. */
export const newBooking = (
  room: Room,
  { hold, asker, contact, places }: { hold: Hold; asker: Asker; contact: ContactWish; places: readonly Placed[] },
  { now, id }: Moment,
): Booking => {
  const bookingId = id('b')
  return {
    id: bookingId,
    eventId: room.settings.eventId,
    owners: asker.owners.includes(hold.owner)
      ? [hold.owner, ...asker.owners.filter((one) => one !== hold.owner)]
      : [hold.owner],
    status: 'ON_HOLD',
    holdId: hold.id,
    tickets: places.map(({ item, attendee }, n) => ({
      ...item,
      id: ticketId(bookingId, n + 1),
      status: 'HELD',
      attendee,
      generation: 1,
    })),
    contact: contactOf(contact),
    total: hold.items.reduce((sum, { price }) => sum + price, 0),
    currency: room.settings.currency,
    createdAt: now,
    updatedAt: now,
    expiresAt: hold.expiresAt,
    confirmedAt: null,
    cancellation: null,
    entryId: hold.entryId,
    invitationId: null,
    code: hold.code,
    ...(hold.override === undefined ? {} : { override: hold.override }),
    version: 1,
  }
}

/** @returns a contact with every field; the full name of its parts where only those are given. */
export const contactOf = (wish: ContactWish): Contact => {
  const parts = [wish.firstName, wish.lastName].filter((part) => part !== undefined).join(' ')
  return {
    fullName: wish.fullName ?? (parts === '' ? null : parts),
    emailAddress: wish.emailAddress?.toLowerCase() ?? null,
    phoneNumber: wish.phoneNumber ?? null,
    language: wish.language ?? 'en',
    notes: wish.notes ?? null,
  }
}
