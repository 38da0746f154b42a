import { html } from 'hono/html'
import type { RoomAnswer } from '../../../../contract/room.ts'
import type { PlacedEntry } from '../../../../contract/waitlist.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { rememberOwner, withLink } from '../../api/asker.ts'
import { entryLink } from '../../api/entry-answer.ts'
import type { ApiContext } from '../../api/route.ts'
import type { Complaint } from './event-page.ts'
import { keepEntry, keptEntries } from './followed-entries.ts'
import { messagePage } from './message-page.ts'
import { placeNamer } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import { complaintOf } from './refusal.ts'
import { notice, shell } from './shell.ts'
import { mapOf, type Visit, visitThing } from './visit.ts'
import { waitWords } from './wait-words.ts'

interface Seen {
  visit: Visit
  entry: PlacedEntry
  query: string
}

const see = async (c: ApiContext, id: string): Promise<Seen | { refused: Response }> => {
  const visit = await visitThing(c, id)
  if ('refused' in visit) return { refused: await visit.refused }
  const linked = await withLink(c, visit.asker, { purpose: 'entry', id })
  const token = linked.links.includes(id) ? c.req.query('token') : undefined
  const kept = token === undefined && (await keptEntries(c)).includes(id)
  const asker = kept ? { ...linked, links: [...linked.links, id] } : linked
  const done: RoomAnswer<PlacedEntry> = await eventRoom(c.env.EVENT_ROOM, visit.event.id).entry(
    id,
    { do: 'look' },
    asker,
  )
  if (!done.ok) return { refused: await messagePage(c, 'notFound') }
  if (token !== undefined && !asker.owners.includes(done.value.owner)) await keepEntry(c, id, token)
  const query = token === undefined ? '' : `?token=${encodeURIComponent(token)}`
  return { visit: { ...visit, asker }, entry: done.value, query }
}

/** Where somebody stands on a waitlist, and what they are offered. */
export const entryPage = async (c: ApiContext, id: string) => {
  const seen = await see(c, id)
  return 'refused' in seen ? seen.refused : showEntry(c, seen)
}

/** Says no to an offer, or waits no more. */
export const endEntry = async (c: ApiContext, id: string, what: 'decline' | 'leave') => {
  const seen = await see(c, id)
  if ('refused' in seen) return seen.refused
  const { visit } = seen
  const done = await eventRoom(c.env.EVENT_ROOM, visit.event.id).entry(id, { do: what }, visit.asker)
  if (!done.ok) return showEntry(c, seen, complaintOf(visit.reader, done.error.reason))
  return c.redirect(`/events/${visit.event.id}/waitlist/${id}${seen.query}`, 303)
}

/** Takes what is offered, and leads to the booking that it becomes. */
export const takeOffer = async (c: ApiContext, id: string) => {
  const seen = await see(c, id)
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
<p>${wantedOf(seen)}</p>
${waits ? html`<p class="hint">${words.wait.waiting}</p>` : NOTHING}
${await offerPart(c, seen)}
${entry.bookingId === null ? NOTHING : html`<p><a class="button primary" href="/bookings/${entry.bookingId}">${words.wait.booking}</a></p>`}
${waits ? stepForm(seen, 'leave', 'button') : NOTHING}
${waits || entry.status === 'OFFERED' ? await keepLink(c, seen) : NOTHING}`
  c.header('Cache-Control', 'no-store')
  const page = { title: `${title} · ${event.name}`, personal: true }
  const path = `/events/${event.id}/waitlist/${entry.id}${seen.query}`
  return c.html(shell({ ...reader, path }, page, body), complaint === null ? 200 : 409)
}

const wantedOf = ({ visit: { event, reader }, entry }: Seen): string => {
  const words = waitWords(reader.language)
  const type = event.settings.ticketTypes.find(({ id }) => id === entry.ticketTypeId)?.name ?? ''
  const accessible = entry.accessible === 0 ? '' : words.accessibleShown(entry.accessible)
  const partial = entry.allowPartial ? words.partialShown : ''
  return [reader.words.wait.wanted(entry.quantity), type, accessible, partial].filter(Boolean).join(' · ')
}

/** The address that opens the entry elsewhere. */
const keepLink = async (c: ApiContext, { visit, entry }: Seen): Promise<Html> => {
  const words = waitWords(visit.reader.language)
  const link = await entryLink(c, entry)
  return html`<section><h2>${words.link}</h2><p class="hint">${words.linkHint}</p><p><a class="address" href="${link}" rel="nofollow">${link}</a></p></section>`
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
