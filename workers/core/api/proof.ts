import type { BatchItem } from 'drizzle-orm/batch'
import type { Context } from 'hono'
import { isFreshStep, readCode } from '../../../domain/identity/second-factor.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { sha256Hex, verifyPassword } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { spendRecoveryCode, spendTotpStep } from '../../../platform/db/second-factor.ts'
import { type UserRow, userById } from '../../../platform/db/users.ts'
import { unseal } from '../../../platform/seal.ts'
import { totpStep } from '../../../platform/totp.ts'
import { problem } from '../problem.ts'
import { type Attempted, codeAttempt, outOfAttempts, proofAttempt } from './attempts.ts'
import type { Asked } from './route.ts'

/** What a sealed authenticator secret is sealed for. */
export const totpContext = (userId: string): string => `totp:${userId}`

/** @returns the digest a recovery code is stored by; salted with its owner, so that one table fits one person only. */
export const recoveryHash = (userId: string, code: string): string => sha256Hex(`${userId}:${code}`)

/**
 * Checks a code as far as that is possible beforehand.
 * @returns the statements that spend it, whose batch fails where it was no good after all; null where it surely is none
 */
export const spendCode = async (
  env: Env,
  { user, typed }: { user: UserRow; typed: string },
  now: number,
): Promise<BatchItem<'sqlite'>[] | null> => {
  const given = readCode(typed)
  const { id: userId, totpSecret: sealed, totpConfirmedAt } = user
  if (given === null || sealed === null || totpConfirmedAt === null) return null
  const db = database(env.DB)
  if (given.kind === 'recovery') return spendRecoveryCode(db, { userId, hash: recoveryHash(userId, given.code) }, now)
  const secret = await unseal(env.KEY_RING, sealed, totpContext(userId))
  const step = secret === null ? null : totpStep(secret, given.digits, now)
  return step === null || !isFreshStep(step, user.totpStep) ? null : spendTotpStep(db, { userId, sealed, step })
}

/** Someone signed in who proved their password once more, and the attempt to take back once all of it succeeded. */
export interface Proved {
  user: UserRow
  attempt: Attempted
}

export type ProofRefused = 'too_many_attempts' | 'wrong_password' | 'unauthenticated'

/** Asks someone who is signed in for their password again, counted for their account, whichever way they try. */
export const provePassword = async (
  c: Asked,
  { userId, password }: { userId: string; password: string },
): Promise<Result<Proved, ProofRefused>> => {
  const attempt = proofAttempt(userId, Date.now())
  if (await outOfAttempts(c, attempt)) return failed('too_many_attempts')
  const user = await userById(database(c.env.DB), userId)
  if (user === null) return failed('unauthenticated')
  const { matches } = await verifyPassword(password, user.password)
  return matches ? ok({ user, attempt }) : failed('wrong_password')
}

/** Somebody who proved password and code: what spends the code, and the attempts to take back once it was spent. */
interface BothProved {
  user: UserRow
  spent: BatchItem<'sqlite'>[]
  attempts: Attempted[]
}

/** Asks someone who is signed in for their password and a code of their second factor. */
export const proveBoth = async (
  c: Asked,
  { userId, password, code }: { userId: string; password: string; code: string },
): Promise<Result<BothProved, ProofRefused | 'invalid_code' | 'second_factor_off'>> => {
  const first = await provePassword(c, { userId, password })
  if (!first.ok) return first
  const { user, attempt } = first.value
  if (user.totpConfirmedAt === null) return failed('second_factor_off')
  const now = Date.now()
  const second = codeAttempt(userId, now)
  if (await outOfAttempts(c, second)) return failed('too_many_attempts')
  const spent = await spendCode(c.env, { user, typed: code }, now)
  return spent === null ? failed('invalid_code') : ok({ user, spent, attempts: [attempt, second] })
}

const POINTED = {
  wrong_password: 'Not the password of this account',
  invalid_code: 'Not a code that can be used now',
} as const

/** Answers a proof that failed, pointing at the field that was wrong. */
export const unproved = (
  c: Context,
  refused: ProofRefused | 'invalid_code',
  pointers: { password: string; code?: string },
) => {
  if (refused !== 'wrong_password' && refused !== 'invalid_code') return problem(c, refused)
  const pointer = refused === 'wrong_password' ? pointers.password : (pointers.code ?? '/code')
  return problem(c, refused, { errors: [{ pointer, code: refused, detail: POINTED[refused] }] })
}
