import { html } from 'hono/html'
import { z } from 'zod'
import { eventQuery } from '../../../../contract/events.ts'
import { saleState } from '../../../../domain/booking/sale-state.ts'
import { database } from '../../../../platform/db/commit.ts'
import type { EventRow } from '../../../../platform/db/events.ts'
import { placeOf, searchEvents } from '../../../../platform/db/events-search.ts'
import { organisationById } from '../../../../platform/db/organisations.ts'
import { toursAfter } from '../../../../platform/db/tours.ts'
import { asPage, readCursor } from '../../api/cursor.ts'
import type { ApiContext } from '../../api/route.ts'
import { messagePage } from './message-page.ts'
import { counted, type Html, NOTHING, type Reader, readerOf } from './reader.ts'
import { notice, shell } from './shell.ts'
import { tourWords } from './tour-words.ts'

const PAGE = 24
const DAY_MS = 86_400_000
const FIRST = { after: null, limit: 1 }

const amount = z
  .string()
  .regex(/^\s*(\d{1,7}([.,]\d{1,2})?)?\s*$/)
  .optional()

/** The search as people type it: days, and money with a point or comma. */
const typed = z.object({
  q: z.string().max(200).optional(),
  place: z.string().max(200).optional(),
  from: z.union([z.literal(''), z.iso.date()]).optional(),
  to: z.union([z.literal(''), z.iso.date()]).optional(),
  least: amount,
  price: amount,
  available: z.enum(['', 'yes']).optional(),
  cursor: z.string().optional(),
})
type Typed = z.infer<typeof typed>

/** The public events to come, and the search for them. `organisation`: of this one alone. */
export const listPage = async (c: ApiContext, organisation: string | null) => {
  const reader = readerOf(c)
  const db = database(c.env.DB)
  const owner = organisation === null ? null : await organisationById(db, organisation)
  if (organisation !== null && owner === null) return messagePage(c, 'notFound')
  const asked = typed.safeParse(c.req.query())
  const wish = asked.success ? asked.data : {}
  const cursor = wish.cursor === undefined ? null : readCursor(wish.cursor, z.tuple([z.int(), z.string()]))
  const query = eventQuery.parse(queryOf(wish, reader.now))
  const search = { query, organisationId: organisation, listed: true, after: cursor, limit: PAGE + 1 }
  const rows = asked.success ? await searchEvents(db, search) : []
  const { data, next } = asPage(rows, {
    limit: PAGE,
    place: (row) => [...placeOf('startsAt', row)],
    item: (row) => row,
  })
  const heading = owner === null ? reader.words.events : reader.words.search.of(owner.name)
  const tours = owner === null ? [] : await toursAfter(db, { organisationId: owner.id, listed: true }, FIRST)
  c.header('Cache-Control', 'no-cache')
  const body = html`<h1>${heading}</h1>
${searchForm(reader, wish, c.req.path)}
${asked.success ? NOTHING : notice({ title: reader.words.search.refused, kind: 'bad' })}
${data.length === 0 ? (asked.success ? emptyList(reader, wish, c.req.path) : NOTHING) : list(reader, data)}
${next === null ? NOTHING : html`<p><a class="button" href="${nextPath(reader.path, next)}">${reader.words.search.more}</a></p>`}
${tours.length === 0 ? NOTHING : html`<p><a href="/tours?organization=${organisation}">${tourWords(reader.language).of(owner?.name ?? '')}</a></p>`}`
  return c.html(shell(reader, { title: heading, description: heading }, body), asked.success ? 200 : 422)
}

const queryOf = ({ q, place, from, to, least, price, available }: Typed, now: number) => ({
  query: q || undefined,
  place: place || undefined,
  // Days are those of no zone in particular, so a day more at each end: nobody misses the evening they meant.
  from: new Date(from ? Date.parse(from) - DAY_MS / 2 : now).toISOString(),
  to: to ? new Date(Date.parse(to) + 1.5 * DAY_MS).toISOString() : undefined,
  priceMin: minorUnits(least),
  priceMax: minorUnits(price),
  available: available === 'yes' ? 'true' : undefined,
})

const minorUnits = (text: string | undefined): number | undefined =>
  text?.trim() ? Math.round(Number(text.replace(',', '.')) * 100) : undefined

const nextPath = (path: string, cursor: string): string => {
  const url = new URL(path, 'https://page')
  url.searchParams.set('cursor', cursor)
  return url.pathname + url.search
}

const searchForm = ({ words: { search } }: Reader, wish: Typed, path: string): Html => html`
<form class="search" method="get" action="${path}" role="search" aria-label="${search.title}">
<label class="grow">${search.words}<input type="search" name="q" value="${wish.q ?? ''}" placeholder="${search.wordsHint}" maxlength="200"></label>
<label class="grow">${search.place}<input name="place" value="${wish.place ?? ''}" placeholder="${search.placeHint}" maxlength="200"></label>
<label>${search.from}<input type="date" name="from" value="${wish.from ?? ''}"></label>
<label>${search.to}<input type="date" name="to" value="${wish.to ?? ''}"></label>
<label class="short">${search.least}<input name="least" inputmode="decimal" value="${wish.least ?? ''}" title="${search.leastHint}"></label>
<label class="short">${search.price}<input name="price" inputmode="decimal" value="${wish.price ?? ''}" title="${search.priceHint}"></label>
<label class="check"><input type="checkbox" name="available" value="yes"${wish.available === 'yes' ? html` checked` : NOTHING}> ${search.available}</label>
<button class="button primary">${search.submit}</button>
</form>`

const emptyList = ({ words: { search } }: Reader, wish: Typed, path: string): Html => {
  const said = Object.entries(wish).flatMap(([name, value]) => (value ? [[name, value]] : []))
  if (said.length === 0)
    return html`<div class="empty"><p class="title">${search.empty}</p><p>${search.emptyHint}</p></div>`
  const left = wish.available === 'yes'
  const others = new URLSearchParams(said.filter(([name]) => name !== 'available' && name !== 'cursor'))
  return html`<div class="empty"><p class="title">${left ? search.noneLeft : search.none}</p>
<p>${search.noneHint}</p>
<div class="actions">${left ? html`<a class="button" href="${path}?${others}">${search.soldOutToo}</a>` : NOTHING}<a class="button" href="${path}">${search.reset}</a></div></div>`
}

const list = (reader: Reader, events: readonly EventRow[]): Html =>
  html`<ul class="events">${events.map((event) => listed(reader, event))}</ul>`

const listed = ({ words, format, language, now }: Reader, event: EventRow): Html => {
  const { day, month, weekday } = format.day(event.startsAt, event.timeZone)
  const where = [event.place, event.city].filter((part) => part !== null).join(', ')
  const status = standing({ words, language, now }, event)
  return html`<li><a class="event" href="/events/${event.id}">
<span class="date" aria-hidden="true"><small>${weekday}</small><b>${day}</b><small>${month}</small></span>
<span class="what"><b>${event.name}</b><span>${format.range(event.startsAt, event.endsAt, event.timeZone)}</span>${where === '' ? NOTHING : html`<span>${where}</span>`}</span>
<span class="cost"><b>${priceOf({ words, format }, event)}</b>${status === null ? NOTHING : html`<span class="badge ${status.kind}">${status.text}</span>`}</span>
</a></li>`
}

const priceOf = ({ words, format }: Pick<Reader, 'words' | 'format'>, event: EventRow): string => {
  const { lowestPrice: low, highestPrice: high, currency } = event
  if (low === null) return words.noPrice
  if (high === 0) return words.free
  return low === high ? format.money(low, currency) : words.from(format.money(low, currency))
}

/** @returns what keeps somebody from booking an event, or from taking their time; null where nothing does. */
export const standing = (
  { words, language, now }: Pick<Reader, 'words' | 'language' | 'now'>,
  event: EventRow,
): { text: string; kind: 'note' | 'bad' | 'warn' } | null => {
  const state = saleState(event, now)
  if (state !== 'open') return { text: words.state[state], kind: state === 'cancelled' ? 'bad' : 'note' }
  if (event.free === 0) return { text: words.left.soldOut, kind: 'bad' }
  const few =
    event.free !== null && event.capacity !== null && event.free * 100 < event.capacity * event.settings.lowPercent
  return few ? { text: counted(language, words.left.few, event.free ?? 0), kind: 'warn' } : null
}
