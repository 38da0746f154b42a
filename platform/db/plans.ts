import { and, asc, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { plans, planVersions } from './schema/plans.ts'
import type { NamedPart } from './venues.ts'

export type PlanVersionRow = typeof planVersions.$inferSelect
/** A plan with its newest document, published or not. */
export type PlanRow = typeof plans.$inferSelect & { document: PlanVersionRow }

const newest = and(
  eq(planVersions.planId, plans.id),
  eq(planVersions.version, sql`coalesce(${plans.draftVersion}, ${plans.publishedVersion})`),
)

const within = (organisationId: string) => and(eq(plans.organisationId, organisationId), isNull(plans.deletedAt))

/** @returns up to `limit` plans of the organisation, by name; of one venue where it is named. */
export const plansAfter = async (
  db: Database,
  organisationId: string,
  { after, limit, query = '', venueId }: NamedPart & { venueId?: string | undefined },
): Promise<PlanRow[]> => {
  const rows = await db
    .select({ plan: plans, document: planVersions })
    .from(plans)
    .innerJoin(planVersions, newest)
    .where(
      and(
        within(organisationId),
        venueId === undefined ? undefined : eq(plans.venueId, venueId),
        after === null ? undefined : sql`(${plans.name}, ${plans.id}) > (${after[0]}, ${after[1]})`,
        query === '' ? undefined : sql`instr(lower(${plans.name}), ${query.toLowerCase()}) > 0`,
      ),
    )
    .orderBy(asc(plans.name), asc(plans.id))
    .limit(limit)
    .all()
  return rows.map(({ plan, document }) => ({ ...plan, document }))
}

/** @returns the organisation's plan, or null for a foreign, deleted or unknown one. */
export const planById = async (db: Database, organisationId: string, id: string): Promise<PlanRow | null> => {
  const row = await db
    .select({ plan: plans, document: planVersions })
    .from(plans)
    .innerJoin(planVersions, newest)
    .where(and(within(organisationId), eq(plans.id, id)))
    .get()
  return row === undefined ? null : { ...row.plan, document: row.document }
}

/** @returns one version of a plan, or null where it has no such. */
export const planVersion = async (db: Database, planId: string, version: number): Promise<PlanVersionRow | null> =>
  (await db
    .select()
    .from(planVersions)
    .where(and(eq(planVersions.planId, planId), eq(planVersions.version, version)))
    .get()) ?? null

/** @returns up to `limit` versions of a plan before one of them, newest first. */
export const planVersionsBefore = (
  db: Database,
  planId: string,
  { before, limit }: { before: number; limit: number },
): Promise<PlanVersionRow[]> =>
  db
    .select()
    .from(planVersions)
    .where(and(eq(planVersions.planId, planId), lt(planVersions.version, before)))
    .orderBy(desc(planVersions.version))
    .limit(limit)
    .all()

/** The statement that keeps a new plan. */
export const insertPlan = (db: Database, { document: _, ...row }: PlanRow) => db.insert(plans).values(row)

/** The statement that keeps a version of a plan. */
export const insertPlanVersion = (db: Database, row: PlanVersionRow) => db.insert(planVersions).values(row)

/** The statement that forgets a draft that another one replaces; what was published stays. */
export const deleteDraft = (db: Database, { planId, version }: Pick<PlanVersionRow, 'planId' | 'version'>) =>
  db
    .delete(planVersions)
    .where(and(eq(planVersions.planId, planId), eq(planVersions.version, version), isNull(planVersions.publishedAt)))

/** The statement that publishes a draft. */
export const publishVersion = (
  db: Database,
  { planId, version }: Pick<PlanVersionRow, 'planId' | 'version'>,
  publication: { publishedAt: number; publishedBy: string },
) =>
  db
    .update(planVersions)
    .set(publication)
    .where(and(eq(planVersions.planId, planId), eq(planVersions.version, version), isNull(planVersions.publishedAt)))

/** A statement that lets its batch fail when the plan was changed, published or deleted since it was read. */
export const mustBePlan = (db: Database, { id, version, draftVersion }: PlanRow) =>
  must(
    db,
    sql`EXISTS (SELECT 1 FROM plans WHERE id = ${id} AND version = ${version} AND draft_version IS ${draftVersion}
      AND deleted_at IS NULL)`,
  )

/** The statement that changes a plan to what it is now. */
export const updatePlan = (db: Database, { id, document: _, organisationId: __, ...row }: PlanRow) =>
  db.update(plans).set(row).where(eq(plans.id, id))

/** A statement that lets its batch fail while a tour, or an event that is not over, takes its places from this plan. */
export const mustBeFreePlan = (db: Database, { id, organisationId }: PlanRow, now: number) =>
  must(
    db,
    sql`NOT EXISTS (SELECT 1 FROM events WHERE plan_id = ${id} AND deleted_at IS NULL
        AND ends_at > ${now} AND status NOT IN ('CANCELLED', 'COMPLETED'))
      AND NOT EXISTS (SELECT 1 FROM tours WHERE organisation_id = ${organisationId} AND deleted_at IS NULL
        AND status <> 'ARCHIVED' AND settings ->> '$.planId' = ${id})`,
  )
