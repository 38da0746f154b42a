import { FILTERED, isSensitiveKey } from './sensitive-key.ts'

/** Nothing shorter can hold a password with its name. */
const SHORTEST = 5
const SHORTEST_CARD = 15
const SHORTEST_TOKEN = 15

/**
 * A text without the secrets that are known by their form: card numbers, passwords in URLs, bearer tokens, JSON Web
 * Tokens, private keys, and values behind a sensitive name (`password=…`, `"password": "…"`). Searches for single
 * letters cost next to nothing, so they stand before every pattern.
 */
export function scrubText(text: string): string {
  if (text.length < SHORTEST) return text
  let out = text
  if (hasNames(text)) out = withoutNamed(out)
  if (text.indexOf('@') !== -1) out = out.replace(URL_PASSWORD, `://$1:${FILTERED}@`)
  if (text.length >= SHORTEST_CARD) out = withoutCards(out)
  return text.length >= SHORTEST_TOKEN && TOKEN_HINT.test(text) ? withoutTokens(out) : out
}

const hasNames = (text: string): boolean =>
  text.indexOf('=') !== -1 || (text.indexOf(':') !== -1 && (text.indexOf('"') !== -1 || text.indexOf("'") !== -1))

const TOKEN_HINT = /eyJ[\w-]{8}|earer |-----BEGIN|orization:/

function withoutTokens(text: string): string {
  return text
    .replace(BEARER, `$1 ${FILTERED}`)
    .replace(AUTHORIZATION, `$1 ${FILTERED}`)
    .replace(JSON_WEB_TOKEN, FILTERED)
    .replace(PRIVATE_KEY, FILTERED)
}

const URL_PASSWORD = /:\/\/([^\s/?#@:]{0,256}):([^\s/?#]{1,256})@/g
const BEARER = /\b([Bb]earer) +(?=\S*[\d._~+/-])[\w.~+/=-]{8,}/g
const AUTHORIZATION = /\b((?:proxy-)?authorization: *(?:basic|bearer|digest|token)) +[\w.~+/=-]+/gi
// The look behind keeps a text of many half tokens from being searched to its end from each of them.
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\s\S]*)/g

/** Numbers as Relay recognizes cards (relay-pii `regexes.rs`): the issuers' first digits, then twelve more. */
const CARD = /\b(?:3[47]\d|4\d{3}|5[1-5]\d\d|2[2-7]\d\d|65\d\d|6011)(?:[- ]?\d){12}\b/g

const withoutCards = (text: string): string =>
  text.search(CARD) === -1 ? text : text.replace(CARD, (found) => (isCardNumber(found) ? FILTERED : found))

/** Whether the digits of a text have the check digit of a card number (Luhn, ISO/IEC 7812-1). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = digit * 2
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Whether a number has the digits of a card. */
export const isCard = (number: number): boolean =>
  number >= 3.4e14 && number < 7e15 && withoutCards(String(number)) === FILTERED

const isWord = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || // a–z
  (code >= 0x41 && code <= 0x5a) || // A–Z
  (code >= 0x30 && code <= 0x39) || // 0–9
  code === 0x5f || // _
  code === 0x2d || // -
  code === 0x2e || // .
  code === 0x5b || // [
  code === 0x5d // ]

/** The name that ends before `end`, or an empty text. */
function nameBefore(text: string, end: number): string {
  let start = end
  while (start > 0 && end - start < 64 && isWord(text.charCodeAt(start - 1))) start--
  return text.slice(start, end)
}

/** Replaces values behind sensitive names: after `=`, and after a quoted name and a colon. */
function withoutNamed(text: string): string {
  let out = ''
  let copied = 0
  for (let at = nextSeparator(text, 0); at !== -1; at = nextSeparator(text, Math.max(at + 1, copied))) {
    const value = isSensitiveKey(nameAt(text, at)) ? valueAfter(text, at + 1) : null
    if (value === null) continue
    out += text.slice(copied, value.start) + FILTERED
    copied = value.end
  }
  return copied === 0 ? text : out + text.slice(copied)
}

const SEPARATOR = /[\w\]]=|["'] ?:/g

function nextSeparator(text: string, from: number): number {
  SEPARATOR.lastIndex = from
  return SEPARATOR.test(text) ? SEPARATOR.lastIndex - 1 : -1
}

function nameAt(text: string, separator: number): string {
  if (text.charCodeAt(separator) === 0x3d) return nameBefore(text, separator)
  const quote = text.charCodeAt(separator - 1) === 0x20 ? separator - 2 : separator - 1
  return nameBefore(text, text.charCodeAt(quote - 1) === 0x5c ? quote - 1 : quote)
}

const EMPTY = /^(?:|null|None|nil|undefined|true|false|True|False|\[Filtered)$/

const VALUE = /\s*(?:(\\?["'])((?:(?!\1)[^\\\n]|\\(?!["']|$)|(?!\1)\\["'])*)|([^\s&,;"'<>(){}[\]]+))/y

/** Where the value behind a separator starts and ends, without its quotes; null when it tells nothing. */
function valueAfter(text: string, from: number): { start: number; end: number } | null {
  VALUE.lastIndex = from
  const found = VALUE.exec(text)
  const value = found?.[2] ?? found?.[3] ?? ''
  return EMPTY.test(value) ? null : { start: VALUE.lastIndex - value.length, end: VALUE.lastIndex }
}
