import type { BatchItem } from 'drizzle-orm/batch'
import type { Caller } from '../../../contract/auth.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import { membershipsOf } from '../../../platform/db/organisations.ts'
import { announce, disconnect, type Listener } from '../../../platform/live.ts'

/** What someone did with their account, or an ADMIN with another's. */
export type AccountAction =
  | 'LOGIN'
  | 'LOGOUT'
  | 'UPDATE_PROFILE'
  | 'CHANGE_PASSWORD'
  | 'RESET_PASSWORD'
  | 'CHANGE_EMAIL'
  | 'VERIFY_EMAIL'
  | 'REVOKE_SESSIONS'
  | 'ENABLE_SECOND_FACTOR'
  | 'DISABLE_SECOND_FACTOR'
  | 'RENEW_RECOVERY_CODES'
  | 'UPDATE_ACCOUNT'
  | 'READ_DELIVERY'

/** Who did what, in the log of the organisation their session is in. Details hold ids and names of fields, never values. */
export interface Action {
  userId: string
  organisationId: string
  actionType: AccountAction
  actionDetails?: Record<string, string | boolean | string[]>
}

/** @returns the fact that someone did something; `time` in milliseconds since 1970. */
export const actionFact = ({ userId, organisationId, actionType, actionDetails }: Action, time: number): Fact => ({
  id: randomId('e'),
  organisationId,
  type: 'user.action_performed',
  subject: userId,
  actor: userId,
  time,
  data: { userId, actionType, ...(actionDetails !== undefined && { actionDetails }) },
})

/** Commits what a caller did with their account together with the fact that they did it. `now` in ms since 1970. */
export const perform = async (
  env: Env,
  { caller, statements, ...action }: Omit<Action, 'userId' | 'organisationId'> & Performed,
  now: number,
): Promise<void> => {
  const { userId, organisationId } = caller
  const logged = await commit(database(env.DB), statements, [actionFact({ userId, organisationId, ...action }, now)])
  await announce(env, logged)
}

interface Performed {
  caller: Pick<Caller, 'userId' | 'organisationId'>
  statements: BatchItem<'sqlite'>[]
}

/** Closes the live sockets of sign-ins that ended, in whichever of their person's organisations they listened. */
export const hangUp = async (env: Env, userId: string, listeners: Listener[]): Promise<void> => {
  if (listeners.length === 0) return
  const organisations = await membershipsOf(database(env.DB), userId)
  await Promise.all(organisations.map(({ id }) => disconnect(env.LIVE_HUB, id, ...listeners)))
}
