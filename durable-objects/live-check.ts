import { standingListeners } from '../platform/db/listeners.ts'
import type { Owner } from './live-socket.ts'

/**
 * Asks which of those who listen in an organisation may still do so. Who holds a token of another issuer is not known
 * here, so they may not: they come back with a fresh one.
 */
export const stillStanding = async (
  db: D1Database,
  owners: Owner[],
  now: number,
): Promise<(owner: Owner) => boolean> => {
  const organisation = owners[0]?.organization ?? ''
  const sessions = owners.flatMap(({ session }) => session ?? [])
  const keys = owners.flatMap(({ session, user }) => (session === undefined ? user : []))
  const standing = await standingListeners(db, { organisation, sessions, keys }, now)
  const still = { sessions: new Set(standing.sessions), keys: new Set(standing.keys) }
  return ({ session, user }) => (session === undefined ? still.keys.has(user) : still.sessions.has(session))
}
