import type { Context } from 'hono'
import type { Caller } from '../../../contract/auth.ts'
import {
  type OctoReservation,
  type OctoUpdate,
  octoCancellation,
  octoConfirmation,
  octoExtension,
  octoReservation,
  octoUpdate,
} from '../../../contract/octo.ts'
import { whyNotUnits } from '../../../domain/booking/octo-places.ts'
import { database } from '../../../platform/db/commit.ts'
import { type EventRow, eventById } from '../../../platform/db/events.ts'
import {
  keepOctoBooking,
  octoBookingBy,
  octoBookingsWith,
  updateOctoBooking,
} from '../../../platform/db/octo-bookings.ts'
import { permit, router } from '../api/route.ts'
import { both, octoRefusal, readBody, refusedByRoom } from './answer.ts'
import { asOcto, book, confirm, type Known, knownBy, resellerOf, roomOf, unitsKept } from './booked.ts'
import { CHANGED_MEANWHILE, changePlaces, tellContact } from './booking-change.ts'
import { type Meant, meantBy } from './products.ts'

/**
 * OCTO's bookings. The `uuid` of a reservation is its idempotency key: whoever sends it again is answered the booking that
 * it stands for. Places and status are those of the room; what a reseller calls things stands beside.
 */
export const octoBookings = router()

for (const path of both('/octo/bookings'))
  octoBookings.post(path, permit('booking.manage'), async (c) => {
    const read = await readBody(c, octoReservation)
    if ('refused' in read) return read.refused
    const { caller } = c.var
    const { wish } = read
    const { uuid = crypto.randomUUID() } = wish
    const before = await octoBookingBy(database(c.env.DB), caller.organisationId, uuid)
    if (before !== null) return again(c, caller, { uuid, wish })
    const unitIds = wish.unitItems.map(({ unitId }) => unitId)
    const found = await departureOf(c, caller, { ...wish, unitIds })
    if ('refused' in found) return found.refused
    const contact = wish.contact ?? {}
    const booked = await book(c.env, caller, { uuid, event: found.event, unitIds, contact })
    if (!booked.ok) return refusedByRoom(c, { ...booked.error, reason: asReservation(booked.error.reason) }, uuid)
    const { value: booking } = booked
    const units = unitsKept(wish.unitItems, booking, () => crypto.randomUUID())
    const { productId, optionId, notes = null, resellerReference = null } = wish
    const said = { productId, optionId, units, contact, notes }
    const { organisationId } = caller
    const now = Date.now()
    const row = { organisationId, uuid, bookingId: booking.id, resellerReference, said, createdAt: now, updatedAt: now }
    const kept = await keepOctoBooking(database(c.env.DB), row)
    if (kept.bookingId === booking.id) return c.json(await asOcto(c, { row: kept, booking }, caller), 200)
    // Somebody sent the same UUID for something else at the same time, and was faster.
    await roomOf(c.env, booking.id).cancel(booking.id, {}, resellerOf(caller, uuid))
    return again(c, caller, { uuid, wish })
  })

// A place that is not to be had is no booking that is not there.
const asReservation = <R extends string>(reason: R) =>
  reason === 'not_found' || reason === 'expired' ? ('closed' as const) : reason

const again = async (c: Context, caller: Caller, { uuid, wish }: { uuid: string; wish: OctoReservation }) => {
  const known = await knownBy(c, { caller, uuid })
  if ('refused' in known) return known.refused
  const { said } = known.row
  const sorted = (units: readonly { unitId: string }[]) =>
    units
      .map(({ unitId }) => unitId)
      .sort()
      .join()
  const same = known.booking.eventId === wish.availabilityId && sorted(said.units) === sorted(wish.unitItems)
  if (same) return c.json(await asOcto(c, known, caller), 200)
  const detail = 'This uuid stands for another booking'
  return octoRefusal(c, { error: 'UNPROCESSABLE_ENTITY' }, { detail, code: 'idempotency_key_reused' })
}

interface Named {
  productId: string
  optionId: string
  availabilityId: string
  unitIds: readonly string[]
}

/** @returns the departure that is named, where so many of these units are sold at once; or the answer that refuses. */
const departureOf = async (
  c: Context,
  { organisationId }: Caller,
  { availabilityId, ...named }: Named,
): Promise<(Meant & { event: EventRow }) | { refused: Response }> => {
  const meant = await meantBy(c, named, organisationId)
  if ('refused' in meant) return meant
  const event = await eventById(database(c.env.DB), organisationId, availabilityId)
  const theirs = event?.tourId === named.productId && event.optionId === named.optionId
  if (event === null || !theirs || event.status === 'DRAFT')
    return { refused: octoRefusal(c, { error: 'INVALID_AVAILABILITY_ID', availabilityId }) }
  const detail = whyNotUnits(meant.tour, meant.option, named.unitIds)
  if (detail !== null) return { refused: octoRefusal(c, { error: 'UNPROCESSABLE_ENTITY' }, { detail, code: 'limit' }) }
  return { ...meant, event }
}

for (const path of both('/octo/bookings'))
  octoBookings.get(path, permit('booking.manage'), async (c) => {
    const { caller } = c.var
    const { resellerReference, supplierReference: bookingId } = c.req.query()
    if ((resellerReference ?? bookingId) === undefined)
      return octoRefusal(c, { error: 'BAD_REQUEST' }, { detail: 'Send resellerReference, supplierReference or both' })
    const which = { organisationId: caller.organisationId, resellerReference, bookingId }
    const rows = await octoBookingsWith(database(c.env.DB), which)
    const found = await Promise.all(
      rows.map(async (row) => {
        const seen = await roomOf(c.env, row.bookingId).booking(row.bookingId, resellerOf(caller, row.uuid))
        return seen.ok ? [await asOcto(c, { row, booking: seen.value }, caller)] : []
      }),
    )
    return c.json(found.flat(), 200)
  })

for (const path of both('/octo/bookings/:uuid'))
  octoBookings.get(path, permit('booking.manage'), async (c) => {
    const { caller } = c.var
    const known = await knownBy(c, { caller, uuid: c.req.param('uuid') ?? '' })
    return 'refused' in known ? known.refused : c.json(await asOcto(c, known, caller), 200)
  })

for (const path of both('/octo/bookings/:uuid/extend'))
  octoBookings.post(path, permit('booking.manage'), async (c) => {
    const { caller } = c.var
    const read = await readBody(c, octoExtension)
    if ('refused' in read) return read.refused
    const known = await knownBy(c, { caller, uuid: c.req.param('uuid') ?? '' })
    if ('refused' in known) return known.refused
    const { booking, row } = known
    if (booking.status !== 'ON_HOLD') return over(c, booking.status)
    const held = await roomOf(c.env, booking.id).extend(booking.holdId, resellerOf(caller, row.uuid))
    return held.ok ? c.json(await asOcto(c, known, caller), 200) : refusedByRoom(c, held.error, row.uuid)
  })

const over = (c: Context, status: string) =>
  octoRefusal(c, { error: 'UNPROCESSABLE_ENTITY' }, { detail: `The booking is ${status}` })

for (const path of both('/octo/bookings/:uuid/confirm'))
  octoBookings.post(path, permit('booking.manage'), async (c) => {
    const { caller } = c.var
    const read = await readBody(c, octoConfirmation)
    if ('refused' in read) return read.refused
    const { contact, unitItems, resellerReference } = read.wish
    const known = await knownBy(c, { caller, uuid: c.req.param('uuid') ?? '' })
    if ('refused' in known) return known.refused
    const { uuid } = known.row
    if (known.booking.status === 'EXPIRED') return octoRefusal(c, { error: 'INVALID_BOOKING_UUID', uuid })
    const wish = { contact, resellerReference, ...(unitItems === undefined ? {} : { unitItems }) }
    const changed = await updated(c, caller, known, wish)
    if ('refused' in changed) return changed.refused
    const done = await confirm(c.env, changed.booking, resellerOf(caller, uuid))
    if (!done.ok) return refusedByRoom(c, done.error, uuid)
    return c.json(await asOcto(c, { row: changed.row, booking: done.value }, caller), 200)
  })

for (const path of both('/octo/bookings/:uuid'))
  octoBookings.patch(path, permit('booking.manage'), async (c) => {
    const { caller } = c.var
    const read = await readBody(c, octoUpdate)
    if ('refused' in read) return read.refused
    const known = await knownBy(c, { caller, uuid: c.req.param('uuid') ?? '' })
    if ('refused' in known) return known.refused
    if (!['ON_HOLD', 'CONFIRMED'].includes(known.booking.status)) return over(c, known.booking.status)
    const changed = await updated(c, caller, known, read.wish)
    return 'refused' in changed ? changed.refused : c.json(await asOcto(c, changed, caller), 200)
  })

/** Does all that an update wants of a booking, and keeps what was said of it. */
const updated = async (
  c: Context,
  caller: Caller,
  known: Known,
  wish: OctoUpdate,
): Promise<Known | { refused: Response }> => {
  const { row, booking } = known
  const { unitItems, contact, notes, resellerReference } = wish
  const { productId = row.said.productId, optionId = row.said.optionId, availabilityId = booking.eventId } = wish
  const moves = availabilityId !== booking.eventId || productId !== row.said.productId || optionId !== row.said.optionId
  const unitIds = (unitItems ?? row.said.units).map(({ unitId }) => unitId)
  const checked = moves || unitItems !== undefined
  const found = checked ? await departureOf(c, caller, { productId, optionId, availabilityId, unitIds }) : null
  if (found !== null && 'refused' in found) return found
  const said = { ...row.said, ...(contact == null ? {} : { contact }), ...(notes === undefined ? {} : { notes }) }
  const wanted = { ...row, said, resellerReference: resellerReference ?? row.resellerReference, updatedAt: Date.now() }
  const to = moves && found !== null ? { event: found.event, productId, optionId } : null
  const placed = await changePlaces(c.env, caller, { row: wanted, booking }, { to, items: unitItems ?? null })
  if (!placed.ok)
    return { refused: refusedByRoom(c, { ...placed.error, reason: asReservation(placed.error.reason) }, row.uuid) }
  const now = placed.value.row
  if (!(await updateOctoBooking(database(c.env.DB), now, now.bookingId)))
    return { refused: refusedByRoom(c, CHANGED_MEANWHILE, row.uuid) }
  return { row: placed.value.row, booking: await tellContact(c.env, caller, placed.value) }
}

const cancelRoutes = both('/octo/bookings/:uuid/cancel').map((path) => ['POST', path] as const)
const deleteRoutes = both('/octo/bookings/:uuid').map((path) => ['DELETE', path] as const)
for (const [method, path] of [...cancelRoutes, ...deleteRoutes])
  octoBookings.on(method, path, permit('booking.manage'), async (c) => {
    const { caller } = c.var
    const read = await readBody(c, octoCancellation)
    if ('refused' in read) return read.refused
    const known = await knownBy(c, { caller, uuid: c.req.param('uuid') ?? '' })
    if ('refused' in known) return known.refused
    const { row, booking } = known
    const { reason, force } = read.wish
    const asker = { ...resellerOf(caller, row.uuid), organiser: force === true }
    const wish = reason == null || reason.trim() === '' ? {} : { reason: reason.trim() }
    const done = await roomOf(c.env, booking.id).cancel(booking.id, wish, asker)
    if (!done.ok) return refusedByRoom(c, done.error, row.uuid)
    return c.json(await asOcto(c, { row, booking: done.value }, caller), 200)
  })
