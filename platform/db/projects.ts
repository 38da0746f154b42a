import { and, asc, eq, gt, isNull, max, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { outcomes } from './schema/issues.ts'
import { projectKeys, projects } from './schema/projects.ts'

export interface ProjectRow {
  id: number
  name: string
  slug: string
  platform: string | null
  createdAt: number
  version: number
  /** Public key of the first active key, or null when all are revoked. */
  publicKey: string | null
}
export type ProjectKeyRow = typeof projectKeys.$inferSelect

const shown = {
  id: projects.id,
  name: projects.name,
  slug: projects.slug,
  platform: projects.platform,
  createdAt: projects.createdAt,
  version: projects.version,
  publicKey: sql<string | null>`(
    SELECT public_key FROM project_keys AS k WHERE k.project_id = ${projects.id} AND k.active ORDER BY k.number LIMIT 1)`,
}

const within = (organisationId: string) => and(eq(projects.organisationId, organisationId), isNull(projects.deletedAt))

/** @returns up to `limit` live projects of the organisation with an id greater than `after`, in the order they were made. */
export const projectsAfter = (
  db: Database,
  organisationId: string,
  { after, limit }: { after: number; limit: number },
): Promise<ProjectRow[]> =>
  db
    .select(shown)
    .from(projects)
    .where(and(within(organisationId), gt(projects.id, after)))
    .orderBy(asc(projects.id))
    .limit(limit)
    .all()

/** @returns the organisation's project, or null for a foreign, deleted or unknown one. */
export const projectById = async (db: Database, organisationId: string, id: string): Promise<ProjectRow | null> =>
  (await db
    .select(shown)
    .from(projects)
    .where(and(within(organisationId), eq(projects.id, Number(id))))
    .get()) ?? null

/** @returns the organisation's project, deleted or not, or null for a foreign or unknown one. */
export const projectEver = async (db: Database, organisationId: string, id: string) =>
  (await db
    .select()
    .from(projects)
    .where(and(eq(projects.organisationId, organisationId), eq(projects.id, Number(id))))
    .get()) ?? null

/** @returns the slugs of the organisation that are `slug` or continue it with a dash, deleted projects included. */
export const slugsLike = async (db: Database, organisationId: string, slug: string): Promise<string[]> => {
  const rows = await db
    .select({ slug: projects.slug })
    .from(projects)
    .where(and(eq(projects.organisationId, organisationId), sql`(slug = ${slug} OR slug GLOB ${`${slug}-*`})`))
    .all()
  return rows.map((row) => row.slug)
}

/** @returns the id the next project may take. Two at once collide on it, and one of them asks again. */
export const nextProjectId = async (db: Database): Promise<number> => {
  const row = await db
    .select({ last: max(projects.id) })
    .from(projects)
    .get()
  return (row?.last ?? 0) + 1
}

/** The statement that keeps a new project. */
export const insertProject = (db: Database, row: typeof projects.$inferInsert) => db.insert(projects).values(row)

/** The statement that keeps a new key; its number was counted when its public key was made, so two at once collide. */
export const insertProjectKey = (db: Database, row: ProjectKeyRow) => db.insert(projectKeys).values(row)

/** A statement that lets its batch fail when the project was changed since this version, or is deleted. */
export const mustBeProject = (db: Database, { id, version }: Pick<ProjectRow, 'id' | 'version'>) =>
  must(db, sql`EXISTS (SELECT 1 FROM projects WHERE id = ${id} AND version = ${version} AND deleted_at IS NULL)`)

/** The statement that changes a project. */
export const updateProject = (
  db: Database,
  id: number,
  change: Partial<Pick<ProjectRow, 'name' | 'slug' | 'platform'>> | { deletedAt: number },
) =>
  db
    .update(projects)
    .set({ ...change, version: sql`${projects.version} + 1` })
    .where(eq(projects.id, id))

/** The statement that changes a key, or switches it on or off. */
export const updateProjectKey = (
  db: Database,
  { projectId, number }: Pick<ProjectKeyRow, 'projectId' | 'number'>,
  change: Partial<Pick<ProjectKeyRow, 'active' | 'name' | 'allowedOrigins'>>,
) =>
  db
    .update(projectKeys)
    .set(change)
    .where(and(eq(projectKeys.projectId, projectId), eq(projectKeys.number, number)))

/** @returns the keys of a project, oldest first. */
export const keysOf = (db: Database, projectId: number): Promise<ProjectKeyRow[]> =>
  db.select().from(projectKeys).where(eq(projectKeys.projectId, projectId)).orderBy(asc(projectKeys.number)).all()

/** @returns what was not kept since an hour (hours since 1970), newest hour first. */
export const outcomesSince = (db: Database, projectId: number, hour: number) =>
  db
    .select()
    .from(outcomes)
    .where(and(eq(outcomes.projectId, projectId), gt(outcomes.hour, hour)))
    .orderBy(sql`${outcomes.hour} DESC`, outcomes.category, outcomes.reason)
    .all()
