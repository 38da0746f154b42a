import { html } from 'hono/html'
import type { OpenedCode } from '../../../../contract/codes.ts'
import { openedFor } from '../../api/codes.ts'
import type { ApiContext } from '../../api/route.ts'
import { codeWords } from './code-words.ts'
import { type Html, NOTHING, type Reader } from './reader.ts'
import { notice } from './shell.ts'
import type { Visit } from './visit.ts'

/** The code that somebody came with: what it opens, or why it opens nothing. */
export interface CodeStep {
  typed: string
  opened: OpenedCode | null
  fault: 'code_not_valid' | 'too_many_attempts' | null
}

/** @returns what the code of a page's address opens, or of the form that was refused. */
export const codeStepOf = async (
  c: ApiContext,
  { event, asker }: Visit,
  { code = c.req.query('code') ?? '', replaces = null }: { code?: string | undefined; replaces?: string | null } = {},
): Promise<CodeStep> => {
  const typed = code.trim().slice(0, 100)
  if (typed === '' || event.settings.codes.length === 0) return { typed: '', opened: null, fault: null }
  const ask = { code: typed, ...(replaces === null ? {} : { replaces }) }
  const opened = await openedFor(c, event, { ask, asker })
  if (opened.ok) return { typed, opened: opened.value, fault: null }
  return { typed, opened: null, fault: opened.error === 'too_many_attempts' ? opened.error : 'code_not_valid' }
}

interface Asked {
  reader: Reader
  hasCodes: boolean
  step: CodeStep
  /** The page that shows what the code opens, and what else it has to be told. */
  path: string
  more?: Readonly<Record<string, string | null>>
}

/**
 * Asks for a code; nothing where the event has none. It comes before places are chosen, because it says which there are.
 * @param only whether nothing can be had without one
 */
export const codeForm = ({ reader, hasCodes, step, path, more = {} }: Asked, only = false): Html => {
  if (!hasCodes || step.opened !== null) return NOTHING
  const { refusal } = reader.words
  const words = codeWords(reader.language)
  const said = step.fault === null ? undefined : refusal[step.fault]
  const fault =
    said === undefined ? NOTHING : html`<p class="fault" id="code-fault" role="alert">${said.join('. ')}</p>`
  const form = html`<form class="code" id="code-form" method="get" action="${path}">${hidden(more)}
<label for="code">${words.label}</label>${fault}
<div class="inline"><input id="code" name="code" maxlength="40" required autocomplete="off" autocapitalize="characters" spellcheck="false" value="${step.typed}"${step.fault === null ? NOTHING : html` aria-invalid="true" aria-describedby="code-fault"`}><button class="button">${words.use}</button></div></form>`
  if (only) return html`<p>${words.only}</p>${form}`
  return html`<details${step.fault === null ? NOTHING : html` open`}><summary>${words.have}</summary>${form}</details>`
}

/** Says what the code that is in use opens, and how to go on without it. */
export const codeInUse = ({ reader, step, path, more = {} }: Asked, currency: string): Html => {
  const { opened } = step
  if (opened === null) return NOTHING
  const words = codeWords(reader.language)
  const kept = opened.seats.length + opened.quantity
  const hiddenTypes = opened.ticketTypes.filter(({ hidden: isHidden }) => isHidden).map(({ name }) => name)
  const lines = [
    ...(opened.discount === null ? [] : [words.off(discountText(reader, opened.discount, currency))]),
    ...(hiddenTypes.length === 0 ? [] : [words.types(hiddenTypes.join(', '))]),
    ...(kept === 0 ? [] : [words.kept(kept)]),
    ...(opened.free === 0 ? [words.nothing] : []),
  ]
  const query = new URLSearchParams(Object.entries(more).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  const without = query.size === 0 ? path : `${path}?${query}`
  const list = html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul><p><a href="${without}">${words.without}</a></p>`
  return notice({ title: words.good(opened.code), kind: 'good' }, list)
}

const hidden = (more: Readonly<Record<string, string | null>>): Html[] =>
  Object.entries(more).flatMap(([name, value]) =>
    value ? [html`<input type="hidden" name="${name}" value="${value}">`] : [],
  )

const discountText = (
  { format, language }: Reader,
  discount: NonNullable<OpenedCode['discount']>,
  currency: string,
): string =>
  'percent' in discount
    ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(discount.percent / 100)
    : format.money(discount.amount, currency)
