import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { tours } from './schema/events.ts'
import { organisations } from './schema/identity.ts'
import type { NamedPart } from './venues.ts'

export type TourRow = typeof tours.$inferSelect

const live = isNull(tours.deletedAt)

/** @returns the organisation's tour, or null for a foreign, deleted or unknown one. */
export const tourById = (db: Database, organisationId: string, id: string): Promise<TourRow | null> =>
  oneOf(db, and(eq(tours.organisationId, organisationId), eq(tours.id, id), live))

/** @returns the tour of whatever organisation, or null for a deleted or unknown one. */
export const anyTourById = (db: Database, id: string): Promise<TourRow | null> => oneOf(db, and(eq(tours.id, id), live))

const oneOf = async (db: Database, where: SQL | undefined): Promise<TourRow | null> =>
  (await db.select().from(tours).where(where).get()) ?? null

/** @returns up to `limit` tours by name: of an organisation, or of all; ACTIVE ones alone where everyone asks. */
export const toursAfter = async (
  db: Database,
  { organisationId, listed }: { organisationId: string | null; listed: boolean },
  { after, limit, query = '' }: NamedPart,
): Promise<TourRow[]> => {
  const rows = await db
    .select({ tour: tours })
    .from(tours)
    .innerJoin(organisations, and(eq(organisations.id, tours.organisationId), isNull(organisations.deletedAt)))
    .where(
      and(
        live,
        organisationId === null ? undefined : eq(tours.organisationId, organisationId),
        listed ? eq(tours.status, 'ACTIVE') : undefined,
        after === null ? undefined : sql`(${tours.name}, ${tours.id}) > (${after[0]}, ${after[1]})`,
        query === '' ? undefined : sql`instr(lower(${tours.name}), ${query.toLowerCase()}) > 0`,
      ),
    )
    .orderBy(asc(tours.name), asc(tours.id))
    .limit(limit)
    .all()
  return rows.map(({ tour }) => tour)
}

/** The statement that keeps a new tour. */
export const insertTour = (db: Database, row: TourRow) => db.insert(tours).values(row)

/** A statement that lets its batch fail when the tour was changed since this version, or is deleted. */
export const mustBeTour = (db: Database, { id, version }: Pick<TourRow, 'id' | 'version'>) =>
  must(db, sql`EXISTS (SELECT 1 FROM tours WHERE id = ${id} AND version = ${version} AND deleted_at IS NULL)`)

/** The statement that changes a tour; its version grows, and its departures are made again. */
export const updateTour = (db: Database, id: string, change: Partial<Omit<TourRow, 'id' | 'version'>>) =>
  db
    .update(tours)
    .set({ ...change, generatedUntil: 0, version: sql`${tours.version} + 1` })
    .where(eq(tours.id, id))

/** A statement that lets its batch fail while an event of the tour is to come. */
export const mustBeOver = (db: Database, tourId: string, now: number) =>
  must(
    db,
    sql`NOT EXISTS (SELECT 1 FROM events WHERE tour_id = ${tourId} AND deleted_at IS NULL AND ends_at > ${now}
      AND status NOT IN ('CANCELLED', 'COMPLETED', 'DRAFT'))`,
  )

/** @returns ACTIVE tours whose departures do not reach as far ahead as they should, less a day, the furthest behind first. */
export const toursDue = (db: Database, { now, limit }: { now: number; limit: number }): Promise<TourRow[]> =>
  db
    .select()
    .from(tours)
    .where(
      and(
        live,
        eq(tours.status, 'ACTIVE'),
        sql`${tours.generatedUntil} < ${now} + (${tours.settings} ->> '$.horizonDays' - 1) * 86400000`,
      ),
    )
    .orderBy(asc(tours.generatedUntil))
    .limit(limit)
    .all()

/** Notes how far ahead the departures of a version of a tour are made. */
export const noteGenerated = async (
  db: Database,
  { id, version }: Pick<TourRow, 'id' | 'version'>,
  until: number,
): Promise<void> => {
  await db
    .update(tours)
    .set({ generatedUntil: until })
    .where(and(eq(tours.id, id), eq(tours.version, version)))
    .run()
}
