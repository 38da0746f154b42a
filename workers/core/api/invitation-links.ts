import { createRoute } from '@hono/zod-openapi'
import { membership } from '../../../contract/auth.ts'
import { invitationOffer, invitationToken } from '../../../contract/organisations.ts'
import { MEMBERSHIP_LIMITS } from '../../../domain/identity/membership.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import { commit, database, violatedUnique } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { declineInvitation, invitationByToken } from '../../../platform/db/member-invitations.ts'
import { mustHaveRoomFor, organisationsCountOf } from '../../../platform/db/organisations.ts'
import { userById } from '../../../platform/db/users.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { linkAttempt, outOfAttempts, succeeded } from './attempts.ts'
import { joining } from './invited.ts'
import { memberFact } from './member-facts.ts'
import { type Asked, answer, body, can, problems, router } from './route.ts'

export const invitationLinks = router()
const tags = ['members']

invitationLinks.openapi(
  createRoute({
    method: 'post',
    path: '/members/invitations/look',
    tags,
    summary: 'What an invitation offers to whoever holds its link',
    request: { body: body(invitationToken) },
    responses: { 200: answer(invitationOffer, 'The offer'), ...problems },
  }),
  async (c) => {
    const found = await byToken(c, c.req.valid('json').token, Date.now())
    if (typeof found === 'string') return problem(c, found)
    const { organisation: organization, email, role, inviter, expiresAt } = found
    const offer = { organization, email, role, invitedBy: inviter ?? '', expiresAt: new Date(expiresAt).toISOString() }
    return c.json(offer, 200)
  },
)

invitationLinks.openapi(
  can('self.account', {
    method: 'post',
    path: '/members/invitations/accept',
    tags,
    summary: 'Join the organisation that invited; then refresh with `organization` to act there',
    request: { body: body(invitationToken) },
    responses: { 200: answer(membership, 'The membership'), ...problems },
  }),
  async (c) => {
    const { userId } = c.var.caller
    const now = Date.now()
    const found = await byToken(c, c.req.valid('json').token, now)
    if (typeof found === 'string') return problem(c, found)
    const db = database(c.env.DB)
    const user = await userById(db, userId)
    if (user === null) return problem(c, 'unauthenticated')
    const place = joining(db, { invitation: found, user }, now)
    if (!place.ok) return problem(c, place.error, { detail: `You are signed in as ${user.email}.` })
    const { organisation, statements, fact } = place.value
    const most = MEMBERSHIP_LIMITS.organisations
    try {
      const joined = await commit(db, [mustHaveRoomFor(db, userId, most), ...statements], [fact])
      await announce(c.env, joined)
    } catch (error) {
      if (isRefused(error))
        return problem(c, (await organisationsCountOf(db, userId)) < most ? 'invalid_link' : 'limit_reached')
      if (violatedUnique(error)?.startsWith('members.')) return problem(c, 'already_member')
      throw error
    }
    return c.json(organisation, 200)
  },
)

invitationLinks.openapi(
  createRoute({
    method: 'post',
    path: '/members/invitations/decline',
    tags,
    summary: 'Decline an invitation; whoever holds its link may',
    request: { body: body(invitationToken) },
    responses: { 204: { description: 'Declined' }, ...problems },
  }),
  async (c) => {
    const now = Date.now()
    const found = await byToken(c, c.req.valid('json').token, now)
    if (typeof found === 'string') return problem(c, found)
    const db = database(c.env.DB)
    const { id: invitationId, organisationId } = found
    const data = { invitationId }
    const fact = memberFact(
      { type: 'member.invitation_declined', organisationId, subject: invitationId, actor: null, data },
      now,
    )
    try {
      await announce(c.env, await commit(db, declineInvitation(db, found, now), [fact]))
    } catch (error) {
      if (isRefused(error)) return problem(c, 'invalid_link')
      throw error
    }
    return c.body(null, 204)
  },
)

// Only tokens that are wrong use up what an address may try.
const byToken = async (c: Asked, token: string, now: number) => {
  const attempt = linkAttempt(c, now)
  if (await outOfAttempts(c, attempt)) return 'too_many_attempts'
  const found = await invitationByToken(database(c.env.DB), sha256Hex(token), now)
  if (found === null) return 'invalid_link'
  await succeeded(c, attempt)
  return found
}
