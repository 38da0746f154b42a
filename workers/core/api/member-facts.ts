import { randomId } from '../../../platform/crypto.ts'
import type { Fact } from '../../../platform/db/commit.ts'

interface MemberFact {
  type:
    | 'member.joined'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'member.invited'
    | 'member.invitation_sent_again'
    | 'member.invitation_revoked'
    | 'member.invitation_declined'
  organisationId: string
  /** Id of the member, or of the invitation; addresses are not told. */
  subject: string
  /** Null for a stranger who holds a link. */
  actor: string | null
  data: Record<string, string | null>
  /** Where a repeated request must log it once. */
  id?: string
}

/** @returns what happened to a membership, for the log; `time` in milliseconds since 1970. */
export const memberFact = ({ id = randomId('e'), ...fact }: MemberFact, time: number): Fact => ({ id, ...fact, time })
