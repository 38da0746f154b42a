import { LIMITS } from '../../../contract/limits.ts'
import type { RequestInfo } from '../../../contract/occurrences.ts'
import type { JsonObject } from '../../json-object.ts'
import { freeForm, freeObject } from './free-form.ts'
import { pairsOf } from './lists.ts'
import { shape } from './shape.ts'
import { cleanText, jsonText, text, whole } from './text.ts'
import { invalid, note, type Rule, type Walk } from './walk.ts'

type Pair = [string, string]

const MAX_PAIRS = 500
const pairValue = jsonText(LIMITS.stringChars)

function keptPairs(pairs: [string, unknown][], walk: Walk, nameOf: (name: string) => string): Pair[] | undefined {
  if (pairs.length > MAX_PAIRS) note(walk, 'too_many', pairs.length)
  const kept: Pair[] = []
  for (const [name, value] of pairs.slice(0, MAX_PAIRS)) {
    const key = cleanText(nameOf(name), 1024, walk)
    const shown = value === null || value === undefined ? '' : (pairValue(value, walk) ?? '')
    if (key !== '') kept.push([key, shown])
    else if (shown !== '') invalid(walk, value)
  }
  return kept.length > 0 ? kept : undefined
}

/** `content-type` → `Content-Type`, so that readers need not compare in every spelling. */
const headerName = (name: string): string =>
  name.trim().replace(/[A-Za-z]+/g, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`)

const asIs = (name: string): string => name

const headers: Rule<Pair[]> = (value, walk) => {
  if (typeof value !== 'object' || value === null) return invalid(walk, value)
  return keptPairs(pairsOf(value as JsonObject, walk), walk, headerName)
}

const cookies: Rule<Pair[]> = (value, walk) => {
  if (typeof value === 'string') return keptPairs(cookiePairs(value), walk, asIs)
  if (typeof value !== 'object' || value === null) return invalid(walk, value)
  return keptPairs(pairsOf(value as JsonObject, walk), walk, asIs)
}

function cookiePairs(header: string): Pair[] {
  return header.split(';', MAX_PAIRS + 1).map((part): Pair => {
    const equals = part.indexOf('=')
    return equals === -1 ? [part.trim(), ''] : [part.slice(0, equals).trim(), part.slice(equals + 1)]
  })
}

const queryString: Rule<Pair[]> = (value, walk) => {
  if (typeof value === 'string') return keptPairs(queryPairs(value), walk, asIs)
  if (typeof value !== 'object' || value === null) return invalid(walk, value)
  return keptPairs(pairsOf(value as JsonObject, walk, true), walk, asIs)
}

/** Pairs of `a=1&b=2`, with or without the question mark before it. */
function queryPairs(query: string): Pair[] {
  const parts = query.replace(/^\?/, '').split('&', MAX_PAIRS + 1)
  return parts.map((part): Pair => {
    const equals = part.indexOf('=')
    return equals === -1 ? [decoded(part), ''] : [decoded(part.slice(0, equals)), decoded(part.slice(equals + 1))]
  })
}

function decoded(part: string): string {
  const spaced = part.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

/** The body. JSON that came as text is opened, so that secrets in it are found by their names. */
const data: Rule<unknown> = (value, walk) => {
  const kept = freeForm(typeof value === 'string' ? opened(value) : value, walk)
  return kept === '' ? undefined : kept
}

function opened(body: string): unknown {
  if (!/^\s*[{[]/.test(body)) return body
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

const methodName = text(32)
const upper: Rule<string> = (value, walk) => methodName(value, walk)?.toUpperCase()

const requestShape = shape<RequestInfo>({
  url: text(LIMITS.stringChars),
  method: upper,
  headers,
  cookies,
  query_string: queryString,
  data,
  env: freeObject,
  fragment: text(1024),
  body_size: whole,
})

/**
 * The HTTP request that failed. Query and fragment are cut off the URL and cookies taken from the `Cookie` header
 * where they are not given by themselves, as Relay does, so that each is read and scrubbed in one place.
 */
export const request: Rule<RequestInfo> = (value, walk) => {
  const given = requestShape(value, walk)
  return given === undefined ? undefined : withCookies(withUrlParts({ ...given }, walk), walk)
}

function withUrlParts(kept: RequestInfo, walk: Walk): RequestInfo {
  const parts = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(kept.url ?? '')
  if (parts === null || (parts[2] === undefined && parts[3] === undefined)) return kept
  const query = kept.query_string ?? (parts[2] ? queryString(parts[2], walk) : undefined)
  const fragment = kept.fragment ?? parts[3]
  if (query !== undefined) kept.query_string = query
  if (fragment) kept.fragment = fragment
  if (parts[1]) kept.url = parts[1]
  else delete kept.url
  return kept
}

function withCookies(kept: RequestInfo, walk: Walk): RequestInfo {
  const header = kept.headers?.find(([name]) => name === 'Cookie')
  if (header === undefined || kept.headers === undefined) return kept
  const taken = kept.cookies ?? cookies(header[1], walk)
  if (taken === undefined) return kept
  kept.cookies = taken
  if (kept.headers.length === 1) delete kept.headers
  else kept.headers = kept.headers.filter((pair) => pair !== header)
  return kept
}
