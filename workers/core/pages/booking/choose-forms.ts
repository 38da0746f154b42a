import { html } from 'hono/html'
import type { TicketType } from '../../../../contract/event-settings.ts'
import type { PlanMap } from '../../../../contract/plan-map.ts'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import { randomId } from '../../../../platform/crypto.ts'
import { type Html, NOTHING } from './reader.ts'
import type { Stock } from './stock.ts'
import type { Visit } from './visit.ts'

/** What the forms that choose places are made from. */
export interface Choice {
  visit: Visit
  stock: Stock
  map: PlanMap | null
  /** A hold of the reader's own that the chosen places take the place of. */
  replaces: string | null
}

const MOST = 20

/** What every form that asks for places sends along: the key makes a second click the same request. */
export const hiddenFields = ({ replaces }: Pick<Choice, 'replaces'>, from: 'event' | 'seats'): Html => html`
<input type="hidden" name="key" value="${randomId('k')}"><input type="hidden" name="from" value="${from}">
${replaces === null ? NOTHING : html`<input type="hidden" name="replaces" value="${replaces}">`}`

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
${codeField(choice)}
<button class="button primary">${words.choose.holdBest}</button></form>`
}

const categorySelect = ({ visit, map, stock }: Choice): Html => {
  const { words, format } = visit.reader
  if (map === null || map.categories.length < 2) return NOTHING
  const free = freeByCategory(map, stock)
  const types = publicTypes(visit.event.settings)
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

/** @returns how many seats of each category are free, by its index. */
export const freeByCategory = ({ categories, seats }: PlanMap, { now }: Pick<Stock, 'now'>): number[] => {
  const free = categories.map(() => 0)
  for (const [index, guid] of seats.guid.entries()) {
    const category = seats.category[index] ?? -1
    if (now?.seats[guid] === 'free' && category >= 0) free[category] = (free[category] ?? 0) + 1
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
  const { visit, stock, map } = choice
  const { words, format } = visit.reader
  const areas = (map?.areas ?? []).filter(({ id }) => id !== null)
  const categories = new Set(areas.map(({ category }) => map?.categories[category]?.name ?? null))
  const types = publicTypes(visit.event.settings).filter(
    (type) => areas.length === 0 || [...categories].some((category) => isFor(type, category)),
  )
  if (types.length === 0) return NOTHING
  const free = new Map(stock.now?.ticketTypes.map(({ id, free: left }) => [id, left]))
  return html`<form class="stack" method="post" action="${holdAction(choice)}" data-hold>
<h2>${areas.length === 1 ? areas[0]?.name : words.choose.quantities}</h2>${hiddenFields(choice, from)}<input type="hidden" name="way" value="units">
${areas.length < 2 ? NOTHING : html`<label>${words.choose.area}<select name="area">${areas.map(({ id, name }) => html`<option value="${id}">${name} · ${areaLeft(choice, id ?? '')}</option>`)}</select></label>`}
${areas.length === 1 ? html`<input type="hidden" name="area" value="${areas[0]?.id}">` : NOTHING}
<ul class="quantities">${types.map((type, index) => {
    const left = free.get(type.id) ?? 0
    const most = Math.min(left, type.restrictions.maxQuantity ?? MOST, visit.event.settings.maxPerBuyer ?? MOST, MOST)
    const price = type.price === 0 ? words.free : format.money(type.price, visit.event.currency)
    return html`<li><label for="units-${type.id}"><b>${type.name}</b>${type.description === null ? NOTHING : html`<small>${type.description}</small>`}<span>${price}</span></label>
${
  left === 0
    ? html`<span class="badge bad">${words.left.typeGone}</span>`
    : html`<input id="units-${type.id}" type="number" name="units.${type.id}" min="0" max="${most}" value="${index === 0 && types.length === 1 ? 1 : 0}" inputmode="numeric">`
}</li>`
  })}</ul>
${codeField(choice)}
<button class="button primary">${words.choose.hold}</button></form>`
}

const areaLeft = ({ stock, visit }: Choice, id: string): string => {
  const left = stock.now?.areas.find((area) => area.id === id)?.free ?? 0
  return visit.reader.words.choose.freeIn(left)
}

/** For who was given a code; only where the event has any. */
export const codeField = ({ visit }: Pick<Choice, 'visit'>): Html => {
  const { words } = visit.reader
  if (visit.event.settings.codes.length === 0) return NOTHING
  return html`<details><summary>${words.choose.code}</summary><label>${words.choose.codeLabel}<input name="code" maxlength="40" autocomplete="off" autocapitalize="characters"></label></details>`
}
