// The whole package also holds the object's base class, which only the Workers bundler can resolve.
import { proxyDurable } from 'itty-durable/proxy-durable.js'
import type { Attempt } from '../durable-objects/attempt-window.ts'
import { sha256Hex } from './crypto.ts'

type Windows = Pick<DurableObjectNamespace, 'idFromName'>

interface AttemptStub {
  attempt(now: number, limit: number, windowMs: number): Promise<Attempt>
  refund(now: number): Promise<void>
}

/**
 * Counts one attempt against each of the keys (an address, an account) and says what the strictest of them allows. It is
 * counted before its outcome is known, so that many at once cannot pass; what one key refuses costs the others nothing.
 * @param keys at least one
 * @param limit attempts in a window for each key; a key always has the same window, in milliseconds
 * @param now milliseconds since 1970
 */
export const countAttempt = async (
  windows: Windows,
  keys: string[],
  { limit, windowMs, now }: { limit: number; windowMs: number; now: number },
): Promise<Attempt> => {
  const attempts = await Promise.all(
    keys.map(async (key) => ({ key, attempt: await stubOf(windows, key).attempt(now, limit, windowMs) })),
  )
  const counted = attempts.filter(({ attempt }) => attempt.allowed).map(({ key }) => key)
  if (counted.length < keys.length) await refundAttempt(windows, counted, now)
  return attempts
    .map(({ attempt }) => attempt)
    .reduce((strictest, attempt) => (isStricter(attempt, strictest) ? attempt : strictest))
}

/** Takes an attempt back that succeeded; `keys` and `now` as it was counted with. */
export const refundAttempt = async (windows: Windows, keys: string[], now: number): Promise<void> => {
  await Promise.all(keys.map((key) => stubOf(windows, key).refund(now)))
}

// The name travels in an HTTP header, where an address in Unicode would not fit; and it is nobody's business there.
const stubOf = (windows: Windows, key: string) =>
  proxyDurable(windows, { parse: true }).get(sha256Name(key)) as AttemptStub

// 64 hex digits would be taken for an object id.
const sha256Name = (key: string): string => `attempts-${sha256Hex(key)}`

const isStricter = (a: Attempt, b: Attempt): boolean =>
  a.allowed === b.allowed
    ? a.remaining < b.remaining || (a.remaining === b.remaining && a.resetAt > b.resetAt)
    : !a.allowed
