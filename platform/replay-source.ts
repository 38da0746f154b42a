import type { LoggedEvent } from '../contract/domain-events.ts'
import { closedEvent, joinedEvent } from '../domain/events/log-entry.ts'
import { globMatches } from '../domain/events/log-filter.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import { LOGGED_COLUMNS } from './db/domain-events.sql.ts'
import { positionBefore } from './db/reader-control.ts'
import { hoursAfter, keptFrom, type SealedHour } from './db/sealed-hours.ts'
import { readPart } from './sealed-log.ts'

/** Where events lie: the table for the last 30 days, and sealed hours before. */
export interface LogStores {
  db: D1Database
  bucket: R2Bucket
}

/** Events of an organisation between two positions, both included, and of a type; `type` is a glob, or null for all. */
export interface LogRange {
  organisationId: string
  from: number
  to: number
  type: string | null
}

/** A part of a range: its events, and the position up to which everything was looked at. */
export interface LogStretch {
  events: LoggedEvent[]
  scanned: number
}

/** Events held at once while most of them may turn out not to be asked for. */
const LOOKED_AT = 250
/** Sealed hours that counting opens at most. */
const MOST_SEALED_HOURS = 200

/** @returns up to `limit` events from the front of a range; `lost` where they lie in a sealed hour that cannot be read. */
export const stretchOf = async (
  stores: LogStores,
  range: LogRange,
  limit: number,
): Promise<Result<LogStretch, 'lost'>> => {
  const kept = await keptFrom(stores.db, range.organisationId)
  const hour = range.from < kept ? await hourFrom(stores.db, range) : null
  if (hour !== null && hour.firstPosition < kept && hour.firstPosition <= range.to)
    return sealedStretch(stores.bucket, hour, { range: { ...range, to: Math.min(range.to, kept - 1) }, limit })
  const from = Math.max(range.from, Math.min(kept, range.to + 1))
  // A slow replay of few among many must not look at each of the many in a batch of its own.
  const held = range.type === null ? limit : Math.max(limit, LOOKED_AT)
  const rows = await rowsOf(stores.db, { ...range, from }, held)
  const asked = rows.filter(({ type }) => range.type === null || globMatches(range.type, type))
  const events = asked.slice(0, limit)
  const end = asked.length > limit ? events.at(-1) : rows.length < held ? undefined : rows.at(-1)
  return ok({ events, scanned: end?.position ?? range.to })
}

const sealedStretch = async (
  bucket: R2Bucket,
  hour: SealedHour,
  { range, limit }: { range: LogRange; limit: number },
): Promise<Result<LogStretch, 'lost'>> => {
  const all = await sealedEvents(bucket, hour)
  if (all === null) return failed('lost')
  const asked = all.filter((event) => belongs(event, range))
  const events = asked.slice(0, limit)
  const whole = Math.min(hour.lastPosition, range.to)
  return ok({ events, scanned: asked.length > limit ? (events.at(-1)?.position ?? whole) : whole })
}

const belongs = ({ position, type }: LoggedEvent, range: LogRange): boolean =>
  position >= range.from && position <= range.to && (range.type === null || globMatches(range.type, type))

const sealedEvents = async (bucket: R2Bucket, hour: SealedHour): Promise<LoggedEvent[] | null> => {
  const part = await readPart(bucket, hour.key)
  if (part === null || part.unreadable !== null) return null
  return part.entries.map(({ event, personal }) => closedEvent(joinedEvent({ event, personal })))
}

// The hour that holds a position, or the next.
const hourFrom = async (db: D1Database, { organisationId, from }: LogRange): Promise<SealedHour | null> => {
  const holding = await db
    .prepare(
      `SELECT first_position AS first FROM sealed_hours WHERE organisation_id = ?1 AND last_position >= ?2
       ORDER BY first_position LIMIT 1`,
    )
    .bind(organisationId, from)
    .first<number>('first')
  if (holding === null) return null
  const [hour] = await hoursAfter(db, { organisation: organisationId, after: holding - 1, limit: 1 })
  return hour ?? null
}

// As much of a glob as stands before its first star is for the database: its own globs take 50 bytes only.
const rowsOf = async (db: D1Database, { organisationId, from, to, type }: LogRange, limit: number) => {
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM domain_events INDEXED BY domain_events_organisation
       WHERE organisation_id = ?1 AND position BETWEEN ?2 AND ?3 AND ${OF_TYPE} ORDER BY position LIMIT ?5`,
    )
    .bind(organisationId, from, to, beginningOf(type), limit)
    .all<LoggedEvent>()
  return results
}

const OF_TYPE = 'substr(type, 1, length(?4)) = ?4'
const beginningOf = (type: string | null): string => type?.split('*')[0] ?? ''

/** How many events a range has, and which are the first and the last of them. */
export interface RangeCount {
  total: number
  first: CountedEvent | null
  last: CountedEvent | null
}
export type CountedEvent = Pick<LoggedEvent, 'position' | 'type' | 'loggedAt'>

/**
 * Counts a range. `lost` where a sealed hour of it cannot be read, `too_much` where more of them would have to be opened
 * than one request may.
 */
export const countRange = async (
  stores: LogStores,
  range: LogRange,
): Promise<Result<RangeCount, 'lost' | 'too_much'>> => {
  if (range.from > range.to) return ok(NOTHING)
  const kept = await keptFrom(stores.db, range.organisationId)
  const sealed =
    range.from < kept ? await countSealed(stores, { ...range, to: Math.min(range.to, kept - 1) }) : ok(NOTHING)
  if (!sealed.ok || range.to < kept) return sealed
  return ok(joined(sealed.value, await countTable(stores.db, { ...range, from: Math.max(range.from, kept) })))
}

const NOTHING: RangeCount = { total: 0, first: null, last: null }

const joined = (one: RangeCount, next: RangeCount): RangeCount => ({
  total: one.total + next.total,
  first: one.first ?? next.first,
  last: next.last ?? one.last,
})

const countSealed = async (
  { db, bucket }: LogStores,
  range: LogRange,
): Promise<Result<RangeCount, 'lost' | 'too_much'>> => {
  let count = NOTHING
  for (let opened = 0, { from } = range; ; opened += 1) {
    const hour = await hourFrom(db, { ...range, from })
    if (hour === null || hour.firstPosition > range.to) return ok(count)
    if (opened === MOST_SEALED_HOURS) return failed('too_much')
    const events = await sealedEvents(bucket, hour)
    if (events === null) return failed('lost')
    const asked = events.filter((event) => belongs(event, range))
    count = joined(count, { total: asked.length, first: asked[0] ?? null, last: asked.at(-1) ?? null })
    from = hour.lastPosition + 1
  }
}

const countTable = async (db: D1Database, { organisationId, from, to, type }: LogRange): Promise<RangeCount> => {
  const { results } = await db
    .prepare(
      `SELECT type, count(*) AS total, min(position) AS first, max(position) AS last
       FROM domain_events INDEXED BY domain_events_organisation
       WHERE organisation_id = ?1 AND position BETWEEN ?2 AND ?3 AND ${OF_TYPE} GROUP BY type`,
    )
    .bind(organisationId, from, to, beginningOf(type))
    .all<{ type: string; total: number; first: number; last: number }>()
  const asked = results.filter((row) => type === null || globMatches(type, row.type))
  if (asked.length === 0) return NOTHING
  const ends = [Math.min(...asked.map(({ first }) => first)), Math.max(...asked.map(({ last }) => last))]
  const [first = null, last = first] = await eventsAt(db, ends)
  return { total: asked.reduce((sum, { total }) => sum + total, 0), first, last }
}

const eventsAt = async (db: D1Database, positions: number[]): Promise<CountedEvent[]> => {
  const { results } = await db
    .prepare(
      `SELECT position, type, logged_at AS loggedAt FROM domain_events
       WHERE position IN (SELECT value FROM json_each(?1)) ORDER BY position`,
    )
    .bind(JSON.stringify(positions))
    .all<CountedEvent>()
  return results
}

/** @returns the position of an organisation's newest event, be it in a sealed hour; 0 where it has none. */
export const headOf = async (db: D1Database, organisationId: string): Promise<number> =>
  (await db
    .prepare(
      `SELECT max(coalesce((SELECT max(position) FROM domain_events WHERE organisation_id = ?1), 0),
         coalesce((SELECT max(last_position) FROM sealed_hours WHERE organisation_id = ?1), 0)) AS head`,
    )
    .bind(organisationId)
    .first<number>('head')) ?? 0

/**
 * @param place a position, or a moment in RFC 3339
 * @returns the position of the first event logged at that moment or later, or of the last logged at it or before. Among
 * sealed hours it is the beginning, or the end, of the hour.
 */
export const positionOf = async (
  db: D1Database,
  { organisationId, place, end }: { organisationId: string; place: number | string; end: 'first' | 'last' },
): Promise<number> => {
  if (typeof place === 'number') return place
  const time = Date.parse(place)
  const kept = await keptFrom(db, organisationId)
  const inTable = (await positionBefore(db, end === 'first' ? time : time + 1)) + (end === 'first' ? 1 : 0)
  if (inTable > kept) return inTable
  const hour = Math.floor(time / HOUR_MS)
  const sealed =
    end === 'first'
      ? 'SELECT min(first_position) AS position FROM sealed_hours WHERE organisation_id = ?1 AND hour >= ?2'
      : `SELECT coalesce(max(last_position), (SELECT min(first_position) - 1 FROM sealed_hours WHERE organisation_id = ?1))
           AS position FROM sealed_hours WHERE organisation_id = ?1 AND hour <= ?2`
  const position = await db.prepare(sealed).bind(organisationId, hour).first<number>('position')
  return position === null || position >= kept ? inTable : position
}

const HOUR_MS = 3_600_000
