import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { type MemberInvitation, memberInvitation, newMemberInvitation } from '../../../contract/organisations.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import { invitationStatus, mayGive } from '../../../domain/identity/membership.ts'
import { preferredLanguage } from '../../../domain/notifications/language.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  invitationsAfter,
  type MemberInvitationRow,
  openInvitation,
  openRoleOf,
  revokeInvitation,
} from '../../../platform/db/member-invitations.ts'
import { hasMemberWith } from '../../../platform/db/members.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { invitationAttempt, outOfAttempts } from './attempts.ts'
import { asPage, readCursor } from './cursor.ts'
import { linkWithToken } from './links.ts'
import { memberFact } from './member-facts.ts'
import { invite, inviteAgain, type SentInvitation } from './new-member-invitation.ts'
import { type Asked, answer, body, can, creating, problems, router } from './route.ts'

export const memberInvitations = router()
const tags = ['members']
const ofInvitation = z.object({ id: opaqueId })
const ONLY_OWNERS = 'Only an owner invites an owner.'

memberInvitations.openapi(
  can('member.manage', {
    method: 'get',
    path: '/members/invitations',
    tags,
    summary: 'Who was invited to the organisation, newest first',
    request: { query: pageQuery },
    responses: { 200: answer(page(memberInvitation), 'A page of invitations'), ...problems },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), z.string()]))
    if (after === null && cursor !== undefined) return problem(c, 'invalid_cursor')
    const now = Date.now()
    const rows = await invitationsAfter(database(c.env.DB), c.var.caller.organisationId, { after, limit: limit + 1 })
    const item = (row: MemberInvitationRow) => asInvitation(row, now)
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item }), 200)
  },
)

memberInvitations.openapi(
  creating(
    'member.manage',
    {
      method: 'post',
      path: '/members/invitations',
      tags,
      summary: 'Invite an address; one that was invited and has not answered gets a new link',
      request: { body: body(newMemberInvitation) },
      responses: { 201: answer(memberInvitation, 'The invitation, with its link'), ...problems },
    },
    'secret',
  ),
  async (c) => {
    const { caller, factId } = c.var
    const { email, role, language } = c.req.valid('json')
    if (!mayGive(caller.role, role))
      return problem(c, 'forbidden', { errors: [{ pointer: '/role', code: 'only_owners', detail: ONLY_OWNERS }] })
    const db = database(c.env.DB)
    if (await hasMemberWith(db, caller.organisationId, email)) return problem(c, 'already_member')
    const waiting = await openRoleOf(db, caller.organisationId, email)
    if (waiting !== null && !mayGive(caller.role, waiting))
      return problem(c, 'forbidden', { detail: 'An owner has invited this address as an owner.' })
    const now = Date.now()
    if (await outOfAttempts(c, invitationAttempt(email, now))) return problem(c, 'too_many_attempts')
    const sender = { ...senderOf(c), caller, language: language ?? null }
    const sent = await invite(c.env, { ...sender, wish: { email, role }, factId }, now)
    return sent.ok ? c.json(withLink(sent.value, now), 201) : problem(c, sent.error)
  },
)

memberInvitations.openapi(
  can('member.manage', {
    method: 'post',
    path: '/members/invitations/{id}/resend',
    tags,
    summary: 'Send an invitation again, with a new link, for another week',
    request: { params: ofInvitation },
    responses: { 200: answer(memberInvitation, 'The invitation, with its link'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const now = Date.now()
    const row = await openInvitation(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    // The answer holds the link: who may not give the role must not get hold of it either.
    if (!mayGive(caller.role, row.role)) return problem(c, 'forbidden', { detail: ONLY_OWNERS })
    if (await outOfAttempts(c, invitationAttempt(row.email, now))) return problem(c, 'too_many_attempts')
    const sent = await inviteAgain(c.env, { ...senderOf(c), caller, language: null, row }, now)
    return sent.ok ? c.json(withLink(sent.value, now), 200) : problem(c, sent.error)
  },
)

memberInvitations.openapi(
  can('member.manage', {
    method: 'delete',
    path: '/members/invitations/{id}',
    tags,
    summary: 'Revoke an invitation: its link does not work any more',
    request: { params: ofInvitation },
    responses: { 204: { description: 'Revoked' }, ...problems },
  }),
  async (c) => {
    const { organisationId, userId: actor, role } = c.var.caller
    const db = database(c.env.DB)
    const row = await openInvitation(db, organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    if (!mayGive(role, row.role)) return problem(c, 'forbidden', { detail: 'Only an owner revokes it.' })
    const now = Date.now()
    const data = { invitationId: row.id }
    const fact = memberFact({ type: 'member.invitation_revoked', organisationId, subject: row.id, actor, data }, now)
    try {
      await announce(c.env, await commit(db, revokeInvitation(db, row, now), [fact]))
    } catch (error) {
      if (isRefused(error)) return problem(c, 'not_found')
      throw error
    }
    return c.body(null, 204)
  },
)

const senderOf = (c: Asked) => ({
  browser: preferredLanguage(c.req.header('Accept-Language')),
  linkOf: (token: string) => linkWithToken(c, '/join', token),
})

const withLink = ({ row, link }: SentInvitation, now: number): MemberInvitation => ({ ...asInvitation(row, now), link })

const asInvitation = (row: MemberInvitationRow, now: number): MemberInvitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  status: invitationStatus(row, now),
  invitedBy: row.inviter ?? '',
  createdAt: new Date(row.createdAt).toISOString(),
  sentAt: new Date(row.sentAt).toISOString(),
  expiresAt: new Date(row.expiresAt).toISOString(),
})
