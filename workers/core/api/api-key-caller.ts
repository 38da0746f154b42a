import type { Caller } from '../../../contract/auth.ts'
import { isApiKey, knownScopes, LAST_USED_MS } from '../../../domain/identity/api-key.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { updateLastUsed, workingApiKey } from '../../../platform/db/api-keys.ts'
import { type Database, database } from '../../../platform/db/commit.ts'

/** Does something behind the answer, as `waitUntil` does. */
export type Later = (task: Promise<unknown>) => void

/** @returns who an API key speaks for, or null. What fails its checksum was mistyped or made up and is never looked up. */
export const callerByKey = async (
  env: Env,
  key: string,
  { now, later }: { now: number; later: Later },
): Promise<Caller | null> => {
  if (!isApiKey(key)) return null
  const db = database(env.DB)
  const known = await workingApiKey(db, sha256Hex(key), now)
  if (known === null) return null
  const { id, organisationId, lastUsedAt } = known
  if (lastUsedAt === null || lastUsedAt < now - LAST_USED_MS) later(noteUse(db, id, now))
  const scopes = knownScopes(JSON.parse(known.scopes) as unknown[])
  // The role is what the type asks for; what a key may do is decided by its scopes alone.
  return { userId: id, organisationId, role: 'viewer', platformRole: 'USER', credential: { kind: 'key', scopes } }
}

// Nobody's request should fail because this was not written.
const noteUse = async (db: Database, id: string, now: number): Promise<void> => {
  try {
    await updateLastUsed(db, id, { now, unlessAfter: now - LAST_USED_MS })
  } catch {
    console.warn(JSON.stringify({ level: 'warn', message: 'the use of an API key was not noted', key: id }))
  }
}
