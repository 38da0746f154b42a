import { html } from 'hono/html'
import { z } from 'zod'
import { eventQuery } from '../../../../contract/events.ts'
import type { TourOption } from '../../../../contract/tours.ts'
import { instantOf } from '../../../../domain/booking/zoned-time.ts'
import { database } from '../../../../platform/db/commit.ts'
import type { EventRow } from '../../../../platform/db/events.ts'
import { placeOf, searchEvents } from '../../../../platform/db/events-search.ts'
import { organisationById } from '../../../../platform/db/organisations.ts'
import { anyTourById, type TourRow } from '../../../../platform/db/tours.ts'
import { askerOf } from '../../api/asker.ts'
import { asPage, readCursor } from '../../api/cursor.ts'
import type { ApiContext } from '../../api/route.ts'
import { standing } from './list-page.ts'
import { messagePage } from './message-page.ts'
import { counted, type Html, NOTHING, type Reader, readerOf } from './reader.ts'
import { notice, paragraphs, shell } from './shell.ts'
import { durationText, languageName, tourWords } from './tour-words.ts'
import { priceFrom, spokenOf } from './tours-page.ts'

const PAGE = 60

/** A tour: what it is, in which ways one takes it, and when it departs with how many places left. */
export const tourPage = async (c: ApiContext, id: string) => {
  const reader = readerOf(c)
  const tour = await seenTour(c, id)
  if (tour === null) return messagePage(c, 'notFound')
  const [organiser, dates] = await Promise.all([
    organisationById(database(c.env.DB), tour.organisationId),
    datesOf(c, tour, reader.now),
  ])
  const { settings } = tour
  const url = new URL(`/tours/${tour.id}`, c.env.PUBLIC_ORIGIN || c.req.url).href
  const head = html`<link rel="canonical" href="${url}">
<meta property="og:title" content="${tour.name}"><meta property="og:url" content="${url}">
${settings.imageUrl === null ? NOTHING : html`<meta property="og:image" content="${settings.imageUrl}">`}`
  const words = tourWords(reader.language)
  const body = html`<p class="crumb"><a href="/tours">${words.all}</a></p>
${tour.status === 'ACTIVE' ? NOTHING : notice({ title: reader.words.state.draft })}
<h1>${tour.name}</h1>
${facts(reader, tour, organiser?.name ?? '')}
${settings.imageUrl === null ? NOTHING : html`<img class="poster" src="${settings.imageUrl}" alt="" loading="lazy">`}
${settings.description === null ? NOTHING : paragraphs(settings.description)}
<section><h2>${words.options}</h2><ul class="events options">${settings.options.map((option) => optionPart(reader, tour, option))}</ul></section>
${departures(reader, tour, dates)}`
  c.header('Cache-Control', 'no-cache')
  const where = [settings.city, settings.country].filter((part) => part !== null)
  return c.html(shell(reader, { title: tour.name, description: [tour.name, ...where].join(' · '), head }, body))
}

/** @returns a tour that who asks may see: an ACTIVE one, or one of their own organisation. */
const seenTour = async (c: ApiContext, id: string): Promise<TourRow | null> => {
  const tour = await anyTourById(database(c.env.DB), id)
  if (tour === null || tour.status === 'ACTIVE') return tour
  const asking = await askerOf(c, tour.organisationId)
  return asking.ok && asking.value.reads ? tour : null
}

const facts = (reader: Reader, tour: TourRow, organiser: string): Html => {
  const words = tourWords(reader.language)
  const { city, country } = tour.settings
  const where = [city, country].filter((part) => part !== null).join(', ')
  const spoken = spokenOf(tour, reader)
  return html`<dl class="facts">
${where === '' ? NOTHING : html`<div><dt>${words.where}</dt><dd>${where}</dd></div>`}
${spoken.length === 0 ? NOTHING : html`<div><dt>${spoken.length === 1 ? words.language : words.languages}</dt><dd>${spoken.join(', ')}</dd></div>`}
${organiser === '' ? NOTHING : html`<div><dt>${reader.words.event.organiser}</dt><dd><a href="/o/${tour.organisationId}">${organiser}</a></dd></div>`}
</dl>`
}

const optionPart = (reader: Reader, { settings }: TourRow, option: TourOption): Html => {
  const words = tourWords(reader.language)
  const lines = [
    words.said(words.duration, durationText(option.durationMinutes, words)),
    ...(option.language === null ? [] : [words.said(words.language, languageName(option.language, reader.language))]),
    ...(option.meetingPoint === null ? [] : [words.said(words.meetingPoint, option.meetingPoint)]),
  ]
  return html`<li class="event plain"><span class="what"><b>${option.internalName}</b>${lines.map((line) => html`<span>${line}</span>`)}</span>
<span class="cost"><b>${priceFrom(reader, option.ticketTypes ?? settings.ticketTypes, settings.currency)}</b></span></li>`
}

interface Dates {
  rows: EventRow[]
  next: string | null
  /** The day that was asked for, as `2027-06-01`; empty for from now on. */
  day: string
}

const datesOf = async (c: ApiContext, { id, timeZone }: TourRow, now: number): Promise<Dates> => {
  const { from: typed = '', cursor } = c.req.query() as Record<string, string | undefined>
  const day = z.iso.date().safeParse(typed).success ? typed : ''
  const from = Math.max(now, day === '' ? now : instantOf(Date.parse(day), timeZone))
  const after = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), z.string()]))
  const query = eventQuery.parse({ tourId: id, from: new Date(from).toISOString() })
  const search = { query, organisationId: null, listed: true, after, limit: PAGE + 1 }
  const page = asPage(await searchEvents(database(c.env.DB), search), {
    limit: PAGE,
    place: (row) => [...placeOf('startsAt', row)],
    item: (row) => row,
  })
  return { rows: page.data, next: page.next, day }
}

const departures = (reader: Reader, tour: TourRow, { rows, next, day }: Dates): Html => {
  const words = tourWords(reader.language)
  const byDay = Map.groupBy(rows, ({ startsAt }) => reader.format.date(startsAt, tour.timeZone))
  const later = new URLSearchParams({ ...(day === '' ? {} : { from: day }), cursor: next ?? '' })
  return html`<section id="departures"><h2>${words.departures}</h2><p class="hint">${words.times}</p>
<form class="inline" method="get" action="/tours/${tour.id}"><label>${words.fromDay}<input type="date" name="from" value="${day}"></label><button class="button">${words.show}</button></form>
${rows.length === 0 ? html`<div class="empty"><p class="title">${words.noDepartures}</p><p>${words.noDeparturesHint}</p></div>` : NOTHING}
${[...byDay].map(([date, events]) => html`<h3>${date}</h3><ul class="events">${events.map((event) => departure(reader, tour, event))}</ul>`)}
${next === null ? NOTHING : html`<p><a class="button" href="/tours/${tour.id}?${later}#departures">${words.moreDates}</a></p>`}</section>`
}

const departure = (reader: Reader, tour: TourRow, event: EventRow): Html => {
  const option = tour.settings.options.find(({ id }) => id === event.optionId)
  const spoken = event.settings.language
  const about = [option?.internalName, spoken === null ? null : languageName(spoken, reader.language), event.place]
  const { text, kind } = standing(reader, event) ?? { text: leftText(reader, event), kind: 'good' }
  return html`<li><a class="event plain" href="/events/${event.id}"><span class="what"><b>${reader.format.time(event.startsAt, event.timeZone)}</b><span>${about.filter(Boolean).join(' · ')}</span></span>
<span class="cost">${text === '' ? NOTHING : html`<span class="badge ${kind}">${text}</span>`}</span></a></li>`
}

const leftText = ({ words, language }: Reader, { free, capacity }: EventRow): string => {
  const left = free ?? capacity
  return left === null ? words.left.many : counted(language, words.left.some, left)
}
