import type { LoggedEvent } from '../contract/domain-events.ts'
import { firstLink, isErased } from '../domain/events/log-chain.ts'
import { type OpenEvent, openEvent, splitEvent } from '../domain/events/log-entry.ts'
import { earliest, type Finding, faultOfEntries, faultOfRows } from '../domain/events/log-verification.ts'
import { personalShape } from './catalogue.ts'
import { sha256Hex } from './crypto.ts'
import { erasedPositions, hourBefore, hoursAfter, keptFrom, rowsBetween, type SealedHour } from './db/sealed-hours.ts'
import type { Sealing } from './log-sealer.ts'
import { partPrefix, readPart, type StoredPart } from './sealed-log.ts'

/** What one request opens at most; the next one goes on. */
const HOURS = 24
const ENTRIES = 20_000
const ROWS = 200

/** Where a stretch of the log begins and ends. */
export interface Stretch {
  organisation: string
  /** First position of the part that was verified last; 0 for the beginning. */
  after: number
  /** Hours since 1970, both included. */
  fromHour: number
  toHour: number
}

export interface BrokenPart extends Finding {
  hour: number
  key: string | null
}

export interface Verified {
  hours: number
  entries: number
  erased: number
  /** The last part that was verified. */
  last: SealedHour | null
  firstBroken: BrokenPart | null
  /** First position of the last part, where there are more behind it. */
  next: number | null
}

/**
 * Takes every digest and link of a stretch of sealed hours anew, and compares them with the rows the table still has. It
 * stops at the first thing that is wrong, or where one request has opened enough.
 */
export const verifyLog = async (of: Sealing, stretch: Stretch): Promise<Verified> => {
  const { organisation, ...wanted } = stretch
  const parts = await hoursAfter(of.db, { organisation, ...wanted, limit: HOURS + 1 })
  const verified: Verified = { hours: 0, entries: 0, erased: 0, last: null, firstBroken: null, next: null }
  let before = await hourBefore(of.db, organisation, parts[0]?.firstPosition ?? 0)
  for (const part of parts.slice(0, HOURS)) {
    const { finding, erased } = await verifiedPart(of, part, before)
    verified.hours += 1
    verified.erased += erased
    verified.last = part
    if (finding !== null) return { ...verified, firstBroken: { ...finding, hour: part.hour, key: part.key } }
    verified.entries += part.entries
    before = part
    if (verified.entries >= ENTRIES) break
  }
  if (verified.hours < parts.length) return { ...verified, next: verified.last?.firstPosition ?? null }
  return { ...verified, firstBroken: await unnamedPart(of, organisation) }
}

const verifiedPart = async (
  { db, bucket }: Sealing,
  part: SealedHour,
  before: Pick<SealedHour, 'lastPosition' | 'digest'> | null,
): Promise<{ finding: Finding | null; erased: number }> => {
  const { organisationId: organisation, firstPosition, lastPosition } = part
  const none = { id: null, line: null, position: firstPosition }
  const expected = before?.digest ?? firstLink(organisation, sha256Hex)
  if (part.previous !== expected) return { finding: { ...none, reason: 'hour_missing' }, erased: 0 }
  const stored = await readPart(bucket, part.key)
  if (stored === null) return { finding: { ...none, reason: 'object_missing' }, erased: 0 }
  const rows = await openRows(db, { organisation, after: before?.lastPosition ?? 0, to: lastPosition })
  // After the rows: what left the table meanwhile is not missing.
  const kept = await keptFrom(db, organisation)
  const positions = await erasedPositions(db, { organisation, from: firstPosition, to: lastPosition })
  const recorded = (position: number) => positions.has(position)
  const faults = [
    faultOfEntries(stored.entries, part, { sha256: sha256Hex, recorded }),
    faultOfRows(stored.entries, rows, { keptFrom: kept, recorded, left }),
  ]
  return { finding: readable(stored, rows, earliest(faults)), erased: stored.entries.filter(isErased).length }
}

// A line that cannot be read says more than that those behind it are not there.
const readable = ({ entries, unreadable }: StoredPart, rows: OpenEvent[], fault: Finding | null): Finding | null => {
  if (unreadable === null) return fault
  const read = entries.at(-1)?.event.position ?? 0
  if (fault !== null && fault.position <= read) return fault
  const row = rows.find(({ position }) => position > read)
  const position = row?.position ?? fault?.position ?? read
  return { reason: 'object_unreadable', position, id: row?.id ?? null, line: unreadable }
}

const openRows = async (
  db: D1Database,
  { organisation, after, to }: { organisation: string; after: number; to: number },
): Promise<OpenEvent[]> => {
  const read: OpenEvent[] = []
  for (;;) {
    const from = read.at(-1)?.position ?? after
    const rows = await rowsBetween(db, { organisation, after: from, to, limit: ROWS })
    read.push(...rows.map(openRow))
    if (rows.length < ROWS) return read
  }
}

const left = (event: OpenEvent): OpenEvent => splitEvent(event, personalShape(event.type)).event

// Somebody may have written into the table what is no JSON: then it is not what was sealed.
const openRow = (row: LoggedEvent): OpenEvent => {
  try {
    return openEvent(row)
  } catch {
    return row
  }
}

/**
 * Behind the last part may lie the object of a sealer that was stopped; but the rows it was made of are there then. If
 * they are not, somebody removed the last row of the chain.
 */
const unnamedPart = async ({ db, bucket }: Sealing, organisation: string): Promise<BrokenPart | null> => {
  const last = await hourBefore(db, organisation, Number.MAX_SAFE_INTEGER)
  const prefix = partPrefix(organisation)
  const { objects } = await bucket.list({ prefix, ...(last !== null && { startAfter: `${prefix}${last.hour}` }) })
  for (const { key } of objects) {
    const [, hour, first] = /\/(\d+)-(\d+)[-\w]*\.ndjson\.gz$/.exec(key) ?? []
    const position = Number(first)
    if (hour === undefined || position <= (last?.lastPosition ?? 0)) continue
    const [row] = await rowsBetween(db, { organisation, after: position - 1, to: position, limit: 1 })
    if (row === undefined) return { reason: 'hour_missing', position, id: null, line: null, hour: Number(hour), key }
  }
  return null
}
