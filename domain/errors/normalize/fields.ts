import { LIMITS } from '../../../contract/limits.ts'
import type { Level, NormalizedEvent } from '../../../contract/occurrences.ts'
import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { freeForm, freeMembersOrValue, freeObject, freeObjects } from './free-form.ts'
import { list, pairsOf } from './lists.ts'
import { shape } from './shape.ts'
import { jsonText, lenientText, line, text, whole } from './text.ts'
import { invalid, invalidShown, mapItems, mapMembers, type Rule } from './walk.ts'

const LEVELS: Readonly<Record<string, Level>> = {
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  emergency: 'fatal',
  alert: 'fatal',
  panic: 'fatal',
  error: 'error',
  err: 'error',
  severe: 'error',
  warning: 'warning',
  warn: 'warning',
  notice: 'info',
  information: 'info',
  info: 'info',
  log: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
}

/** The numbers of Python's logging, which raven-python sent. */
const PYTHON_LEVELS: readonly Level[] = ['debug', 'debug', 'info', 'warning', 'error', 'fatal']

/** The names all loggers use, in any case; one nobody knows is an error, with a note. */
export const level: Rule<Level> = (value, walk) => {
  const name = String(typeof value === 'string' || typeof value === 'number' ? value : '').toLowerCase()
  if (Object.hasOwn(LEVELS, name)) return LEVELS[name]
  const numbered = /^[1-5]0$/.test(name) ? PYTHON_LEVELS[Number(name) / 10] : undefined
  return numbered ?? invalidShown(walk, value)
}

const platformName = text(64)

/** Any name in lower case: new platforms appear faster than lists of them. */
export const platform: Rule<string> = (value, walk) =>
  typeof value === 'string' ? platformName(value.trim().toLowerCase(), walk) : invalid(walk, value)

/** A name on one line: release, environment, transaction. */
export const oneLine = (max: number): Rule<string> => {
  const lenient = lenientText(max)
  return (value, walk) => lenient(typeof value === 'string' ? value.replace(/[\r\n\t\f\v]+/g, ' ').trim() : value, walk)
}

const fingerprintText = jsonText(1024)
const fingerprintParts = list((part, walk) => (part === null ? undefined : fingerprintText(part, walk)), 100)

/** Parts of a custom fingerprint: texts; numbers and objects in their JSON, null left out. A bare text is one part. */
export const fingerprint: Rule<string[]> = (value, walk) => {
  if (typeof value === 'string' || typeof value === 'number') return fingerprint([value], walk)
  const parts = fingerprintParts(value, walk)
  return parts !== undefined && parts.length > 0 ? parts : undefined
}

/** Named contexts; null ones are left out, and so are bare values. */
export const contexts: Rule<Record<string, JsonObject>> = (value, walk) => {
  if (!isJsonObject(value)) return invalid(walk, value)
  const kept = mapMembers(value, walk, (_key, context) => (context === null ? undefined : freeObject(context, walk)))
  return kept as Record<string, JsonObject>
}

const version = lenientText(256)

/** Installed packages with their versions. */
export const modules: Rule<Record<string, string>> = (value, walk) => {
  if (typeof value !== 'object' || value === null) return invalid(walk, value)
  const source = Array.isArray(value) ? Object.fromEntries(pairsOf(value, walk)) : value
  const kept = mapMembers(source as JsonObject, walk, (_key, member) =>
    member === null ? undefined : version(member, walk),
  )
  return kept as Record<string, string>
}

type Sdk = NonNullable<NormalizedEvent['sdk']>

const sdkPackage = shape<{ name?: string; version?: string }>({ name: text(256), version })

/** A list of packages, one package, or versions by name. */
const packages: Rule<{ name?: string; version?: string }[]> = (value, walk) => {
  if (Array.isArray(value)) return mapItems(value, walk, (item) => (item === null ? undefined : sdkPackage(item, walk)))
  if (!isJsonObject(value)) return invalid(walk, value)
  if (typeof value.name === 'string') return packages([value], walk)
  return packages(
    Object.entries(value).map(([name, member]) => ({ name, version: member })),
    walk,
  )
}

const integrationNames = list(text(256), 500)

const integrations: Rule<string[]> = (value, walk) =>
  integrationNames(isJsonObject(value) ? Object.keys(value) : value, walk)

export const sdk = shape<Sdk>({ name: lenientText(256), version, integrations, packages })

const sourceLines = list(line(LIMITS.stringChars), 100)

export const template = shape<NonNullable<NormalizedEvent['template']>>({
  filename: text(1024),
  abs_path: text(1024),
  lineno: whole,
  context_line: text(LIMITS.stringChars),
  pre_context: sourceLines,
  post_context: sourceLines,
})

export const debugMeta = shape<NonNullable<NormalizedEvent['debug_meta']>>({
  images: freeObjects,
  sdk_info: freeObject,
})

/** A CSP report with its names as Relay stores them: `blocked-uri` and `blockedURI` become `blocked_uri`. */
export const csp: Rule<JsonObject> = (value, walk) => {
  const kept = freeObject(value, walk)
  if (kept === undefined) return undefined
  return Object.fromEntries(Object.entries(kept).map(([key, member]) => [snakeCase(key), member]))
}

const snakeCase = (key: string): string =>
  key
    .replace(/([a-z])([A-Z]+)/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()

/** Everything about extra data is free; a list is kept by index. */
export const extra: Rule<JsonObject> = (value, walk) =>
  typeof value === 'object' ? freeMembersOrValue(value, walk) : invalid(walk, value)

/** Annotations of other programs on the event: kept, not judged. */
export const meta = freeForm

export type EventFields = Omit<
  NormalizedEvent,
  'event_id' | 'type' | 'timestamp' | 'received' | 'platform' | 'level' | 'tags' | 'errors'
>
