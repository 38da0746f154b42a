import { and, eq, inArray, or } from 'drizzle-orm'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { Database } from './commit.ts'
import type { DeliveryRow } from './deliveries-read.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'
import { eventById } from './log-search.ts'
import { deliveries } from './schema/deliveries.ts'

/** Events in one timeline, and how far it follows causes of causes. */
const MOST = 200
const MOST_CAUSES = 20
/** Events read after one in search of its effects in other correlations. */
const READS = 2000

/**
 * What belongs to an event, what matters most in front: itself, what it came of, what came of these, and what is nearest
 * to it in its correlation.
 */
export const relatedEvents = async (
  db: D1Database,
  event: LoggedEvent,
): Promise<{ events: LoggedEvent[]; truncated: boolean }> => {
  const [causes, before, after] = await Promise.all([
    causesOf(db, event),
    correlatedWith(db, event, 'before'),
    correlatedWith(db, event, 'after'),
  ])
  const correlated = byNearness([...before, ...after], event)
  const effects = await effectsOf(db, event, [event, ...causes, ...correlated.slice(0, MOST)])
  const related = new Map([event, ...causes, ...effects, ...correlated].map((one) => [one.position, one]))
  return { events: [...related.values()], truncated: [before, after, effects].some(({ length }) => length >= MOST) }
}

/** @returns events of a log by how near they are to one of it. */
export const byNearness = (events: readonly LoggedEvent[], { position }: LoggedEvent): LoggedEvent[] =>
  events.toSorted((a, b) => Math.abs(a.position - position) - Math.abs(b.position - position))

/** @returns what was sent, or waits to be, for events: by the notification they name, or the delivery itself. */
export const deliveriesFor = async (
  db: Database,
  organisationId: string,
  { notifications, ids }: { notifications: readonly string[]; ids: readonly string[] },
): Promise<DeliveryRow[]> => {
  if (notifications.length === 0 && ids.length === 0) return []
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.organisationId, organisationId),
        or(inArray(deliveries.notificationId, notifications.slice(0, 40)), inArray(deliveries.id, ids.slice(0, 40))),
      ),
    )
    .limit(MOST)
    .all()
}

const causesOf = async (db: D1Database, event: LoggedEvent): Promise<LoggedEvent[]> => {
  const causes: LoggedEvent[] = []
  // What somebody published may name itself, or one that came later, as its cause.
  const seen = new Set([event.id])
  let id = event.causationId
  while (id !== null && !seen.has(id) && causes.length < MOST_CAUSES) {
    seen.add(id)
    const cause = await eventById(db, event.organisationId, id)
    if (cause === null) break
    causes.push(cause)
    id = cause.causationId
  }
  return causes
}

const correlatedWith = async (
  db: D1Database,
  { organisationId, correlationId, position }: LoggedEvent,
  side: 'before' | 'after',
): Promise<LoggedEvent[]> => {
  if (correlationId === null) return []
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM domain_events
       WHERE organisation_id = ?1 AND correlation_id = ?2 AND position ${side === 'before' ? '<' : '>'} ?3
       ORDER BY position ${side === 'before' ? 'DESC' : 'ASC'} LIMIT ${MOST}`,
    )
    .bind(organisationId, correlationId, position)
    .all<LoggedEvent>()
  return results
}

const effectsOf = async (
  db: D1Database,
  { organisationId, position }: LoggedEvent,
  causes: readonly LoggedEvent[],
): Promise<LoggedEvent[]> => {
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM (
         SELECT * FROM domain_events INDEXED BY domain_events_organisation
         WHERE organisation_id = ?1 AND position > ?2 ORDER BY position LIMIT ${READS})
       WHERE causation_id IN (SELECT value FROM json_each(?3)) ORDER BY position LIMIT ${MOST}`,
    )
    .bind(organisationId, position, JSON.stringify(causes.map(({ id }) => id)))
    .all<LoggedEvent>()
  return results
}
