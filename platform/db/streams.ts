import { READER_STANDS, type ReaderRow } from './readers.ts'

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
       SELECT organisation_id, type, logged_at / 3600000, count(*), max(time) FROM domain_events
       WHERE position > ?2 AND position <= ?4 AND ${READER_STANDS}
       GROUP BY 1, 2, 3
       ON CONFLICT DO UPDATE SET count = count + excluded.count, last_time = max(last_time, excluded.last_time)`,
    )
    .bind(name, cursor, epoch, to)
