import {
  type AuthorizationServer,
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi'
import { isLoopback, isProviderUrl, isUnavailable, type ProviderFetch, unavailable } from './fetch.ts'

/** Milliseconds an isolate keeps what an issuer publishes of itself, and that nothing useful was answered. */
const KEPT_MS = 10 * 60 * 1000
const AWAY_MS = 5000
const MOST_ISSUERS = 200

type Known = { until: number } & ({ server: AuthorizationServer } | { error: Error })

// Documents only, no promises: a request may not wait for what another one began.
const known = new Map<string, Known>()

/**
 * Reads what an issuer publishes of itself (OpenID Connect Discovery 1.0), the issuer's own name checked.
 * @param fresh asks anew, for someone who just set the provider up
 * @throws for what is no provider, and what {@link isUnavailable} knows for one that does not answer
 */
export const discover = async (
  issuer: string,
  { fetch, now, fresh = false }: { fetch: ProviderFetch; now: number; fresh?: boolean },
): Promise<AuthorizationServer> => {
  const kept = known.get(issuer)
  const stands = kept !== undefined && kept.until > now
  if (stands && !fresh) {
    if ('error' in kept) throw kept.error
    return kept.server
  }
  try {
    const server = await asked(issuer, fetch)
    keep(issuer, { server, until: now + KEPT_MS })
    return server
  } catch (error) {
    // What somebody else's question runs into takes nothing from those who have an answer.
    if (!stands) keep(issuer, { error: reasonOf(error), until: now + AWAY_MS })
    throw error
  }
}

/** The options of oauth4webapi for a conversation with this issuer. */
export const conversation = (issuer: string, fetch: ProviderFetch) => ({
  [customFetch]: fetch,
  [allowInsecureRequests]: isLoopback(issuer),
})

const asked = async (issuer: string, fetch: ProviderFetch): Promise<AuthorizationServer> => {
  if (!isProviderUrl(issuer)) throw new Error('The issuer is not asked there')
  const url = new URL(issuer)
  const server = await processDiscoveryResponse(url, await discoveryRequest(url, conversation(issuer, fetch)))
  const { authorization_endpoint, token_endpoint, jwks_uri } = server
  // What is elsewhere may not have us ask around on the machine we run on.
  const asksHere = (url: string) => isLoopback(url) && !isLoopback(issuer)
  if (![authorization_endpoint, token_endpoint, jwks_uri].every((at) => isProviderUrl(at) && !asksHere(at)))
    throw new Error('The issuer names addresses that are not asked')
  return server
}

// The error alone: what caused it belongs to the request that met it.
const reasonOf = (error: unknown): Error =>
  isUnavailable(error) ? unavailable() : new Error(error instanceof Error ? error.message : 'unknown')

const keep = (issuer: string, entry: Known): void => {
  known.delete(issuer)
  known.set(issuer, entry)
  for (const oldest of known.keys()) {
    if (known.size <= MOST_ISSUERS) break
    known.delete(oldest)
  }
}
