import { html } from 'hono/html'
import type { Booking, RoomAnswer, Ticket } from '../../../../contract/room.ts'
import { roomSettings } from '../../../../domain/booking/settings.ts'
import { bookingToken } from '../../../../platform/booking-links.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { withLinkToRead } from '../../api/asker.ts'
import { publicOrigin } from '../../api/links.ts'
import type { ApiContext } from '../../api/route.ts'
import { bookingSubject, calendarAnswer } from './calendar-page.ts'
import { changesPart, type Trouble, troubleNotice } from './change-forms.ts'
import { changeWords } from './change-words.ts'
import type { Complaint } from './event-page.ts'
import { textOf, textsOf } from './hold-wish.ts'
import { messagePage } from './message-page.ts'
import { placeNamer } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import { complaintOf } from './refusal.ts'
import { type Seen, seeAgain, seeBooking } from './seen-booking.ts'
import { notice, shell } from './shell.ts'
import { ticketPart } from './ticket-part.ts'
import { visitThing } from './visit.ts'

/** One booking: its summary to confirm, or its tickets. */
export const bookingPage = async (c: ApiContext, id: string) => {
  const found = await seeBooking(c, id)
  return 'refused' in found ? found.refused : showBooking(c, found)
}

export const confirmBooking = (c: ApiContext, id: string) =>
  change(c, id, async ({ visit, booking }) =>
    eventRoom(c.env.EVENT_ROOM, visit.event.id).confirm(booking.id, visit.asker),
  )

/** Gives up a booking, or the tickets that were ticked. */
export const cancelBooking = (c: ApiContext, id: string) =>
  change(c, id, async ({ visit, booking }) => {
    const form = await c.req.parseBody({ all: true })
    const tickets = textsOf(form, 'ticket')
    const reason = textOf(form, 'reason').slice(0, 500)
    const wish = { ...(reason === '' ? {} : { reason }), ...(textOf(form, 'which') === 'some' ? { tickets } : {}) }
    return eventRoom(c.env.EVENT_ROOM, visit.event.id).cancel(booking.id, wish, visit.asker)
  })

/** The file that puts a booking into a calendar. Programs follow its link again and again, and keep no cookie. */
export const bookingCalendar = async (c: ApiContext, id: string) => {
  const visit = await visitThing(c, id)
  if ('refused' in visit) return visit.refused
  const asker = await withLinkToRead(c, visit, { purpose: 'booking', id })
  const found = await eventRoom(c.env.EVENT_ROOM, visit.event.id).booking(id, asker)
  if (!found.ok) return messagePage(c, 'notFound')
  return calendarAnswer(c, visit.event, bookingSubject(c, found.value, visit.event))
}

const change = async (c: ApiContext, id: string, decide: (seen: Seen) => Promise<RoomAnswer<Booking>>) => {
  const found = await seeBooking(c, id)
  if ('refused' in found) return found.refused
  const done = await decide(found)
  if (done.ok) return c.redirect(`/bookings/${id}${found.query}`, 303)
  return showBooking(c, await seeAgain(c, found), complaintOf(found.visit.reader, done.error.reason))
}

/** Shows a booking; above it, why what was asked was not done, at the form that asked where that is known. */
export const showBooking = (c: ApiContext, found: Seen, refused: Complaint | Trouble | null = null) => {
  const { visit, booking, query } = found
  const { reader, event } = visit
  const { titles, hints } = reader.words.booking
  const waits = booking.status === 'ON_HOLD'
  const hint = waits && booking.total > 0 ? undefined : hints[booking.status]
  const trouble = refused !== null && 'change' in refused ? refused : null
  const body = html`${said(c, found, refused)}
<h1>${titles[booking.status]}</h1>${hint === undefined ? NOTHING : html`<p>${hint}</p>`}
${summary(found)}
${waits ? confirmPart(found) : NOTHING}
${booking.status === 'CONFIRMED' || booking.status === 'REDEEMED' ? ticketsPart(found) : NOTHING}
${changesPart(found, trouble)}
${isCancellable(found) ? cancelPart(found) : NOTHING}
${keepLink(c, found)}`
  c.header('Cache-Control', 'no-store')
  const page = { title: `${titles[booking.status]} · ${event.name}`, personal: true }
  // What a form was sent to is no page that another language could be asked of.
  return c.html(shell({ ...reader, path: `/bookings/${booking.id}${query}` }, page, body), statusOf(refused))
}

const statusOf = (refused: Complaint | Trouble | null): 200 | 409 | 422 => {
  if (refused === null) return 200
  return 'faults' in refused && refused.complaint === null ? 422 : 409
}

const said = (c: ApiContext, found: Seen, refused: Complaint | Trouble | null): Html => {
  if (refused !== null) return 'change' in refused ? troubleNotice(found, refused) : notice({ ...refused, kind: 'bad' })
  const { done } = changeWords(found.visit.reader.language)
  const title = new Map(Object.entries(done)).get(c.req.query('done') ?? '')
  return title === undefined ? NOTHING : notice({ title, kind: 'good' })
}

const isCancellable = ({ visit, booking }: Seen): boolean => {
  const { startsAt, cancellableUntil } = roomSettings(visit.event, null)
  const inTime = visit.reader.now < Math.min(startsAt, cancellableUntil ?? startsAt)
  const unused = booking.tickets.every(({ status }) => status !== 'USED')
  return booking.status === 'ON_HOLD' || (booking.status === 'CONFIRMED' && inTime && unused)
}

/** The address that opens the booking elsewhere: whoever has it may do with it what its owner may. */
const keepLink = (c: ApiContext, { visit, booking, keys }: Seen): Html => {
  const { words } = visit.reader
  const link = `${publicOrigin(c)}/bookings/${booking.id}?token=${encodeURIComponent(bookingToken(keys, booking))}`
  return html`<section class="screen"><h2>${words.booking.link}</h2><p class="hint">${words.booking.linkHint}</p>
<p><a class="address" href="${link}" rel="nofollow">${link}</a></p><p><a href="/events/${visit.event.id}">${visit.event.name}</a></p></section>`
}

const confirmPart = ({ visit, booking, query }: Seen): Html => {
  const { words, format } = visit.reader
  const until =
    booking.expiresAt === null
      ? ''
      : `${words.hold.minutes(Math.max(0, Math.floor((booking.expiresAt - visit.reader.now) / 60_000)))}, ${words.hold.until(format.time(booking.expiresAt, visit.event.timeZone))}`
  if (booking.total > 0)
    return notice(
      {
        title: `${words.booking.toPay}: ${format.money(booking.total, booking.currency)}`,
        hint: words.booking.payHint,
      },
      html`<p>${until}</p>`,
    )
  return html`<form class="confirm" method="post" action="/bookings/${booking.id}/confirm${query}">
<p>${until}</p><button class="button primary">${words.booking.confirm}</button><p class="hint">${words.booking.confirmHint}</p></form>`
}

const summary = ({ visit, booking, map }: Seen): Html => {
  const { reader, event } = visit
  const { words, format } = reader
  const nameOf = placeNamer(words, map)
  const typeOf = (ticket: Ticket) => event.settings.ticketTypes.find(({ id }) => id === ticket.ticketTypeId)?.name ?? ''
  const price = (amount: number) => (amount === 0 ? words.free : format.money(amount, booking.currency))
  const { fullName, emailAddress, phoneNumber } = booking.contact
  return html`<section class="summary screen"><h2>${words.booking.summary}</h2><dl class="facts">
<div><dt>${words.event.when}</dt><dd>${format.range(event.startsAt, event.endsAt, event.timeZone)}</dd></div>
${event.place === null && event.city === null ? NOTHING : html`<div><dt>${words.event.where}</dt><dd>${[event.place, event.settings.address, event.city].filter((part) => part !== null).join(', ')}</dd></div>`}
<div><dt>${words.booking.contact}</dt><dd>${[fullName, emailAddress, phoneNumber].filter((part) => part !== null).join(' · ')}</dd></div>
<div><dt>${words.booking.reference}</dt><dd><code>${booking.id.slice(-8).toUpperCase()}</code></dd></div></dl>
<table class="prices"><tbody>${booking.tickets.map(
    (
      ticket,
    ) => html`<tr${ticket.status === 'CANCELLED' ? html` class="off"` : NOTHING}><th scope="row">${nameOf(ticket)}<small class="block">${[typeOf(ticket), ticket.attendee?.fullName ?? ''].filter((part) => part !== '').join(' · ')}</small>
${ticket.status === 'CANCELLED' ? html`<span class="badge bad">${words.booking.ticketCancelled}</span>` : NOTHING}</th><td class="number">${price(ticket.price)}</td></tr>`,
  )}</tbody><tfoot><tr><th scope="row">${words.hold.total}</th><td class="number">${price(booking.total)}</td></tr></tfoot></table></section>`
}

const ticketsPart = (found: Seen): Html => {
  const { visit, booking, query } = found
  const { words } = visit.reader
  const tickets = booking.tickets.filter(({ status }) => status !== 'CANCELLED')
  return html`<section><h2 class="screen">${words.booking.tickets}</h2>
<p class="actions screen"><button class="button" type="button" id="print" hidden>${words.booking.print}</button>
<a class="button" href="/bookings/${booking.id}/calendar.ics${query}">${words.event.calendar}</a></p>
<ol class="tickets">${tickets.map((ticket, index) => ticketPart(found, ticket, { n: index + 1, of: tickets.length }))}</ol></section>`
}

const cancelPart = ({ visit, booking, query, map }: Seen): Html => {
  const { words } = visit.reader
  const nameOf = placeNamer(words, map)
  const left = booking.tickets.filter(({ status }) => status !== 'CANCELLED')
  const action = `/bookings/${booking.id}/cancel${query}`
  return html`<section class="screen cancel">
${
  left.length < 2
    ? NOTHING
    : html`<details><summary>${words.booking.cancelSome}</summary><form class="stack" method="post" action="${action}"><input type="hidden" name="which" value="some">
<p class="hint">${words.booking.cancelSomeHint}</p>${left.map((ticket) => html`<label class="check"><input type="checkbox" name="ticket" value="${ticket.id}"> ${nameOf(ticket)}</label>`)}
<button class="button danger">${words.booking.cancelSomeSubmit}</button></form></details>`
}
<details><summary>${words.booking.cancel}</summary><form class="stack" method="post" action="${action}"><input type="hidden" name="which" value="all">
<p class="hint">${words.booking.cancelHint}</p><label>${words.booking.reason} (${words.hold.optional})<input name="reason" maxlength="500"></label>
<button class="button danger">${words.booking.cancelSubmit}</button></form></details></section>`
}
