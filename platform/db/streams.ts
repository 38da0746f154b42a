import { lte, sql } from 'drizzle-orm'
import type { EventStream } from '../../contract/event-streams.ts'
import type { Database } from './commit.ts'
import { READER_STANDS, type ReaderRow } from './readers.ts'
import { eventHours } from './schema/domain-events.ts'

const HOUR_MS = 3_600_000

/**
 * The statement that adds events between two positions to the counters of their hours. It does nothing where the reader
 * has moved on meanwhile, so that in one batch with the move of its cursor each event counts once.
 */
export const countStreams = (
  db: D1Database,
  { name, cursor, epoch }: Pick<ReaderRow, 'name' | 'cursor' | 'epoch'>,
  to: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO event_hours (organisation_id, type, hour, count, last_time)
       SELECT organisation_id, type, logged_at / ${HOUR_MS}, count(*), max(time) FROM domain_events
       WHERE position > ?2 AND position <= ?4 AND ${READER_STANDS}
       GROUP BY 1, 2, 3
       ON CONFLICT DO UPDATE SET count = count + excluded.count, last_time = max(last_time, excluded.last_time)`,
    )
    .bind(name, cursor, epoch, to)

/** The statements that take events after a position out of the counters, up to the one that was counted last. */
export const uncountStreams = (db: Database, { cursor }: Pick<ReaderRow, 'cursor'>, after: number) => {
  const { organisationId, type, hour, count } = eventHours
  const counted = sql`SELECT organisation_id, type, logged_at / ${sql.raw(String(HOUR_MS))}, -count(*), max(time)
    FROM domain_events WHERE position > ${after} AND position <= ${cursor} GROUP BY 1, 2, 3`
  return [
    db
      .insert(eventHours)
      .select(counted)
      .onConflictDoUpdate({ target: [organisationId, type, hour], set: { count: sql`${count} + excluded.count` } }),
    db.delete(eventHours).where(lte(count, 0)),
  ]
}

/** Types that are told of at once: whoever publishes may make up any number, and each comes with all its hours. */
const TYPES = 200

/**
 * @returns how many events of each type an organisation logged in the hours up to now, the most frequent first. `now` in
 * milliseconds since 1970.
 */
export const listStreams = async (
  db: D1Database,
  organisationId: string,
  { hours, now }: { hours: number; now: number },
): Promise<EventStream[]> => {
  const last = Math.floor(now / HOUR_MS)
  const first = last - hours + 1
  const { results } = await db
    .prepare(
      `SELECT type, hour, count, last_time AS lastTime FROM event_hours
       WHERE organisation_id = ?1 AND hour BETWEEN ?2 AND ?3 AND type IN (
         SELECT type FROM event_hours WHERE organisation_id = ?1 AND hour BETWEEN ?2 AND ?3
         GROUP BY type ORDER BY sum(count) DESC, type LIMIT ${TYPES})`,
    )
    .bind(organisationId, first, last)
    .all<Counted>()
  const streams = [...Map.groupBy(results, ({ type }) => type)].map(([type, rows]) =>
    asStream(type, rows, { first, hours }),
  )
  return streams.sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1))
}

interface Counted {
  type: string
  hour: number
  count: number
  lastTime: number
}

const asStream = (type: string, rows: Counted[], { first, hours }: { first: number; hours: number }): EventStream => {
  const counts = new Map(rows.map(({ hour, count }) => [hour, count]))
  return {
    type,
    count: rows.reduce((sum, { count }) => sum + count, 0),
    lastTime: new Date(Math.max(...rows.map(({ lastTime }) => lastTime))).toISOString(),
    hours: Array.from({ length: hours }, (_, index) => ({
      time: new Date((first + index) * HOUR_MS).toISOString(),
      count: counts.get(first + index) ?? 0,
    })),
  }
}
