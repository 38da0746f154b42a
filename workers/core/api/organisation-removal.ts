import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { endOrganisation, everyProjectOf } from '../../../platform/db/organisation-removal.ts'
import { announce, disconnect } from '../../../platform/live.ts'

/**
 * Deletes an organisation. The gates of its projects come first, because they are what keeps events out, and a repeat
 * after a failure in between does no harm; they come once more for a project that was made meanwhile.
 */
export const removeOrganisation = async (
  env: Env,
  { organisationId, userId }: { organisationId: string; userId: string },
  now: number,
): Promise<Result<'removed', 'not_found'>> => {
  const db = database(env.DB)
  const before = await everyProjectOf(db, organisationId)
  await closeGates(env, before)
  const fact: Fact = {
    id: randomId('e'),
    organisationId,
    type: 'organization.deleted',
    subject: organisationId,
    actor: userId,
    time: now,
    data: { organizationId: organisationId },
  }
  try {
    await announce(env, await commit(db, endOrganisation(db, organisationId, now), [fact]))
  } catch (error) {
    if (isRefused(error)) return failed('not_found')
    throw error
  }
  const after = await everyProjectOf(db, organisationId)
  await closeGates(
    env,
    after.filter((id) => !before.includes(id)),
  )
  await disconnect(env.LIVE_HUB, organisationId, 'everyone')
  return ok('removed')
}

const closeGates = async (env: Env, projects: number[]): Promise<void> => {
  await Promise.all(projects.map((id) => env.PROJECT_GATE.get(env.PROJECT_GATE.idFromName(String(id))).remove()))
}
