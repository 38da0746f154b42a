import { html, raw } from 'hono/html'
import type { QueueStanding } from '../../../../contract/waiting-room.ts'
import { QUEUE_SCRIPT } from './script.ts'
import { QUEUE_STYLE } from './style.ts'
import { QUEUE_WORDS, type QueueWords } from './words.ts'

/** What the page of a queue is made from. */
export interface QueueView {
  standing: QueueStanding
  event: { id: string; name: string; timeZone: string }
  language: 'en' | 'fr'
  /** How many were ahead when the place was taken, as the address says; null where it does not. */
  from: number | null
  /** Where the page is, so that the socket is there too. */
  origin: string
  full: boolean
  nonce: string
}

/** The queue of an event as a page: it works without a script, then it reloads itself. */
export const queuePage = (view: QueueView) => {
  const { standing, event, language, nonce, origin } = view
  const words = QUEUE_WORDS[language]
  const [title, content] = partOf(view, words)
  const waits = standing.state === 'waiting'
  const from = startOf(view)
  const here = addressOf(event.id, { lang: language, ...(from === null ? {} : { from: String(from) }) })
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${event.name}</title>
${waits ? html`<noscript><meta http-equiv="refresh" content="${standing.refreshSeconds};url=${here}"></noscript>` : ''}
<style nonce="${nonce}">${QUEUE_STYLE}</style>
</head>
<body>
<a class="skip" href="#place">${words.skip}</a>
<header>
<a href="/events/${event.id}">${words.toEvent}</a>
<a href="${addressOf(event.id, { lang: language === 'en' ? 'fr' : 'en' })}" hreflang="${language === 'en' ? 'fr' : 'en'}" lang="${language === 'en' ? 'fr' : 'en'}">${words.other}</a>
</header>
<main id="place" tabindex="-1" data-title="${event.name}" data-from="${from ?? 0}" data-drawn="${standing.ahead === null ? 'no' : 'yes'}"
 data-socket="${waits ? `${origin}/api/v1/events/${event.id}/queue` : ''}" data-refresh="${waits ? standing.refreshSeconds : ''}" data-words="${scriptWords(words)}">
<p class="event">${event.name}</p>
<h1>${title}</h1>
${content}
</main>
${waits ? html`<script nonce="${nonce}" type="module">${raw(QUEUE_SCRIPT)}</script>` : ''}
</body>
</html>`
}

/** @returns the address of the page. */
export const addressOf = (eventId: string, query: Record<string, string> = {}): string => {
  const search = String(new URLSearchParams(query))
  return `/events/${eventId}/queue${search === '' ? '' : `?${search}`}`
}

type Content = ReturnType<typeof html>

const partOf = (view: QueueView, words: QueueWords): [title: string, content: Content] => {
  const { standing } = view
  switch (standing.state) {
    case 'off':
      return [words.offTitle, html`<p>${words.off}</p><p>${eventLink(view, words.toEvent)}</p>`]
    case 'absent':
      return [words.absentTitle, absent(view, words)]
    case 'waiting':
      return standing.ahead === null
        ? [words.earlyTitle, early(view, words)]
        : [words.waitingTitle, waiting(view, words)]
    case 'admitted':
      return [words.admittedTitle, admitted(view, words)]
    case 'expired':
      return [words.expiredTitle, html`<p>${words.expired}</p>${joinForm(view, words.again)}`]
  }
}

const absent = (view: QueueView, words: QueueWords) => {
  if (view.full) return html`<p role="alert">${words.full}</p>`
  const { opensAt } = view.standing
  return html`<p>${opensAt === null ? words.absent : words.absentEarly}</p>
${opensAt === null ? '' : html`<dl><dt>${words.opens}</dt><dd>${moment(view, opensAt)}</dd></dl>`}
${joinForm(view, words.join)}`
}

const early = (view: QueueView, words: QueueWords) => html`<p>${words.early}</p>
<dl><dt>${words.opens}</dt><dd>${moment(view, view.standing.opensAt ?? '')}</dd></dl>
<p class="quiet"><span data-waiting>${waitingNow(view, words)}</span>. ${words.live} ${words.keep}</p>
${leaveForm(view, words)}`

const waiting = (view: QueueView, words: QueueWords) => {
  const ahead = view.standing.ahead ?? 0
  const from = startOf(view) ?? ahead
  const label = words.ahead('', ahead === 1).trim()
  return html`<p class="ahead"><strong data-ahead>${ahead === 0 ? words.next : number(view, ahead)}</strong> <span data-people>${ahead === 0 ? '' : label}</span></p>
<progress data-progress aria-label="${words.progress}" max="${from + 1}" value="${from - ahead}"></progress>
<dl><dt>${words.estimate}</dt><dd data-estimate>${inWords(view.standing.estimatedSeconds, words)}</dd></dl>
<p class="quiet"><span data-waiting>${waitingNow(view, words)}</span>. ${words.live} ${words.keep}</p>
<p class="heard" role="status" data-heard></p>
${leaveForm(view, words)}`
}

const admitted = (
  view: QueueView,
  words: QueueWords,
) => html`<p role="status">${words.admitted} <strong>${clock(view, view.standing.admittedUntil ?? '')}</strong></p>
<p>${eventLink(view, words.choose)}</p>
${leaveForm(view, words)}`

const eventLink = ({ event }: QueueView, text: string) => html`<a class="button" href="/events/${event.id}">${text}</a>`

const joinForm = ({ event, language }: QueueView, text: string) =>
  html`<form method="post" action="${addressOf(event.id, { lang: language })}"><button>${text}</button></form>`

const leaveForm = ({ event, language }: QueueView, words: QueueWords) =>
  html`<form method="post" action="/events/${event.id}/queue/leave?lang=${language}"><button class="plain">${words.leave}</button></form>`

const waitingNow = (view: QueueView, words: QueueWords) =>
  words.waitingNow(number(view, view.standing.waiting), view.standing.waiting === 1)

const startOf = ({ standing, from }: QueueView): number | null =>
  standing.ahead === null ? null : Math.max(from ?? 0, standing.ahead)

const number = ({ language }: QueueView, value: number) => new Intl.NumberFormat(language).format(value)

const moment = ({ language, event: { timeZone } }: QueueView, at: string) =>
  html`<time datetime="${at}">${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone }).format(new Date(at))}</time>`

const clock = ({ language, event: { timeZone } }: QueueView, at: string) =>
  html`<time datetime="${at}">${new Intl.DateTimeFormat(language, { timeStyle: 'long', timeZone }).format(new Date(at))}</time>`

const inWords = (seconds: number | null, words: QueueWords): string => {
  if (seconds === null) return words.unknown
  if (seconds < 60) return words.soon
  const minutes = Math.round(seconds / 60)
  return minutes < 100 ? words.minutes(minutes) : words.hours(Math.round(minutes / 60))
}

/** Words that the script puts numbers to, or says beside one. */
const scriptWords = (words: QueueWords): string =>
  JSON.stringify({
    next: words.next,
    one: words.ahead('', true).trim(),
    many: words.ahead('', false).trim(),
    waits: words.waitingNow('#', true),
    wait: words.waitingNow('#', false),
    estimate: words.estimate,
    unknown: words.unknown,
    soon: words.soon,
    minutes: words.minutes(0).replace('0', '#'),
    hours: words.hours(0).replace('0', '#'),
  })
