import { createRoute } from '@hono/zod-openapi'
import { passwordChange, passwordReset, passwordResetRequest } from '../../../contract/accounts.ts'
import type { Caller } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { hashPassword } from '../../../platform/crypto.ts'
import { accountToken, endAccountTokens, spendAccountToken } from '../../../platform/db/account-tokens.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { removeSecondFactor } from '../../../platform/db/second-factor.ts'
import { endSessions, standingSessions } from '../../../platform/db/sessions.ts'
import {
  languageOf,
  mustKeepCredentials,
  type UserRow,
  updateUser,
  userByEmail,
  userById,
} from '../../../platform/db/users.ts'
import { announce } from '../../../platform/live.ts'
import { logFailure } from '../../../platform/log.ts'
import { problem } from '../problem.ts'
import { actionFact, hangUp, perform } from './account-facts.ts'
import { type LinkMail, linkMail, mailFor, plainMail } from './account-links.ts'
import { mailAttempt, outOfAttempts, succeeded } from './attempts.ts'
import { currentSession } from './current-session.ts'
import { type Proved, provePassword, unproved } from './proof.ts'
import { body, can, problems, router } from './route.ts'
import { organisationsOf } from './sessions.ts'

export const passwords = router()
const tags = ['account']

passwords.openapi(
  can('self.account', {
    method: 'post',
    path: '/users/profile/password',
    tags,
    summary: 'Change your password, which ends every other sign-in',
    request: { body: body(passwordChange) },
    responses: { 204: { description: 'Changed' }, ...problems },
  }),
  async (c) => {
    const { currentPassword, newPassword } = c.req.valid('json')
    const { caller } = c.var
    const proof = await provePassword(c, { userId: caller.userId, password: currentPassword })
    const pointers = { password: '/currentPassword' }
    if (!proof.ok) return unproved(c, proof.error, pointers)
    const wish = { caller, user: proof.value.user, password: await hashPassword(newPassword) }
    const changed = await changePassword(c.env, { ...wish, mail: mailFor(c, languageOf(proof.value.user)) })
    if (!changed.ok) return unproved(c, changed.error, pointers)
    await succeeded(c, proof.value.attempt)
    return c.body(null, 204)
  },
)

passwords.openapi(
  createRoute({
    method: 'post',
    path: '/auth/password/forgot',
    tags,
    summary: 'Ask for a link to choose a new password; answered alike whether the address has an account or not',
    request: { body: body(passwordResetRequest) },
    responses: { 202: { description: 'If the address has an account, a mail is on its way' }, ...problems },
  }),
  async (c) => {
    const { email, language } = c.req.valid('json')
    if (await outOfAttempts(c, mailAttempt(c, email))) return problem(c, 'too_many_attempts')
    // After the answer, so that its time tells nothing either.
    const sent = sendResetLink(c.env, email, mailFor(c, language)).catch((error) =>
      logFailure(error, { requestId: c.get('requestId'), path: c.req.routePath }),
    )
    c.executionCtx.waitUntil(sent)
    return c.body(null, 202)
  },
)

passwords.openapi(
  createRoute({
    method: 'post',
    path: '/auth/password/reset',
    tags,
    summary: 'Choose a new password with the token of a link, which ends every sign-in',
    request: { body: body(passwordReset) },
    responses: { 204: { description: 'Changed; sign in with it' }, ...problems },
  }),
  async (c) => {
    const { token, password } = c.req.valid('json')
    const reset = await resetPassword(c.env, { token, password, mail: mailFor(c, null) }, Date.now())
    return reset.ok ? c.body(null, 204) : problem(c, reset.error)
  },
)

const changePassword = async (
  env: Env,
  { caller, user, password, mail }: Pick<Proved, 'user'> & { caller: Caller; password: string; mail: LinkMail },
): Promise<Result<null, 'wrong_password'>> => {
  const now = Date.now()
  const db = database(env.DB)
  const keep = currentSession(caller)
  const others = (await standingSessions(db, user.id, now)).filter(({ id }) => id !== keep)
  const statements = [
    mustKeepCredentials(db, user),
    updateUser(db, user.id, { password }),
    ...endSessions(db, { userId: user.id, keep }, now),
    endAccountTokens(db, { userId: user.id, purposes: ['reset_password', 'change_email'] }, now),
    plainMail(db, { template: 'account.password_changed', user, language: mail.language }, now),
  ]
  try {
    await perform(env, { caller, statements, actionType: 'CHANGE_PASSWORD' }, now)
  } catch (error) {
    if (isRefused(error)) return failed('wrong_password')
    throw error
  }
  const ended = others.map(({ id }) => ({ session: id }))
  await hangUp(env, user.id, ended)
  return ok(null)
}

const sendResetLink = async (env: Env, email: string, mail: LinkMail): Promise<void> => {
  const db = database(env.DB)
  const user = await userByEmail(db, email)
  if (user === null || user.disabledAt !== null) return
  const language = languageOf(user) ?? mail.language
  const wish = { ...mail, language, purpose: 'reset_password', userId: user.id, email } as const
  await commit(db, linkMail(db, wish, Date.now()), [])
}

const resetPassword = async (
  env: Env,
  { token, password, mail }: { token: string; password: string; mail: LinkMail },
  now: number,
): Promise<Result<null, 'invalid_link'>> => {
  const db = database(env.DB)
  const proof = await accountToken(db, token, now)
  const user = proof?.purpose === 'reset_password' ? await userById(db, proof.userId) : null
  if (proof === null || user === null || user.email !== proof.email) return failed('invalid_link')
  const [organisation] = await organisationsOf(env, user, now)
  if (organisation === undefined) return failed('invalid_link')
  const statements = [
    ...spendAccountToken(db, proof, now),
    ...newPassword(db, { user, password: await hashPassword(password) }, now),
    ...endSessions(db, { userId: user.id, keep: null }, now),
    endAccountTokens(db, { userId: user.id, purposes: ['reset_password', 'change_email', 'verify_email'] }, now),
    plainMail(db, { template: 'account.password_changed', user, language: languageOf(user) ?? mail.language }, now),
  ]
  const fact = actionFact({ userId: user.id, organisationId: organisation.id, actionType: 'RESET_PASSWORD' }, now)
  try {
    await announce(env, await commit(db, statements, [fact]))
  } catch (error) {
    if (isRefused(error)) return failed('invalid_link')
    throw error
  }
  await hangUp(env, user.id, [{ user: user.id }])
  return ok(null)
}

/**
 * Whoever reads the mail owns the address. Where nobody had shown that before, somebody else may have made the account
 * in their name; the second factor would then be that person's, and is taken away. Otherwise it stays.
 */
const newPassword = (
  db: ReturnType<typeof database>,
  { user, password }: { user: UserRow; password: string },
  now: number,
) => [
  updateUser(db, user.id, { password, emailVerifiedAt: user.emailVerifiedAt ?? now }),
  ...(user.emailVerifiedAt === null ? removeSecondFactor(db, user.id) : []),
]
