import { html } from 'hono/html'
import type { EventPageData } from '../../../../contract/picker.ts'
import { saleEnd } from '../../../../domain/booking/event-content.ts'
import { database } from '../../../../platform/db/commit.ts'
import { organisationById } from '../../../../platform/db/organisations.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import type { ApiContext } from '../../api/route.ts'
import {
  bestForm,
  type Choice,
  codeParts,
  leftByType,
  offeredTypes,
  priceText,
  unitsForm,
  withCode,
} from './choose-forms.ts'
import { codeStepOf } from './code-step.ts'
import { joinForm, joinLink } from './join-form.ts'
import { jsonLd } from './json-ld.ts'
import { queueWay } from './queue-way.ts'
import { counted, type Html, NOTHING } from './reader.ts'
import { notice, pageData, paragraphs, shell } from './shell.ts'
import { isOpen, isSoldOut, stockOf } from './stock.ts'
import { tourPart } from './tour-part.ts'
import { mapOf, type Visit, visitPage } from './visit.ts'

/** What stands above a page that came of a form that was refused. */
export interface Complaint {
  title: string
  hint: string
  /** That the form was sent with. */
  code?: string
}

/** One event: what, when, where, for how much, how many are left, and the way to places. */
export const eventPage = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  return 'refused' in visit ? visit.refused : showEvent(c, visit)
}

export const showEvent = async (c: ApiContext, visit: Visit, complaint: Complaint | null = null) => {
  const { event, reader } = visit
  const [stock, map, organiser, held, queue, code, tour] = await Promise.all([
    stockOf(c, visit),
    mapOf(c.env, event),
    organisationById(database(c.env.DB), event.organisationId),
    heldBy(c, visit),
    queueWay(c, visit),
    codeStepOf(c, visit, { code: complaint?.code }),
    tourPart(c, visit),
  ])
  const organiserName = organiser?.name ?? ''
  const url = new URL(`/events/${event.id}`, c.env.PUBLIC_ORIGIN || c.req.url).href
  const choice: Choice = { visit, stock, map, code, replaces: null }
  const head = html`<link rel="canonical" href="${url}">
<meta property="og:title" content="${event.name}"><meta property="og:type" content="event"><meta property="og:url" content="${url}">
${event.settings.imageUrl === null ? NOTHING : html`<meta property="og:image" content="${event.settings.imageUrl}">`}
${event.status === 'DRAFT' ? NOTHING : jsonLd(event, { url, organiser: organiserName, stock })}`
  const body = html`<article class="event-page">
<div class="about">
${complaint === null ? NOTHING : notice({ ...complaint, kind: 'bad' })}
${held}
<h1>${event.name}</h1>
${facts(visit, organiserName, tour)}
${event.settings.imageUrl === null ? NOTHING : html`<img class="poster" src="${event.settings.imageUrl}" alt="" loading="lazy">`}
${event.settings.description === null ? NOTHING : html`<section><h2>${reader.words.event.about}</h2>${paragraphs(event.settings.description)}</section>`}
${prices(choice)}
</div>
<aside class="book" aria-label="${reader.words.event.book}">${booking(choice, queue)}</aside>
</article>`
  c.header('Cache-Control', 'no-cache')
  const description = [reader.format.range(event.startsAt, event.endsAt, event.timeZone), event.place, event.city]
  const page = { title: event.name, description: description.filter((part) => part !== null).join(' · '), head }
  return c.html(shell(reader, page, body), complaint === null ? 200 : 409)
}

const facts = ({ event, reader }: Visit, organiser: string, tour: Html): Html => {
  const { words, format } = reader
  const where = [event.place, event.settings.address, event.city, event.country].filter((part) => part !== null)
  return html`<dl class="facts">
<div><dt>${words.event.when}</dt><dd><time datetime="${new Date(event.startsAt).toISOString()}">${format.range(event.startsAt, event.endsAt, event.timeZone)}</time>
<a class="file" href="/events/${event.id}/calendar.ics">${words.event.calendar}</a></dd></div>
${where.length === 0 ? NOTHING : html`<div><dt>${words.event.where}</dt><dd>${where.join(', ')}</dd></div>`}
${tour}
${organiser === '' ? NOTHING : html`<div><dt>${words.event.organiser}</dt><dd><a href="/o/${event.organisationId}">${organiser}</a></dd></div>`}
</dl>`
}

const prices = (choice: Choice): Html => {
  const { visit, stock } = choice
  const { words } = visit.reader
  const types = offeredTypes(choice)
  if (types.length === 0) return NOTHING
  const left = leftByType(choice)
  return html`<section><h2>${words.event.prices}</h2><table class="prices">
<thead><tr><th scope="col">${words.event.ticket}</th><th scope="col" class="number">${words.event.price}</th></tr></thead>
<tbody>${types.map(
    (
      type,
    ) => html`<tr><th scope="row">${type.name}${type.categories === null ? NOTHING : html` <small>${type.categories.join(', ')}</small>`}
${type.description === null ? NOTHING : html`<small class="block">${type.description}</small>`}
${isOpen(stock) && left.get(type.id) === 0 ? html` <span class="badge bad">${words.left.typeGone}</span>` : NOTHING}</th>
<td class="number">${priceText(visit, type)}</td></tr>`,
  )}</tbody></table></section>`
}

const booking = (choice: Choice, queue: Html | null): Html => {
  const { visit, stock, map, code } = choice
  const { event, reader } = visit
  const { words, format } = reader
  if (!isOpen(stock) || stock.now === null) return html`${closed(choice)}${stock.state === 'soon' ? queue : NOTHING}`
  const { ask, only, inUse } = codeParts(choice, `/events/${event.id}`)
  if (isSoldOut(stock) && !code.opened?.free) return html`${inUse}${soldOut(choice, ask)}`
  if (queue !== null) return html`${left(choice)}${queue}`
  if (offeredTypes(choice).length === 0) return html`${left(choice)}${only}`
  const seated = map !== null && map.seats.guid.length > 0
  const unnumbered = map === null || map.areas.some(({ id }) => id !== null)
  return html`${inUse}${left(choice)}
${seated ? html`${bestForm(choice, 'event')}<p class="or"><a class="button" href="${withCode(`/events/${event.id}/seats`, code)}">${words.choose.map}</a><span class="hint">${words.choose.mapHint}</span></p>` : NOTHING}
${unnumbered ? unitsForm(choice, 'event') : NOTHING}
${ask}
${joinLink(visit, stock)}
<p class="hint">${words.event.until(format.moment(saleEnd(event), event.timeZone))}</p>`
}

const left = ({ visit, stock }: Choice): Html => {
  const { event, reader } = visit
  const { few, some, soldOut: gone, again } = reader.words.left
  const free = stock.now?.free ?? 0
  const data: EventPageData = {
    page: 'event',
    eventId: event.id,
    seq: stock.now?.seq ?? 0,
    language: reader.language,
    capacity: stock.now?.capacity ?? 0,
    free,
    lowPercent: event.settings.lowPercent,
    words: { few, some, gone, again },
  }
  const text = free === 0 ? gone : counted(reader.language, stock.few ? few : some, free)
  return html`<p class="left${free === 0 ? ' gone' : stock.few ? ' few' : ''}" id="left" role="status">${text}</p>${pageData(data)}`
}

const soldOut = (choice: Choice, code: Html): Html => {
  const { words } = choice.visit.reader
  return html`${left(choice)}<p>${words.event.soldOutHint}</p>${code}${joinForm(choice)}`
}

const closed = ({ visit, stock }: Choice): Html => {
  const { event, reader } = visit
  const { words, format } = reader
  if (stock.state === 'draft') return notice({ title: words.state.draft })
  const state = stock.state === 'open' ? 'unscheduled' : stock.state
  const starts = event.settings.saleStartsAt
  const hint =
    state === 'soon' && starts !== null
      ? words.stateHint.soonAt(format.moment(Date.parse(starts), event.timeZone))
      : words.stateHint[state === 'soon' ? 'unscheduled' : state]
  const reason = event.settings.cancellationReason
  return notice(
    { title: words.state[state], hint, kind: state === 'cancelled' ? 'bad' : 'note' },
    reason === null || state !== 'cancelled' ? NOTHING : html`${paragraphs(reason)}`,
  )
}

/** The way back to what the reader holds, where that is something. */
const heldBy = async (c: ApiContext, { event, asker, newcomer, reader }: Visit): Promise<Html> => {
  if (newcomer) return NOTHING
  const holds = await eventRoom(c.env.EVENT_ROOM, event.id).holdsOf(asker)
  const last = holds.ok ? holds.value.at(-1) : undefined
  if (last === undefined) return NOTHING
  const { words } = reader
  const link = html`<p><a class="button primary" href="/events/${event.id}/holds/${last.id}">${words.event.goOn}</a></p>`
  return notice({ title: words.event.yours(last.items.length), kind: 'good' }, link)
}
