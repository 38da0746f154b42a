import type { Caller } from '../../../contract/auth.ts'
import type { ProjectChange } from '../../../contract/projects.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId, sha256Hex } from '../../../platform/crypto.ts'
import { commit, database, FACT_IS_LOGGED, type Fact, violatedUnique } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { mustBeProject, type ProjectRow, updateProject } from '../../../platform/db/projects.ts'
import { announce } from '../../../platform/live.ts'

type Named = Pick<ProjectRow, 'id' | 'name' | 'slug' | 'platform'>

/** Changes what the wish names. What is so already is left as it is, without a fact. */
export const changeProject = async (
  env: Env,
  { caller, row, wish }: { caller: Caller; row: ProjectRow; wish: ProjectChange },
  now: number,
): Promise<Result<ProjectRow, 'stale_version' | 'slug_taken'>> => {
  if (wish.version !== undefined && wish.version !== row.version) return failed('stale_version')
  const { name = row.name, slug = row.slug, platform = row.platform } = wish
  if (name === row.name && slug === row.slug && platform === row.platform) return ok(row)
  const db = database(env.DB)
  const changed = { ...row, name, slug, platform, version: row.version + 1 }
  const statements = [mustBeProject(db, row), updateProject(db, row.id, { name, slug, platform })]
  try {
    const fact = projectFact('project.updated', changed, { id: randomId('e'), caller, now })
    await announce(env, await commit(db, statements, [fact]))
    return ok(changed)
  } catch (error) {
    if (isRefused(error)) return failed('stale_version')
    if (violatedUnique(error)?.includes('projects.slug') === true) return failed('slug_taken')
    throw error
  }
}

/**
 * Deletes a project for everyone, then tells the gate, which refuses the senders from then on. Deleting it once more does
 * no harm: after a failure between the two it is what tells the gate.
 */
export const deleteProject = async (
  env: Env,
  { caller, row }: { caller: Caller; row: Named & { deletedAt: number | null } },
  now: number,
): Promise<void> => {
  if (row.deletedAt === null) await markDeleted(env, { caller, row }, now)
  await env.PROJECT_GATE.get(env.PROJECT_GATE.idFromName(String(row.id))).remove()
}

const markDeleted = async (env: Env, { caller, row }: { caller: Caller; row: Named }, now: number): Promise<void> => {
  const db = database(env.DB)
  // A project is deleted once: of two who do it at once, the second meets the fact of the first.
  const id = `e_${sha256Hex(`project deleted ${row.id}`)}`
  const fact = projectFact('project.deleted', row, { id, caller, now })
  try {
    await announce(env, await commit(db, [updateProject(db, row.id, { deletedAt: now })], [fact]))
  } catch (error) {
    if (violatedUnique(error) !== FACT_IS_LOGGED) throw error
  }
}

const projectFact = (
  type: 'project.updated' | 'project.deleted',
  { id: projectId, name, slug, platform }: Named,
  { id, caller, now }: { id: string; caller: Caller; now: number },
): Fact => ({
  id,
  organisationId: caller.organisationId,
  type,
  subject: String(projectId),
  actor: caller.userId,
  time: now,
  data: { projectId: String(projectId), name, slug, platform },
})
