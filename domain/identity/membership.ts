import type { Role } from '../../contract/auth.ts'
import { failed, ok, type Result } from '../result.ts'

/** Milliseconds an invitation waits to be accepted, as its mail says. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000

/** Invitations of one organisation that may wait at once, and organisations one person may be in. */
export const MEMBERSHIP_LIMITS = { invitations: 200, organisations: 50 } as const

/** What decides whether somebody's membership may be changed. `managed`: an identity provider says their role. */
export interface MemberState {
  role: Role
  managed: boolean
}

/**
 * Decides whether someone who may manage members may make this member a `to`, or none at all (`to` null). Only an owner
 * makes or unmakes an owner. That an owner remains is decided where it is written, because two may go at once.
 */
export const decideChange = (
  by: Role,
  { role, managed }: MemberState,
  to: Role | null,
): Result<'change', 'forbidden' | 'managed_by_provider'> => {
  if (!mayGive(by, role) || (to !== null && !mayGive(by, to))) return failed('forbidden')
  return managed ? failed('managed_by_provider') : ok('change')
}

/** @returns whether someone who may manage members may hand out, or take away, this role. */
export const mayGive = (by: Role, role: Role): boolean => by === 'owner' || role !== 'owner'

/** The moments of an invitation, in milliseconds since 1970. */
export interface InvitationState {
  expiresAt: number
  acceptedAt: number | null
  declinedAt: number | null
  revokedAt: number | null
}

/** @returns what became of an invitation by `now`. */
export const invitationStatus = (
  { expiresAt, acceptedAt, declinedAt, revokedAt }: InvitationState,
  now: number,
): 'pending' | 'accepted' | 'declined' | 'revoked' | 'expired' => {
  if (acceptedAt !== null) return 'accepted'
  if (declinedAt !== null) return 'declined'
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'pending'
}
