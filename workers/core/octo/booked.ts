import type { Context } from 'hono'
import type { Caller } from '../../../contract/auth.ts'
import type { OctoContact, OctoUnitItem } from '../../../contract/octo.ts'
import type { Asker, Booking, Refusal, RoomAnswer } from '../../../contract/room.ts'
import { octoBooking } from '../../../domain/booking/octo-booking.ts'
import { unitCounts, withTickets } from '../../../domain/booking/octo-places.ts'
import { octoOption, octoPrice, octoProduct, octoUnit, unitsOf } from '../../../domain/booking/octo-product.ts'
import { canonicalJson } from '../../../domain/canonical-json.ts'
import { ticketSecret } from '../../../platform/booking-links.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../platform/db/events.ts'
import { type OctoRow, octoBookingBy } from '../../../platform/db/octo-bookings.ts'
import { anyTourById } from '../../../platform/db/tours.ts'
import { linkKeys } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { cause } from '../../../platform/trace.ts'
import { eventIdOf } from '../api/known-event.ts'
import { capabilitiesOf, octoRefusal } from './answer.ts'
import { asAvailability } from './availability.ts'

/** A booking of a reseller: what its UUID stands for, and how it is in its room. */
export interface Known {
  row: OctoRow
  booking: Booking
}

/** @returns as whom a booking of a reseller is asked for: each is a buyer of its own, whichever key of them asks. */
export const resellerOf = ({ userId }: Pick<Caller, 'userId'>, uuid: string): Asker => ({
  owners: [`o:${uuid}`],
  links: [],
  organiser: false,
  actor: userId,
  cause: cause(),
})

/** @returns the room of a booking. */
export const roomOf = (env: Pick<Env, 'EVENT_ROOM'>, bookingId: string) =>
  eventRoom(env.EVENT_ROOM, eventIdOf(bookingId) ?? '')

/** @returns a booking of the caller's organisation by its UUID; or the answer that refuses it. */
export const knownBy = async (
  c: Context,
  { caller, uuid }: { caller: Caller; uuid: string },
): Promise<Known | { refused: Response }> => {
  const unknown = () => ({ refused: octoRefusal(c, { error: 'INVALID_BOOKING_UUID', uuid }) })
  const row = await octoBookingBy(database(c.env.DB), caller.organisationId, uuid)
  if (row === null) return unknown()
  const found = await roomOf(c.env, row.bookingId).booking(row.bookingId, resellerOf(caller, uuid))
  return found.ok ? { row, booking: found.value } : unknown()
}

interface Wanted {
  uuid: string
  event: EventRow
  unitIds: readonly string[]
  contact: OctoContact
  /** The booking that this one takes the place of. */
  instead?: string
}

/**
 * Holds places of the units and makes a booking of them. The UUID is the key of both steps, so that each is done once; a
 * hold that was let go, because no booking came of it, is made anew.
 */
export const book = async (
  env: Pick<Env, 'EVENT_ROOM'>,
  caller: Caller,
  { uuid, event, unitIds, contact, instead = '' }: Wanted,
): Promise<RoomAnswer<Booking>> => {
  const room = eventRoom(env.EVENT_ROOM, event.id)
  const asker = resellerOf(caller, uuid)
  const digest = sha256Hex(canonicalJson([event.id, unitIds]))
  const once = (step: string) => ({ scope: `octo ${caller.organisationId}`, key: `${uuid} ${step} ${instead}`, digest })
  const attempt = async (step: string): Promise<RoomAnswer<Booking>> => {
    // Seats as well, where the departure has such: of the types that the units are, and as near as can be.
    const held = await room.hold({ units: unitCounts(unitIds) }, asker, once(step))
    if (!held.ok) return held
    const { id: holdId } = held.value
    const booked = await room.book({ holdId, contact: contactOf(contact) }, asker, once('book'))
    if (booked.ok) return booked
    if (held.repeated === true && booked.error.reason === 'expired') return attempt(`hold after ${holdId}`)
    await room.release(holdId, asker)
    return booked
  }
  return attempt('hold')
}

/** Makes a booking stand. What it costs, resellers pay by invoice, so the supplier's key says that it is paid elsewhere. */
export const confirm = (env: Pick<Env, 'EVENT_ROOM'>, booking: Booking, asker: Asker): Promise<RoomAnswer<Booking>> => {
  const paid = { override: true, reason: 'Settled with the reseller' }
  const wish = booking.total > 0 ? paid : {}
  return roomOf(env, booking.id).confirm(booking.id, { ...asker, organiser: true }, wish)
}

/** @returns a contact in the words of our own API, as far as it says something. */
export const contactOf = ({ fullName, firstName, lastName, emailAddress, phoneNumber, notes }: OctoContact) => {
  const said = { fullName, firstName, lastName, emailAddress, phoneNumber, notes }
  const short = (name: string) => (name.endsWith('Name') ? 200 : name === 'phoneNumber' ? 40 : 2000)
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => {
      const text = value?.trim().slice(0, short(name)) ?? ''
      return text === '' || (name === 'phoneNumber' && text.length < 3) ? [] : [[name, text]]
    }),
  )
}

/** @returns unit items as they are kept: each with an id of its own and the ticket that is its. */
export const unitsKept = (items: readonly OctoUnitItem[], booking: Booking, mint: () => string) =>
  withTickets(
    items.map(({ uuid = mint(), unitId, resellerReference = null, contact }) => ({
      uuid,
      unitId,
      resellerReference,
      contact: contact ?? {},
    })),
    booking.tickets.filter(({ status }) => status !== 'CANCELLED'),
  )

/** @returns bookings as OCTO says them, with their products, options and availabilities. */
export const asOcto = async (c: Context, { row, booking }: Known, caller: Caller) => {
  const env = c.env as Env
  const db = database(env.DB)
  const [event, tour] = await Promise.all([anyEventById(db, booking.eventId), anyTourById(db, row.said.productId)])
  const now = Date.now()
  const capabilities = capabilitiesOf(c)
  const keys = await linkKeys(env.KEY_RING)
  const stands = booking.status === 'CONFIRMED' || booking.status === 'REDEEMED'
  const told = octoBooking(
    {
      ...row,
      booking,
      cutoff: (event?.startsAt ?? 0) - (event?.settings.cancellationCutoffMinutes ?? 0) * 60_000,
      expiresAt: await holdEnd(env, booking, resellerOf(caller, row.uuid)),
      now,
      secretOf: (ticket) => (stands && ticket.status !== 'CANCELLED' ? ticketSecret(keys, ticket) : null),
    },
    capabilities.pricing,
  )
  const option = tour?.settings.options.find(({ id }) => id === row.said.optionId)
  if (tour === null || option === undefined) return { ...told, availability: null }
  const units = new Map(unitsOf(tour, option).map((type) => [type.id, type]))
  const meant = { tour, option }
  return {
    ...told,
    product: octoProduct(tour, capabilities),
    option: octoOption(tour, option, capabilities),
    availability: event === null ? null : await asAvailability(env, event, { meant, capabilities, now, live: true }),
    unitItems: told.unitItems.map((item) => {
      const type = units.get(item.unitId)
      const unit = type === undefined ? {} : { unit: octoUnit(type, capabilities) }
      const ticket = booking.tickets.find(({ id }) => id === item.supplierReference)
      const price = ticket?.price ?? type?.price ?? 0
      return { ...item, ...unit, ...(capabilities.pricing ? { pricing: octoPrice(price, booking.currency) } : {}) }
    }),
  }
}

// Its hold may have been made longer since it was booked.
const holdEnd = async (env: Pick<Env, 'EVENT_ROOM'>, booking: Booking, asker: Asker): Promise<number | null> => {
  if (booking.status !== 'ON_HOLD') return null
  const held = await roomOf(env, booking.id).held(booking.holdId, asker)
  return held.ok ? held.value.expiresAt : null
}

/** A booking after it was changed, or why it was not. */
export type Changed = { ok: true; value: Known } | { ok: false; error: Refusal }
