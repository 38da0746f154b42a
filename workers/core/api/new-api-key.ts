import type { Caller } from '../../../contract/auth.ts'
import type { Action } from '../../../domain/identity/access.ts'
import {
  API_KEYS_MOST,
  hintOf,
  knownScopes,
  mintApiKey,
  refusedScopes,
  rotatedLives,
} from '../../../domain/identity/api-key.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId, sha256Hex } from '../../../platform/crypto.ts'
import { type ApiKeyRow, endApiKey, insertApiKey, mustHaveRoom } from '../../../platform/db/api-keys.ts'
import {
  commit,
  type Database,
  database,
  FACT_IS_LOGGED,
  type Fact,
  violatedUnique,
} from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { announce, disconnect } from '../../../platform/live.ts'

interface Wish {
  name: string
  scopes: Action[]
  expiresAt: number | null
}

interface Made {
  row: ApiKeyRow
  /** The key itself, which is not stored. */
  key: string
}

interface OneKey {
  caller: Caller
  row: ApiKeyRow
}

interface Attempt {
  caller: Caller
  /** Of the fact that a key was made; the same for every try of one request. */
  factId: string
}

/** Makes a key of the organisation. */
export const addApiKey = async (
  env: Env,
  { caller, wish, factId }: Attempt & { wish: Wish },
  now: number,
): Promise<Result<Made, 'limit_reached'>> => {
  const db = database(env.DB)
  const made = newKey(caller, wish, now)
  const fact = keyFact('api_key.created', made.row, { id: factId, caller, now })
  try {
    await announce(env, await commit(db, insertWithRoom(db, made.row), [fact]))
    return ok(made)
  } catch (error) {
    if (isRefused(error)) return failed('limit_reached')
    throw error
  }
}

/**
 * Makes the successor of a key that works. A key has one successor: the fact's id is made from the key's, so that of two
 * who rotate it at once the second writes nothing.
 */
export const rotateApiKey = async (
  env: Env,
  { caller, row, factId }: OneKey & Attempt,
  now: number,
): Promise<Result<Made, 'limit_reached' | 'stale_version' | 'forbidden'>> => {
  const db = database(env.DB)
  const scopes = knownScopes(JSON.parse(row.scopes) as unknown[])
  if (refusedScopes(scopes, caller).length > 0) return failed('forbidden')
  const lives = rotatedLives(row, now)
  const made = newKey(caller, { name: row.name, scopes, expiresAt: lives.successor }, now)
  const facts = [
    keyFact('api_key.rotated', row, { id: onceFor('rotated', row.id), caller, now, successor: made.row.id }),
    keyFact('api_key.created', made.row, { id: factId, caller, now }),
  ]
  try {
    const statements = [...insertWithRoom(db, made.row), endApiKey(db, row.id, { expiresAt: lives.rotated })]
    await announce(env, await commit(db, statements, facts))
    return ok(made)
  } catch (error) {
    if (isRefused(error)) return failed('limit_reached')
    if (violatedUnique(error) === FACT_IS_LOGGED) return failed('stale_version')
    throw error
  }
}

/** Revokes a key at once, and closes the sockets it opened. @returns the key as it is now */
export const revokeApiKey = async (env: Env, { caller, row }: OneKey, now: number): Promise<ApiKeyRow> => {
  const revoked = { ...row, revokedAt: row.revokedAt ?? now }
  if (row.revokedAt === null) {
    const db = database(env.DB)
    const fact = keyFact('api_key.revoked', row, { id: onceFor('revoked', row.id), caller, now })
    try {
      await announce(env, await commit(db, [endApiKey(db, row.id, { revokedAt: now })], [fact]))
    } catch (error) {
      // Someone else revoked it in the same moment, and the fact is theirs.
      if (violatedUnique(error) !== FACT_IS_LOGGED) throw error
    }
  }
  await disconnect(env.LIVE_HUB, row.organisationId, { user: row.id })
  return revoked
}

const insertWithRoom = (db: Database, row: ApiKeyRow) => [
  mustHaveRoom(db, row.organisationId, { now: row.createdAt, most: API_KEYS_MOST }),
  insertApiKey(db, row),
]

const newKey = (caller: Caller, { name, scopes, expiresAt }: Wish, now: number): Made => {
  const key = mintApiKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
  const row = {
    id: randomId('k'),
    organisationId: caller.organisationId,
    name,
    hash: sha256Hex(key),
    ...hintOf(key),
    scopes: JSON.stringify(scopes),
    createdBy: caller.userId,
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
  }
  return { row, key }
}

const onceFor = (what: 'rotated' | 'revoked', id: string): string => `e_${sha256Hex(`api-key ${what} ${id}`)}`

const keyFact = (
  type: 'api_key.created' | 'api_key.rotated' | 'api_key.revoked',
  { id: keyId, organisationId, name }: ApiKeyRow,
  { id, caller, now, successor }: { id: string; caller: Caller; now: number; successor?: string },
): Fact => ({
  id,
  organisationId,
  type,
  subject: keyId,
  actor: caller.userId,
  time: now,
  data: { apiKeyId: keyId, name, ...(successor !== undefined && { successor }) },
})
