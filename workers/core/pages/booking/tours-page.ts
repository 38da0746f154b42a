import { html } from 'hono/html'
import { z } from 'zod'
import type { TicketType } from '../../../../contract/event-settings.ts'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import { database } from '../../../../platform/db/commit.ts'
import { organisationById } from '../../../../platform/db/organisations.ts'
import { type TourRow, toursAfter } from '../../../../platform/db/tours.ts'
import { asPage, readCursor } from '../../api/cursor.ts'
import type { ApiContext } from '../../api/route.ts'
import { messagePage } from './message-page.ts'
import { type Html, NOTHING, type Reader, readerOf } from './reader.ts'
import { shell } from './shell.ts'
import { durationText, languageName, tourWords } from './tour-words.ts'

const PAGE = 24

/** The tours that everyone may book, by name, and the search for them; those of one organisation where it is named. */
export const toursPage = async (c: ApiContext) => {
  const reader = readerOf(c)
  const db = database(c.env.DB)
  const { q = '', organization = null, cursor } = c.req.query() as Record<string, string | undefined>
  const owner = organization === null ? null : await organisationById(db, organization)
  if (organization !== null && owner === null) return messagePage(c, 'notFound')
  const query = q.trim().slice(0, 200)
  const after = cursor === undefined ? null : readCursor(cursor, z.tuple([z.string(), z.string()]))
  const whose = { organisationId: organization, listed: true }
  const rows = await toursAfter(db, whose, { after, limit: PAGE + 1, query })
  const page = asPage(rows, { limit: PAGE, place: ({ name, id }) => [name, id], item: (row) => row })
  const words = tourWords(reader.language)
  const title = owner === null ? words.title : words.of(owner.name)
  const body = html`<h1>${title}</h1>
<form class="search" method="get" action="/tours" role="search" aria-label="${words.find}">
${organization === null ? NOTHING : html`<input type="hidden" name="organization" value="${organization}">`}
<label class="grow">${words.words}<input type="search" name="q" value="${query}" placeholder="${words.wordsHint}" maxlength="200"></label>
<button class="button primary">${words.submit}</button></form>
${page.data.length === 0 ? emptyList(reader, query !== '') : html`<ul class="events">${page.data.map((tour) => listed(reader, tour))}</ul>`}
${page.next === null ? NOTHING : html`<p><a class="button" href="/tours?${nextQuery({ q: query, organization, cursor: page.next })}">${words.more}</a></p>`}`
  c.header('Cache-Control', 'no-cache')
  return c.html(shell(reader, { title, description: title }, body))
}

const nextQuery = (values: Record<string, string | null>): string =>
  new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []))).toString()

const emptyList = ({ language }: Reader, narrowed: boolean): Html => {
  const words = tourWords(language)
  return html`<div class="empty"><p class="title">${narrowed ? words.none : words.empty}</p>
<p>${narrowed ? words.noneHint : words.emptyHint}</p>
${narrowed ? html`<p><a class="button" href="/tours">${words.reset}</a></p>` : NOTHING}</div>`
}

const listed = (reader: Reader, { id, name, settings }: TourRow): Html => {
  const words = tourWords(reader.language)
  const where = [settings.city, settings.country].filter((part) => part !== null).join(', ')
  const lengths = settings.options.map(({ durationMinutes }) => durationMinutes)
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)].map((length) => durationText(length, words))
  const about = [least === most ? least : `${least} – ${most}`, spokenOf({ settings }, reader).join(', ')]
  return html`<li><a class="event plain" href="/tours/${id}">
<span class="what"><b>${name}</b>${where === '' ? NOTHING : html`<span>${where}</span>`}<span>${about.filter(Boolean).join(' · ')}</span></span>
<span class="cost"><b>${priceFrom(reader, allTypes({ settings }), settings.currency)}</b></span></a></li>`
}

/** @returns the languages that a tour is held in, by name: those it names, else those of its options. */
export const spokenOf = ({ settings }: Pick<TourRow, 'settings'>, { language }: Pick<Reader, 'language'>): string[] => {
  const { languages, options } = settings
  const codes = languages.length > 0 ? languages : options.flatMap((option) => option.language ?? [])
  return [...new Set(codes)].map((code) => languageName(code, language))
}

const allTypes = ({ settings }: Pick<TourRow, 'settings'>): TicketType[] =>
  settings.options.flatMap((option) => option.ticketTypes ?? settings.ticketTypes)

/** @returns what the cheapest ticket of those that everyone sees costs, in words. */
export const priceFrom = (
  { words, format }: Pick<Reader, 'words' | 'format'>,
  ticketTypes: TicketType[],
  currency: string,
): string => {
  const prices = publicTypes({ ticketTypes }).map(({ price }) => price)
  if (prices.length === 0) return words.noPrice
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  if (high === 0) return words.free
  return low === high ? format.money(low, currency) : words.from(format.money(low, currency))
}
