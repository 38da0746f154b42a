import { isJsonObject, type JsonObject } from '../json-object.ts'
import { GOROUTINE, parseGo } from './stack-strings/go.ts'
import { isJavaFrame, parseJava } from './stack-strings/java.ts'
import { parseJavaScript } from './stack-strings/javascript.ts'
import type { ParsedStack } from './stack-strings/parsed.ts'
import { parsePython } from './stack-strings/python.ts'

export type { ParsedStack } from './stack-strings/parsed.ts'

/** More lines than this are no stack trace but a log, and longer ones no call. */
const MAX_LINES = 5000
const MAX_LINE = 2000

/**
 * Reads a stack trace as runtimes print it: JavaScript (V8, Firefox, Safari), Python with chained exceptions, Java with
 * causes, Go panics.
 *
 * @returns frames oldest call first, or null when the text is none of these.
 */
export function parseStack(text: string): ParsedStack | null {
  const lines = text.split(/\r?\n/, MAX_LINES).map((line) => line.slice(0, MAX_LINE))
  if (lines.some((line) => /Traceback \(most recent call last\):/.test(line))) return parsePython(lines)
  if (lines.some((line) => GOROUTINE.test(line))) return parseGo(lines)
  if (lines.some(isJavaFrame)) return parseJava(lines)
  return parseJavaScript(lines)
}

/** Fields of a report that an event has under the same name. */
const SAME = [
  'level',
  'timestamp',
  'environment',
  'release',
  'dist',
  'fingerprint',
  'platform',
  'logger',
  'transaction',
  'server_name',
  'contexts',
  'breadcrumbs',
  'event_id',
  'exception',
  'request',
  'tags',
  'user',
  'sdk',
  'modules',
]
const STACKS = ['stackTrace', 'stacktrace', 'stack', 'stack_trace']
/** Read here by themselves, or about the delivery and not about the error. */
const OTHERS = ['message', 'error', 'type', 'url', 'extra', 'service', 'serverName', 'dsn', 'project', ...STACKS]
const KNOWN = new Set([...SAME, ...OTHERS])

/**
 * Turns the plain body of `POST /errors` — `{message, stackTrace?, type?, level?, timestamp?, tags?, environment?,
 * release?, user?, extra?, fingerprint?, url?}` — into an event as an SDK would send it, to be normalized like one.
 * Members it does not know become extra data, and so does the text of a stack trace nobody can read.
 *
 * @param report a JSON value; fields of a wrong type are left to normalization.
 */
export function occurrenceFromReport(report: unknown): JsonObject {
  if (typeof report === 'string') return { message: report }
  if (typeof report !== 'object' || report === null || Array.isArray(report)) return {}
  const given = report as JsonObject
  const event: JsonObject = {}
  for (const name of SAME) if (isGiven(given[name])) event[name] = closed(given[name], MAX_DEPTH)
  addPlace(event, given)
  const extra = { ...addError(event, given), ...extraOf(given) }
  if (Object.keys(extra).length > 0) event.extra = closed(extra, MAX_DEPTH)
  return event
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

const textOf = (...values: unknown[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && value.trim() !== '')

/** Nested deeper, an event could not even be written as JSON to be kept: writing exhausts the stack. */
const MAX_DEPTH = 32

function closed(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return Array.isArray(value) ? '[Array]' : '[Object]'
  if (Array.isArray(value)) return value.map((item) => closed(item, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member, levels - 1)]))
}

/** Where it happened: page, service, server; a user by name alone. */
function addPlace(event: JsonObject, given: JsonObject): void {
  const url = textOf(given.url)
  if (url !== undefined && event.request === undefined) event.request = { url }
  const service = textOf(given.service)
  if (service !== undefined && (event.tags === undefined || isJsonObject(event.tags)))
    event.tags = { service, ...event.tags }
  const server = textOf(given.serverName)
  if (server !== undefined) event.server_name ??= server
  if (typeof event.user === 'string' || typeof event.user === 'number') event.user = { id: event.user }
}

/** Adds message and exception; answers the stack as extra data where it could not be read. */
function addError(event: JsonObject, given: JsonObject): JsonObject {
  const message = textOf(given.message, given.error) ?? given.message ?? given.error
  if (isGiven(message)) event.message = closed(message, MAX_DEPTH)
  const stack = stackOf(given)
  const type = textOf(given.type)
  const parsed = typeof stack === 'string' && event.exception === undefined ? parseStack(stack) : null
  if (parsed !== null) addParsed(event, parsed, type)
  else if (type !== undefined && event.exception === undefined)
    event.exception = [{ type, value: event.message ?? null }]
  return parsed === null && stack !== undefined ? { stack } : {}
}

function addParsed(event: JsonObject, parsed: ParsedStack, type: string | undefined): void {
  const values = parsed.exceptions.slice(0, -1)
  const main = { ...parsed.exceptions.at(-1) }
  if (type !== undefined) main.type ??= type
  // Firefox and Safari print no header, so the message is all there is to say.
  if (main.value === undefined && main.type === type && typeof event.message === 'string') main.value = event.message
  event.exception = { values: [...values, main] }
  event.platform ??= parsed.platform
}

/** The stack as one text, also from a list of lines or of Java's `StackTraceElement`s. */
function stackOf(given: JsonObject): unknown {
  const stack = STACKS.map((name) => given[name]).find(isGiven)
  if (!Array.isArray(stack)) return stack
  return stack.map((line) => (isJsonObject(line) ? elementLine(line) : lineOf(line))).join('\n')
}

const lineOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

function elementLine(element: JsonObject): string {
  const part = (name: string): string => lineOf(element[name])
  const line = Number(part('lineNumber')) > 0 ? `:${part('lineNumber')}` : ''
  return `\tat ${part('className') || part('declaringClass')}.${part('methodName')}(${part('fileName') || 'Unknown Source'}${line})`
}

function extraOf(given: JsonObject): JsonObject {
  const extra: JsonObject = isJsonObject(given.extra)
    ? { ...given.extra }
    : isGiven(given.extra)
      ? { extra: given.extra }
      : {}
  for (const [name, value] of Object.entries(given)) if (!KNOWN.has(name) && name !== '__proto__') extra[name] = value
  return extra
}
