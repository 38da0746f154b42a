import { html } from 'hono/html'
import { type ContactWish, contact } from '../../../../contract/bookings.ts'
import type { Attempt } from './hold-page.ts'
import { type Form, textOf } from './hold-wish.ts'
import { type Html, NOTHING, type Reader } from './reader.ts'

type Field = 'fullName' | 'emailAddress' | 'phoneNumber'
/** What is wrong with which field, for people. */
export type ContactFaults = Partial<Record<Field, string>>

/** @returns who books, as the form says; or what is wrong with it. */
export const contactOf = (
  { words, language }: Pick<Reader, 'words' | 'language'>,
  form: Form,
): { contact: ContactWish } | { faults: ContactFaults } => {
  const given = {
    fullName: textOf(form, 'fullName'),
    emailAddress: textOf(form, 'emailAddress'),
    phoneNumber: textOf(form, 'phoneNumber') || undefined,
    notes: textOf(form, 'notes').slice(0, 2000) || undefined,
    language,
  }
  const read = contact.required({ fullName: true, emailAddress: true }).safeParse(given)
  if (read.success) return { contact: read.data }
  const wrong = new Set(read.error.issues.map(({ path }) => path[0]))
  return {
    faults: {
      ...(wrong.has('fullName') ? { fullName: words.hold.nameMissing } : {}),
      ...(wrong.has('emailAddress') ? { emailAddress: words.hold.emailWrong } : {}),
      ...(wrong.has('phoneNumber') ? { phoneNumber: words.hold.phoneWrong } : {}),
    },
  }
}

/** Who somebody is, and how to reach them. */
export const contactFields = ({ words }: Reader, { form, faults }: Pick<Attempt, 'form' | 'faults'>): Html => {
  const { hold } = words
  const wrong = Object.entries(faults)
  return html`<h2>${hold.contact}</h2>
${
  wrong.length === 0
    ? NOTHING
    : html`<div class="notice bad" role="alert" tabindex="-1"><p class="title">${hold.mistakes}</p><ul>${wrong.map(([field, text]) => html`<li><a href="#${field}">${text}</a></li>`)}</ul></div>`
}
${inputField({ field: 'fullName', label: hold.fullName, more: html`autocomplete="name" required` }, form, faults)}
${inputField({ field: 'emailAddress', label: hold.email, hint: hold.emailHint, more: html`type="email" autocomplete="email" required` }, form, faults)}
${inputField({ field: 'phoneNumber', label: `${hold.phone} (${hold.optional})`, more: html`type="tel" autocomplete="tel"` }, form, faults)}
<label for="notes">${hold.notes} (${hold.optional})</label><textarea id="notes" name="notes" rows="2" maxlength="2000">${textOf(form, 'notes')}</textarea>`
}

/** One line to fill in, with what is wrong with it beside. The field's name is its id. */
export const inputField = (
  { field, label, hint, more }: { field: string; label: string; hint?: string; more: Html },
  form: Form,
  faults: Partial<Record<string, string>>,
): Html => {
  const fault = faults[field]
  const described = [hint === undefined ? '' : `${field}-hint`, fault === undefined ? '' : `${field}-fault`]
    .join(' ')
    .trim()
  return html`<div class="field"><label for="${field}">${label}</label>
${hint === undefined ? NOTHING : html`<p class="hint" id="${field}-hint">${hint}</p>`}
${fault === undefined ? NOTHING : html`<p class="fault" id="${field}-fault">${fault}</p>`}
<input id="${field}" name="${field}" maxlength="320" value="${textOf(form, field)}" ${more}${described === '' ? NOTHING : html` aria-describedby="${described}"`}${fault === undefined ? NOTHING : html` aria-invalid="true"`}></div>`
}
