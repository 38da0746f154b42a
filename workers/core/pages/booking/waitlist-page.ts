import { html } from 'hono/html'
import type { RoomAnswer } from '../../../../contract/room.ts'
import { type EntryAsk, newEntry, type PlacedEntry } from '../../../../contract/waitlist.ts'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { rememberGuest, rememberOwner, retryBy, withLink } from '../../api/asker.ts'
import { joinedAs } from '../../api/entry-answer.ts'
import type { ApiContext } from '../../api/route.ts'
import { type Choice, hiddenFields } from './choose-forms.ts'
import { type Complaint, showEvent } from './event-page.ts'
import { textOf } from './hold-wish.ts'
import { messagePage } from './message-page.ts'
import { placeNamer } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import { complaintOf } from './refusal.ts'
import { notice, shell } from './shell.ts'
import { mapOf, type Visit, visitPage, visitThing } from './visit.ts'

const MOST = 20

/** Asks for a place on the waitlist; nothing where the event has none, or takes nobody on it any more. */
export const joinForm = (choice: Choice): Html => {
  const { event, reader } = choice.visit
  const { words } = reader
  const { enabled, closesAt } = event.settings.waitlist
  if (!enabled) return NOTHING
  if (closesAt !== null && reader.now >= Date.parse(closesAt)) return html`<p class="hint">${words.wait.closed}</p>`
  const types = publicTypes(event.settings)
  const most = Math.min(MOST, event.settings.maxPerBuyer ?? MOST)
  return html`<form class="stack" method="post" action="/events/${event.id}/waitlist/join"><h2>${words.wait.title}</h2><p class="hint">${words.wait.hint}</p>
${hiddenFields(choice, 'event')}
<label>${words.wait.number}<input type="number" name="quantity" min="1" max="${most}" value="1" required inputmode="numeric"></label>
${types.length < 2 ? NOTHING : html`<label>${words.wait.type}<select name="ticketType"><option value="">${words.wait.anyType}</option>${types.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label>`}
<label>${words.wait.name}<input name="name" maxlength="200" autocomplete="name"></label>
<label>${words.wait.email}<input type="email" name="email" maxlength="320" autocomplete="email" required></label>
<button class="button primary">${words.wait.join}</button></form>`
}

/** Puts who asks on the waitlist, and leads to where they stand. */
export const joinWaitlist = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  const form = await c.req.parseBody({ all: true })
  const read = newEntry.safeParse({
    quantity: Number(textOf(form, 'quantity')),
    email: textOf(form, 'email'),
    name: textOf(form, 'name') || undefined,
    ticketTypeId: textOf(form, 'ticketType') || null,
    language: visit.reader.language,
  })
  if (!read.success) return showEvent(c, visit, { title: visit.reader.words.hold.emailWrong, hint: '' })
  const key = textOf(form, 'key')
  const retry = /^[\w-]{1,64}$/.test(key) ? retryBy(c, visit, { key, wish: read.data }) : null
  const joined = await eventRoom(c.env.EVENT_ROOM, visit.event.id).join(read.data, visit.asker, retry)
  if (!joined.ok) return showEvent(c, visit, complaintOf(visit.reader, joined.error.reason))
  const { owner } = joined.value
  // Whoever waits with this address got a link by mail; who else knows it is told no more than that.
  if (!joinedAs(visit, joined).includes(owner)) return showEvent(c, visit, visit.reader.words.wait.already)
  await rememberGuest(c, owner)
  return c.redirect(`/events/${visit.event.id}/waitlist/${joined.value.id}`, 303)
}

interface Seen {
  visit: Visit
  entry: PlacedEntry
  query: string
}

const ask = async (c: ApiContext, id: string, what: EntryAsk): Promise<Seen | { refused: Response }> => {
  const visit = await visitThing(c, id)
  if ('refused' in visit) return { refused: await visit.refused }
  const asker = await withLink(c, visit.asker, { purpose: 'entry', id })
  const done: RoomAnswer<PlacedEntry> = await eventRoom(c.env.EVENT_ROOM, visit.event.id).entry(id, what, asker)
  if (!done.ok) return { refused: await messagePage(c, 'notFound') }
  const token = c.req.query('token')
  const query = token === undefined || asker.links.length === 0 ? '' : `?token=${encodeURIComponent(token)}`
  return { visit: { ...visit, asker }, entry: done.value, query }
}

/** Where somebody stands on a waitlist, and what they are offered. */
export const entryPage = async (c: ApiContext, id: string) => {
  const seen = await ask(c, id, { do: 'look' })
  return 'refused' in seen ? seen.refused : showEntry(c, seen)
}

/** Says no to an offer, or waits no more. */
export const endEntry = async (c: ApiContext, id: string, what: 'decline' | 'leave') => {
  const seen = await ask(c, id, { do: what })
  if ('refused' in seen) return seen.refused
  return c.redirect(`/events/${seen.visit.event.id}/waitlist/${id}${seen.query}`, 303)
}

/** Takes what is offered, and leads to the booking that it becomes. */
export const takeOffer = async (c: ApiContext, id: string) => {
  const seen = await ask(c, id, { do: 'look' })
  if ('refused' in seen) return seen.refused
  const { visit } = seen
  const taken = await eventRoom(c.env.EVENT_ROOM, visit.event.id).takeOffer({ entryId: id }, visit.asker)
  if (!taken.ok) return showEntry(c, seen, complaintOf(visit.reader, taken.error.reason))
  await rememberOwner(c, visit.asker, taken.value)
  return c.redirect(`/bookings/${taken.value.id}`, 303)
}

const showEntry = async (c: ApiContext, seen: Seen, complaint: Complaint | null = null) => {
  const { visit, entry } = seen
  const { reader, event } = visit
  const { words } = reader
  const waits = entry.status === 'WAITING'
  const title = words.wait.statuses[entry.status] ?? ''
  const body = html`<p class="crumb"><a href="/events/${event.id}">${words.choose.back}</a></p>
${complaint === null ? NOTHING : notice({ ...complaint, kind: 'bad' })}
<h1>${title}</h1><p class="hint">${event.name} · ${reader.format.moment(event.startsAt, event.timeZone)}</p>
${waits && entry.position !== null ? html`<p class="left">${words.wait.position(entry.position)}</p>` : NOTHING}
<p>${words.wait.wanted(entry.quantity)}</p>
${waits ? html`<p class="hint">${words.wait.waiting}</p>` : NOTHING}
${await offerPart(c, seen)}
${entry.bookingId === null ? NOTHING : html`<p><a class="button primary" href="/bookings/${entry.bookingId}">${words.wait.booking}</a></p>`}
${waits ? stepForm(seen, 'leave', 'button') : NOTHING}`
  c.header('Cache-Control', 'no-store')
  const page = { title: `${title} · ${event.name}`, personal: true }
  return c.html(shell(reader, page, body), complaint === null ? 200 : 409)
}

const offerPart = async (c: ApiContext, seen: Seen): Promise<Html> => {
  const { visit, entry } = seen
  const { reader, event } = visit
  if (entry.status !== 'OFFERED' || entry.offer === null) return NOTHING
  const { words, format } = reader
  const nameOf = placeNamer(words, await mapOf(c.env, event))
  const until = format.moment(entry.offer.expiresAt, event.timeZone)
  const total = entry.places.reduce((sum, { price }) => sum + price, 0)
  return html`${notice({ title: words.wait.offered(entry.offer.quantity, until), kind: 'good' })}
<table class="prices offer"><tbody>${entry.places.map((item) => html`<tr><th scope="row">${nameOf(item)}</th><td class="number">${item.price === 0 ? words.free : format.money(item.price, event.currency)}</td></tr>`)}</tbody>
<tfoot><tr><th scope="row">${words.hold.total}</th><td class="number">${total === 0 ? words.free : format.money(total, event.currency)}</td></tr></tfoot></table>
<div class="actions">${stepForm(seen, 'accept', 'button primary')}${stepForm(seen, 'decline', 'button')}</div>`
}

const stepForm = ({ visit, entry, query }: Seen, step: 'accept' | 'decline' | 'leave', look: string): Html =>
  html`<form method="post" action="/events/${visit.event.id}/waitlist/${entry.id}/${step}${query}"><button class="${look}">${visit.reader.words.wait[step]}</button></form>`
