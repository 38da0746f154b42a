import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'

/** What the provider says of someone, beside `sub`. */
export type Claims = Record<string, unknown>

/** A client of the provider, as an administrator of it would register one. */
export interface Registered {
  clientId: string
  clientSecret: string
  callbackUrl: string
  postLogoutUrl: string
  backchannelLogoutUrl: string
}

/** An OpenID Connect provider on this machine, with people whom a test makes up. */
export interface IdentityProvider {
  issuer: string
  people: Map<string, Claims>
  register(client: Registered): Promise<void>
  /** Ends every grant someone gave, as an administrator would who switches them off. */
  revokeGrants(subject: string): Promise<void>
  /** Signs a token with the key the provider publishes. */
  sign(claims: JWTPayload, header?: { typ?: string }): Promise<string>
  /** Signs a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4); claims given replace its own. */
  logoutToken(claims: JWTPayload): Promise<string>
  /** How often a refresh token was brought to it. */
  refreshes(): number
  /** The public key as PEM would be fetched by anyone, for attacks that use it as a shared secret. */
  publicKey: string
  /** Lets whatever the provider is asked be answered by this instead; null lets it answer again. */
  intercept(answer: RequestListener | null): void
  /** Answers as the provider does, for what is intercepted only in part. */
  answer: RequestListener
  stop(): Promise<void>
}

const KEY_ID = 'signing'

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' }
  const people = new Map<string, Claims>()
  const memory = createMemoryAdapter()
  const grants = new Map<string, Set<string>>()
  let answer: RequestListener | null = null
  let provider: Provider | null = null
  const genuine: RequestListener = (request, response) => provider?.callback()(request, response)
  const server = createServer((request, response) => {
    const listener = answer ?? genuine
    listener(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider = new Provider(issuer, configuration({ people, memory, jwk }))
  let refreshes = 0
  provider.on('grant.success', ({ oidc: { entities, params } }) => {
    if (params.grant_type === 'refresh_token') refreshes += 1
    const { jti, accountId } = entities.Grant ?? { jti: '', accountId: '' }
    grants.set(accountId, (grants.get(accountId) ?? new Set()).add(jti))
  })
  const sign: IdentityProvider['sign'] = (claims, header = {}) =>
    new SignJWT({ iss: issuer, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, ...header })
      .sign(privateKey)
  return {
    issuer,
    people,
    sign,
    answer: genuine,
    refreshes: () => refreshes,
    logoutToken: (claims) => {
      const iat = Math.floor(Date.now() / 1000)
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      return sign({ iat, exp: iat + 120, jti: randomUUID(), events, ...claims }, { typ: 'logout+jwt' })
    },
    publicKey: JSON.stringify(await exportJWK(publicKey)),
    register: (client) => memory('Client').upsert(client.clientId, metadata(client)),
    revokeGrants: async (subject) => {
      for (const grant of grants.get(subject) ?? []) await memory('RefreshToken').revokeByGrantId(grant)
    },
    intercept: (listener) => {
      answer = listener
    },
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections()
        server.close(() => stopped())
      }),
  }
}

function configuration({
  people,
  memory,
  jwk,
}: {
  people: Map<string, Claims>
  memory: unknown
  jwk: object
}): Record<string, unknown> {
  return {
    adapter: memory,
    jwks: { keys: [jwk] },
    cookies: { keys: ['not a secret'] },
    claims: {
      openid: ['sub', 'groups', 'realm_access'],
      email: ['email', 'email_verified'],
      profile: ['given_name', 'family_name'],
    },
    scopes: ['openid', 'offline_access', 'email', 'profile'],
    rotateRefreshToken: true,
    // It refuses to call this machine by itself, which is where everything is here.
    fetch: (url: string, { dispatcher: _, ...init }: RequestInit & { dispatcher?: unknown }) => fetch(url, init),
    features: {
      devInteractions: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    findAccount: (_: unknown, subject: string) => {
      const claims = people.get(subject)
      return claims && { accountId: subject, claims: () => ({ sub: subject, ...claims }) }
    },
  }
}

function metadata({ clientId, clientSecret, callbackUrl, postLogoutUrl, backchannelLogoutUrl }: Registered) {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [callbackUrl],
    post_logout_redirect_uris: [postLogoutUrl],
    backchannel_logout_uri: backchannelLogoutUrl,
    backchannel_logout_session_required: true,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  }
}
