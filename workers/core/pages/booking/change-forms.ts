import { html } from 'hono/html'
import type { Ticket } from '../../../../contract/room.ts'
import { randomId } from '../../../../platform/crypto.ts'
import { type ChangeWords, changeWords } from './change-words.ts'
import { type ContactFaults, contactFields, inputField } from './contact-form.ts'
import type { Complaint } from './event-page.ts'
import { type Form, textOf } from './hold-wish.ts'
import { placeNamer } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import type { Seen } from './seen-booking.ts'
import { notice } from './shell.ts'

/** What is wrong with which field of a form that changes a booking, for people. */
export type ChangeFaults = ContactFaults & { quantity?: string; toName?: string; toEmail?: string }

/** A change that was not made: what was filled in, and why not. */
export interface Trouble {
  change: 'details' | 'quantity' | 'transfer'
  filled: Form
  faults: ChangeFaults
  complaint: Complaint | null
}

/** Most places of one booking, where the event does not say. */
const MOST = 100

/** @returns the tickets of a booking that have a place. */
export const liveTickets = ({ booking }: Pick<Seen, 'booking'>): Ticket[] =>
  booking.tickets.filter(({ status }) => status !== 'CANCELLED')

/** @returns how many places a booking may be asked to have. */
export const mostPlaces = (seen: Seen): number =>
  Math.max(liveTickets(seen).length, Math.min(MOST, seen.visit.event.settings.maxPerBuyer ?? MOST))

/** @returns the version of a booking that its form was made of, so that nobody changes what they did not see. */
export const versionIn = (form: Form): { version?: number } => {
  const version = Number(textOf(form, 'version'))
  return Number.isInteger(version) && version > 0 ? { version } : {}
}

/** @returns whether places of a booking may still be changed: its room decides by the same rule. */
export const isChangeable = ({ visit: { event, reader, asker }, booking }: Seen): boolean =>
  STANDING.has(booking.status) && event.status !== 'CANCELLED' && (asker.organiser || reader.now < event.startsAt)

/** @returns whether some of its tickets could have another seat. */
export const hasSeats = (seen: Seen): boolean =>
  seen.map !== null && liveTickets(seen).some(({ seat }) => seat !== null)

const STANDING: ReadonlySet<string> = new Set(['ON_HOLD', 'PENDING', 'CONFIRMED'])
const ENDED: ReadonlySet<string> = new Set(['CANCELLED', 'EXPIRED', 'REJECTED'])

/** @returns whether the form of a change is for a booking as it stands. */
const isOffered = (seen: Seen, change: Trouble['change']): boolean => {
  const { status } = seen.booking
  if (change === 'details') return !ENDED.has(status)
  return isChangeable(seen) && (change === 'quantity' || status === 'CONFIRMED')
}

/** The forms that change a booking; those that its state allows. */
export const changesPart = (seen: Seen, trouble: Trouble | null): Html => {
  const { booking, visit, query } = seen
  const words = changeWords(visit.reader.language)
  const form = { seen, trouble, words }
  if (!isOffered(seen, 'details')) return NOTHING
  return html`<section class="screen cancel"><h2>${words.title}</h2>
${detailsForm(form)}
${isChangeable(seen) && hasSeats(seen) ? html`<p><a class="button" href="/bookings/${booking.id}/seats${query}">${words.seats.title}</a></p>` : NOTHING}
${isOffered(seen, 'quantity') ? quantityForm(form) : NOTHING}
${isOffered(seen, 'transfer') ? transferForm(form) : NOTHING}</section>`
}

/** What stands above the page where a change was not made, with the way to where it says more. */
export const troubleNotice = (seen: Seen, { change, faults, complaint }: Trouble): Html => {
  const { reader } = seen.visit
  const [field] = Object.keys(faults)
  const link = html`<p><a href="#${field ?? `change-${change}`}">${changeWords(reader.language).look}</a></p>`
  const said = complaint ?? { title: reader.words.hold.mistakes }
  return notice({ ...said, kind: 'bad' }, isOffered(seen, change) ? link : NOTHING)
}

interface ChangeForm {
  seen: Seen
  trouble: Trouble | null
  words: ChangeWords
}

const changeForm = (
  { seen: { booking, query }, trouble }: ChangeForm,
  { change, path, title }: { change: Trouble['change']; path: string; title: string },
  content: (attempt: Pick<Trouble, 'filled' | 'faults'>) => Html,
): Html => {
  const own = trouble?.change === change ? trouble : null
  const { filled = {}, faults = {}, complaint = null } = own ?? {}
  return html`<details id="change-${change}"${own === null ? NOTHING : html` open`}><summary>${title}</summary>
<form class="stack" method="post" action="/bookings/${booking.id}/${path}${query}" novalidate>
<input type="hidden" name="key" value="${randomId('k')}"><input type="hidden" name="version" value="${booking.version}">
${complaint === null ? NOTHING : html`<p class="fault">${complaint.title}. ${complaint.hint}</p>`}
${content({ filled, faults })}</form></details>`
}

const detailsForm = (form: ChangeForm): Html => {
  const { seen, words, trouble } = form
  const { reader } = seen.visit
  const nameOf = placeNamer(reader.words, seen.map)
  const title = words.details
  return changeForm(form, { change: 'details', path: 'details', title }, ({ filled, faults }) => {
    const values = trouble?.change === 'details' ? filled : detailsOf(seen)
    return html`${contactFields(reader, { form: values, faults })}
<h3>${reader.words.hold.attendees}</h3>${liveTickets(seen).map(
      (ticket) =>
        html`<label>${reader.words.hold.attendee(nameOf(ticket))}<input name="attendee.${ticket.id}" maxlength="200" autocomplete="off" value="${textOf(values, `attendee.${ticket.id}`)}"></label>`,
    )}
<button class="button">${words.save}</button>`
  })
}

const detailsOf = ({ booking }: Seen): Form => {
  const { fullName, emailAddress, phoneNumber, notes } = booking.contact
  return {
    fullName: fullName ?? '',
    emailAddress: emailAddress ?? '',
    phoneNumber: phoneNumber ?? '',
    notes: notes ?? '',
    ...Object.fromEntries(booking.tickets.map(({ id, attendee }) => [`attendee.${id}`, attendee?.fullName ?? ''])),
  }
}

const quantityForm = (form: ChangeForm): Html => {
  const { quantity: words } = form.words
  const { length } = liveTickets(form.seen)
  return changeForm(form, { change: 'quantity', path: 'tickets', title: words.title }, ({ filled, faults }) => {
    const values = { quantity: textOf(filled, 'quantity') || String(length) }
    const more = html`type="number" min="1" max="${mostPlaces(form.seen)}" required inputmode="numeric"`
    return html`${inputField({ field: 'quantity', label: words.label, hint: words.hint, more }, values, faults)}
<button class="button">${words.submit}</button>`
  })
}

const transferForm = (form: ChangeForm): Html => {
  const { seen } = form
  const { transfer: words } = form.words
  const nameOf = placeNamer(seen.visit.reader.words, seen.map)
  const tickets = liveTickets(seen)
  return changeForm(form, { change: 'transfer', path: 'transfer', title: words.title }, ({ filled, faults }) => {
    const chosen = textOf(filled, 'ticket')
    const option = ({ id }: Ticket, text: string) =>
      html`<option value="${id}"${id === chosen ? html` selected` : NOTHING}>${text}</option>`
    return html`<p class="hint">${words.hint}</p>
${
  tickets.length < 2
    ? NOTHING
    : html`<label>${words.what}<select name="ticket"><option value="">${words.whole}</option>${tickets.map((ticket, n) => option(ticket, [`${n + 1}. ${nameOf(ticket)}`, ticket.attendee?.fullName ?? ''].filter(Boolean).join(' · ')))}</select></label>`
}
${inputField({ field: 'toName', label: words.name, more: html`autocomplete="off" required` }, filled, faults)}
${inputField({ field: 'toEmail', label: words.email, more: html`type="email" autocomplete="off" required` }, filled, faults)}
<button class="button danger">${words.submit}</button>`
  })
}
