import type { BatchItem } from 'drizzle-orm/batch'
import type { Registration, Session } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { hashPassword, sha256Hex, verifyPassword } from '../../../platform/crypto.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { endSession, refreshTokenByHash } from '../../../platform/db/sessions.ts'
import { mustKeepCredentials, type UserRow, updatePasswordHash, userBySignIn } from '../../../platform/db/users.ts'
import { hangUp } from './account-facts.ts'
import { mailFor } from './account-links.ts'
import { codeAttempt, outOfAttempts, registrationAttempt, signInAttempt, succeeded } from './attempts.ts'
import { fromAnotherSite } from './caller.ts'
import { refreshCookie, setSessionCookies } from './cookies.ts'
import { spendCode } from './proof.ts'
import type { ApiContext } from './route.ts'
import { deviceOf, type NotRegistered, openSession, organisationsOf, register } from './sessions.ts'

/** What someone typed to sign in; `name` is an email or a username. */
export interface Given {
  name: string
  password: string
  code?: string | undefined
}

type Refused =
  | 'too_many_attempts'
  | 'invalid_credentials'
  | 'account_disabled'
  | 'second_factor_required'
  | 'invalid_code'

/** Makes an account, and asks its owner by mail whether the address is theirs. Counted for the address of the network. */
export const signUp = async (
  c: ApiContext,
  wish: Registration,
): Promise<Result<Session, 'too_many_attempts' | NotRegistered>> => {
  if (await outOfAttempts(c, registrationAttempt(c))) return failed('too_many_attempts')
  const hashed = { ...wish, password: await hashPassword(wish.password) }
  return register(c.env, { wish: hashed, device: deviceOf(c), mail: mailFor(c, wish.language) }, Date.now())
}

/** Signs someone in with their password, and a code where they set a second factor. Only attempts that fail count. */
export const signIn = async (c: ApiContext, given: Given): Promise<Result<Session, Refused>> => {
  const name = given.name.trim()
  const attempt = signInAttempt(c, name.toLowerCase())
  if (await outOfAttempts(c, attempt)) return failed('too_many_attempts')
  const found = await userBySignIn(
    database(c.env.DB),
    name.includes('@') ? { email: name.toLowerCase() } : { username: name },
  )
  // Without an account, too, and with one that has no password: the time of the answer must not tell which it is.
  const { matches, rehash } = await verifyPassword(given.password, found?.password ?? null)
  if (found === null || !matches) return failed('invalid_credentials')
  const user = rehash ? await rehashed(c.env, found, given.password) : found
  const result = user.disabledAt === null ? await withSecondFactor(c, user, given) : failed('account_disabled' as const)
  if (result.ok || result.error === 'account_disabled' || result.error === 'second_factor_required')
    await succeeded(c, attempt)
  return result
}

const rehashed = async (env: Env, user: UserRow, password: string): Promise<UserRow> => {
  const db = database(env.DB)
  const to = await hashPassword(password)
  await commit(db, [updatePasswordHash(db, { id: user.id, from: user.password, to })], [])
  return { ...user, password: to }
}

const withSecondFactor = async (c: ApiContext, user: UserRow, { code }: Given): Promise<Result<Session, Refused>> => {
  if (user.totpConfirmedAt === null) return open(c, user, [])
  if (code === undefined || code === '') return failed('second_factor_required')
  // For the account whichever name it was signed in with, because a code has a million values only.
  const attempt = codeAttempt(user.id, Date.now())
  if (await outOfAttempts(c, attempt)) return failed('too_many_attempts')
  const spent = await spendCode(c.env, { user, typed: code }, Date.now())
  const opened = spent === null ? failed('invalid_code' as const) : await open(c, user, spent)
  if (opened.ok) await succeeded(c, attempt)
  return opened.ok || spent === null ? opened : failed('invalid_code')
}

const open = async (
  c: ApiContext,
  user: UserRow,
  spent: BatchItem<'sqlite'>[],
): Promise<Result<Session, 'invalid_credentials'>> => {
  const now = Date.now()
  const db = database(c.env.DB)
  const [organisation] = await organisationsOf(c.env, user, now)
  if (organisation === undefined) return failed('invalid_credentials')
  const proof = [mustKeepCredentials(db, user), ...spent]
  try {
    return ok(await openSession(c.env, { user, organisation, device: deviceOf(c), proof }, now))
  } catch (error) {
    if (isRefused(error)) return failed('invalid_credentials')
    throw error
  }
}

/**
 * Gives a browser its session and ends the one it had. Not where another site made it ask: whoever signs someone else's
 * browser in to an account of their own reads what is then done there (login CSRF), so such a page gets no cookie.
 */
export const keepInBrowser = async (c: ApiContext, session: Session): Promise<void> => {
  if (!fromAnotherSite(c.req)) await replaceInBrowser(c, session)
}

/** Gives a browser its session, wherever it comes from, and ends the one it had. */
export const replaceInBrowser = async (c: ApiContext, session: Session): Promise<void> => {
  const earlier = refreshCookie(c)
  if (earlier !== undefined) await endEarlier(c.env, earlier)
  setSessionCookies(c, session)
}

const endEarlier = async (env: Env, refreshToken: string): Promise<void> => {
  const db = database(env.DB)
  const token = await refreshTokenByHash(db, sha256Hex(refreshToken))
  if (token === null) return
  await commit(db, endSession(db, token.family, Date.now()), [])
  await hangUp(env, token.userId, [{ session: token.family }])
}
