import { createRoute } from '@hono/zod-openapi'
import { emailChange, emailVerification } from '../../../contract/accounts.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import {
  type AccountToken,
  accountToken,
  endAccountTokens,
  newAccountToken,
  spendAccountToken,
} from '../../../platform/db/account-tokens.ts'
import { commit, type Database, database, violatedUnique } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  languageOf,
  mustKeepCredentials,
  type UserRow,
  updateUser,
  userByEmail,
  userById,
} from '../../../platform/db/users.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { actionFact } from './account-facts.ts'
import { type LinkMail, linkMail, mailFor, plainMail } from './account-links.ts'
import { mailAttempt, outOfAttempts, succeeded } from './attempts.ts'
import { provePassword, unproved } from './proof.ts'
import { body, can, problems, router } from './route.ts'
import { organisationsOf } from './sessions.ts'

export const emailAddresses = router()
const tags = ['account']

emailAddresses.openapi(
  can('self.account', {
    method: 'post',
    path: '/users/profile/email',
    tags,
    summary: 'Ask for another email address; it counts once the link sent there is followed',
    request: { body: body(emailChange) },
    responses: { 202: { description: 'A mail to the new address is on its way' }, ...problems },
  }),
  async (c) => {
    const { email, password } = c.req.valid('json')
    const proof = await provePassword(c, { userId: c.var.caller.userId, password })
    if (!proof.ok) return unproved(c, proof.error, { password: '/password' })
    await succeeded(c, proof.value.attempt)
    if (await outOfAttempts(c, mailAttempt(c, email))) return problem(c, 'too_many_attempts')
    const { user } = proof.value
    const wish = { user, email, mail: mailFor(c, languageOf(user)) }
    const asked = await askForAddress(database(c.env.DB), wish, Date.now())
    return asked.ok ? c.body(null, 202) : unproved(c, asked.error, { password: '/password' })
  },
)

emailAddresses.openapi(
  can('self.account', {
    method: 'post',
    path: '/users/profile/email/verify',
    tags,
    summary: 'Send the link that verifies your address again; earlier ones stop working',
    responses: { 202: { description: 'A mail is on its way, unless the address is verified' }, ...problems },
  }),
  async (c) => {
    const db = database(c.env.DB)
    const user = await userById(db, c.var.caller.userId)
    if (user === null) return problem(c, 'unauthenticated')
    if (user.emailVerifiedAt !== null) return c.body(null, 202)
    if (await outOfAttempts(c, mailAttempt(c, user.email))) return problem(c, 'too_many_attempts')
    const to = { purpose: 'verify_email', userId: user.id, email: user.email } as const
    await commit(db, linkMail(db, { ...mailFor(c, languageOf(user)), ...to }, Date.now()), [])
    return c.body(null, 202)
  },
)

emailAddresses.openapi(
  createRoute({
    method: 'post',
    path: '/auth/email/confirm',
    tags,
    summary: 'Show with the token of a link that the address it was sent to is yours',
    request: { body: body(emailVerification) },
    responses: { 204: { description: 'Verified, or changed' }, ...problems },
  }),
  async (c) => {
    const confirmed = await confirmAddress(
      c.env,
      { token: c.req.valid('json').token, mail: mailFor(c, null) },
      Date.now(),
    )
    return confirmed.ok ? c.body(null, 204) : problem(c, confirmed.error)
  },
)

// The same work whether the new address has an account or not: a token is made for both, and sent to one.
const askForAddress = async (
  db: Database,
  { user, email, mail }: { user: UserRow; email: string; mail: LinkMail },
  now: number,
): Promise<Result<null, 'wrong_password'>> => {
  const owner = await userByEmail(db, email)
  const wish = { purpose: 'change_email', userId: user.id, email } as const
  const taken = owner !== null && owner.id !== user.id
  const statements = taken
    ? [
        ...newAccountToken(db, wish, now).statements,
        plainMail(db, { template: 'account.address_taken', user: owner, language: mail.language }, now),
      ]
    : linkMail(db, { ...mail, ...wish }, now)
  try {
    // A link that is made after the password was replaced would give the account back to who knew the earlier one.
    await commit(db, [mustKeepCredentials(db, user), ...statements], [])
    return ok(null)
  } catch (error) {
    if (isRefused(error)) return failed('wrong_password')
    throw error
  }
}

const confirmAddress = async (
  env: Env,
  { token, mail }: { token: string; mail: LinkMail },
  now: number,
): Promise<Result<null, 'invalid_link' | 'email_taken'>> => {
  const db = database(env.DB)
  const proof = await accountToken(db, token, now)
  const user = proof === null ? null : await userById(db, proof.userId)
  if (proof === null || user === null || user.disabledAt !== null) return failed('invalid_link')
  const changed = confirmation(db, { proof, user, mail }, now)
  const [organisation] = await organisationsOf(env, user, now)
  if (changed === null || organisation === undefined) return failed('invalid_link')
  const { statements, actionType } = changed
  const fact = actionFact({ userId: user.id, organisationId: organisation.id, actionType }, now)
  try {
    await announce(env, await commit(db, [...spendAccountToken(db, proof, now), ...statements], [fact]))
    return ok(null)
  } catch (error) {
    if (violatedUnique(error) === 'users.email') return failed('email_taken')
    if (isRefused(error)) return failed('invalid_link')
    throw error
  }
}

const confirmation = (
  db: Database,
  { proof, user, mail }: { proof: AccountToken; user: UserRow; mail: LinkMail },
  now: number,
) => {
  const { id: userId } = user
  switch (proof.purpose) {
    case 'reset_password':
      return null
    case 'verify_email': {
      if (user.email !== proof.email) return null
      return { actionType: 'VERIFY_EMAIL', statements: [updateUser(db, userId, { emailVerifiedAt: now })] } as const
    }
    case 'change_email': {
      const language = languageOf(user) ?? mail.language
      const statements = [
        updateUser(db, userId, { email: proof.email, emailVerifiedAt: now }),
        // What was sent to the earlier address proves nothing about this one.
        endAccountTokens(db, { userId, purposes: ['reset_password', 'change_email', 'verify_email'] }, now),
        plainMail(db, { template: 'account.email_changed', user, language }, now),
      ]
      return { actionType: 'CHANGE_EMAIL', statements } as const
    }
  }
}
