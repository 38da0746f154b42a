import { LIMITS } from '../../contract/limits.ts'
import type { AcceptedMessage, Grouping, NormalizedEvent, StoredOccurrence } from '../../contract/occurrences.ts'
import { decodeJson } from './decode.ts'
import { type Group, gather } from './gather.ts'
import { markInApp } from './grouping/in-app-v1.ts'
import { groupV1 } from './grouping/v1.ts'
import { normalize } from './normalize.ts'
import { scrub } from './scrub.ts'
import { facetsOf } from './tags.ts'
import { titleOf } from './title.ts'
import { userOf } from './user.ts'

/** What became of one message. `dropped` and `poison` carry the reason that is recorded for a person to see. */
export type Verdict =
  | { fate: 'stored' }
  | { fate: 'dropped'; reason: 'unknown_project' | 'invalid_key' }
  | { fate: 'poison'; reason: 'body_missing' | 'unreadable' | 'digest_failed'; detail: string }

/** An occurrence ready to be written. Times in milliseconds since 1970. */
export interface PreparedOccurrence {
  project: number
  id: string
  receivedAt: number
  timestamp: number
  user: string | null
  /** `key=value` for each tag, as they are counted. */
  facets: string[]
  title: string
  culprit: string
  level: string
  platform: string
  release: string | null
  environment: string | null
  grouping: Grouping
  member: Uint8Array
  message: AcceptedMessage
}

/** One segment and the rows that belong to it; `groups[i]` is shared by the occurrences whose `group` is i. */
export interface Batch {
  occurrences: PreparedOccurrence[]
  groups: Group[]
  groupOf: number[]
}

/** The few verbs the digest needs of the world; a test hands it arrays. */
export interface DigestDeps {
  /** The projects that exist, of those asked for. */
  knownProjects(ids: Set<string>): Promise<Set<string>>
  /** Whether a key that ingest could not check is good. */
  keyHolds(project: string, publicKey: string): Promise<boolean>
  /** Whether an occurrence has its row already. */
  isStored(project: string, eventId: string): Promise<boolean>
  /** The kept bytes, or null when they are nowhere. */
  body(message: AcceptedMessage): Promise<Uint8Array | null>
  gunzip(bytes: Uint8Array): Uint8Array
  compress(occurrence: StoredOccurrence): Uint8Array
  md5(text: string): string
  /** Writes the segment and then its rows, all or nothing; harmless when some are there already. */
  keep(batch: Batch): Promise<void>
  /** Notes files that came without their event. */
  keepFiles(messages: AcceptedMessage[]): Promise<void>
  /** Whether database and bucket answer at all. */
  storesAnswer(): Promise<boolean>
  /** Lets whoever waits for this thread have a turn. */
  breathe(): Promise<void>
}

// workerd's clock stands still while code runs, so the share of the thread is measured in bytes, not in time.
const BYTES_BETWEEN_BREATHS = 8 * 1024

/**
 * Turns accepted messages into stored occurrences: decode, normalize, scrub, group, one segment, one set of rows.
 * Understands every message by itself, so one that cannot be read never holds up the others.
 * @returns the fate of each message, in order
 * @throws when the store or the database does not answer; nothing is lost then, and all can be digested again
 */
export async function digest(deps: DigestDeps, messages: AcceptedMessage[]): Promise<Verdict[]> {
  const known = await deps.knownProjects(new Set(messages.map((message) => message.meta.project)))
  const verdicts: Verdict[] = []
  const prepared = new Map<string, PreparedOccurrence>()
  const files: AcceptedMessage[] = []
  let unbreathed = 0
  for (const message of messages) {
    const outcome = (await refusal(deps, message, known)) ?? (await prepareOne(deps, message))
    verdicts.push('fate' in outcome ? outcome : { fate: 'stored' })
    if ('fate' in outcome) continue
    // The first of an event id is the event; a copy may still bring files.
    const identity = `${message.meta.project}:${message.meta.eventId}`
    if ('meta' in outcome || prepared.has(identity)) files.push(message)
    else prepared.set(identity, outcome)
    unbreathed += message.body?.byteLength ?? LIMITS.queuedBodyBytes
    if (unbreathed < BYTES_BETWEEN_BREATHS) continue
    unbreathed = 0
    await deps.breathe()
  }
  for (const batch of gather([...prepared.values()])) await deps.keep(batch)
  if (files.length > 0) await deps.keepFiles(files)
  return verdicts
}

async function refusal(deps: DigestDeps, { meta }: AcceptedMessage, known: Set<string>): Promise<Verdict | null> {
  if (!known.has(meta.project)) return { fate: 'dropped', reason: 'unknown_project' }
  if (meta.keyNumber !== null || (await deps.keyHolds(meta.project, meta.publicKey ?? ''))) return null
  return { fate: 'dropped', reason: 'invalid_key' }
}

/** An occurrence, or the message itself when it holds nothing but files. */
async function prepareOne(
  deps: DigestDeps,
  message: AcceptedMessage,
): Promise<PreparedOccurrence | AcceptedMessage | Verdict> {
  if (message.meta.kind === 'attachment') return message
  const body = await deps.body(message)
  if (!body) return withoutBody(deps, message)
  try {
    return prepare(deps, message, body)
  } catch (error) {
    // A bug in a rule must cost one occurrence, kept as a dead letter, and not the batch.
    return { fate: 'poison', reason: 'digest_failed', detail: error instanceof Error ? error.message : String(error) }
  }
}

/** A message that comes again after it was digested finds its inbox object gone, as it should be. */
async function withoutBody(deps: DigestDeps, { meta }: AcceptedMessage): Promise<Verdict> {
  if (await deps.isStored(meta.project, meta.eventId)) return { fate: 'stored' }
  return { fate: 'poison', reason: 'body_missing', detail: 'The kept body is gone' }
}

function prepare(deps: DigestDeps, message: AcceptedMessage, body: Uint8Array): PreparedOccurrence | Verdict {
  const { meta } = message
  const decoded = meta.encoding === 'gzip' ? deps.gunzip(body) : body
  const bytes = meta.range ? decoded.subarray(meta.range.start, meta.range.end) : decoded
  const raw = decodeJson(bytes)
  if (!raw.ok) return { fate: 'poison', reason: 'unreadable', detail: raw.error.detail }
  const event = scrub(normalize(raw.value, contextOf(message)))
  markInApp(event)
  const { title, culprit } = titleOf(event)
  const stored = { id: event.event_id, project: meta.project, title, culprit, payload: event }
  return {
    ...factsOf(event),
    project: Number(meta.project),
    id: event.event_id,
    receivedAt: meta.receivedAt,
    title,
    culprit,
    grouping: groupV1(event, deps.md5),
    member: deps.compress(stored),
    message,
  }
}

function contextOf({ meta }: AcceptedMessage): Parameters<typeof normalize>[1] {
  return {
    eventId: meta.eventId,
    receivedAt: meta.receivedAt,
    kind: meta.kind === 'attachment' ? 'event' : meta.kind,
    ...(meta.sentAt === undefined ? {} : { sentAt: meta.sentAt }),
    ...(meta.client === undefined ? {} : { client: meta.client }),
    ...(meta.userAgent === undefined ? {} : { userAgent: meta.userAgent }),
    ...(meta.remoteAddress === undefined ? {} : { remoteAddress: meta.remoteAddress }),
  }
}

function factsOf(event: NormalizedEvent) {
  return {
    timestamp: Date.parse(event.timestamp),
    user: userOf(event),
    facets: facetsOf(event),
    level: event.level,
    platform: event.platform,
    release: event.release ?? null,
    environment: event.environment ?? null,
  }
}
