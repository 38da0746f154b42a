import { z } from 'zod'
import { type SignIn, signIn } from '../../../contract/accounts.ts'
import type { Caller } from '../../../contract/auth.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { type Database, database } from '../../../platform/db/commit.ts'
import { endSession, endSessions, type SessionRow, standingSessions } from '../../../platform/db/sessions.ts'
import { problem } from '../problem.ts'
import { hangUp, perform } from './account-facts.ts'
import { currentSession } from './current-session.ts'
import { answer, can, problems, router } from './route.ts'

export const signIns = router()
const tags = ['account']

signIns.openapi(
  can('self', {
    method: 'get',
    path: '/auth/sessions',
    tags,
    summary: 'Where you are signed in, the one used last in front',
    responses: { 200: answer(page(signIn), 'All of them'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const rows = await visibleTo(database(c.env.DB), caller, Date.now())
    return c.json({ data: rows.map(asSignIn(currentSession(caller))), next: null }, 200)
  },
)

signIns.openapi(
  can('self', {
    method: 'delete',
    path: '/auth/sessions/{id}',
    tags,
    summary: 'End a sign-in of yours',
    request: { params: z.object({ id: opaqueId }) },
    responses: { 204: { description: 'Ended' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const { id } = c.req.valid('param')
    const now = Date.now()
    const db = database(c.env.DB)
    const found = (await visibleTo(db, caller, now)).find((row) => row.id === id)
    if (found === undefined) return problem(c, 'not_found')
    const actionType = id === currentSession(caller) ? 'LOGOUT' : 'REVOKE_SESSIONS'
    await perform(c.env, { caller, statements: endSession(db, id, now), actionType }, now)
    await hangUp(c.env, caller.userId, [{ session: id }])
    return c.body(null, 204)
  },
)

signIns.openapi(
  can('self.account', {
    method: 'post',
    path: '/auth/sessions/revoke-others',
    tags,
    summary: 'End every sign-in of yours but this one',
    responses: { 204: { description: 'Ended' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const now = Date.now()
    const db = database(c.env.DB)
    const keep = currentSession(caller)
    const others = (await standingSessions(db, caller.userId, now)).filter(({ id }) => id !== keep)
    const statements = endSessions(db, { userId: caller.userId, keep }, now)
    await perform(c.env, { caller, statements, actionType: 'REVOKE_SESSIONS' }, now)
    const listeners = others.map(({ id }) => ({ session: id }))
    await hangUp(c.env, caller.userId, listeners)
    return c.body(null, 204)
  },
)

// An organisation's provider vouches for what is done there: where else someone is signed in is none of its business.
const visibleTo = async (db: Database, caller: Caller, now: number): Promise<SessionRow[]> => {
  const { credential, userId } = caller
  const provider = credential.kind === 'session' ? credential.providerId : null
  const rows = await standingSessions(db, userId, now)
  return provider === null ? rows : rows.filter(({ providerId }) => providerId === provider)
}

const asSignIn =
  (current: string | null) =>
  (row: SessionRow): SignIn => ({
    id: row.id,
    current: row.id === current,
    createdAt: new Date(row.createdAt).toISOString(),
    lastSeenAt: new Date(row.lastSeenAt).toISOString(),
    userAgent: row.userAgent,
    address: row.address,
    provider: row.providerId,
  })
