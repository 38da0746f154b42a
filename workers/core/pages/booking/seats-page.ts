import { html } from 'hono/html'
import type { PlanMap } from '../../../../contract/plan-map.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import type { ApiContext } from '../../api/route.ts'
import {
  bestForm,
  type Choice,
  codeParts,
  freeSeat,
  hiddenFields,
  holdAction,
  isFor,
  offeredTypes,
  priceText,
  unitsForm,
} from './choose-forms.ts'
import { codeStepOf } from './code-step.ts'
import { codeWords } from './code-words.ts'
import type { Complaint } from './event-page.ts'
import { pickerData } from './picker-data.ts'
import { rowName, seatName } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import { notice, pageData, shell } from './shell.ts'
import { isOpen, stockOf } from './stock.ts'
import { mapOf, type Visit, visitPage } from './visit.ts'

/** A house with more seats is shown a section at a time. */
const WHOLE_HOUSE = 400

/** Where one chooses places oneself: on the map, or row by row where there is no script. */
export const seatsPage = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  return showSeats(c, visit, { complaint: null, replaces: c.req.query('replaces') ?? null })
}

export const showSeats = async (
  c: ApiContext,
  visit: Visit,
  { complaint, replaces }: { complaint: Complaint | null; replaces: string | null },
) => {
  const { event, reader } = visit
  const { words } = reader
  const [stock, map, code] = await Promise.all([
    stockOf(c, visit),
    mapOf(c.env, event),
    codeStepOf(c, visit, { code: complaint?.code, replaces }),
  ])
  if (map === null || map.seats.guid.length === 0 || !isOpen(stock)) return c.redirect(`/events/${event.id}`, 303)
  const old = await heldSeats(c, visit, replaces)
  const choice: Choice = { visit, stock, map, code, replaces: old === null ? null : replaces }
  const { section } = c.req.query()
  const { ask, only, inUse } = codeParts(choice, `/events/${event.id}/seats`, { replaces, section: section ?? null })
  const nothing = offeredTypes(choice).length === 0
  const ticked = new Set([...(old ?? []), ...(c.req.queries('seat') ?? [])])
  const body = html`<p class="crumb"><a href="/events/${event.id}">${words.choose.back}</a></p>
<h1>${words.choose.title}</h1><p class="hint">${event.name} · ${reader.format.moment(event.startsAt, event.timeZone)}</p>
${complaint === null ? NOTHING : notice({ ...complaint, kind: 'bad' })}
${old === null ? NOTHING : notice({ title: words.choose.instead })}
${inUse}${nothing ? only : ask}
${nothing ? NOTHING : chooser(c, choice, { map, ticked })}
${nothing ? NOTHING : pageData(pickerData(choice, { own: old ?? [], ticked }))}`
  c.header('Cache-Control', 'no-store')
  const page = { title: `${words.choose.title} · ${event.name}`, wide: true, personal: true }
  return c.html(shell(reader, page, body), complaint === null ? 200 : 409)
}

/** @returns the seats of the hold that these take the place of; null where it is not, or no more, the reader's. */
const heldSeats = async (c: ApiContext, { event, asker }: Visit, id: string | null): Promise<string[] | null> => {
  if (id === null) return null
  const held = await eventRoom(c.env.EVENT_ROOM, event.id).held(id, asker)
  return held.ok && held.value.kind === 'hold' ? held.value.items.flatMap(({ seat }) => seat ?? []) : null
}

interface House {
  map: PlanMap
  /** Seats that were chosen before the code was typed, by guid. */
  ticked: ReadonlySet<string>
}

const chooser = (c: ApiContext, choice: Choice, house: House): Html => html`<div id="picker" hidden></div>
<div class="choose"><div id="seat-list">${seatList(c, choice, house)}</div>
<aside class="book">${bestForm(choice, 'seats')}${house.map.areas.some(({ id }) => id !== null) ? unitsForm(choice, 'seats') : NOTHING}</aside></div>`

const seatList = (c: ApiContext, choice: Choice, house: House): Html => {
  const { visit, code, replaces } = choice
  const { map } = house
  const { words } = visit.reader
  const small = map.seats.guid.length <= WHOLE_HOUSE
  const wanted = Number(c.req.query('section') ?? 0)
  const section = Number.isInteger(wanted) && wanted >= 0 && wanted < map.sections.length ? wanted : 0
  const rows = map.rows.flatMap((row, index) => (small || row.section === section ? [index] : []))
  const bySection = small || map.sections.length < 2
  return html`<h2>${words.choose.list}</h2>
${
  bySection
    ? NOTHING
    : html`<form class="inline" method="get">${code.opened === null ? NOTHING : html`<input type="hidden" name="code" value="${code.opened.code}">`}${replaces === null ? NOTHING : html`<input type="hidden" name="replaces" value="${replaces}">`}<label>${words.choose.section}<select name="section">${map.sections.map((name, index) => html`<option value="${index}"${index === section ? html` selected` : NOTHING}>${name}</option>`)}</select></label><button class="button">${words.choose.showSection}</button></form>`
}
<form class="stack" method="post" action="${holdAction(choice)}">${hiddenFields(choice, 'seats')}<input type="hidden" name="way" value="seats">
${rows.map((row) => rowPart(choice, house, row))}
${typeSelect(choice)}
<div class="sticky"><button class="button primary">${words.choose.holdChosen}</button></div></form>`
}

/** One row: only what can be had now, as a screen reader should not have to walk through what cannot. */
const rowPart = (choice: Choice, { map, ticked }: House, row: number): Html => {
  const { words } = choice.visit.reader
  const isFree = freeSeat(choice)
  const of = map.rows[row] ?? { label: '', section: 0, named: true }
  const seats = map.seats.row.flatMap((at, index) => (at === row ? [index] : []))
  const free = seats.filter((seat) => isFree(map.seats.guid[seat] ?? ''))
  const name = [map.sections.length > 1 ? map.sections[of.section] : '', rowName(words, of)].filter(Boolean).join(', ')
  if (free.length === 0) return NOTHING
  return html`<fieldset class="row"><legend>${name} <small>${words.choose.freeIn(free.length)}</small></legend>
${free.map((seat) => seatBox(choice, { map, ticked }, seat))}</fieldset>`
}

const seatBox = ({ visit, code }: Choice, { map, ticked }: House, seat: number): Html => {
  const { words, language } = visit.reader
  const { seats, categories } = map
  const category = categories[seats.category[seat] ?? -1]?.name ?? ''
  const kind = words.choose.kind[seats.kind[seat] ?? 0] ?? ''
  const guid = seats.guid[seat] ?? ''
  const kept = code.opened?.seats.includes(guid) === true
  const keptText = kept ? codeWords(language).place : ''
  const label = [seatName(words, map, seat), category, kind, keptText].filter((part) => part !== '').join(', ')
  return html`<label class="seat-box"><input type="checkbox" name="seat" value="${guid}" aria-label="${label}"${ticked.has(guid) ? html` checked` : NOTHING}><span>${seats.number[seat]}${kept ? html` <small aria-hidden="true">★</small>` : NOTHING}${kind === '' ? NOTHING : html` <small aria-hidden="true">♿</small>`}</span></label>`
}

const typeSelect = (choice: Choice): Html => {
  const { visit, map } = choice
  const types = offeredTypes(choice).filter((type) => map?.categories.some(({ name }) => isFor(type, name)))
  // What a place costs follows from its category where each is sold with tickets of its own.
  if (types.length < 2 || types.some(({ categories }) => categories !== null)) return NOTHING
  return html`<label>${visit.reader.words.choose.type}<select name="ticketType">${types.map(
    (type) => html`<option value="${type.id}">${type.name} · ${priceText(visit, type)}</option>`,
  )}</select></label>`
}
