import type { NewBooking } from '../../../../contract/bookings.ts'
import type { NewHold } from '../../../../contract/holds.ts'
import type { Hold, RoomAnswer } from '../../../../contract/room.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { rememberGuest } from '../../api/asker.ts'
import { unguessed } from '../../api/codes.ts'
import { mustQueue } from '../../api/must-queue.ts'
import type { ApiContext } from '../../api/route.ts'
import { contactOf } from './contact-form.ts'
import { showEvent } from './event-page.ts'
import { formRetry } from './form-retry.ts'
import { showHold } from './hold-page.ts'
import { type Form, textOf, wishOf } from './hold-wish.ts'
import { placeNamer } from './place-name.ts'
import { complaintOf } from './refusal.ts'
import { showSeats } from './seats-page.ts'
import { knownOf, mapOf, type Visit, visitPage } from './visit.ts'

/** Sets places aside as a form asks, and leads to them; or shows the form again with why not. */
export const placeHold = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  const queues = await mustQueue(c, { event: knownOf(visit.event), asker: visit.asker })
  if (queues !== null) return c.redirect(`/events/${visit.event.id}/queue`, 303)
  const form = await c.req.parseBody({ all: true })
  const wish = wishOf(form)
  if (wish === null) return chooseAgain(c, visit, form, complaintOf(visit.reader, 'nothing'))
  const held = await unguessed(c, wish.code, () => holdOnce(c, visit, { wish, form }))
  if (held === 'too_many_attempts') return chooseAgain(c, visit, form, complaintOf(visit.reader, held))
  if (!held.ok) {
    const nameOf = placeNamer(visit.reader.words, await mapOf(c.env, visit.event))
    const places = (held.error.seats ?? []).map((seat) => nameOf({ seat, area: null }))
    return chooseAgain(c, visit, form, complaintOf(visit.reader, held.error.reason, places))
  }
  await rememberGuest(c, held.value.owner)
  return c.redirect(`/events/${visit.event.id}/holds/${held.value.id}`, 303)
}

// A second click is the same request. Somebody who went back to the form after they let the places go asks anew.
const holdOnce = async (
  c: ApiContext,
  visit: Visit,
  { wish, form }: { wish: NewHold; form: Form },
): Promise<RoomAnswer<Hold>> => {
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const held = await room.hold(wish, visit.asker, formRetry(c, visit, { form, wish }))
  const reused = !held.ok && held.error.reason === 'idempotency_key_reused'
  if (!reused && !(held.ok && held.repeated === true)) return held
  const still = held.ok ? await room.held(held.value.id, { ...visit.asker, owners: [held.value.owner] }) : held
  return still.ok ? held : room.hold(wish, visit.asker, null)
}

const chooseAgain = (c: ApiContext, visit: Visit, form: Form, said: ReturnType<typeof complaintOf>) => {
  const complaint = { ...said, code: textOf(form, 'code') }
  return textOf(form, 'from') === 'seats'
    ? showSeats(c, visit, { complaint, replaces: textOf(form, 'replaces') || null })
    : showEvent(c, visit, complaint)
}

/** Gives who holds places more time. */
export const extendHold = async (c: ApiContext, { id, holdId }: { id: string; holdId: string }) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  await eventRoom(c.env.EVENT_ROOM, visit.event.id).extend(holdId, visit.asker)
  return c.redirect(`/events/${visit.event.id}/holds/${holdId}`, 303)
}

/** Gives places back. */
export const releaseHold = async (c: ApiContext, { id, holdId }: { id: string; holdId: string }) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  await eventRoom(c.env.EVENT_ROOM, visit.event.id).release(holdId, visit.asker)
  return c.redirect(`/events/${visit.event.id}`, 303)
}

/** Makes a booking of what somebody holds, and leads to its summary. */
export const bookHold = async (c: ApiContext, { id, holdId }: { id: string; holdId: string }) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  const form = await c.req.parseBody({ all: true })
  const read = contactOf(visit.reader, form)
  if ('faults' in read) return showHold(c, visit, holdId, { form, faults: read.faults, complaint: null })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const held = await room.held(holdId, visit.asker)
  if (!held.ok) return showHold(c, visit, holdId)
  const wish = { holdId, contact: read.contact, positions: positionsOf(form, held.value) }
  const booked = await room.book(wish, visit.asker, null)
  if (booked.ok) return c.redirect(`/bookings/${booked.value.id}`, 303)
  return showHold(c, visit, holdId, { form, faults: {}, complaint: complaintOf(visit.reader, booked.error.reason) })
}

const positionsOf = (form: Form, { items }: Hold): NonNullable<NewBooking['positions']> =>
  items.map(({ seat, ticketTypeId }, index) => {
    const fullName = textOf(form, `attendee.${index}`).slice(0, 200)
    return {
      ...(seat === null ? {} : { seat }),
      ticketTypeId: textOf(form, `type.${index}`) || ticketTypeId,
      ...(fullName === '' ? {} : { attendee: { fullName } }),
    }
  })
