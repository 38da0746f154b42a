import type { Caller } from '../../../contract/auth.ts'
import type { NewProject } from '../../../contract/projects.ts'
import { slugFor } from '../../../domain/identity/slug.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { commit, type Database, database, type Fact, factById, violatedUnique } from '../../../platform/db/commit.ts'
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
import { factIdOf } from './idempotency.ts'

interface ProjectRequest {
  caller: Caller
  wish: NewProject
  /** The caller's `Idempotency-Key`. */
  retryKey: string | undefined
}

const TRIES = 5

/**
 * Makes a project. Its id must be known before its key can be minted, so both are proposed and the unique indexes decide:
 * whoever comes second proposes again. The fact's id is made from the `Idempotency-Key`, so a repeat collides there.
 */
export const createProject = async (
  env: Env,
  request: ProjectRequest,
  now: number,
): Promise<Result<ProjectRow, 'idempotency_key_reused'>> => {
  const db = database(env.DB)
  const keys = await macKeys(env)
  const factId = factIdOf('projects', request.caller, request.retryKey)
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
    const fact = createdFact(factId, request, { id: proposed.id, slug: proposed.slug, now })
    try {
      const logged = await commit(db, [insertProject(db, proposed), insertProjectKey(db, key)], [fact])
      await announce(env.LIVE_HUB, logged)
      return ok({ ...proposed, publicKey })
    } catch (error) {
      const taken = violatedUnique(error)
      if (taken === 'domain_events.id') return repeated(db, request, factId)
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
  }
}

const createdFact = (
  factId: string,
  { caller, wish }: ProjectRequest,
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

// The same key with the same wish is a retry and gets the same project; with another wish it is a mistake.
const repeated = async (
  db: Database,
  { caller, wish }: ProjectRequest,
  factId: string,
): Promise<Result<ProjectRow, 'idempotency_key_reused'>> => {
  const fact = await factById(db, factId)
  const data: unknown = fact === null ? null : JSON.parse(fact.data)
  const same =
    typeof data === 'object' &&
    data !== null &&
    'name' in data &&
    'platform' in data &&
    data.name === wish.name &&
    data.platform === (wish.platform ?? null)
  const row = same && fact !== null ? await projectById(db, caller.organisationId, fact.subject) : null
  return row === null ? failed('idempotency_key_reused') : ok(row)
}
