import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { Language } from '../../../../contract/auth.ts'
import { preferredLanguage } from '../../../../domain/notifications/language.ts'
import type { ApiContext } from '../../api/route.ts'
import { type Format, formatFor } from './format.ts'
import { en, type Words } from './words-en.ts'
import { fr } from './words-fr.ts'

export type Html = ReturnType<typeof html>

/** Who reads a page: in which language, and when. */
export interface Reader {
  language: Language
  words: Words
  format: Format
  /** Of the page, with its query: where a switch of the language leads back to. */
  path: string
  /** Milliseconds since 1970. */
  now: number
}

const COOKIE = 'language'
const WORDS = { en, fr }
const YEAR_SECONDS = 365 * 86_400

/** @returns who reads a page: by what they chose here, or else by what their browser says. */
export const readerOf = (c: ApiContext): Reader => {
  const { pathname, search } = new URL(c.req.url)
  const chosen = getCookie(c, COOKIE)
  const language = isSpoken(chosen) ? chosen : preferredLanguage(c.req.header('Accept-Language'))
  c.header('Vary', 'Accept-Language, Cookie', { append: true })
  c.header('Content-Language', language)
  return { language, words: WORDS[language], format: formatFor(language), path: pathname + search, now: Date.now() }
}

/** @returns where a link with `?lang=` leads once the choice is kept; null where there is no choice in it. */
export const chosenLanguage = (c: ApiContext): string | null => {
  const url = new URL(c.req.url)
  const language = url.searchParams.get('lang')
  if (language === null) return null
  url.searchParams.delete('lang')
  if (isSpoken(language))
    setCookie(c, COOKIE, language, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: YEAR_SECONDS })
  return url.pathname + url.search
}

/** @returns the same address in another language. */
export const inLanguage = (path: string, language: Language): string => {
  const url = new URL(path, 'https://page')
  url.searchParams.set('lang', language)
  return url.pathname + url.search
}

/** The languages by the name they have in themselves. */
export const LANGUAGES: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['fr', 'Français'],
]

const isSpoken = (text: string | undefined): text is Language => text === 'en' || text === 'fr'

/** A sentence with a number in it, for one and for several: the same for the page and for its script. */
export interface Counted {
  one: string
  other: string
}

/** @returns the sentence for a number: in French nothing is singular as one is, in English only one is. */
export const counted = (language: Language, { one, other }: Counted, n: number): string =>
  (new Intl.PluralRules(language).select(n) === 'one' ? one : other).replace('{n}', String(n))

/** Nothing to show. */
export const NOTHING = html``
