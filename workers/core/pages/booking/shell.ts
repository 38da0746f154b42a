import { html, raw } from 'hono/html'
import { type Html, inLanguage, LANGUAGES, NOTHING, type Reader } from './reader.ts'
import { tourWords } from './tour-words.ts'

export interface Page {
  title: string
  /** What search engines and previews show. */
  description?: string | undefined
  /** Goes into the head. */
  head?: Html
  /** For pages that the picker fills. */
  wide?: boolean
  /** Kept from search engines: it belongs to somebody. */
  personal?: boolean
}

/** The frame of every public page. Script and style are files of their own: the policy allows nothing within the page. */
export const shell = (reader: Reader, page: Page, body: Html): Html => {
  const { words, language } = reader
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
${page.description === undefined ? NOTHING : html`<meta name="description" content="${page.description}">`}
${page.personal === true ? html`<meta name="robots" content="noindex">` : NOTHING}
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="/public/booking.css">
<script type="module" src="/public/booking.js"></script>
${page.head ?? NOTHING}
</head>
<body${page.wide === true ? html` class="wide"` : NOTHING}>
<a class="skip" href="#main">${words.skip}</a>
<header class="top">
<nav aria-label="Signalbox"><a class="brand" href="/events"><img src="/favicon.svg" alt="" width="24" height="24">${words.events}</a>
<a href="/tours">${tourWords(language).title}</a>
<a href="/bookings">${words.myBookings}</a></nav>
<nav aria-label="${words.languages}" class="languages">${LANGUAGES.map(([code, name]) =>
    code === language
      ? html`<span lang="${code}" aria-current="true">${name}</span>`
      : html`<a lang="${code}" hreflang="${code}" rel="nofollow" href="${inLanguage(reader.path, code)}">${name}</a>`,
  )}</nav>
</header>
<main id="main" tabindex="-1">
${body}
</main>
</body>
</html>`
}

/** Something the reader has to know before all else. `bad`: it did not go as they wanted. */
export const notice = (
  { title, hint, kind = 'note' }: { title: string; hint?: string | undefined; kind?: 'note' | 'bad' | 'good' },
  more: Html = NOTHING,
): Html => html`<div class="notice ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">
<p class="title">${title}</p>
${hint === undefined ? NOTHING : html`<p>${hint}</p>`}
${more}
</div>`

/** Paragraphs of a text as its author set them. */
export const paragraphs = (text: string): Html[] =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => html`<p class="prose">${part.trim()}</p>`)

/** What the script of a page goes by. Data and no code: no browser runs a script of this type. */
export const pageData = (data: object): Html =>
  html`<script type="application/json" id="page-data">${raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>`
