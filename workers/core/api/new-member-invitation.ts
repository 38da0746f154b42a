import type { Caller, Language, Role } from '../../../contract/auth.ts'
import { allowed } from '../../../domain/identity/access.ts'
import { INVITATION_MS, MEMBERSHIP_LIMITS, mayGive } from '../../../domain/identity/membership.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId, randomToken, sha256Hex } from '../../../platform/crypto.ts'
import { commit, type Database, database } from '../../../platform/db/commit.ts'
import { insertMail } from '../../../platform/db/deliveries.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  insertInvitation,
  type MemberInvitationRow,
  mustStillInvite,
  renewInvitation,
} from '../../../platform/db/member-invitations.ts'
import { memberById } from '../../../platform/db/members.ts'
import { organisationById } from '../../../platform/db/organisations.ts'
import { userById } from '../../../platform/db/users.ts'
import { announce } from '../../../platform/live.ts'
import { memberFact } from './member-facts.ts'

/** Who sends an invitation, in which language, and how its link is made of its token. */
export interface Sender {
  caller: Caller
  /** What the invitation asks for; null follows the one who sends it, then `browser`. */
  language: Language | null
  browser: Language
  linkOf: (token: string) => string
}

/** An invitation as it was kept, with the one link that accepts it. */
export interface SentInvitation {
  row: MemberInvitationRow
  link: string
}

/** Invites an address. Whether it has an account is not looked at, so nobody learns of it. */
export const invite = async (
  env: Env,
  { wish, factId, ...sender }: Sender & { wish: { email: string; role: Role }; factId: string },
  now: number,
): Promise<Result<SentInvitation, 'limit_reached' | 'forbidden'>> => {
  const db = database(env.DB)
  const { organisationId, userId } = sender.caller
  const { token, ...fresh } = newToken(now)
  const kept = { id: randomId('i'), organisationId, ...wish, invitedBy: userId, createdAt: now, ...fresh }
  const { statement, inviter } = await mailOf(db, { ...sender, token, to: wish.email, role: wish.role }, now)
  const data = { invitationId: kept.id, role: wish.role }
  const fact = memberFact(
    { type: 'member.invited', organisationId, subject: kept.id, actor: userId, data, id: factId },
    now,
  )
  const most = MEMBERSHIP_LIMITS.invitations
  const may = mustStillInvite(db, sender.caller, wish.role)
  try {
    await announce(env, await commit(db, [may, ...insertInvitation(db, kept, { most, now }), statement], [fact]))
  } catch (error) {
    if (isRefused(error)) return failed((await mayStill(db, sender.caller, wish.role)) ? 'limit_reached' : 'forbidden')
    throw error
  }
  return ok({ row: { ...UNANSWERED, ...kept, inviter }, link: sender.linkOf(token) })
}

/**
 * Sends an invitation anew: for another week, with another link, after which the one before does not work. It is then of
 * whoever did so, because the link is answered to them.
 */
export const inviteAgain = async (
  env: Env,
  { row, ...sender }: Sender & { row: MemberInvitationRow },
  now: number,
): Promise<Result<SentInvitation, 'not_found' | 'forbidden'>> => {
  const db = database(env.DB)
  const { organisationId, userId } = sender.caller
  const { token, ...life } = newToken(now)
  const fresh = { ...life, invitedBy: userId }
  const { statement, inviter } = await mailOf(db, { ...sender, token, to: row.email, role: row.role }, now)
  const data = { invitationId: row.id, role: row.role }
  const fact = memberFact(
    { type: 'member.invitation_sent_again', organisationId, subject: row.id, actor: userId, data },
    now,
  )
  try {
    const may = mustStillInvite(db, sender.caller, row.role)
    await announce(env, await commit(db, [may, ...renewInvitation(db, row, fresh), statement], [fact]))
  } catch (error) {
    if (isRefused(error)) return failed((await mayStill(db, sender.caller, row.role)) ? 'not_found' : 'forbidden')
    throw error
  }
  return ok({ row: { ...row, ...fresh, inviter }, link: sender.linkOf(token) })
}

// A batch that was refused does not say which of its conditions failed.
const mayStill = async (db: Database, { organisationId, userId }: Caller, role: Role): Promise<boolean> => {
  const member = await memberById(db, { organisationId, userId })
  return member !== null && allowed(member.role, 'member.manage') && mayGive(member.role, role)
}

const UNANSWERED = { acceptedAt: null, acceptedBy: null, declinedAt: null, revokedAt: null }

const newToken = (now: number) => {
  const token = randomToken()
  return { token, tokenHash: sha256Hex(token), sentAt: now, expiresAt: now + INVITATION_MS }
}

const mailOf = async (
  db: Database,
  { caller, language, browser, linkOf, token, to, role }: Sender & { token: string; to: string; role: Role },
  now: number,
) => {
  const { organisationId, userId } = caller
  const [inviter, organisation] = await Promise.all([userById(db, userId), organisationById(db, organisationId)])
  if (organisation === null) throw new Error('the organisation of whoever was let through is gone')
  const names = [inviter?.firstName, inviter?.lastName].filter((name) => name != null).join(' ')
  // Whom only the claims of a token know has no account; their batch is refused.
  const email = inviter?.email ?? null
  const invitedBy = names === '' ? (email ?? organisation.name) : names
  const order = {
    mail: { template: 'organization.invitation', link: linkOf(token), organization: organisation.name, invitedBy },
    to,
    language: language ?? asSpoken(inviter?.language ?? null) ?? browser,
    // Admins read what their organisation sends; the link that makes an owner is not for them.
    organisationId: role === 'owner' ? null : organisationId,
    userId: null,
    expiresAt: now + INVITATION_MS,
    tokenHash: sha256Hex(token),
  } as const
  return { statement: insertMail(db, order, now), inviter: email }
}

const asSpoken = (stored: string | null): Language | null => (stored === 'en' || stored === 'fr' ? stored : null)
