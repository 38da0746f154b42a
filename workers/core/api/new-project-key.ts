import type { Caller } from '../../../contract/auth.ts'
import { isJsonObject } from '../../../domain/json-object.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import {
  commit,
  type Database,
  database,
  FACT_IS_LOGGED,
  type Fact,
  factById,
  violatedUnique,
} from '../../../platform/db/commit.ts'
import { insertProjectKey, keysOf, type ProjectKeyRow } from '../../../platform/db/projects.ts'
import { macKeys, mintPublicKey } from '../../../platform/keys.ts'
import { announce } from '../../../platform/live.ts'

interface KeyRequest {
  caller: Caller
  projectId: number
  name: string
  /** Of the fact that is logged; the same for every try of one request. */
  factId: string
}

const TRIES = 5
/** Keys of a project, revoked ones too: they are listed at once, and the lists of origins travel in each lease. */
const KEYS_MOST = 200

/** A key's number is part of the key, so it is proposed; where two are added at once, one of them proposes again. */
export const addKey = async (
  env: Env,
  request: KeyRequest,
  now: number,
): Promise<Result<ProjectKeyRow, 'limit_reached'>> => {
  const { caller, projectId, name, factId } = request
  const db = database(env.DB)
  const keys = await macKeys(env)
  for (let tries = 1; ; tries += 1) {
    const number = ((await keysOf(db, projectId)).at(-1)?.number ?? 0) + 1
    if (number > KEYS_MOST) return failed('limit_reached')
    const publicKey = mintPublicKey(keys, String(projectId), number)
    const row = { projectId, number, name, publicKey, active: true, allowedOrigins: null, createdAt: now }
    try {
      const fact = keyFact('project.key_created', row, { id: factId, caller, now })
      await announce(env, await commit(db, [insertProjectKey(db, row)], [fact]))
      return ok(row)
    } catch (error) {
      const taken = violatedUnique(error)
      const made = taken === FACT_IS_LOGGED ? await alreadyAdded(db, request) : null
      if (made !== null) return ok(made)
      if (taken === null || tries === TRIES) throw error
    }
  }
}

/** @returns the fact that something became of a key. */
export const keyFact = (
  type: 'project.key_created' | 'project.key_updated' | 'project.key_revoked' | 'project.key_restored',
  { projectId, number, name, allowedOrigins }: ProjectKeyRow,
  { id, caller, now }: { id: string; caller: Caller; now: number },
): Fact => ({
  id,
  organisationId: caller.organisationId,
  type,
  subject: String(projectId),
  actor: caller.userId,
  time: now,
  data: { projectId: String(projectId), keyId: String(number), name, allowedOrigins: originsOf(allowedOrigins) },
})

/** @returns a stored list of allowed origins; null for all. */
export const originsOf = (stored: string | null): string[] | null => (stored === null ? null : JSON.parse(stored))

// An earlier try of the same request got this far, and its answer never arrived.
const alreadyAdded = async (db: Database, { caller, projectId, factId }: KeyRequest): Promise<ProjectKeyRow | null> => {
  const fact = await factById(db, caller.organisationId, factId)
  const data: unknown = fact === null ? null : JSON.parse(fact.data)
  if (!isJsonObject(data)) return null
  return (await keysOf(db, projectId)).find(({ number }) => String(number) === data.keyId) ?? null
}
