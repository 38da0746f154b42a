import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { SealedPart } from '../../domain/events/log-verification.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'

/** A sealed hour, or a part of one. Hours since 1970, other times in milliseconds since then. */
export interface SealedHour extends SealedPart {
  organisationId: string
  hour: number
  key: string
  bytes: number
  firstTime: number
  lastTime: number
}

const COLUMNS = `organisation_id AS organisationId, first_position AS firstPosition, last_position AS lastPosition, hour,
  key, entries, bytes, first_time AS firstTime, last_time AS lastTime, previous, digest`

/** @returns organisations whose oldest unsealed event was logged before a moment, in milliseconds since 1970. */
export const organisationsToSeal = async (db: D1Database, until: number): Promise<string[]> => {
  // From one organisation to the next by the index: a DISTINCT would read every row of it.
  const { results } = await db
    .prepare(
      `WITH RECURSIVE each(id) AS (
         SELECT min(organisation_id) FROM domain_events
         UNION ALL
         SELECT (SELECT min(d.organisation_id) FROM domain_events AS d WHERE d.organisation_id > each.id)
         FROM each WHERE each.id IS NOT NULL)
       SELECT id FROM each WHERE id IS NOT NULL AND ?1 > (
         SELECT d.logged_at FROM domain_events AS d WHERE d.organisation_id = each.id AND d.position >
           coalesce((SELECT max(s.last_position) FROM sealed_hours AS s
             WHERE s.organisation_id = each.id AND s.first_position = (
               SELECT max(first_position) FROM sealed_hours WHERE organisation_id = each.id)), 0)
         ORDER BY d.position LIMIT 1)`,
    )
    .bind(until)
    .all<{ id: string }>()
  return results.map(({ id }) => id)
}

/** Where the chain of an organisation ends, and what must stay so while the next part is made. */
export interface ChainEnd {
  /** Null before the first part. */
  last: SealedHour | null
  /** How many erasures there ever were, and how many are under way: rows that were read before one may be sealed no more. */
  erasures: number
  underWay: number
}

/** @returns where an organisation's chain ends now. */
export const chainEnd = async (db: D1Database, organisation: string): Promise<ChainEnd> => {
  const [last, counts] = await Promise.all([
    hourBefore(db, organisation, Number.MAX_SAFE_INTEGER),
    db
      .prepare(
        `SELECT count(*) AS erasures, coalesce(sum(finished_at IS NULL), 0) AS underWay FROM log_erasures
         WHERE organisation_id = ?1`,
      )
      .bind(organisation)
      .first<Omit<ChainEnd, 'last'>>(),
  ])
  return { last, erasures: counts?.erasures ?? 0, underWay: counts?.underWay ?? 0 }
}

/**
 * Adds a part to the chain, if the chain still ends where it was made for and nobody was erased meanwhile: of several
 * that were made at once, one becomes the next.
 * @returns whether it is this one
 */
export const appendHour = async (
  db: D1Database,
  part: SealedHour,
  { last, erasures }: ChainEnd,
  now: number,
): Promise<boolean> => {
  const { meta } = await db
    .prepare(
      `INSERT INTO sealed_hours (organisation_id, first_position, last_position, hour, key, entries, bytes, first_time,
         last_time, previous, digest, sealed_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
       WHERE coalesce((SELECT max(first_position) FROM sealed_hours WHERE organisation_id = ?1), 0) = ?13
         AND (SELECT count(*) FROM log_erasures WHERE organisation_id = ?1) = ?14
         AND NOT EXISTS (SELECT 1 FROM log_erasures WHERE organisation_id = ?1 AND finished_at IS NULL)`,
    )
    .bind(
      part.organisationId,
      part.firstPosition,
      part.lastPosition,
      part.hour,
      part.key,
      part.entries,
      part.bytes,
      part.firstTime,
      part.lastTime,
      part.previous,
      part.digest,
      now,
      last?.firstPosition ?? 0,
      erasures,
    )
    .run()
  return meta.changes === 1
}

/** @returns the part that begins with a position, or null. */
export const hourAt = (db: D1Database, organisation: string, firstPosition: number): Promise<SealedHour | null> =>
  db
    .prepare(`SELECT ${COLUMNS} FROM sealed_hours WHERE organisation_id = ?1 AND first_position = ?2`)
    .bind(organisation, firstPosition)
    .first<SealedHour>()

/** Parts that begin after a position. Hours since 1970, both included. */
export interface HoursWanted {
  organisation: string
  after: number
  fromHour?: number
  toHour?: number
  limit: number
}

/** @returns parts of an organisation's log in the order of the chain. */
export const hoursAfter = async (
  db: D1Database,
  { organisation, after, fromHour = 0, toHour = Number.MAX_SAFE_INTEGER, limit }: HoursWanted,
): Promise<SealedHour[]> => {
  const { results } = await db
    .prepare(
      `SELECT ${COLUMNS} FROM sealed_hours WHERE organisation_id = ?1 AND first_position > ?2 AND hour BETWEEN ?3 AND ?4
       ORDER BY first_position LIMIT ?5`,
    )
    .bind(organisation, after, fromHour, toHour, limit)
    .all<SealedHour>()
  return results
}

/** @returns the part before one that begins with a position, or null for the first. */
export const hourBefore = (db: D1Database, organisation: string, firstPosition: number): Promise<SealedHour | null> =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM sealed_hours WHERE organisation_id = ?1 AND first_position < ?2
       ORDER BY first_position DESC LIMIT 1`,
    )
    .bind(organisation, firstPosition)
    .first<SealedHour>()

/** Parts with positions between two, both excluded, and with something of a span of time, in milliseconds since 1970. */
export interface SealedStretch {
  organisation: string
  order: 'asc' | 'desc'
  after: number
  before: number
  from?: number | null
  to?: number | null
  limit: number
}

/** @returns parts of an organisation's log, in the order of positions that is asked for. */
export const sealedStretch = async (
  db: D1Database,
  { organisation, order, after, before, from = null, to = null, limit }: SealedStretch,
): Promise<SealedHour[]> => {
  const { results } = await db
    .prepare(
      `SELECT ${COLUMNS} FROM sealed_hours
       WHERE organisation_id = ?1 AND first_position < ?2 AND last_position > ?3
         AND last_time >= coalesce(?4, last_time) AND first_time < coalesce(?5, first_time + 1)
       ORDER BY first_position ${order} LIMIT ?6`,
    )
    .bind(organisation, Math.min(before, Number.MAX_SAFE_INTEGER), after, from, to, limit)
    .all<SealedHour>()
  return results
}

/** @returns rows of an organisation behind a position, up to another, oldest first. */
export const rowsBetween = async (
  db: D1Database,
  { organisation, after, to, limit }: { organisation: string; after: number; to: number; limit: number },
): Promise<LoggedEvent[]> => {
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM domain_events WHERE organisation_id = ?1 AND position > ?2 AND position <= ?3
       ORDER BY position LIMIT ?4`,
    )
    .bind(organisation, after, to, limit)
    .all<LoggedEvent>()
  return results
}

/**
 * The first position of which an organisation's rows have not left the table by their age; Infinity where all have.
 * Records of erasing never leave it.
 */
export const keptFrom = async (db: D1Database, organisation: string): Promise<number> => {
  const position = await db
    .prepare(
      `SELECT position FROM domain_events WHERE organisation_id = ?1 AND type <> 'log.erased' ORDER BY position LIMIT 1`,
    )
    .bind(organisation)
    .first<number>('position')
  return position ?? Number.POSITIVE_INFINITY
}

/** @returns the positions between two, both included, that a `log.erased` of the organisation names. */
export const erasedPositions = async (
  db: D1Database,
  { organisation, from, to }: { organisation: string; from: number; to: number },
): Promise<ReadonlySet<number>> => {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT e.value AS position FROM domain_events AS d, json_each(iif(json_valid(d.data), d.data, '{}'), '$.positions') AS e
       WHERE d.organisation_id = ?1 AND d.subject = ?1 AND d.type = 'log.erased' AND e.value BETWEEN ?2 AND ?3`,
    )
    .bind(organisation, from, to)
    .all<{ position: number }>()
  return new Set(results.map(({ position }) => position))
}
