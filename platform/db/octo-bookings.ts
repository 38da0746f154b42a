import { and, desc, eq, type SQL } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { octoBookings } from './schema/octo.ts'

export type OctoRow = typeof octoBookings.$inferSelect

/** @returns the booking of the organisation that a reseller knows by this UUID, or null. */
export const octoBookingBy = async (db: Database, organisationId: string, uuid: string): Promise<OctoRow | null> =>
  (await db.select().from(octoBookings).where(ofUuid(organisationId, uuid)).get()) ?? null

/** Keeps which booking a UUID stands for. @returns the row as it is then: of another one, where that was faster */
export const keepOctoBooking = async (db: Database, row: OctoRow): Promise<OctoRow> => {
  await db.insert(octoBookings).values(row).onConflictDoNothing().run()
  return (await octoBookingBy(db, row.organisationId, row.uuid)) ?? row
}

/**
 * Changes what a UUID stands for, or what was said of it.
 * @param from the booking that it stood for when it was read
 * @returns whether it was so still; else nothing was changed
 */
export const updateOctoBooking = async (db: Database, row: OctoRow, from: string): Promise<boolean> => {
  const { organisationId, uuid, createdAt: _, ...change } = row
  const stands = and(ofUuid(organisationId, uuid), eq(octoBookings.bookingId, from))
  const { meta } = await db.update(octoBookings).set(change).where(stands).run()
  return meta.changes === 1
}

const MOST_LISTED = 100

/** @returns the newest bookings with a reference of the reseller's, of ours, or both. */
export const octoBookingsWith = (
  db: Database,
  {
    organisationId,
    resellerReference,
    bookingId,
  }: { organisationId: string; resellerReference: string | undefined; bookingId: string | undefined },
): Promise<OctoRow[]> =>
  db
    .select()
    .from(octoBookings)
    .where(
      and(
        eq(octoBookings.organisationId, organisationId),
        resellerReference === undefined ? undefined : eq(octoBookings.resellerReference, resellerReference),
        bookingId === undefined ? undefined : eq(octoBookings.bookingId, bookingId),
      ),
    )
    .orderBy(desc(octoBookings.createdAt))
    .limit(MOST_LISTED)
    .all()

const ofUuid = (organisationId: string, uuid: string): SQL | undefined =>
  and(eq(octoBookings.organisationId, organisationId), eq(octoBookings.uuid, uuid))
