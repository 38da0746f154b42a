import { type ClaimSources, findCredentials } from '../../domain/errors/credentials.ts'
import { parsePublicKey } from '../../domain/errors/dsn.ts'
import type { Arrival } from './arrival.ts'

const ASK_MS = 2000
const MOST_KNOWN = 1000
const known = new Map<string, string>()

/**
 * The project of a key, for requests whose path and DSN name none: a plain report, or the oldest `/api/store/`. SDKs never
 * come here, so their way needs no lookup.
 * @returns null where nobody knows the key or the directory does not answer
 */
export async function projectOfKey({ env }: Arrival, claims: ClaimSources): Promise<string | null> {
  const credentials = findCredentials(claims)
  if (!credentials.ok || !parsePublicKey(credentials.value.publicKey)) return null
  const { publicKey } = credentials.value
  const remembered = known.get(publicKey)
  if (remembered !== undefined) return remembered
  const asked = env.PROJECT_GATE.get(env.PROJECT_GATE.idFromName('directory')).projectOfKey(publicKey)
  const project = await Promise.race([asked.catch(() => null), scheduler.wait(ASK_MS).then(() => null)])
  if (project !== null && known.size < MOST_KNOWN) known.set(publicKey, project)
  return project
}
