import { html } from 'hono/html'
import type { PlanMap } from '../../../../contract/plan-map.ts'
import type { Ticket } from '../../../../contract/room.ts'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import type { Seated } from '../../../../domain/booking/seat-moves.ts'
import { randomId } from '../../../../platform/crypto.ts'
import type { ApiContext } from '../../api/route.ts'
import type { ChangeWords } from './change-words.ts'
import { isFor } from './choose-forms.ts'
import { rowName, seatName } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import type { Seen } from './seen-booking.ts'
import { stockOf } from './stock.ts'

/** A house with more seats is shown a section at a time. */
const WHOLE_HOUSE = 400

/** A booking of numbered seats, whose tickets may go to others. */
export interface Moving extends Seen {
  map: PlanMap
  tickets: (Ticket & Seated)[]
  words: ChangeWords
}

/** @returns the type that a ticket would have on a seat: its own, or where that is not for it, another at the same price. */
export const typeOn = ({ visit: { event }, booking, map, tickets }: Moving) => {
  const seatAt = new Map(map.seats.guid.map((guid, index) => [guid, index]))
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  return ({ id, ticketTypeId }: Seated, seat: string): string | null => {
    const index = seatAt.get(seat)
    if (index === undefined) return null
    const category = map.categories[map.seats.category[index] ?? -1]?.name ?? null
    const own = event.settings.ticketTypes.find((type) => type.id === ticketTypeId)
    if (own !== undefined && isFor(own, category)) return ticketTypeId
    // With a code the price is another one than the event says.
    const others = booking.code === null ? publicTypes(event.settings) : []
    return others.find((type) => type.price === byId.get(id)?.price && isFor(type, category))?.id ?? null
  }
}

/** @returns the address of the page, with the section that is shown and the link that it came by. */
export const pathOf = (c: ApiContext, { booking, query }: Seen, section = c.req.query('section')): string => {
  const search = new URLSearchParams(query)
  if (section !== undefined) search.set('section', section)
  return `/bookings/${booking.id}/seats${search.size === 0 ? '' : `?${search}`}`
}

/** The seats of a booking and all free ones that its tickets are good for, to tick. */
export const seatForm = async (c: ApiContext, found: Moving, ticked: readonly string[]): Promise<Html> => {
  const { map, booking, visit, tickets, words } = found
  const { now } = await stockOf(c, visit)
  const small = map.seats.guid.length <= WHOLE_HOUSE
  const section = small ? null : sectionOf(c, found)
  const good = typeOn(found)
  const free = (guid: string) => now?.seats[guid] === 'free' && tickets.some((ticket) => good(ticket, guid) !== null)
  const rows = map.rows.flatMap((row, index) => (section === null || row.section === section ? [index] : []))
  const chosen = new Set(ticked)
  const parts = rows.map((row) => rowPart(found, row, { free, chosen })).filter((part) => part !== NOTHING)
  return html`${section === null ? NOTHING : sectionForm(c, found, section)}
<form class="stack" method="post" action="${pathOf(c, found)}">
<input type="hidden" name="key" value="${randomId('k')}"><input type="hidden" name="version" value="${booking.version}">
<fieldset class="row"><legend>${words.seats.own}</legend>${tickets.map(({ seat }) => seatBox(found, seat, { own: true, chosen }))}</fieldset>
${parts.length === 0 ? html`<p class="hint">${words.seats.none}</p>` : parts}
<div class="sticky"><button class="button primary">${words.seats.submit}</button></div></form>`
}

const sectionOf = (c: ApiContext, { map, tickets }: Moving): number => {
  const wanted = Number(c.req.query('section') ?? Number.NaN)
  if (Number.isInteger(wanted) && wanted >= 0 && wanted < map.sections.length) return wanted
  return map.rows[map.seats.row[map.seats.guid.indexOf(tickets[0]?.seat ?? '')] ?? -1]?.section ?? 0
}

const sectionForm = (c: ApiContext, { map, booking, visit }: Moving, section: number): Html => {
  const { choose } = visit.reader.words
  const token = c.req.query('token')
  return html`<form class="inline" method="get" action="/bookings/${booking.id}/seats">${token === undefined ? NOTHING : html`<input type="hidden" name="token" value="${token}">`}
<label>${choose.section}<select name="section">${map.sections.map((name, index) => html`<option value="${index}"${index === section ? html` selected` : NOTHING}>${name}</option>`)}</select></label>
<button class="button">${choose.showSection}</button></form>`
}

const rowPart = (
  found: Moving,
  row: number,
  { free, chosen }: { free: (guid: string) => boolean; chosen: ReadonlySet<string> },
): Html => {
  const { map, visit } = found
  const { words } = visit.reader
  const guids = map.seats.guid.filter((guid, index) => map.seats.row[index] === row && free(guid))
  if (guids.length === 0) return NOTHING
  const of = map.rows[row] ?? { label: '', section: 0, named: true }
  const name = [map.sections.length > 1 ? map.sections[of.section] : '', rowName(words, of)].filter(Boolean).join(', ')
  return html`<fieldset class="row"><legend>${name} <small>${words.choose.freeIn(guids.length)}</small></legend>
${guids.map((guid) => seatBox(found, guid, { own: false, chosen }))}</fieldset>`
}

const seatBox = (found: Moving, guid: string, { own, chosen }: { own: boolean; chosen: ReadonlySet<string> }): Html => {
  const { map, visit, words } = found
  const index = map.seats.guid.indexOf(guid)
  const name = nameIn(found, guid)
  const kind = visit.reader.words.choose.kind[map.seats.kind[index] ?? 0] ?? ''
  const category = map.categories[map.seats.category[index] ?? -1]?.name ?? ''
  const label = [own ? words.seats.ownSeat(name) : name, category, kind].filter((part) => part !== '').join(', ')
  const shown = own ? name : (map.seats.number[index] ?? guid)
  return html`<label class="seat-box"><input type="checkbox" name="seat" value="${guid}" aria-label="${label}"${chosen.has(guid) ? html` checked` : NOTHING}><span>${shown}${kind === '' ? NOTHING : html` <small aria-hidden="true">♿</small>`}</span></label>`
}

/** @returns how people call a seat. */
export const nameIn = ({ map, visit }: Moving, guid: string): string => {
  const index = map.seats.guid.indexOf(guid)
  return index < 0 ? guid : seatName(visit.reader.words, map, index)
}
