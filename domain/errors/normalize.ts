import type { EventNote, Level, NormalizedEvent } from '../../contract/occurrences.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'
import { breadcrumbs } from './normalize/breadcrumbs.ts'
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
import { logEntry } from './normalize/message.ts'
import { request } from './normalize/request.ts'
import { stacktrace } from './normalize/stacktrace.ts'
import { tags } from './normalize/tags.ts'
import { clockDrift, eventTime, writeTime } from './normalize/time.ts'
import { isAddress, user } from './normalize/user.ts'
import { type Fields, invalid, type Rule, under, type Walk } from './normalize/walk.ts'

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
 * A field of a wrong type is left out and noted in `errors`; everything else is kept. Nothing is rejected: what is no
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
  const event: NormalizedEvent = {
    event_id: context.eventId,
    type: 'default',
    timestamp: writeTime(eventTime(source.timestamp, walk, context.receivedAt)),
    received: writeTime(context.receivedAt),
    platform: read(source, 'platform', walk, platform) ?? 'other',
    level: read(source, 'level', walk, level) ?? defaultLevel(context),
    tags: read(source, 'tags', walk, tags) ?? {},
    ...readFields(source, walk),
  }
  joinFields(event, source, context)
  event.type = typeOf(event, source, context)
  const errors = [...walk.notes, ...clientNotes(source.errors)]
  if (errors.length > 0) event.errors = errors
  return event
}

function sourceOf(raw: unknown, context: NormalizeContext, walk: Walk): JsonObject {
  const source = context.kind === 'user_report' ? feedbackFromReport(raw) : raw
  if (isJsonObject(source)) return source
  under(walk, 'event', () => invalid(walk, source))
  return {}
}

function read<T>(source: JsonObject, name: string, walk: Walk, rule: Rule<T>): T | undefined {
  const value = source[name]
  return value === undefined || value === null ? undefined : under(walk, name, () => rule(value, walk))
}

const RULES = Object.entries<Rule<unknown>>(FIELDS).map(([name, rule]) => ({
  name,
  rule,
  spellings: [name, ...(ALIASES[name] ?? [])],
}))

function readFields(source: JsonObject, walk: Walk): Partial<EventFields> {
  const fields: JsonObject = {}
  for (const { name, rule, spellings } of RULES) {
    for (const spelling of spellings) {
      const kept = read(source, spelling, walk, rule)
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

/** What one field says about another. */
function joinFields(event: NormalizedEvent, source: JsonObject, context: NormalizeContext): void {
  joinAddress(event, source, context.remoteAddress)
  const { environment } = event.tags
  if (event.environment === undefined && environment !== undefined) {
    event.environment = environment.slice(0, 64)
    delete event.tags.environment
  }
  if (event.sdk === undefined && context.client) event.sdk = sdkOfClient(context.client)
  const [only, another] = event.exception?.values ?? []
  // The first protocols kept the trace of the one exception beside it.
  if (event.stacktrace !== undefined && only !== undefined && another === undefined && only.stacktrace === undefined) {
    event.exception = { values: [{ ...only, stacktrace: event.stacktrace }] }
    delete event.stacktrace
  }
}

/** The user's address from where the SDK put it, or from the sender if the SDK asks to infer it. */
function joinAddress(event: NormalizedEvent, source: JsonObject, remoteAddress: string | undefined): void {
  const seen = event.request?.env?.REMOTE_ADDR
  const settings = isJsonObject(source.sdk) ? source.sdk.settings : undefined
  const infer = isJsonObject(settings) && settings.infer_ip === 'auto'
  const address = seen === '{{auto}}' ? remoteAddress : (seen ?? (infer ? remoteAddress : undefined))
  if (seen === '{{auto}}' && event.request?.env !== undefined) {
    event.request = { ...event.request, env: { ...event.request.env, REMOTE_ADDR: remoteAddress ?? null } }
  }
  if (typeof address !== 'string' || !isAddress(address) || event.user?.ip_address !== undefined) return
  event.user = { ...event.user, ip_address: address }
}

function sdkOfClient(client: string): NonNullable<NormalizedEvent['sdk']> {
  const slash = client.lastIndexOf('/')
  const [name, version] = slash > 0 ? [client.slice(0, slash), client.slice(slash + 1)] : [client, '']
  return version === '' ? { name: name.slice(0, 256) } : { name: name.slice(0, 256), version: version.slice(0, 256) }
}

/** What the SDK itself noted about the event. */
function clientNotes(errors: unknown): EventNote[] {
  if (!Array.isArray(errors)) return []
  return errors.slice(0, 20).flatMap((entry: unknown) => {
    if (!isJsonObject(entry) || typeof entry.type !== 'string') return []
    const name = typeof entry.name === 'string' ? entry.name : ''
    return [{ type: entry.type.slice(0, 64).toWellFormed(), name: name.slice(0, 200).toWellFormed() }]
  })
}
