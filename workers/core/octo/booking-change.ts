import type { Caller } from '../../../contract/auth.ts'
import type { OctoUnitItem } from '../../../contract/octo.ts'
import type { Booking, Refusal } from '../../../contract/room.ts'
import { unitCounts } from '../../../domain/booking/octo-places.ts'
import { failed, ok } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../platform/db/events.ts'
import { type OctoRow, octoBookingBy, updateOctoBooking } from '../../../platform/db/octo-bookings.ts'
import { book, type Changed, confirm, contactOf, type Known, resellerOf, roomOf, unitsKept } from './booked.ts'

interface Change {
  /** Where it goes; null: it stays at its departure. */
  to: { event: EventRow; productId: string; optionId: string } | null
  /** All that it has then; null: as many as before. */
  items: readonly OctoUnitItem[] | null
}

/**
 * Gives a booking other units, or another departure. Within its departure that is one step of the room. To another one, or
 * where what stands would cost more, new places are taken first, and then the old ones are given back: who gets none keeps
 * what they have.
 */
export const changePlaces = async (env: Env, caller: Caller, known: Known, change: Change): Promise<Changed> => {
  const items = change.items ?? known.row.said.units
  if (change.to !== null) return elsewhere(env, caller, known, { to: change.to, items })
  if (change.items === null) return ok(known)
  const changed = await hereAndNow(env, caller, known, change.items)
  const dearer = !changed.ok && changed.error.reason === 'unpaid'
  const event = dearer ? await anyEventById(database(env.DB), known.booking.eventId) : null
  if (event === null) return changed
  const { productId, optionId } = known.row.said
  return elsewhere(env, caller, known, { to: { event, productId, optionId }, items })
}

const hereAndNow = async (
  env: Env,
  caller: Caller,
  { row, booking }: Known,
  items: readonly OctoUnitItem[],
): Promise<Changed> => {
  const before = new Map(row.said.units.map((unit) => [unit.uuid, unit]))
  const kept = items.flatMap((item) => {
    const unit = item.uuid === undefined ? undefined : before.get(item.uuid)
    return unit?.unitId === item.unitId ? [{ ...unit, ...saidOf(item, unit) }] : []
  })
  const stay = new Set(kept.map(({ ticketId }) => ticketId))
  const remove = row.said.units.flatMap(({ ticketId }) => (stay.has(ticketId) ? [] : [ticketId]))
  const fresh = items.filter(({ uuid, unitId }) => uuid === undefined || before.get(uuid)?.unitId !== unitId)
  // Of two changes at once the later one would forget the tickets of the other.
  const wish = {
    version: booking.version,
    ...(remove.length > 0 ? { remove } : {}),
    ...(fresh.length > 0 ? { add: { units: unitCounts(fresh.map(({ unitId }) => unitId)) } } : {}),
  }
  const room = roomOf(env, booking.id)
  const nothing = remove.length === 0 && fresh.length === 0
  const asker = resellerOf(caller, row.uuid)
  const changed = nothing ? ok(booking) : await room.change(booking.id, { to: 'tickets', wish }, asker)
  if (!changed.ok) return changed
  const left = changed.value.tickets.filter(({ id }) => !stay.has(id))
  const added = unitsKept(fresh, { ...changed.value, tickets: left }, () => crypto.randomUUID())
  // In the order in which the reseller has them.
  const units = items.map(({ uuid }) => kept.find((unit) => unit.uuid === uuid) ?? added.shift()).filter(isThere)
  return ok({ row: { ...row, said: { ...row.said, units } }, booking: changed.value })
}

const isThere = <T>(unit: T | undefined): unit is T => unit !== undefined

const saidOf = ({ resellerReference, contact }: OctoUnitItem, before: OctoRow['said']['units'][number]) => ({
  resellerReference: resellerReference ?? before.resellerReference,
  contact: contact ?? before.contact,
})

const elsewhere = async (
  env: Env,
  caller: Caller,
  { row, booking }: Known,
  { to, items }: { to: NonNullable<Change['to']>; items: readonly OctoUnitItem[] },
): Promise<Changed> => {
  const unitIds = items.map(({ unitId }) => unitId)
  const wanted = { uuid: row.uuid, event: to.event, unitIds, contact: row.said.contact, instead: booking.id }
  const taken = await book(env, caller, wanted)
  if (!taken.ok) return taken
  const asker = resellerOf(caller, row.uuid)
  const stood = booking.status === 'CONFIRMED'
  const stands = stood ? await confirm(env, taken.value, asker) : taken
  if (!stands.ok) {
    await roomOf(env, taken.value.id).cancel(taken.value.id, {}, asker)
    return stands
  }
  const units = unitsKept(items, stands.value, () => crypto.randomUUID())
  const { productId, optionId } = to
  const next = { ...row, bookingId: stands.value.id, said: { ...row.said, productId, optionId, units } }
  // What it stands for is kept before the old places go: of a crash in between, a booking too many is left, and none too few.
  const kept = await updateOctoBooking(database(env.DB), next, booking.id)
  if (!kept && !(await standsFor(env, next))) {
    await roomOf(env, next.bookingId).cancel(next.bookingId, {}, { ...asker, organiser: true })
    return failed(CHANGED_MEANWHILE)
  }
  await roomOf(env, booking.id).cancel(booking.id, { reason: 'Changed' }, { ...asker, organiser: true })
  return ok({ row: next, booking: stands.value })
}

// The same change sent twice at once: the other one was as fast.
const standsFor = async (env: Env, { organisationId, uuid, bookingId }: OctoRow): Promise<boolean> =>
  (await octoBookingBy(database(env.DB), organisationId, uuid))?.bookingId === bookingId

/** Why a change is not made that another one came before. */
export const CHANGED_MEANWHILE: Refusal = { reason: 'stale_version', detail: 'The booking was changed meanwhile' }

/** Tells the room whom a booking is for, as far as that changed. */
export const tellContact = async (env: Env, caller: Caller, { row, booking }: Known): Promise<Booking> => {
  const contact = contactOf(row.said.contact)
  const attendees = row.said.units.flatMap(({ ticketId, contact: guest }) => {
    const { fullName, firstName, lastName, emailAddress } = contactOf(guest)
    const name = fullName ?? [firstName, lastName].filter((part) => part !== undefined).join(' ')
    const attendee = {
      ...(name === '' ? {} : { fullName: name }),
      ...(emailAddress === undefined ? {} : { emailAddress }),
    }
    return Object.keys(attendee).length === 0 ? [] : [{ ticketId, attendee }]
  })
  const wish = { contact, attendees, ...(row.said.notes === null ? {} : { notes: row.said.notes }) }
  const asker = resellerOf(caller, row.uuid)
  const told = await roomOf(env, booking.id).change(booking.id, { to: 'details', wish }, asker)
  return told.ok ? told.value : booking
}
