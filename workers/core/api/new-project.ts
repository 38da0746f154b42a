import type { Caller } from '../../../contract/auth.ts'
import type { NewProject } from '../../../contract/projects.ts'
import { slugFor } from '../../../domain/identity/slug.ts'
import {
  commit,
  type Database,
  database,
  FACT_IS_LOGGED,
  type Fact,
  factById,
  violatedUnique,
} from '../../../platform/db/commit.ts'
import {
  insertProject,
  insertProjectKey,
  nextProjectId,
  type ProjectRow,
  projectById,
  slugsLike,
} from '../../../platform/db/projects.ts'
import { macKeys, mintPublicKey } from '../../../platform/keys.ts'
import { announce } from '../../../platform/live.ts'

interface ProjectRequest {
  caller: Caller
  wish: NewProject
  /** Of the fact that is logged; the same for every try of one request. */
  factId: string
}

const TRIES = 5

/**
 * Makes a project. Its id must be known before its key can be minted, so both are proposed and the unique indexes decide:
 * whoever comes second proposes again. A second try of one request collides on the fact's id and gets what the first made.
 */
export const createProject = async (env: Env, request: ProjectRequest, now: number): Promise<ProjectRow> => {
  const db = database(env.DB)
  const keys = await macKeys(env)
  for (let tries = 1; ; tries += 1) {
    const proposed = await propose(db, request, now)
    const publicKey = mintPublicKey(keys, String(proposed.id), 1)
    const key = {
      projectId: proposed.id,
      number: 1,
      name: 'Default',
      publicKey,
      active: true,
      allowedOrigins: null,
      createdAt: now,
    }
    const fact = createdFact(request, { id: proposed.id, slug: proposed.slug, now })
    try {
      const logged = await commit(db, [insertProject(db, proposed), insertProjectKey(db, key)], [fact])
      await announce(env, logged)
      return { ...proposed, publicKey }
    } catch (error) {
      const taken = violatedUnique(error)
      const made = taken === FACT_IS_LOGGED ? await alreadyMade(db, request) : null
      if (made !== null) return made
      if (taken === null || tries === TRIES) throw error
    }
  }
}

const propose = async (db: Database, { caller, wish }: ProjectRequest, now: number) => {
  const taken = await slugsLike(db, caller.organisationId, slugFor(wish.name))
  return {
    id: await nextProjectId(db),
    organisationId: caller.organisationId,
    slug: slugFor(wish.name, taken),
    name: wish.name,
    platform: wish.platform ?? null,
    createdAt: now,
    version: 1,
  }
}

const createdFact = (
  { caller, wish, factId }: ProjectRequest,
  { id, slug, now }: { id: number; slug: string; now: number },
): Fact => ({
  id: factId,
  organisationId: caller.organisationId,
  type: 'project.created',
  subject: String(id),
  actor: caller.userId,
  time: now,
  data: { projectId: String(id), name: wish.name, slug, platform: wish.platform ?? null },
})

// An earlier try of the same request got this far, and its answer never arrived.
const alreadyMade = async (db: Database, { caller, factId }: ProjectRequest): Promise<ProjectRow | null> => {
  const fact = await factById(db, caller.organisationId, factId)
  return fact === null ? null : projectById(db, caller.organisationId, fact.subject)
}
