import { failed, ok, type Result } from '../result.ts'
import { jsonFault } from './decode/json-fault.ts'

export interface NotJson {
  reason: 'not_json'
  /** For a person: what is wrong and where, without any of the payload. */
  detail: string
}

/** Bytes that are not UTF-8 become U+FFFD, and a byte order mark goes: both are old clients, not attacks. */
const utf8 = new TextDecoder()

/**
 * The JSON value in a body. Python clients wrote `NaN` and `Infinity`, which JSON has not: they are read as null, as
 * Relay does for them, but only after the text has failed as it is, so that nobody else pays.
 */
export function decodeJson(bytes: Uint8Array): Result<unknown, NotJson> {
  return parse(utf8.decode(bytes))
}

function parse(text: string): Result<unknown, NotJson> {
  const plain = tryParse(text)
  if (plain.ok) return plain
  const repaired = withoutNaN(text)
  const again = repaired === text ? plain : tryParse(repaired)
  return again.ok ? again : failed({ reason: 'not_json', detail: jsonFault(repaired) })
}

function tryParse(text: string): Result<unknown, 'not_json'> {
  try {
    return ok(JSON.parse(text))
  } catch {
    return failed('not_json')
  }
}

/** Replaces NaN, Infinity and -Infinity outside strings by null. */
function withoutNaN(text: string): string {
  if (!text.includes('NaN') && !text.includes('Infinity')) return text
  const token = /"|-?\b(?:NaN|Infinity)\b/g
  let out = ''
  let copied = 0
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '"') {
      token.lastIndex = afterString(text, found.index)
      continue
    }
    out += `${text.slice(copied, found.index)}null`
    copied = token.lastIndex
  }
  return out + text.slice(copied)
}

/** Index after the string that starts at `start`, or the end of the text. */
function afterString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return quote + 1
  }
  return text.length
}

const ZLIB = 0x78

/**
 * The JSON value in a body of the legacy `/store/` endpoint: JSON, base64 of JSON, or base64 of zlib of JSON, as the
 * raven clients sent them; raw zlib too, for those that forgot the Content-Encoding.
 *
 * @param inflate undoes zlib and refuses, by its own limit, what would become too large; its error is passed on.
 */
export function decodeStoreBody<E>(
  bytes: Uint8Array,
  inflate: (bytes: Uint8Array) => Result<Uint8Array, E>,
): Result<unknown, NotJson | E> {
  if (bytes[0] === ZLIB) return inflated(bytes, inflate)
  const text = utf8.decode(bytes)
  const packed = /^\s*[\w+/-]/.test(text) ? fromBase64(text) : null
  if (packed === null) return parse(text)
  return packed[0] === ZLIB ? inflated(packed, inflate) : decodeJson(packed)
}

function inflated<E>(
  bytes: Uint8Array,
  inflate: (bytes: Uint8Array) => Result<Uint8Array, E>,
): Result<unknown, NotJson | E> {
  const json = inflate(bytes)
  return json.ok ? decodeJson(json.value) : json
}

/** Base64 in either alphabet, with line breaks and without padding, or null. */
function fromBase64(text: string): Uint8Array | null {
  const compact = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  // A bare JSON number or word is base64 as well, but no event.
  if (compact.length < 8 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null
  try {
    return Uint8Array.from(atob(compact), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
