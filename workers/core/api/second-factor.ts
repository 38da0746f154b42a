import type { BatchItem } from 'drizzle-orm/batch'
import {
  recoveryCodes,
  secondFactor,
  secondFactorConfirmation,
  secondFactorOffer,
  secondFactorProof,
  secondFactorStart,
} from '../../../contract/accounts.ts'
import type { Caller } from '../../../contract/auth.ts'
import { RECOVERY_CODES, readCode } from '../../../domain/identity/second-factor.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { endAccountTokens } from '../../../platform/db/account-tokens.ts'
import { commit, type Database, database } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  confirmTotp,
  offerTotp,
  recoveryCodesLeft,
  removeSecondFactor,
  replaceRecoveryCodes,
} from '../../../platform/db/second-factor.ts'
import { endSessions, mustStand, standingSessions } from '../../../platform/db/sessions.ts'
import { mustKeepCredentials, type UserRow, userById } from '../../../platform/db/users.ts'
import { seal, unseal } from '../../../platform/seal.ts'
import { newRecoveryCode, newTotpSecret, totpStep, totpUri } from '../../../platform/totp.ts'
import { problem } from '../problem.ts'
import { type AccountAction, hangUp, perform } from './account-facts.ts'
import { codeAttempt, outOfAttempts, succeeded } from './attempts.ts'
import { currentSession } from './current-session.ts'
import { proveBoth, provePassword, recoveryHash, totpContext, unproved } from './proof.ts'
import { answer, body, can, problems, router } from './route.ts'

export const secondFactors = router()
const tags = ['account']
const pointers = { password: '/password', code: '/code' }

secondFactors.openapi(
  can('self.account', {
    method: 'get',
    path: '/users/profile/second-factor',
    tags,
    summary: 'Whether signing in takes a code too',
    responses: { 200: answer(secondFactor, 'The second factor'), ...problems },
  }),
  async (c) => {
    const db = database(c.env.DB)
    const { userId } = c.var.caller
    const user = await userById(db, userId)
    if (user === null) return problem(c, 'unauthenticated')
    const left = await recoveryCodesLeft(db, userId)
    return c.json({ enabled: user.totpConfirmedAt !== null, recoveryCodesLeft: left }, 200)
  },
)

secondFactors.openapi(
  can('self.account', {
    method: 'post',
    path: '/users/profile/second-factor',
    tags,
    summary: 'Get a secret for an authenticator app; it does nothing until a code of it confirms it',
    request: { body: body(secondFactorStart) },
    responses: { 200: answer(secondFactorOffer, 'The secret'), ...problems },
  }),
  async (c) => {
    const { userId } = c.var.caller
    const proof = await provePassword(c, { userId, password: c.req.valid('json').password })
    if (!proof.ok) return unproved(c, proof.error, pointers)
    const { user, attempt } = proof.value
    await succeeded(c, attempt)
    if (user.totpConfirmedAt !== null) return problem(c, 'second_factor_on')
    const secret = newTotpSecret()
    const sealed = await seal(c.env.KEY_RING, secret, totpContext(userId))
    if (!(await offer(c.env, user, sealed))) return unproved(c, 'wrong_password', pointers)
    return c.json({ secret, uri: totpUri(secret, user.email) }, 200)
  },
)

secondFactors.openapi(
  can('self.account', {
    method: 'post',
    path: '/users/profile/second-factor/confirm',
    tags,
    summary: 'Switch the second factor on with a code of the app, which ends every other sign-in',
    request: { body: body(secondFactorConfirmation) },
    responses: { 200: answer(recoveryCodes, 'Recovery codes'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const attempt = codeAttempt(caller.userId, Date.now())
    if (await outOfAttempts(c, attempt)) return problem(c, 'too_many_attempts')
    const switched = await switchOn(c.env, { caller, typed: c.req.valid('json').code }, Date.now())
    if (!switched.ok)
      return switched.error === 'invalid_code' ? unproved(c, switched.error, pointers) : problem(c, switched.error)
    await succeeded(c, attempt)
    return c.json({ recoveryCodes: switched.value }, 200)
  },
)

secondFactors.openapi(
  can('self.account', {
    method: 'delete',
    path: '/users/profile/second-factor',
    tags,
    summary: 'Switch the second factor off',
    request: { body: body(secondFactorProof) },
    responses: { 204: { description: 'Switched off' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const proof = await proveBoth(c, { userId: caller.userId, ...c.req.valid('json') })
    if (!proof.ok)
      return proof.error === 'second_factor_off' ? problem(c, proof.error) : unproved(c, proof.error, pointers)
    const { user, spent, attempts } = proof.value
    const statements = removeSecondFactor(database(c.env.DB), caller.userId)
    const done = await spend(c.env, { caller, user, spent, statements, actionType: 'DISABLE_SECOND_FACTOR' })
    if (!done.ok) return unproved(c, done.error, pointers)
    for (const attempt of attempts) await succeeded(c, attempt)
    return c.body(null, 204)
  },
)

secondFactors.openapi(
  can('self.account', {
    method: 'post',
    path: '/users/profile/second-factor/recovery-codes',
    tags,
    summary: 'Get new recovery codes; earlier ones stop working',
    request: { body: body(secondFactorProof) },
    responses: { 200: answer(recoveryCodes, 'Recovery codes'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const proof = await proveBoth(c, { userId: caller.userId, ...c.req.valid('json') })
    if (!proof.ok)
      return proof.error === 'second_factor_off' ? problem(c, proof.error) : unproved(c, proof.error, pointers)
    const { user, spent, attempts } = proof.value
    const fresh = freshCodes(database(c.env.DB), caller.userId)
    const { codes, statements } = fresh
    const done = await spend(c.env, { caller, user, spent, statements, actionType: 'RENEW_RECOVERY_CODES' })
    if (!done.ok) return unproved(c, done.error, pointers)
    for (const attempt of attempts) await succeeded(c, attempt)
    return c.json({ recoveryCodes: codes }, 200)
  },
)

const offer = async (env: Env, user: UserRow, sealed: string): Promise<boolean> => {
  const db = database(env.DB)
  try {
    await commit(db, [mustKeepCredentials(db, user), offerTotp(db, user.id, sealed)], [])
    return true
  } catch (error) {
    if (isRefused(error)) return false
    throw error
  }
}

interface Spending {
  caller: Caller
  user: UserRow
  spent: BatchItem<'sqlite'>[]
  statements: BatchItem<'sqlite'>[]
  actionType: AccountAction
}

const spend = async (
  env: Env,
  { caller, user, spent, statements, actionType }: Spending,
): Promise<Result<null, 'invalid_code'>> => {
  const all = [mustKeepCredentials(database(env.DB), user), ...spent, ...statements]
  try {
    await perform(env, { caller, statements: all, actionType }, Date.now())
    return ok(null)
  } catch (error) {
    if (isRefused(error)) return failed('invalid_code')
    throw error
  }
}

const switchOn = async (
  env: Env,
  { caller, typed }: { caller: Caller; typed: string },
  now: number,
): Promise<Result<string[], 'invalid_code' | 'second_factor_on' | 'second_factor_off'>> => {
  const db = database(env.DB)
  const { userId } = caller
  const user = await userById(db, userId)
  if (user === null || user.totpSecret === null) return failed('second_factor_off')
  if (user.totpConfirmedAt !== null) return failed('second_factor_on')
  const secret = await unseal(env.KEY_RING, user.totpSecret, totpContext(userId))
  const given = readCode(typed)
  const step = secret !== null && given?.kind === 'totp' ? totpStep(secret, given.digits, now) : null
  if (step === null) return failed('invalid_code')
  const keep = currentSession(caller)
  const others = (await standingSessions(db, userId, now)).filter(({ id }) => id !== keep)
  const { codes, statements } = freshCodes(db, userId)
  const confirmed = [
    // No password is asked for here: a sign-in that was ended meanwhile must not lock its owner out.
    mustStand(db, keep),
    ...confirmTotp(db, { userId, sealed: user.totpSecret, step }, now),
    ...statements,
    // Whoever knew only the password is out from now on, and takes no other address along.
    ...endSessions(db, { userId, keep }, now),
    endAccountTokens(db, { userId, purposes: ['change_email'] }, now),
  ]
  try {
    await perform(env, { caller, statements: confirmed, actionType: 'ENABLE_SECOND_FACTOR' }, now)
  } catch (error) {
    if (isRefused(error)) return failed('invalid_code')
    throw error
  }
  const listeners = others.map(({ id }) => ({ session: id }))
  await hangUp(env, userId, listeners)
  return ok(codes)
}

const freshCodes = (db: Database, userId: string) => {
  const codes = [...new Set(Array.from({ length: RECOVERY_CODES }, newRecoveryCode))]
  const hashes = codes.map((code) => recoveryHash(userId, code))
  return { codes, statements: replaceRecoveryCodes(db, userId, hashes) }
}
