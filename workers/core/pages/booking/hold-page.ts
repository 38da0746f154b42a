import { html } from 'hono/html'
import type { HoldPageData } from '../../../../contract/picker.ts'
import type { PlanMap } from '../../../../contract/plan-map.ts'
import type { Hold, Item } from '../../../../contract/room.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import type { ApiContext } from '../../api/route.ts'
import { isFor, type OfferedType, offeredTypes, priceText } from './choose-forms.ts'
import { codeStepOf } from './code-step.ts'
import type { ContactFaults } from './contact-form.ts'
import { contactFields } from './contact-form.ts'
import type { Complaint } from './event-page.ts'
import type { Form } from './hold-wish.ts'
import { textOf } from './hold-wish.ts'
import { placeNamer } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import { notice, pageData, shell } from './shell.ts'
import { mapOf, type Visit, visitPage } from './visit.ts'

/** What was filled in and did not do, shown again. */
export interface Attempt {
  form: Form
  faults: ContactFaults
  complaint: Complaint | null
}

const FRESH: Attempt = { form: {}, faults: {}, complaint: null }

/** What somebody holds: how long, and the form that makes a booking of it. */
export const holdPage = async (c: ApiContext, { id, holdId }: { id: string; holdId: string }) => {
  const visit = await visitPage(c, id)
  return 'refused' in visit ? visit.refused : showHold(c, visit, holdId)
}

export const showHold = async (c: ApiContext, visit: Visit, holdId: string, attempt: Attempt = FRESH) => {
  const held = await eventRoom(c.env.EVENT_ROOM, visit.event.id).held(holdId, visit.asker)
  if (!held.ok) return endedPage(c, visit)
  if (held.value.bookingId !== null) return c.redirect(`/bookings/${held.value.bookingId}`, 303)
  const { reader, event } = visit
  const { code, id: replaces } = held.value
  const [map, step] = await Promise.all([mapOf(c.env, event), codeStepOf(c, visit, { code: code ?? '', replaces })])
  const { words } = reader
  const body = html`<p class="crumb"><a href="/events/${event.id}">${words.choose.back}</a></p>
<h1>${words.hold.title}</h1><p class="hint">${event.name} · ${reader.format.moment(event.startsAt, event.timeZone)}</p>
${attempt.complaint === null ? NOTHING : notice({ ...attempt.complaint, kind: 'bad' })}
${timer(visit, held.value, map)}
<form class="stack checkout" method="post" action="/events/${event.id}/holds/${held.value.id}" novalidate>
<p>${words.hold.steps}</p>
${places({ visit, hold: held.value, map, types: offeredTypes({ visit, code: step }), attempt })}
${contactFields(reader, attempt)}
<button class="button primary">${words.hold.next}</button></form>
${pageData(dataOf(visit, held.value))}`
  c.header('Cache-Control', 'no-store')
  const failed = Object.keys(attempt.faults).length > 0
  const page = { title: `${words.hold.title} · ${event.name}`, personal: true }
  return c.html(shell(reader, page, body), failed ? 422 : attempt.complaint === null ? 200 : 409)
}

const endedPage = (c: ApiContext, { reader, event }: Visit) => {
  const { hold } = reader.words
  c.header('Cache-Control', 'no-store')
  const body = html`<section class="message"><h1>${hold.ended}</h1><p>${hold.endedHint}</p>
<p><a class="button primary" href="/events/${event.id}">${hold.again}</a></p></section>`
  return c.html(shell(reader, { title: hold.ended, personal: true }, body), 410)
}

/** How long the places are kept, and how to have more time or to let them go. The script makes a clock of it. */
const timer = ({ reader, event }: Visit, hold: Hold, map: PlanMap | null): Html => {
  const { words } = reader
  const minutes = Math.max(0, Math.floor((hold.expiresAt - reader.now) / 60_000))
  const action = `/events/${event.id}/holds/${hold.id}`
  const until = words.hold.until(reader.format.time(hold.expiresAt, event.timeZone))
  const seated = hold.items.some(({ seat }) => seat !== null) && map !== null
  return html`<section class="timer" id="timer"><p id="time-left"><b>${words.hold.minutes(minutes)}</b> <small>${until}</small></p>
<p id="time-warning" class="warning" role="alert" hidden></p><p id="time-said" class="hint" role="status"></p>
<div class="actions">
${hold.expiresAt < hold.latest ? html`<form method="post" action="${action}/extend"><button class="button" id="extend">${words.hold.extend}</button></form>` : html`<p class="hint">${words.hold.noMore}</p>`}
${seated ? html`<a class="button" href="/events/${event.id}/seats?replaces=${hold.id}">${words.hold.change}</a>` : NOTHING}
<form method="post" action="${action}/release"><button class="button">${words.hold.release}</button></form>
</div></section>`
}

interface Held {
  visit: Visit
  hold: Hold
  map: PlanMap | null
  /** What the places may be had with. */
  types: readonly OfferedType[]
  attempt: Attempt
}

/** The places with what they cost; who may have another ticket for one, chooses it here. */
const places = (held: Held): Html => {
  const { visit, hold } = held
  const { words, format } = visit.reader
  const total = hold.items.reduce((sum, { price }) => sum + price, 0)
  return html`<table class="prices"><tbody>${hold.items.map((item, index) => placeRow(held, item, index))}</tbody>
<tfoot><tr><th scope="row">${words.hold.total}</th><td class="number">${total === 0 ? words.free : format.money(total, hold.currency)}</td></tr></tfoot></table>
<details${attendeesFilled(held) ? html` open` : NOTHING}><summary>${words.hold.attendees}</summary><p class="hint">${words.hold.attendeesHint}</p>
${hold.items.map((item, index) => attendeeField(held, item, index))}</details>`
}

const placeRow = (held: Held, item: Item, index: number): Html => {
  const { visit, map, hold, types, attempt } = held
  const { words, format } = visit.reader
  const name = placeNamer(words, map)(item)
  const type = visit.event.settings.ticketTypes.find(({ id }) => id === item.ticketTypeId)
  const choices = types.filter((other) => isFor(other, categoryOf(map, item)))
  // What it may be no more, because its code has ended, it stays.
  const fixed = choices.length < 2 || choices.every(({ id }) => id !== item.ticketTypeId)
  const chosen = textOf(attempt.form, `type.${index}`) || item.ticketTypeId
  const price = (amount: number) => (amount === 0 ? words.free : format.money(amount, hold.currency))
  return html`<tr><th scope="row">${name}<small class="block">${
    fixed
      ? (type?.name ?? '')
      : html`<select name="type.${index}" aria-label="${words.hold.ticketFor(name)}">${choices.map((other) => html`<option value="${other.id}"${other.id === chosen ? html` selected` : NOTHING}>${other.name} · ${priceText(visit, other)}</option>`)}</select>`
  }</small></th><td class="number">${price(item.price)}</td></tr>`
}

const attendeeField = ({ visit, map, attempt }: Held, item: Item, index: number): Html => {
  const { words } = visit.reader
  const label = words.hold.attendee(placeNamer(words, map)(item))
  return html`<label>${label}<input name="attendee.${index}" maxlength="200" autocomplete="off" value="${textOf(attempt.form, `attendee.${index}`)}"></label>`
}

const attendeesFilled = ({ hold, attempt }: Held): boolean =>
  hold.items.some((_, index) => textOf(attempt.form, `attendee.${index}`) !== '')

const categoryOf = (map: PlanMap | null, { seat, area }: Item): string | null => {
  if (map === null) return null
  const index = seat === null ? -1 : map.seats.guid.indexOf(seat)
  const known = seat === null ? map.areas.find(({ id }) => id === area)?.category : map.seats.category[index]
  return map.categories[known ?? -1]?.name ?? null
}

const dataOf = ({ reader, event }: Visit, hold: Hold): HoldPageData => {
  const { hold: words } = reader.words
  return {
    page: 'hold',
    eventId: event.id,
    holdId: hold.id,
    endsAt: hold.expiresAt,
    lastsMs: hold.expiresAt - reader.now,
    language: reader.language,
    words: { ...words.timer, extended: words.extended, noMore: words.noMore, ended: words.ended, extend: words.extend },
  }
}
