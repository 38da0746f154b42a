import { z } from 'zod'
import { account, accountChange, accountQuery } from '../../../contract/accounts.ts'
import type { Caller } from '../../../contract/auth.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { asAccount, changeAccount, usersAfter } from '../../../platform/db/accounts.ts'
import { database } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { endSessions } from '../../../platform/db/sessions.ts'
import { userById } from '../../../platform/db/users.ts'
import { problem } from '../problem.ts'
import { hangUp, perform } from './account-facts.ts'
import { asPage, readCursor } from './cursor.ts'
import { answer, body, can, problems, router } from './route.ts'

export const users = router()
const tags = ['users']
const place = z.tuple([z.int(), opaqueId])

users.openapi(
  can('platform.admin', {
    method: 'get',
    path: '/users',
    tags,
    summary: 'Everybody with an account, the newest in front',
    request: { query: accountQuery },
    responses: { 200: answer(page(account), 'A page of accounts'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, query } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const rows = await usersAfter(database(c.env.DB), { after, query, limit: limit + 1 })
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item: asAccount }), 200)
  },
)

users.openapi(
  can('platform.admin', {
    method: 'patch',
    path: '/users/{id}',
    tags,
    summary: 'Change what someone may do beyond organisations, or switch their account off, which ends their sign-ins',
    request: { params: z.object({ id: opaqueId }), body: body(accountChange) },
    responses: { 200: answer(account, 'The account'), ...problems },
  }),
  async (c) => {
    const db = database(c.env.DB)
    const { id } = c.req.valid('param')
    if ((await userById(db, id)) === null) return problem(c, 'not_found')
    const changed = await change(c.env, { caller: c.var.caller, id, wish: c.req.valid('json') }, Date.now())
    const row = await userById(db, id)
    if (!changed.ok || row === null) return problem(c, changed.ok ? 'not_found' : changed.error)
    return c.json(asAccount(row), 200)
  },
)

const change = async (
  env: Env,
  { caller, id, wish }: { caller: Caller; id: string; wish: z.infer<typeof accountChange> },
  now: number,
): Promise<Result<null, 'last_admin'>> => {
  const { disabled, platformRole } = wish
  const db = database(env.DB)
  const statements = [
    ...changeAccount(db, id, wish, now),
    ...(disabled === true ? endSessions(db, { userId: id, keep: null }, now) : []),
  ]
  const actionDetails = {
    userId: id,
    ...(disabled !== undefined && { disabled }),
    ...(platformRole !== undefined && { platformRole }),
  }
  try {
    await perform(env, { caller, statements, actionType: 'UPDATE_ACCOUNT', actionDetails }, now)
  } catch (error) {
    if (isRefused(error)) return failed('last_admin')
    throw error
  }
  if (disabled === true) await hangUp(env, id, [{ user: id }])
  return ok(null)
}
