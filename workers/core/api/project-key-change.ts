import type { Caller } from '../../../contract/auth.ts'
import type { FieldError } from '../../../contract/problem.ts'
import type { ProjectKeyChange } from '../../../contract/projects.ts'
import { readAllowedOrigin } from '../../../domain/errors/allowed-origins.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { type ProjectKeyRow, updateProjectKey } from '../../../platform/db/projects.ts'
import { announce } from '../../../platform/live.ts'
import { keyFact, originsOf } from './new-project-key.ts'

interface OneKey {
  caller: Caller
  key: ProjectKeyRow
}

// The gate is always told first: it is what enforces, and repeating the whole after a failure between the two does no harm.
const gateOf = (env: Env, { projectId }: ProjectKeyRow) =>
  env.PROJECT_GATE.get(env.PROJECT_GATE.idFromName(String(projectId)))

/** Switches a key on or off. */
export const switchKey = async (
  env: Env,
  { caller, key, active }: OneKey & { active: boolean },
  now: number,
): Promise<ProjectKeyRow> => {
  await (active ? gateOf(env, key).restore(key.number) : gateOf(env, key).revoke(key.number))
  return keep(
    env,
    { caller, key, type: active ? 'project.key_restored' : 'project.key_revoked' },
    { change: { active }, now },
  )
}

/** Changes a key's name and the origins whose pages may send with it; refuses with a pointer to each that is none. */
export const changeKey = async (
  env: Env,
  { caller, key, wish }: OneKey & { wish: ProjectKeyChange },
  now: number,
): Promise<Result<ProjectKeyRow, FieldError[]>> => {
  const origins =
    wish.allowedOrigins === undefined ? ok(originsOf(key.allowedOrigins)) : readOrigins(wish.allowedOrigins)
  if (!origins.ok) return origins
  if (wish.allowedOrigins !== undefined) await gateOf(env, key).allowOrigins(key.number, origins.value)
  const allowedOrigins = origins.value === null ? null : JSON.stringify(origins.value)
  const change = { name: wish.name ?? key.name, allowedOrigins }
  return ok(await keep(env, { caller, key, type: 'project.key_updated' }, { change, now }))
}

const keep = async (
  env: Env,
  { caller, key, type }: OneKey & { type: Parameters<typeof keyFact>[0] },
  { change, now }: { change: Partial<Pick<ProjectKeyRow, 'active' | 'name' | 'allowedOrigins'>>; now: number },
): Promise<ProjectKeyRow> => {
  const changed = { ...key, ...change }
  const same =
    changed.active === key.active && changed.name === key.name && changed.allowedOrigins === key.allowedOrigins
  if (same) return key
  const db = database(env.DB)
  const fact = keyFact(type, changed, { id: randomId('e'), caller, now })
  await announce(env, await commit(db, [updateProjectKey(db, key, change)], [fact]))
  return changed
}

const readOrigins = (entries: string[] | null): Result<string[] | null, FieldError[]> => {
  if (entries === null) return ok(null)
  const read = entries.map(readAllowedOrigin)
  const errors = read.flatMap((origin, index) => (origin === null ? [notAnOrigin(index)] : []))
  return errors.length > 0 ? failed(errors) : ok([...new Set(read.filter((origin) => origin !== null))])
}

const notAnOrigin = (index: number): FieldError => ({
  pointer: `/allowedOrigins/${index}`,
  code: 'not_an_origin',
  detail: 'Write https://shop.example, or *.shop.example for a domain and all below it',
})
