import type { LoggedEvent } from '../contract/domain-events.ts'
import {
  closedUntil,
  firstLink,
  hourOf,
  nextPart,
  type SealedEntry,
  sealedEntries,
} from '../domain/events/log-chain.ts'
import { joinedEvent, openEvent, sameEvent } from '../domain/events/log-entry.ts'
import { faultOfEntries } from '../domain/events/log-verification.ts'
import { personalShape } from './catalogue.ts'
import { randomHex, sha256Hex } from './crypto.ts'
import type { SealedHour } from './db/sealed-hours.ts'
import { appendHour, chainEnd, hourAt, organisationsToSeal, rowsBetween } from './db/sealed-hours.ts'
import { compressPart, partKey, partPrefix, putPart, readPart } from './sealed-log.ts'

/** Objects that one run makes at most; the next one, a minute later, goes on. */
const PARTS = 20
/** Rows of one query; each may hold 64 KiB. */
const ROWS = 200
const SALT_BYTES = 16

export interface Sealing {
  db: D1Database
  bucket: R2Bucket
}

/**
 * Moves closed hours of every organisation's log to R2, in the order of positions, each linked to the one before. It may
 * run twice at once and be stopped anywhere: an object counts once its row is in.
 * @param now milliseconds since 1970
 * @returns how many objects were added to a chain
 */
export const sealClosedHours = async (to: Sealing, now: number): Promise<number> => {
  let sealed = 0
  for (const organisation of await organisationsToSeal(to.db, closedUntil(now)))
    try {
      while (sealed < PARTS && (await sealNext(to, organisation, now))) sealed += 1
    } catch (error) {
      // What cannot be sealed stays in the table, and keeps no other organisation's log waiting.
      const name = error instanceof Error ? error.name : 'unknown'
      console.warn(JSON.stringify({ level: 'warn', message: 'log was not sealed', organisation, error: name }))
    }
  return sealed
}

/** Seals the next part of an organisation's log. @returns false where there is none, or another run was faster. */
const sealNext = async (to: Sealing, organisation: string, now: number): Promise<boolean> => {
  const end = await chainEnd(to.db, organisation)
  if (end.underWay > 0) return false
  const events = await closedRows(to.db, { organisation, after: end.last?.lastPosition ?? 0 }, closedUntil(now))
  const [first] = events
  const last = events.at(-1)
  if (first === undefined || last === undefined) return false
  const previous = end.last?.digest ?? firstLink(organisation, sha256Hex)
  const place = { organisation, hour: hourOf(first.loggedAt), firstPosition: first.position }
  const put = await placed(to.bucket, place, { events, previous })
  const times = events.map(({ time }) => time)
  const part: SealedHour = {
    organisationId: organisation,
    ...place,
    lastPosition: last.position,
    key: put.key,
    entries: events.length,
    bytes: put.bytes,
    firstTime: Math.min(...times),
    lastTime: Math.max(...times),
    previous,
    digest: put.entries.at(-1)?.link ?? previous,
  }
  const added = await appendHour(to.db, part, end, now)
  if (added ? put.others : true) await removeOthers(to, organisation, place)
  return added
}

const closedRows = async (
  db: D1Database,
  { organisation, after }: { organisation: string; after: number },
  until: number,
): Promise<LoggedEvent[]> => {
  const read: LoggedEvent[] = []
  for (;;) {
    const from = read.at(-1)?.position ?? after
    const rows = await rowsBetween(db, { organisation, after: from, to: Number.MAX_SAFE_INTEGER, limit: ROWS })
    read.push(...rows)
    const { part, open } = nextPart(read, until)
    if (!open || rows.length < ROWS) return part
  }
}

interface Placed {
  key: string
  entries: SealedEntry[]
  bytes: number
  /** Whether something else lay where it belongs. */
  others: boolean
}

/**
 * Puts a part, or takes the one that a run left which was stopped before its row was in. What lies there and says
 * something else (somebody was erased since) is not written over: who put it may be adding its row now.
 */
const placed = async (
  bucket: R2Bucket,
  { organisation, ...place }: { organisation: string; hour: number; firstPosition: number },
  { events, previous }: { events: LoggedEvent[]; previous: string },
): Promise<Placed> => {
  const salt = () => randomHex(SALT_BYTES)
  const entries = sealedEntries(events, previous, { sha256: sha256Hex, salt, shapeOf: personalShape })
  const bytes = compressPart(entries)
  const key = partKey(organisation, place)
  if (await putPart(bucket, key, { bytes, etag: null })) return { key, entries, bytes: bytes.length, others: false }
  const there = await readPart(bucket, key)
  if (there !== null && there.unreadable === null && isPartOf(there.entries, events, previous))
    return { key, entries: there.entries, bytes: bytes.length, others: false }
  const another = partKey(organisation, place, randomHex(4))
  await putPart(bucket, another, { bytes, etag: null })
  return { key: another, entries, bytes: bytes.length, others: true }
}

const isPartOf = (entries: readonly SealedEntry[], events: readonly LoggedEvent[], previous: string): boolean => {
  const part = {
    firstPosition: events[0]?.position ?? 0,
    lastPosition: events.at(-1)?.position ?? 0,
    entries: events.length,
    previous,
    digest: entries.at(-1)?.link ?? '',
  }
  const sound = faultOfEntries(entries, part, { sha256: sha256Hex, recorded: () => false }) === null
  return sound && entries.every((entry, index) => isOf(entry, events[index]))
}

const isOf = (entry: SealedEntry, event: LoggedEvent | undefined): boolean =>
  event !== undefined && sameEvent(joinedEvent(entry), openEvent(event))

/** Removes what lies at the place of a part that is in the chain and is not that part. Nobody can add it any more. */
const removeOthers = async (
  { db, bucket }: Sealing,
  organisation: string,
  { hour, firstPosition }: { hour: number; firstPosition: number },
): Promise<void> => {
  const chosen = await hourAt(db, organisation, firstPosition)
  if (chosen === null) return
  const { objects } = await bucket.list({ prefix: `${partPrefix(organisation)}${hour}-${firstPosition}` })
  const ours = new RegExp(`/${hour}-${firstPosition}(-[0-9a-f]+)?\\.ndjson\\.gz$`)
  const others = objects.map(({ key }) => key).filter((key) => key !== chosen.key && ours.test(key))
  if (others.length > 0) await bucket.delete(others)
}
