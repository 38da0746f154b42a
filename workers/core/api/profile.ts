import { type ProfileChange, profileChange } from '../../../contract/accounts.ts'
import { type Caller, type User, user } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { database, violatedUnique } from '../../../platform/db/commit.ts'
import { asUser, updateUser, userById } from '../../../platform/db/users.ts'
import { problem } from '../problem.ts'
import { perform } from './account-facts.ts'
import { outOfAttempts, succeeded, usernameAttempt } from './attempts.ts'
import { type Asked, answer, body, can, problems, router } from './route.ts'

export const profile = router()
const tags = ['account']

profile.openapi(
  can('self', {
    method: 'get',
    path: '/users/profile',
    tags,
    summary: 'Your account',
    responses: { 200: answer(user, 'The person'), ...problems },
  }),
  async (c) => {
    const found = await profileOf(c.env, c.var.caller)
    return found === null ? problem(c, 'unauthenticated') : c.json(found, 200)
  },
)

profile.openapi(
  can('self.account', {
    method: 'put',
    path: '/users/profile',
    tags,
    summary: 'Change names and language; what is left out stays',
    request: { body: body(profileChange) },
    responses: { 200: answer(user, 'The person'), ...problems },
  }),
  async (c) => {
    const changed = await changeProfile(c, c.var.caller, c.req.valid('json'))
    if (changed.ok) return c.json(changed.value, 200)
    return problem(c, changed.error, changed.error === 'username_taken' ? TAKEN : {})
  },
)

const TAKEN = {
  errors: [{ pointer: '/username', code: 'username_taken', detail: 'Somebody else has this username' }],
}

/** @returns the account as its person's session shows it: through an organisation's provider nobody is ADMIN. */
export const profileOf = async (env: Env, { userId, platformRole }: Caller): Promise<User | null> => {
  const row = await userById(database(env.DB), userId)
  return row === null ? null : asUser({ ...row, platformRole })
}

/** Changes what someone says of themselves. The fact names the fields, not what is in them. */
export const changeProfile = async (
  c: Asked,
  caller: Caller,
  change: ProfileChange,
): Promise<Result<User, 'username_taken' | 'too_many_attempts'>> => {
  if (change.username == null) return writeProfile(c.env, caller, change)
  const attempt = usernameAttempt(caller.userId, Date.now())
  if (await outOfAttempts(c, attempt)) return failed('too_many_attempts')
  const written = await writeProfile(c.env, caller, change)
  if (written.ok) await succeeded(c, attempt)
  return written
}

const writeProfile = async (
  env: Env,
  caller: Caller,
  change: ProfileChange,
): Promise<Result<User, 'username_taken'>> => {
  const db = database(env.DB)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const fields = Object.keys(given)
  try {
    if (fields.length > 0)
      await perform(
        env,
        {
          caller,
          statements: [updateUser(db, caller.userId, given)],
          actionType: 'UPDATE_PROFILE',
          actionDetails: { fields },
        },
        Date.now(),
      )
  } catch (error) {
    if (violatedUnique(error) === 'users.username') return failed('username_taken')
    throw error
  }
  const profile = await profileOf(env, caller)
  if (profile === null) throw new Error('an account that just changed is not there')
  return ok(profile)
}
