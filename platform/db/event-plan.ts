import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Database } from './commit.ts'
import type { PlanVersionRow } from './plans.ts'
import { plans, planVersions } from './schema/plans.ts'

/** A version of a plan, and where it is. */
export type EventPlan = PlanVersionRow & { venueId: string | null }

/**
 * @returns what an event of the organisation takes of a plan: a published version, the newest where none is named; null
 * where there is none. Of a deleted plan only by its number, because events that were made before keep it.
 */
export const publishedVersion = async (
  db: Database,
  organisationId: string,
  { planId, version }: { planId: string; version: number | null },
): Promise<EventPlan | null> => {
  const wanted =
    version === null
      ? and(isNull(plans.deletedAt), eq(planVersions.version, plans.publishedVersion))
      : eq(planVersions.version, version)
  const row = await db
    .select({ document: planVersions, venueId: plans.venueId })
    .from(plans)
    .innerJoin(planVersions, eq(planVersions.planId, plans.id))
    .where(
      and(eq(plans.organisationId, organisationId), eq(plans.id, planId), isNotNull(planVersions.publishedAt), wanted),
    )
    .get()
  return row === undefined ? null : { ...row.document, venueId: row.venueId }
}
