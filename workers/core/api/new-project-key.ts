import type { Caller } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { commit, type Database, database, type Fact, factById, violatedUnique } from '../../../platform/db/commit.ts'
import { insertProjectKey, keysOf, type ProjectKeyRow } from '../../../platform/db/projects.ts'
import { macKeys, mintPublicKey } from '../../../platform/keys.ts'
import { announce } from '../../../platform/live.ts'
import { factIdOf } from './idempotency.ts'

interface KeyRequest {
  caller: Caller
  projectId: number
  name: string
  /** The caller's `Idempotency-Key`. */
  retryKey: string | undefined
}

const TRIES = 5

/** A key's number is part of the key, so it is proposed; where two are added at once, one of them proposes again. */
export const addKey = async (
  env: Env,
  request: KeyRequest,
  now: number,
): Promise<Result<ProjectKeyRow, 'idempotency_key_reused'>> => {
  const { caller, projectId, name } = request
  const db = database(env.DB)
  const keys = await macKeys(env)
  const factId = factIdOf('project-keys', caller, request.retryKey)
  for (let tries = 1; ; tries += 1) {
    const number = ((await keysOf(db, projectId)).at(-1)?.number ?? 0) + 1
    const publicKey = mintPublicKey(keys, String(projectId), number)
    const row = { projectId, number, name, publicKey, active: true, allowedOrigins: null, createdAt: now }
    try {
      const fact = keyFact('project.key_created', row, { id: factId, caller, now })
      await announce(env.LIVE_HUB, await commit(db, [insertProjectKey(db, row)], [fact]))
      return ok(row)
    } catch (error) {
      const taken = violatedUnique(error)
      if (taken === 'domain_events.id') return repeated(db, request, factId)
      if (taken === null || tries === TRIES) throw error
    }
  }
}

/** @returns the fact that something became of a key. */
export const keyFact = (
  type: 'project.key_created' | 'project.key_revoked' | 'project.key_restored',
  { projectId, number, name }: ProjectKeyRow,
  { id, caller, now }: { id: string; caller: Caller; now: number },
): Fact => ({
  id,
  organisationId: caller.organisationId,
  type,
  subject: String(projectId),
  actor: caller.userId,
  time: now,
  data: { projectId: String(projectId), keyId: String(number), name },
})

// The same Idempotency-Key with the same wish is a retry and gets the same DSN key; with another wish it is a mistake.
const repeated = async (
  db: Database,
  { projectId, name }: KeyRequest,
  factId: string,
): Promise<Result<ProjectKeyRow, 'idempotency_key_reused'>> => {
  const fact = await factById(db, factId)
  const data: unknown = fact === null ? null : JSON.parse(fact.data)
  const same = typeof data === 'object' && data !== null && 'keyId' in data && 'name' in data && data.name === name
  if (!same || fact?.subject !== String(projectId)) return failed('idempotency_key_reused')
  const row = (await keysOf(db, projectId)).find(({ number }) => String(number) === data.keyId)
  return row === undefined ? failed('idempotency_key_reused') : ok(row)
}
