import { networkOf } from '../../../domain/identity/network.ts'
import { RATE_LIMITS, type RateLimitName } from '../../../domain/identity/rate-limits.ts'
import { countAttempt, refundAttempt } from '../../../platform/attempts.ts'
import { quotaOf, tell } from './limits.ts'
import type { Asked } from './route.ts'

/** Something that may be tried a few times only, under each of its keys. */
export interface Attempted {
  keys: string[]
  /** The limit that counts it, where that is not the one of signing in. */
  by?: RateLimitName
  /** Milliseconds since 1970. */
  now: number
}

/** One person may knock from many addresses, and one address may try many accounts: both are counted. */
export const signInAttempt = (c: Asked, account: string): Attempted => ({
  keys: [...addressKeys(c, 'address'), `account:${account}`],
  now: Date.now(),
})

/** Registrations are counted by themselves, so that neither they nor failed sign-ins use up the other's share. */
export const registrationAttempt = (c: Asked): Attempted => ({
  keys: addressKeys(c, 'registrations'),
  now: Date.now(),
})

/** Codes of a second factor, for an account, once its password was right. */
export const codeAttempt = (userId: string, now: number): Attempted => ({ keys: [`codes:${userId}`], now })

/** What someone who is signed in tries to prove once more, so that a stolen session cannot find out the password. */
export const proofAttempt = (userId: string, now: number): Attempted => ({ keys: [`proofs:${userId}`], now })

/** Usernames that someone asked for and somebody else has: few enough that nobody reads off a list of accounts. */
export const usernameAttempt = (userId: string, now: number): Attempted => ({ keys: [`usernames:${userId}`], now })

/** Mails sent to an address because somebody, from some address of the network, asked for it. */
export const mailAttempt = (c: Asked, email: string): Attempted => ({
  keys: [...addressKeys(c, 'mails-from'), `mails-to:${email}`],
  now: Date.now(),
})

/** Invitations sent to one address, by whichever organisation: nobody's letterbox is filled from here. */
export const invitationAttempt = (email: string, now: number): Attempted => ({ keys: [`invited:${email}`], now })

/** Tokens of links that somebody follows, or makes up. */
export const linkAttempt = (c: Asked, now: number): Attempted => ({ keys: addressKeys(c, 'links'), now })

/** Codes that somebody types for places of events, or makes up. */
export const guessAttempt = (c: Asked, now: number): Attempted => ({
  keys: addressKeys(c, 'guesses'),
  by: 'codes',
  now,
})

/** Counts an attempt, says in headers how many are left, and tells whether there was none. */
export const outOfAttempts = async (c: Asked, { keys, now, by = 'sign-in' }: Attempted): Promise<boolean> => {
  if (keys.length === 0) return false
  const limit = quotaOf(c.env, by)
  if (limit === null) return false
  const counting = { limit, windowMs: RATE_LIMITS[by].window * 1000, now }
  const { allowed, remaining, resetAt } = await countAttempt(c.env.ATTEMPT_WINDOW, keys, counting)
  tell(c, by, { quota: limit, remaining, seconds: Math.max(1, Math.ceil((resetAt - now) / 1000)), allowed })
  return !allowed
}

/** Takes back an attempt that was no failure. */
export const succeeded = (c: Asked, { keys, now }: Attempted): Promise<void> =>
  refundAttempt(c.env.ATTEMPT_WINDOW, keys, now)

// Cloudflare always says the address. Where nobody does, on one machine, all would share one.
const addressKeys = (c: Asked, counted: string): string[] => {
  const address = c.req.header('CF-Connecting-IP')
  return address === undefined ? [] : [`${counted}:${networkOf(address)}`]
}
