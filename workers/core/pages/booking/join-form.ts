import { html } from 'hono/html'
import type { PlanMap } from '../../../../contract/plan-map.ts'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import { randomId } from '../../../../platform/crypto.ts'
import { inputField } from './contact-form.ts'
import { type Form, textOf } from './hold-wish.ts'
import { type Html, NOTHING } from './reader.ts'
import { isOpen, type Stock } from './stock.ts'
import type { Visit } from './visit.ts'
import { waitWords } from './wait-words.ts'

const MOST = 20

/** What is wrong with which field of the form, for people. */
export type JoinFaults = Partial<Record<'quantity' | 'accessible' | 'email', string>>

interface Joining {
  visit: Visit
  map: PlanMap | null
}

/** @returns how many places one may wait for. */
export const mostWanted = ({ event }: Pick<Visit, 'event'>): number =>
  Math.min(MOST, event.settings.maxPerBuyer ?? MOST)

/** @returns whether one may wait for places of an event now, as far as its page knows. */
export const isJoinable = ({ event, reader }: Visit, stock: Pick<Stock, 'state' | 'now'>): boolean => {
  const { enabled, closesAt } = event.settings.waitlist
  return enabled && isOpen({ ...stock, few: false }) && (closesAt === null || reader.now < Date.parse(closesAt))
}

/** Asks for a place on the waitlist; nothing where the event has none, or takes nobody on it any more. */
export const joinForm = (
  { visit, map }: Joining,
  { filled, faults }: { filled: Form; faults: JoinFaults } = { filled: {}, faults: {} },
): Html => {
  const { event, reader } = visit
  const { wait, choose } = reader.words
  const { enabled, closesAt, fit } = event.settings.waitlist
  if (!enabled) return NOTHING
  if (closesAt !== null && reader.now >= Date.parse(closesAt)) return html`<p class="hint">${wait.closed}</p>`
  const words = waitWords(reader.language)
  const most = mostWanted(visit)
  const number = (min: number) => html`type="number" min="${min}" max="${most}" inputmode="numeric"`
  const values = { ...filled, quantity: textOf(filled, 'quantity') || '1' }
  const accessible = { ...filled, accessible: textOf(filled, 'accessible') || '0' }
  const hint = words.accessibleHint
  return html`<form class="stack" method="post" action="/events/${event.id}/waitlist/join" novalidate><h2>${wait.title}</h2><p class="hint">${wait.hint}</p>
<input type="hidden" name="key" value="${randomId('k')}">
${inputField({ field: 'quantity', label: wait.number, more: html`${number(1)} required` }, values, faults)}
${typeField({ visit, map }, filled)}
${map?.seats.kind.includes(1) === true ? inputField({ field: 'accessible', label: choose.accessible, hint, more: number(0) }, accessible, faults) : NOTHING}
${fit === 'PARTIAL' && most > 1 ? html`<label class="check"><input type="checkbox" name="allowPartial" value="yes"${textOf(filled, 'allowPartial') === '' ? NOTHING : html` checked`}> ${words.partial}</label>` : NOTHING}
${inputField({ field: 'name', label: wait.name, more: html`autocomplete="name"` }, filled, {})}
${inputField({ field: 'email', label: wait.email, more: html`type="email" autocomplete="email" required` }, filled, faults)}
<button class="button primary">${wait.join}</button></form>`
}

const typeField = ({ visit: { event, reader } }: Joining, filled: Form): Html => {
  const { wait } = reader.words
  const types = publicTypes(event.settings)
  const chosen = textOf(filled, 'ticketType')
  return types.length < 2
    ? NOTHING
    : html`<label>${wait.type}<select name="ticketType"><option value="">${wait.anyType}</option>${types.map(({ id, name }) => html`<option value="${id}"${id === chosen ? html` selected` : NOTHING}>${name}</option>`)}</select></label>`
}

/** The way to the waitlist where there are places, but perhaps not those that one wants. */
export const joinLink = (visit: Visit, stock: Pick<Stock, 'state' | 'now'>): Html => {
  if (!isJoinable(visit, stock)) return NOTHING
  const words = waitWords(visit.reader.language)
  return html`<details><summary>${words.other}</summary><p class="hint">${words.otherHint}</p>
<p><a href="/events/${visit.event.id}/waitlist">${words.otherLink}</a></p></details>`
}
