import { randomId } from '../../../platform/crypto.ts'
import type { Fact } from '../../../platform/db/commit.ts'

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
