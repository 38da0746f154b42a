import { html } from 'hono/html'
import type { TicketType } from '../../../../contract/event-settings.ts'
import type { PlanMap } from '../../../../contract/plan-map.ts'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import { randomId } from '../../../../platform/crypto.ts'
import { type CodeStep, codeForm, codeInUse } from './code-step.ts'
import { codeWords } from './code-words.ts'
import { type Html, NOTHING } from './reader.ts'
import type { Stock } from './stock.ts'
import type { Visit } from './visit.ts'

/** What the forms that choose places are made from. */
export interface Choice {
  visit: Visit
  stock: Stock
  map: PlanMap | null
  code: CodeStep
  /** A hold of the reader's own that the chosen places take the place of. */
  replaces: string | null
}

const MOST = 20

/** What every form that asks for places sends along: the key makes a second click the same request. */
export const hiddenFields = (
  { replaces, code }: Pick<Choice, 'replaces' | 'code'>,
  from: 'event' | 'seats',
): Html => html`
<input type="hidden" name="key" value="${randomId('k')}"><input type="hidden" name="from" value="${from}">
${replaces === null ? NOTHING : html`<input type="hidden" name="replaces" value="${replaces}">`}
${code.opened === null ? NOTHING : html`<input type="hidden" name="code" value="${code.opened.code}">`}`

export const holdAction = ({ visit }: Pick<Choice, 'visit'>): string => `/events/${visit.event.id}/holds`

/** Asks for a number of seats, chosen and held in one step. */
export const bestForm = (choice: Choice, from: 'event' | 'seats'): Html => {
  const { visit, map } = choice
  const { words } = visit.reader
  const most = Math.min(MOST, visit.event.settings.maxPerBuyer ?? MOST)
  const accessible = map?.seats.kind.includes(1) === true
  return html`<form class="stack" method="post" action="${holdAction(choice)}" data-hold>
<h2>${words.choose.best}</h2><p class="hint">${words.choose.bestHint}</p>
${hiddenFields(choice, from)}<input type="hidden" name="way" value="best">
<div class="pair"><label>${words.choose.number}<input type="number" name="number" min="1" max="${most}" value="2" required inputmode="numeric"></label>
${categorySelect(choice)}</div>
${
  accessible
    ? html`<label>${words.choose.accessible}<input type="number" name="accessible" min="0" max="${most}" value="0" inputmode="numeric" aria-describedby="accessible-hint"></label><p class="hint" id="accessible-hint">${words.choose.accessibleHint}</p>`
    : NOTHING
}
<label class="check"><input type="checkbox" name="apart" value="yes"> ${words.choose.apart}</label>
<button class="button primary">${words.choose.holdBest}</button></form>`
}

const categorySelect = (choice: Choice): Html => {
  const { visit, map } = choice
  const { words, format } = visit.reader
  if (map === null || map.categories.length < 2) return NOTHING
  const free = freeByCategory(choice, map)
  const types = offeredTypes(choice)
  return html`<label>${words.choose.category}<select name="category"><option value="">${words.choose.anyCategory}</option>
${map.categories.flatMap(({ name }, index) => {
  const price = lowestOf(types, name)
  if (price === null) return []
  const text = `${name} · ${price === 0 ? words.free : words.from(format.money(price, visit.event.currency))}`
  return [
    html`<option value="${name}"${(free[index] ?? 0) === 0 ? html` disabled` : NOTHING}>${text}${(free[index] ?? 0) === 0 ? ` · ${words.left.typeGone}` : ''}</option>`,
  ]
})}</select></label>`
}

/** @returns what says of a guid whether this reader could have the seat: it is free, or kept for their code. */
export const freeSeat = ({ stock, code }: Pick<Choice, 'stock' | 'code'>): ((guid: string) => boolean) => {
  const kept = new Set(code.opened?.seats)
  return (guid) => stock.now?.seats[guid] === 'free' || kept.has(guid)
}

/** A ticket type as it is offered: `fullPrice` is what it costs without the code. */
export type OfferedType = TicketType & { fullPrice?: number }

/** @returns the ticket types that this reader can buy: those of everyone, or what their code opens. */
export const offeredTypes = ({ visit, code }: Pick<Choice, 'visit' | 'code'>): readonly OfferedType[] =>
  code.opened?.ticketTypes ?? publicTypes(visit.event.settings)

/** @returns what a ticket costs, and what it would without a code. */
export const priceText = ({ event, reader }: Pick<Visit, 'event' | 'reader'>, { price, fullPrice }: OfferedType) => {
  const { words, format } = reader
  const amount = (of: number): string => (of === 0 ? words.free : format.money(of, event.currency))
  return fullPrice === undefined || fullPrice === price
    ? amount(price)
    : `${amount(price)} ${codeWords(reader.language).insteadOf(amount(fullPrice))}`
}

/** @returns how many of each ticket type are left, by id. */
export const leftByType = ({ stock, code }: Pick<Choice, 'stock' | 'code'>): ReadonlyMap<string, number> =>
  new Map((code.opened ?? stock.now)?.ticketTypes.map(({ id, free }) => [id, free]))

/** @returns how many seats of each category are free, by its index. */
const freeByCategory = (choice: Choice, { categories, seats }: PlanMap): number[] => {
  const free = categories.map(() => 0)
  const isFree = freeSeat(choice)
  for (const [index, guid] of seats.guid.entries()) {
    const category = seats.category[index] ?? -1
    if (isFree(guid) && category >= 0) free[category] = (free[category] ?? 0) + 1
  }
  return free
}

/** @returns the lowest price of a place of this category, in minor units; null where nothing is sold for it. */
export const lowestOf = (types: readonly TicketType[], category: string): number | null => {
  const prices = types.filter((type) => isFor(type, category)).map(({ price }) => price)
  return prices.length === 0 ? null : Math.min(...prices)
}

/** @returns whether a ticket type may be used for places of a category; null is a place without one. */
export const isFor = ({ categories }: TicketType, category: string | null): boolean =>
  categories === null || category === null || categories.includes(category)

/** Asks for numbers of tickets for places without numbers; where the house has several areas, in one of them. */
export const unitsForm = (choice: Choice, from: 'event' | 'seats'): Html => {
  const { visit, map } = choice
  const { words } = visit.reader
  const areas = (map?.areas ?? []).filter(({ id }) => id !== null)
  const categories = new Set(areas.map(({ category }) => map?.categories[category]?.name ?? null))
  const types = offeredTypes(choice).filter(
    (type) => areas.length === 0 || [...categories].some((category) => isFor(type, category)),
  )
  if (types.length === 0) return NOTHING
  const free = leftByType(choice)
  return html`<form class="stack" method="post" action="${holdAction(choice)}" data-hold>
<h2>${areas.length === 1 ? areas[0]?.name : words.choose.quantities}</h2>${hiddenFields(choice, from)}<input type="hidden" name="way" value="units">
${areas.length < 2 ? NOTHING : html`<label>${words.choose.area}<select name="area">${areas.map(({ id, name }) => html`<option value="${id}">${name} · ${areaLeft(choice, id ?? '')}</option>`)}</select></label>`}
${areas.length === 1 ? html`<input type="hidden" name="area" value="${areas[0]?.id}">` : NOTHING}
<ul class="quantities">${types.map((type, index) => {
    const left = free.get(type.id) ?? 0
    const most = Math.min(left, type.restrictions.maxQuantity ?? MOST, visit.event.settings.maxPerBuyer ?? MOST, MOST)
    return html`<li><label for="units-${type.id}"><b>${type.name}</b>${type.description === null ? NOTHING : html`<small>${type.description}</small>`}<span>${priceText(visit, type)}</span></label>
${
  left === 0
    ? html`<span class="badge bad">${words.left.typeGone}</span>`
    : html`<input id="units-${type.id}" type="number" name="units.${type.id}" min="0" max="${most}" value="${index === 0 && types.length === 1 ? 1 : 0}" inputmode="numeric">`
}</li>`
  })}</ul>
<button class="button primary">${words.choose.hold}</button></form>`
}

const areaLeft = ({ stock, visit }: Choice, id: string): string => {
  const left = stock.now?.areas.find((area) => area.id === id)?.free ?? 0
  return visit.reader.words.choose.freeIn(left)
}

/** @returns how a page asks for a code and says what it opens. `path` leads to that page; `more` is what it goes by. */
export const codeParts = (
  { visit, code: step }: Pick<Choice, 'visit' | 'code'>,
  path: string,
  more: Readonly<Record<string, string | null>> = {},
): { ask: Html; only: Html; inUse: Html } => {
  const { event, reader } = visit
  const asked = { reader, hasCodes: event.settings.codes.length > 0, step, path, more }
  return { ask: codeForm(asked), only: codeForm(asked, true), inUse: codeInUse(asked, event.currency) }
}

/** @returns the same address with the code that is in use. */
export const withCode = (path: string, { opened }: CodeStep): string =>
  opened === null ? path : `${path}?code=${encodeURIComponent(opened.code)}`
