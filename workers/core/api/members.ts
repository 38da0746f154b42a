import type { BatchItem } from 'drizzle-orm/batch'
import { z } from 'zod'
import type { Role } from '../../../contract/auth.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { member, roleChange } from '../../../contract/organisations.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import { decideChange } from '../../../domain/identity/membership.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  asMember,
  changeRole,
  endMembership,
  memberById,
  membersAfter,
  mustStillBe,
} from '../../../platform/db/members.ts'
import { announce, disconnect } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { memberFact } from './member-facts.ts'
import { answer, body, can, problems, router } from './route.ts'

export const members = router()
const tags = ['members']
const ofMember = z.object({ userId: opaqueId })
const ONLY_OWNERS = { detail: 'Only an owner makes or unmakes an owner.' }

members.openapi(
  can('member.read', {
    method: 'get',
    path: '/members',
    tags,
    summary: 'The members of the organisation, the one who joined first in front',
    request: {
      query: pageQuery.extend({
        query: z
          .string()
          .trim()
          .max(100)
          .default('')
          .meta({ description: 'Text that name, username or email contain' }),
      }),
    },
    responses: { 200: answer(page(member), 'A page of members'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, query } = c.req.valid('query')
    const after = cursor === undefined ? ([-1, ''] as const) : readCursor(cursor, z.tuple([z.int(), z.string()]))
    if (after === null) return problem(c, 'invalid_cursor')
    const wish = { after, query, limit: limit + 1 }
    const rows = await membersAfter(database(c.env.DB), c.var.caller.organisationId, wish)
    return c.json(asPage(rows, { limit, place: ({ joinedAt, userId }) => [joinedAt, userId], item: asMember }), 200)
  },
)

members.openapi(
  can('member.manage', {
    method: 'patch',
    path: '/members/{userId}',
    tags,
    summary: "Change a member's role",
    request: { params: ofMember, body: body(roleChange) },
    responses: { 200: answer(member, 'The member'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const { role } = c.req.valid('json')
    const key = { organisationId: caller.organisationId, userId: c.req.valid('param').userId }
    const db = database(c.env.DB)
    const now = Date.now()
    const row = await memberById(db, key)
    if (row === null) return problem(c, 'not_found')
    if (row.role === role) return c.json(asMember(row), 200)
    const decided = decideChange(caller.role, { role: row.role, managed: row.providerId !== null }, role)
    if (!decided.ok) return problem(c, decided.error, decided.error === 'forbidden' ? ONLY_OWNERS : {})
    const data = { userId: key.userId, from: row.role, to: role }
    const fact = memberFact(
      { ...key, type: 'member.role_changed', subject: key.userId, actor: caller.userId, data },
      now,
    )
    const statements = [mustStillBe(db, key, row.role), ...changeRole(db, key, { role, now })]
    const changed = await change(c.env, { statements, fact, was: row.role })
    return changed.ok ? c.json(asMember({ ...row, role }), 200) : problem(c, changed.error)
  },
)

members.openapi(
  can('self', {
    method: 'delete',
    path: '/members/me',
    tags,
    summary: 'Leave the organisation',
    responses: { 204: { description: 'Left' }, ...problems },
  }),
  async (c) => {
    const { organisationId, userId } = c.var.caller
    const now = Date.now()
    const fact = memberFact(
      { type: 'member.left', organisationId, subject: userId, actor: userId, data: { userId } },
      now,
    )
    const statements = endMembership(database(c.env.DB), { organisationId, userId }, now)
    const left = await change(c.env, { statements, fact, was: null })
    return left.ok ? c.body(null, 204) : problem(c, left.error)
  },
)

members.openapi(
  can('member.manage', {
    method: 'delete',
    path: '/members/{userId}',
    tags,
    summary: 'Take someone out of the organisation',
    request: { params: ofMember },
    responses: { 204: { description: 'Removed' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const key = { organisationId: caller.organisationId, userId: c.req.valid('param').userId }
    const db = database(c.env.DB)
    const now = Date.now()
    const row = await memberById(db, key)
    if (row === null) return problem(c, 'not_found')
    const decided = decideChange(caller.role, { role: row.role, managed: row.providerId !== null }, null)
    if (!decided.ok) return problem(c, decided.error, decided.error === 'forbidden' ? ONLY_OWNERS : {})
    const data = { userId: key.userId }
    const fact = memberFact({ ...key, type: 'member.removed', subject: key.userId, actor: caller.userId, data }, now)
    const statements = [mustStillBe(db, key, row.role), ...endMembership(db, key, now)]
    const removed = await change(c.env, { statements, fact, was: row.role })
    return removed.ok ? c.body(null, 204) : problem(c, removed.error)
  },
)

interface Change {
  statements: BatchItem<'sqlite'>[]
  fact: Fact
  /** The role that was read, where the statements hang on it. */
  was: Role | null
}

// Their pages must ask anew who they are there, if they are anyone.
const change = async (
  env: Env,
  { statements, fact, was }: Change,
): Promise<Result<'changed', 'last_owner' | 'stale_version'>> => {
  const db = database(env.DB)
  try {
    await announce(env, await commit(db, statements, [fact]))
  } catch (error) {
    if (!isRefused(error)) throw error
    const now = await memberById(db, { organisationId: fact.organisationId, userId: fact.subject })
    return failed(was === null || now?.role === was ? 'last_owner' : 'stale_version')
  }
  await disconnect(env.LIVE_HUB, fact.organisationId, { user: fact.subject })
  return ok('changed')
}
