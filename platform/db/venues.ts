import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { venues } from './schema/plans.ts'

export type VenueRow = typeof venues.$inferSelect

/** Which part of a list in the order of names: after a place of it, and only what a text is part of. */
export interface NamedPart {
  after: readonly [name: string, id: string] | null
  limit: number
  query?: string | undefined
}

const within = (organisationId: string) => and(eq(venues.organisationId, organisationId), isNull(venues.deletedAt))

/** @returns up to `limit` venues of the organisation, by name. */
export const venuesAfter = (
  db: Database,
  organisationId: string,
  { after, limit, query = '' }: NamedPart,
): Promise<VenueRow[]> => {
  const text = sql`${venues.name} || char(10) || coalesce(${venues.city}, '')`
  return db
    .select()
    .from(venues)
    .where(
      and(
        within(organisationId),
        after === null ? undefined : sql`(${venues.name}, ${venues.id}) > (${after[0]}, ${after[1]})`,
        query === '' ? undefined : sql`instr(lower(${text}), ${query.toLowerCase()}) > 0`,
      ),
    )
    .orderBy(asc(venues.name), asc(venues.id))
    .limit(limit)
    .all()
}

/** @returns the organisation's venue, or null for a foreign, deleted or unknown one. */
export const venueById = async (db: Database, organisationId: string, id: string): Promise<VenueRow | null> =>
  (await db
    .select()
    .from(venues)
    .where(and(within(organisationId), eq(venues.id, id)))
    .get()) ?? null

/** The statement that keeps a new venue. */
export const insertVenue = (db: Database, row: VenueRow) => db.insert(venues).values(row)

/** A statement that lets its batch fail when the venue was changed since this version, or is deleted. */
export const mustBeVenue = (db: Database, { id, version }: Pick<VenueRow, 'id' | 'version'>) =>
  must(db, sql`EXISTS (SELECT 1 FROM venues WHERE id = ${id} AND version = ${version} AND deleted_at IS NULL)`)

/** The statement that changes a venue; its version grows. */
export const updateVenue = (db: Database, id: string, change: Partial<Omit<VenueRow, 'id' | 'version'>>) =>
  db
    .update(venues)
    .set({ ...change, version: sql`${venues.version} + 1` })
    .where(eq(venues.id, id))

/** A statement that lets its batch fail while a plan, or an event that is not over, is of this venue. */
export const mustBeFreeVenue = (db: Database, id: string, now: number) =>
  must(
    db,
    sql`NOT EXISTS (SELECT 1 FROM plans WHERE venue_id = ${id} AND deleted_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM events WHERE venue_id = ${id} AND deleted_at IS NULL
        AND ends_at > ${now} AND status NOT IN ('CANCELLED', 'COMPLETED'))`,
  )
