import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { Begun } from '../../../platform/oidc.ts'
import { seal, unseal } from '../../../platform/seal.ts'
import type { ApiContext } from './route.ts'

/** What a browser holds, sealed, from leaving for a provider until it is sent back: one for each tab that left. */
export interface Transaction extends Begun {
  /** A path of ours. */
  next: string
}

const PREFIX = '__Host-signalbox-oidc-'
const LIFE_MS = 10 * 60 * 1000
/** A browser that leaves more often without coming back forgets the earlier ones, or its cookies outgrow a request. */
const MOST = 5
const GUARDED = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

const stored = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  until: z.number(),
})

/** Gives the browser what only it may come back with. */
export const rememberTransaction = async (
  c: ApiContext,
  { providerId, transaction }: { providerId: string; transaction: Transaction },
  now: number,
): Promise<void> => {
  const earlier = Object.keys(getCookie(c)).filter((name) => name.startsWith(PREFIX))
  if (earlier.length >= MOST) for (const name of earlier) deleteCookie(c, name, GUARDED)
  const text = JSON.stringify({ ...transaction, until: now + LIFE_MS })
  const sealed = await seal(c.env.KEY_RING, text, contextOf(providerId, transaction.state))
  setCookie(c, nameOf(transaction.state), sealed, { ...GUARDED, maxAge: LIFE_MS / 1000 })
}

/** Takes back what this browser left with for this provider under this state. @returns null where it did not, or too long ago */
export const takeTransaction = async (
  c: ApiContext,
  { providerId, state }: { providerId: string; state: string },
  now: number,
): Promise<Transaction | null> => {
  const sealed = STATE.test(state) ? getCookie(c, nameOf(state)) : undefined
  if (sealed === undefined) return null
  deleteCookie(c as Context, nameOf(state), GUARDED)
  const text = await unseal(c.env.KEY_RING, sealed, contextOf(providerId, state))
  if (text === null) return null
  const { until, ...transaction } = stored.parse(JSON.parse(text))
  return until > now ? transaction : null
}

const STATE = /^[\w-]{20,100}$/

const nameOf = (state: string): string => `${PREFIX}${state.slice(0, 16)}`

// The provider too: what was begun with one cannot be ended with another (mix-up, RFC 9700, section 4.4).
const contextOf = (providerId: string, state: string): string => `oidc sign-in ${providerId} ${state}`
