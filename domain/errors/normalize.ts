import type { Level, NormalizedEvent } from '../../contract/occurrences.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'
import { breadcrumbs } from './normalize/breadcrumbs.ts'
import { clientNotes } from './normalize/client-notes.ts'
import { exception, threads } from './normalize/exception.ts'
import { feedbackFromReport } from './normalize/feedback.ts'
import {
  contexts,
  csp,
  debugMeta,
  type EventFields,
  extra,
  fingerprint,
  level,
  meta,
  modules,
  oneLine,
  platform,
  sdk,
  template,
} from './normalize/fields.ts'
import { freeObject } from './normalize/free-form.ts'
import { joinFields } from './normalize/join.ts'
import { logEntry } from './normalize/message.ts'
import { request } from './normalize/request.ts'
import { type Fields, othersOf } from './normalize/shape.ts'
import { stacktrace } from './normalize/stacktrace.ts'
import { tags } from './normalize/tags.ts'
import { clockDrift, eventTime, writeTime } from './normalize/time.ts'
import { user } from './normalize/user.ts'
import { invalid, note, type Rule, under, type Walk } from './normalize/walk.ts'

/** What ingest knows about an event besides its body. */
export interface NormalizeContext {
  /** 32 lowercase hex; wins over what the body says. */
  eventId: string
  /** Milliseconds since 1970. */
  receivedAt: number
  /** `sent_at` of the envelope, verbatim. */
  sentAt?: string
  /** `sentry.python/2.75.0`, used where the body names no SDK. */
  client?: string
  userAgent?: string
  remoteAddress?: string
  kind?: 'event' | 'feedback' | 'user_report'
}

/** Fields whose canonical form follows from their own value; those that depend on others are joined below. */
const FIELDS: Fields<EventFields> = {
  logger: oneLine(200),
  logentry: logEntry,
  transaction: oneLine(200),
  transaction_info: freeObject,
  culprit: oneLine(200),
  server_name: oneLine(256),
  release: oneLine(200),
  dist: oneLine(64),
  environment: oneLine(64),
  extra,
  fingerprint,
  user,
  request,
  contexts,
  breadcrumbs,
  exception,
  stacktrace,
  threads,
  template,
  debug_meta: debugMeta,
  modules,
  sdk,
  csp,
  _meta: meta,
}

/** Other names of the same field, in the order they are tried; older protocols named the interface's class. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  logentry: ['sentry.interfaces.Message', 'message'],
  exception: ['sentry.interfaces.Exception'],
  stacktrace: ['sentry.interfaces.Stacktrace'],
  threads: ['sentry.interfaces.Threads'],
  breadcrumbs: ['sentry.interfaces.Breadcrumbs'],
  request: ['sentry.interfaces.Http'],
  user: ['sentry.interfaces.User'],
  contexts: ['sentry.interfaces.Contexts'],
  template: ['sentry.interfaces.Template'],
  debug_meta: ['sentry.interfaces.DebugMeta'],
  csp: ['sentry.interfaces.Csp'],
  transaction: ['culprit'],
}

/**
 * The canonical form of whatever a client sent as an event, following
 * https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/ and what Relay's normalization tolerates.
 * A field of a wrong type is left out and noted in `errors`; everything else is kept, also what nobody here knows. Nothing is rejected: what is no
 * object at all becomes an event that says so. The answer can be written as JSON and shares unchanged parts with `raw`.
 */
export function normalize(raw: unknown, context: NormalizeContext): NormalizedEvent {
  const walk: Walk = {
    notes: [],
    path: [],
    drift: clockDrift(context.sentAt, context.receivedAt),
    remoteAddress: context.remoteAddress,
  }
  const source = sourceOf(raw, context, walk)
  const reading = { source, walk }
  const event: NormalizedEvent = {
    event_id: context.eventId,
    type: 'default',
    timestamp: writeTime(eventTime(source.timestamp, walk, context.receivedAt)),
    received: writeTime(context.receivedAt),
    platform: read(reading, 'platform', platform) ?? 'other',
    level: read(reading, 'level', level) ?? defaultLevel(context),
    tags: read(reading, 'tags', tags) ?? {},
    ...readFields(reading),
  }
  addOthers(event, reading)
  joinFields(event, source, context)
  event.type = typeOf(event, source, context)
  const stated = read(reading, 'errors', clientNotes) ?? []
  const errors = [...walk.notes, ...stated]
  if (errors.length > 0) event.errors = errors
  return event
}

function sourceOf(raw: unknown, context: NormalizeContext, walk: Walk): JsonObject {
  const source = context.kind === 'user_report' ? feedbackFromReport(raw) : raw
  if (isJsonObject(source)) return source
  under(walk, 'event', () => invalid(walk, source))
  return {}
}

/** The event as it came, and the walk over it. */
interface Reading {
  source: JsonObject
  walk: Walk
}

function read<T>({ source, walk }: Reading, name: string, rule: Rule<T>): T | undefined {
  const value = source[name]
  return value === undefined || value === null ? undefined : under(walk, name, () => rule(value, walk))
}

const RULES = Object.entries<Rule<unknown>>(FIELDS).map(([name, rule]) => ({
  name,
  rule,
  spellings: [name, ...(ALIASES[name] ?? [])],
}))

const READ_APART = ['event_id', 'type', 'timestamp', 'received', 'platform', 'level', 'tags', 'errors']
/** What only transactions have a use for, and much of it: it is left out. */
const OF_TRANSACTIONS = ['spans', 'measurements']
/** What has a rule, by all its names. */
const KNOWN_OF_EVENT: ReadonlySet<string> = new Set([
  ...READ_APART,
  ...OF_TRANSACTIONS,
  ...RULES.flatMap(({ spellings }) => spellings),
])

function readFields(reading: Reading): Partial<EventFields> {
  const fields: JsonObject = {}
  for (const { name, rule, spellings } of RULES) {
    for (const spelling of spellings) {
      const kept = read(reading, spelling, rule)
      if (kept === undefined || (isJsonObject(kept) && Object.keys(kept).length === 0)) continue
      fields[name] = kept
      break
    }
  }
  return fields
}

/** A person's words are not an error. */
const defaultLevel = ({ kind }: NormalizeContext): Level =>
  kind === 'feedback' || kind === 'user_report' ? 'info' : 'error'

function typeOf(event: NormalizedEvent, source: JsonObject, { kind }: NormalizeContext): NormalizedEvent['type'] {
  if (kind === 'feedback' || kind === 'user_report') return 'feedback'
  if (source.type === 'feedback' && event.contexts?.feedback !== undefined) return 'feedback'
  if (event.csp !== undefined) return 'csp'
  return event.exception === undefined ? 'default' : 'error'
}

/** Attributes this protocol does not have: kept as free-form data, and noted so that a misspelled one is found. */
function addOthers(event: NormalizedEvent, { source, walk }: Reading): void {
  const others = othersOf(source, KNOWN_OF_EVENT, walk)
  const dropped = OF_TRANSACTIONS.filter((name) => source[name] !== undefined && source[name] !== null)
  for (const name of [...Object.keys(others ?? {}), ...dropped])
    under(walk, name, () => note(walk, 'invalid_attribute'))
  if (others !== undefined) Object.assign(event, others)
}
