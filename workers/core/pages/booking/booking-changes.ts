import {
  type DetailChange,
  type TicketChange,
  type TransferWish,
  transferWish,
} from '../../../../contract/booking-changes.ts'
import type { Booking, Refusal, RoomAnswer } from '../../../../contract/room.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { withLink } from '../../api/asker.ts'
import { mustQueueForMore } from '../../api/must-queue.ts'
import type { ApiContext } from '../../api/route.ts'
import { showBooking } from './booking-page.ts'
import { type ChangeFaults, liveTickets, mostPlaces, type Trouble, versionIn } from './change-forms.ts'
import { changeWords } from './change-words.ts'
import { contactOf } from './contact-form.ts'
import type { Complaint } from './event-page.ts'
import { formRetry } from './form-retry.ts'
import { type Form, textOf } from './hold-wish.ts'
import { messagePage } from './message-page.ts'
import type { Reader } from './reader.ts'
import { complaintOf } from './refusal.ts'
import { bookingPath, type Seen, seeAgain, seeBooking } from './seen-booking.ts'
import { knownOf, visitThing } from './visit.ts'

type Read<W> = { wish: W } | { faults: ChangeFaults }

/** Corrects whom a booking is for and who comes, as a form says. */
export const changeDetails = (c: ApiContext, id: string) =>
  changeBy(c, id, {
    change: 'details',
    read: detailsIn,
    ask: ({ visit, booking }, wish) =>
      eventRoom(c.env.EVENT_ROOM, visit.event.id).change(booking.id, { to: 'details', wish }, visit.asker),
  })

/** Gives a booking more places or fewer, as a form says. */
export const changeQuantity = (c: ApiContext, id: string) =>
  changeBy(c, id, {
    change: 'quantity',
    read: quantityIn,
    queues: async ({ visit, booking }, wish) => {
      const entering = { event: knownOf(visit.event), asker: visit.asker }
      return mustQueueForMore(c, { ...entering, wish, booking: async () => ({ ok: true, value: booking }) })
    },
    ask: ({ visit, booking }, wish, form) =>
      eventRoom(c.env.EVENT_ROOM, visit.event.id).change(
        booking.id,
        { to: 'tickets', wish },
        visit.asker,
        formRetry(c, visit, { form, wish: { id, wish } }),
      ),
  })

/**
 * Passes a booking, or one ticket of it, on to who a form names. A second click finds that it is done: who passed a booking
 * on has it no more.
 */
export const passOn = async (c: ApiContext, id: string) => {
  const visit = await visitThing(c, id)
  if ('refused' in visit) return visit.refused
  const filled = await c.req.parseBody({ all: true })
  const read = transferIn(visit.reader, filled)
  if ('faults' in read) return troubled(c, id, { change: 'transfer', filled, faults: read.faults, complaint: null })
  const { wish } = read
  const asker = await withLink(c, visit.asker, { purpose: 'booking', id })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const retry = formRetry(c, { ...visit, asker }, { form: filled, wish: { id, wish } })
  const passed = await room.transfer(id, wish, asker, retry)
  if (!passed.ok) {
    const complaint = whyNot(visit.reader, passed.error)
    return troubled(c, id, { change: 'transfer', filled, faults: {}, complaint })
  }
  // Lists must not show it any more when they are seen next.
  await room.flush()
  const whole = passed.value.id === id
  return c.redirect(whole ? '/bookings?done=passed' : bookingPath(c, id, 'passed'), 303)
}

interface Change<W> {
  change: Trouble['change']
  read: (seen: Seen, form: Form) => Read<W>
  ask: (seen: Seen, wish: W, form: Form) => Promise<RoomAnswer<Booking>>
  /** What stops who has to queue for it; none where nobody has to. */
  queues?: (seen: Seen, wish: W) => Promise<unknown>
}

const changeBy = async <W>(c: ApiContext, id: string, { change, read, ask, queues }: Change<W>) => {
  const found = await seeBooking(c, id)
  if ('refused' in found) return found.refused
  const filled = await c.req.parseBody({ all: true })
  const given = read(found, filled)
  if ('faults' in given) return showBooking(c, found, { change, filled, faults: given.faults, complaint: null })
  const stopped = (await queues?.(found, given.wish)) ?? null
  if (stopped !== null) return c.redirect(`/events/${found.visit.event.id}/queue`, 303)
  const done = await ask(found, given.wish, filled)
  if (done.ok) return c.redirect(bookingPath(c, id, change), 303)
  const complaint = whyNot(found.visit.reader, done.error)
  return showBooking(c, await seeAgain(c, found), { change, filled, faults: {}, complaint })
}

const troubled = async (c: ApiContext, id: string, trouble: Trouble) => {
  const found = await seeBooking(c, id)
  return 'refused' in found ? messagePage(c, 'notFound') : showBooking(c, found, trouble)
}

const whyNot = (reader: Reader, { reason }: Refusal): Complaint => {
  const [title = '', hint = ''] = changeWords(reader.language).quantity.unpaid
  return reason === 'unpaid' ? { title, hint } : complaintOf(reader, reason)
}

const detailsIn = (seen: Seen, form: Form): Read<DetailChange> => {
  const read = contactOf(seen.visit.reader, form)
  if ('faults' in read) return read
  const { language: _, notes, ...contact } = read.contact
  const attendees = liveTickets(seen).map(({ id, attendee }) => {
    const fullName = textOf(form, `attendee.${id}`).slice(0, 200) || null
    const emailAddress = attendee?.emailAddress ?? null
    const named = fullName !== null || emailAddress !== null
    return { ticketId: id, attendee: named ? { fullName, emailAddress } : null }
  })
  return { wish: { contact, attendees, notes: notes ?? null, ...versionIn(form) } }
}

const quantityIn = (seen: Seen, form: Form): Read<TicketChange> => {
  const most = mostPlaces(seen)
  const quantity = Number(textOf(form, 'quantity'))
  if (Number.isInteger(quantity) && quantity >= 1 && quantity <= most) return { wish: { quantity, ...versionIn(form) } }
  return { faults: { quantity: changeWords(seen.visit.reader.language).quantity.wrong(most) } }
}

const transferIn = ({ words, language }: Reader, form: Form): Read<TransferWish> => {
  const ticketId = textOf(form, 'ticket')
  const read = transferWish.safeParse({
    ...(ticketId === '' ? {} : { ticketId }),
    to: { fullName: textOf(form, 'toName'), emailAddress: textOf(form, 'toEmail'), language },
    ...versionIn(form),
  })
  if (read.success) return { wish: read.data }
  const wrong = new Set(read.error.issues.map(({ path }) => path.at(-1)))
  return {
    faults: {
      ...(wrong.has('fullName') ? { toName: changeWords(language).transfer.nameMissing } : {}),
      ...(wrong.has('emailAddress') ? { toEmail: words.hold.emailWrong } : {}),
    },
  }
}
