import { type ProfileChange, profileChange } from '../../../contract/accounts.ts'
import { type Caller, type User, user } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { database, violatedUnique } from '../../../platform/db/commit.ts'
import { asUser, updateUser, userById } from '../../../platform/db/users.ts'
import { problem } from '../problem.ts'
import { perform } from './account-facts.ts'
import { answer, body, can, problems, router } from './route.ts'

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
    const row = await userById(database(c.env.DB), c.var.caller.userId)
    return row === null ? problem(c, 'unauthenticated') : c.json(asUser(row), 200)
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
    const changed = await changeProfile(c.env, c.var.caller, c.req.valid('json'))
    return changed.ok ? c.json(changed.value, 200) : problem(c, changed.error, TAKEN)
  },
)

const TAKEN = {
  errors: [{ pointer: '/username', code: 'username_taken', detail: 'Somebody else has this username' }],
}

/** Changes what someone says of themselves. The fact names the fields, not what is in them. */
export const changeProfile = async (
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
  const row = await userById(db, caller.userId)
  if (row === null) throw new Error('an account that just changed is not there')
  return ok(asUser(row))
}
