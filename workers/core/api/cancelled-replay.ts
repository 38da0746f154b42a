import type { Caller } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, type Database, database, type Fact } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { cancelReplay, type ReplayRow, replayById } from '../../../platform/db/replays.ts'
import { announce } from '../../../platform/live.ts'

/** How often a replay may move on between being looked at and being stopped. */
const TRIES = 10

/** Stops a replay that runs. @returns its row; `replay_over` where it has ended already */
export const stopReplay = async (
  env: Env,
  caller: Caller,
  id: string,
): Promise<Result<ReplayRow, 'not_found' | 'replay_over' | 'stale_version'>> => {
  const db = database(env.DB)
  for (let tries = 0; tries < TRIES; tries += 1) {
    const row = await replayById(db, caller.organisationId, id)
    if (row === null) return failed('not_found')
    if (row.status !== 'running') return failed('replay_over')
    const now = Date.now()
    if (!(await stopped(env, db, { caller, row, now }))) continue
    return ok({ ...row, status: 'cancelled', finishedAt: now })
  }
  return failed('stale_version')
}

/** @returns false where the replay has moved since its row was read. */
const stopped = async (
  env: Env,
  db: Database,
  { caller, row, now }: { caller: Caller; row: ReplayRow; now: number },
): Promise<boolean> => {
  const fact: Fact = {
    id: randomId('e'),
    organisationId: row.organisationId,
    type: 'replay.cancelled',
    subject: row.id,
    actor: caller.userId,
    time: now,
    data: { replayId: row.id, done: row.done },
  }
  try {
    await announce(env, await commit(db, cancelReplay(db, row, now), [fact]))
    return true
  } catch (error) {
    if (isRefused(error)) return false
    throw error
  }
}
