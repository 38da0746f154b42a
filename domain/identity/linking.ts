import { failed, ok, type Result } from '../result.ts'
import type { Profile } from './claims.ts'

/** What is known here of someone a provider vouches for. */
export interface KnownHere {
  /** Whose account this subject of the provider was joined to before. */
  identity: { userId: string } | null
  /** The account that has the address the provider names; `verified`: its owner followed a link sent there. */
  account: { userId: string; verified: boolean } | null
}

/** Which account someone signs in to: one joined before, one joined now by its address, or a new one. */
export type Linking =
  | { kind: 'known'; userId: string }
  | { kind: 'link'; userId: string }
  | { kind: 'create'; email: string }

/**
 * Decides whose account a subject of a provider is. Addresses join only where both sides have seen that mail arrives:
 * else whoever wrote another's address into a form, there or here, would share an account with its owner.
 */
export const decideLinking = (
  { identity, account }: KnownHere,
  { email, emailVerified }: Pick<Profile, 'email' | 'emailVerified'>,
): Result<Linking, 'address_not_verified'> => {
  if (identity !== null) return ok({ kind: 'known', userId: identity.userId })
  if (email === null || !emailVerified) return failed('address_not_verified')
  if (account === null) return ok({ kind: 'create', email })
  return account.verified ? ok({ kind: 'link', userId: account.userId }) : failed('address_not_verified')
}
