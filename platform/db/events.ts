import { and, asc, eq, gt, gte, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { EventContent } from '../../domain/booking/event-content.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { events } from './schema/events.ts'

export type EventRow = typeof events.$inferSelect

const live = isNull(events.deletedAt)

/** @returns the organisation's event, or null for a foreign, deleted or unknown one. */
export const eventById = (db: Database, organisationId: string, id: string): Promise<EventRow | null> =>
  oneOf(db, and(eq(events.id, id), eq(events.organisationId, organisationId), live))

/** @returns the event of whatever organisation, or null for a deleted or unknown one. */
export const anyEventById = (db: Database, id: string): Promise<EventRow | null> =>
  oneOf(db, and(eq(events.id, id), live))

/** @returns whether an event is an organisation's, or was before it was deleted. */
export const isEventOf = async (db: Database, organisationId: string, id: string): Promise<boolean> =>
  (await oneOf(db, and(eq(events.id, id), eq(events.organisationId, organisationId)))) !== null

const oneOf = async (db: Database, where: SQL | undefined): Promise<EventRow | null> =>
  (await db.select().from(events).where(where).get()) ?? null

/** The statement that keeps a new event. */
export const insertEvent = (db: Database, row: typeof events.$inferInsert) => db.insert(events).values(row)

/** A statement that lets its batch fail when the event was changed since this version, or is deleted. */
export const mustBeEvent = (db: Database, { id, version }: Pick<EventRow, 'id' | 'version'>) =>
  must(db, sql`EXISTS (SELECT 1 FROM events WHERE id = ${id} AND version = ${version} AND deleted_at IS NULL)`)

export type EventColumns = Omit<EventContent, 'settings'> &
  Pick<EventRow, 'settings' | 'lowestPrice' | 'highestPrice' | 'searched' | 'updatedAt'> &
  Partial<Pick<EventRow, 'cancelledAt' | 'deletedAt' | 'departure'>>

/** The statement that changes an event, whose version grows. */
export const updateEvent = (db: Database, id: string, change: Partial<EventColumns>) =>
  db
    .update(events)
    .set({ ...change, version: sql`${events.version} + 1` })
    .where(eq(events.id, id))

/** Notes how far the room of an event is told: what it took, or why it did not take it. Never goes back. */
export const noteConfigured = async (
  db: Database,
  id: string,
  { version, refusal }: { version: number; refusal: string | null },
): Promise<void> => {
  await db
    .update(events)
    .set(refusal === null ? { configuredVersion: version, configureRefusal: null } : { configureRefusal: refusal })
    .where(and(eq(events.id, id), sql`${events.configuredVersion} < ${version} AND ${events.version} >= ${version}`))
    .run()
}

/**
 * @returns events whose rooms are behind since before a moment (ms since 1970), the longest waiting first; those whose
 * rooms refused come last, because they may refuse for ever
 */
export const unconfiguredEvents = (db: Database, { before, limit }: { before: number; limit: number }) =>
  db
    .select()
    .from(events)
    .where(and(sql`configured_version < version`, lt(events.updatedAt, before)))
    .orderBy(sql`${events.configureRefusal} IS NOT NULL`, asc(events.updatedAt))
    .limit(limit)
    .all()

// In the words of the index, or the table would be read.
const ENDS_BY_ITSELF = sql`status IN ('SCHEDULED', 'ON_SALE', 'PAUSED', 'CLOSED')`

/** @returns events on whose end nobody has looked yet: over before a moment (ms since 1970), the earliest first. */
export const endedEvents = (db: Database, { before, limit }: { before: number; limit: number }): Promise<EventRow[]> =>
  db
    .select()
    .from(events)
    .where(and(ENDS_BY_ITSELF, lt(events.endsAt, before), live))
    .orderBy(asc(events.endsAt))
    .limit(limit)
    .all()

/** @returns departures of a tour that start at a moment (ms since 1970) or after, deleted ones too. */
export const departuresMade = (db: Database, tourId: string, from: number) =>
  db
    .select({
      id: events.id,
      key: sql<string>`${events.departure}`,
      deleted: sql`${events.deletedAt} IS NOT NULL`.mapWith(Boolean),
      tourVersion: sql<number | null>`${events.settings} ->> '$.tourVersion'`,
    })
    .from(events)
    .where(and(eq(events.tourId, tourId), sql`${events.departure} IS NOT NULL`, gte(events.startsAt, from)))
    .all()

/** @returns ids of events of an organisation in their order, those after one; deleted ones too. */
export const eventIdsAfter = async (
  db: Database,
  { organisationId, after, limit }: { organisationId: string; after: string; limit: number },
): Promise<string[]> => {
  const rows = await db
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.organisationId, organisationId), gt(events.id, after)))
    .orderBy(asc(events.id))
    .limit(limit)
    .all()
  return rows.map(({ id }) => id)
}
