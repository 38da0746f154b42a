import { html } from 'hono/html'
import { database } from '../../../../platform/db/commit.ts'
import { anyTourById } from '../../../../platform/db/tours.ts'
import type { ApiContext } from '../../api/route.ts'
import { type Html, NOTHING } from './reader.ts'
import { durationText, languageName, tourWords } from './tour-words.ts'
import type { Visit } from './visit.ts'

const MINUTE_MS = 60_000

/** @returns which tour an event is a departure of: its name, option, language and duration; nothing for other events. */
export const tourPart = async (c: ApiContext, { event, reader }: Visit): Promise<Html> => {
  const tour = event.tourId === null ? null : await anyTourById(database(c.env.DB), event.tourId)
  if (tour === null) return NOTHING
  const words = tourWords(reader.language)
  const option = tour.settings.options.find(({ id }) => id === event.optionId)
  const { language } = event.settings
  const listed = tour.status === 'ACTIVE'
  const name = listed ? html`<a href="/tours/${tour.id}">${tour.name}</a>` : html`${tour.name}`
  const rows: [string, Html | string][] = [
    [words.tour, html`${name}${option === undefined ? NOTHING : html` · ${option.internalName}`}`],
    ...(language === null ? [] : [[words.language, languageName(language, reader.language)] as [string, string]]),
    [words.duration, durationText(Math.round((event.endsAt - event.startsAt) / MINUTE_MS), words)],
  ]
  const more = listed ? html` <a class="file" href="/tours/${tour.id}#departures">${words.otherDates}</a>` : NOTHING
  return html`${rows.map(([term, said], index) => html`<div><dt>${term}</dt><dd>${said}${index === 0 ? more : NOTHING}</dd></div>`)}`
}
