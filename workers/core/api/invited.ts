import type { BatchItem } from 'drizzle-orm/batch'
import type { Membership } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { sha256Hex } from '../../../platform/crypto.ts'
import type { Database, Fact } from '../../../platform/db/commit.ts'
import {
  acceptInvitation,
  invitationByToken,
  type MemberInvitationRow,
} from '../../../platform/db/member-invitations.ts'
import { insertMember } from '../../../platform/db/members.ts'
import { memberFact } from './member-facts.ts'

/** Where someone comes to belong, and what makes it so. */
export interface Place {
  organisation: Membership
  statements: BatchItem<'sqlite'>[]
  fact: Fact
}

interface Invited {
  id: string
  email: string
}

/** What lets a person join by an invitation that was just read; its batch fails where that was spent since. */
export const joining = (
  db: Database,
  { invitation, user }: { invitation: MemberInvitationRow & { organisation: string }; user: Invited },
  now: number,
): Result<Place, 'wrong_account'> => {
  if (user.email !== invitation.email) return failed('wrong_account')
  const { organisationId, role, organisation: name } = invitation
  const userId = user.id
  const data = { userId, role, invitationId: invitation.id }
  return ok({
    organisation: { id: organisationId, name, role },
    statements: [
      ...acceptInvitation(db, invitation, { userId, now }),
      insertMember(db, { organisationId, userId }, { role, now }),
    ],
    fact: memberFact({ type: 'member.joined', organisationId, subject: userId, actor: userId, data }, now),
  })
}

/** The same for the token of a link, as someone brings it who registers. */
export const joiningByToken = async (
  db: Database,
  { token, user }: { token: string; user: Invited },
  now: number,
): Promise<Result<Place, 'invalid_link' | 'wrong_account'>> => {
  const invitation = await invitationByToken(db, sha256Hex(token), now)
  return invitation === null ? failed('invalid_link') : joining(db, { invitation, user }, now)
}
