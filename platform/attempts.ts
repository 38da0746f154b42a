// The whole package also holds the object's base class, which only the Workers bundler can resolve.
import { proxyDurable } from 'itty-durable/proxy-durable.js'
import type { Attempt } from '../durable-objects/attempt-window.ts'
import { sha256Hex } from './crypto.ts'

interface AttemptStub {
  attempt(now: number, limit: number): Promise<Attempt>
}

/**
 * Counts one attempt against each of the keys (an address, an account) and says what the strictest of them allows.
 * @param limit attempts in fifteen minutes for each key
 * @param now milliseconds since 1970
 */
export const countAttempt = async (
  windows: Pick<DurableObjectNamespace, 'idFromName'>,
  keys: string[],
  { limit, now }: { limit: number; now: number },
): Promise<Attempt> => {
  const durable = proxyDurable(windows, { parse: true })
  const attempts = await Promise.all(
    // The name travels in an HTTP header, where an address in Unicode would not fit; and it is nobody's business there.
    keys.map((key): Promise<Attempt> => (durable.get(sha256Name(key)) as AttemptStub).attempt(now, limit)),
  )
  return attempts.reduce((strictest, attempt) => (isStricter(attempt, strictest) ? attempt : strictest))
}

// 64 hex digits would be taken for an object id.
const sha256Name = (key: string): string => `attempts-${sha256Hex(key)}`

const isStricter = (a: Attempt, b: Attempt): boolean =>
  a.allowed === b.allowed
    ? a.remaining < b.remaining || (a.remaining === b.remaining && a.resetAt > b.resetAt)
    : !a.allowed
