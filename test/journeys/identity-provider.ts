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
  /** The public key as PEM would be fetched by anyone, for attacks that use it as a shared secret. */
  publicKey: string
  /** Lets whatever the provider is asked be answered by this instead; null lets it answer again. */
  intercept(answer: RequestListener | null): void
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
  const server = createServer((request, response) => {
    if (answer !== null) answer(request, response)
    else provider?.callback()(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider = new Provider(issuer, configuration({ people, memory, jwk }))
  provider.on('grant.success', ({ oidc: { entities } }) => {
    const { jti, accountId } = entities.Grant ?? { jti: '', accountId: '' }
    grants.set(accountId, (grants.get(accountId) ?? new Set()).add(jti))
  })
  return {
    issuer,
    people,
    publicKey: JSON.stringify(await exportJWK(publicKey)),
    register: (client) => memory('Client').upsert(client.clientId, metadata(client)),
    revokeGrants: async (subject) => {
      for (const grant of grants.get(subject) ?? []) await memory('RefreshToken').revokeByGrantId(grant)
    },
    sign: (claims, header = {}) =>
      new SignJWT({ iss: issuer, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, ...header })
        .sign(privateKey),
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
