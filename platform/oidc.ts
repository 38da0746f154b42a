import {
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  clockTolerance,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  getValidatedIdTokenClaims,
  None,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  processUserInfoResponse,
  ResponseBodyError,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi'
import type { ProviderClaims } from '../contract/oidc.ts'
import { mergedClaims } from '../domain/identity/claims.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import { conversation, discover } from './oidc/discovery.ts'
import { isProviderUrl, isUnavailable, type ProviderFetch, providerFetch } from './oidc/fetch.ts'
import { claimsOfAccessToken } from './oidc/tokens.ts'

/** Seconds by which clocks may differ. */
const SKEW_SECONDS = 60

/** What we are to a provider. `clientSecret` is null for a public client. */
export interface Relation {
  issuer: string
  clientId: string
  clientSecret: string | null
}

/** What a sign-in that has begun must remember until the provider sends the browser back. */
export interface Begun {
  state: string
  nonce: string
  verifier: string
}

/** What a provider said of someone, and what it is asked with later. */
export interface Told {
  claims: ProviderClaims
  idToken: string | null
  refreshToken: string | null
}

/** `provider_refused`: it says no, or something that does not hold. */
export type ProviderFailure = 'provider_refused' | 'provider_unavailable'

/** @returns the issuer's own spelling of its name, or why nobody can sign in with it. */
export const checkIssuer = (issuer: string, now: number): Promise<Result<string, ProviderFailure>> =>
  talk(async (fetch) => (await discover(issuer, { fetch, now, fresh: true })).issuer)

/** Begins a sign-in: code flow with PKCE S256, state and nonce (RFC 9700, section 2.1.1). @returns where to send the browser. */
export const beginSignIn = (
  relation: Relation & { scopes: string; redirectUri: string },
  now: number,
): Promise<Result<Begun & { url: string }, ProviderFailure>> =>
  talk(async (fetch) => {
    const server = await discover(relation.issuer, { fetch, now })
    const begun = { state: generateRandomState(), nonce: generateRandomNonce(), verifier: generateRandomCodeVerifier() }
    const url = new URL(server.authorization_endpoint ?? '')
    const asked = {
      response_type: 'code',
      client_id: relation.clientId,
      redirect_uri: relation.redirectUri,
      scope: relation.scopes,
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      // OpenID Connect Core 1.0, section 11: without it a conforming provider gives no refresh token.
      ...(relation.scopes.split(' ').includes('offline_access') && { prompt: 'consent' }),
    }
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
    return { ...begun, url: url.href }
  })

/**
 * Ends a sign-in with what the browser brought back: state, `iss` (RFC 9207), code, and then signature, issuer, audience,
 * nonce and times of the ID token. Userinfo and an access token that is a JWT add what the ID token leaves out.
 */
export const finishSignIn = (
  relation: Relation & { redirectUri: string },
  { begun, returned }: { begun: Begun; returned: URLSearchParams },
  now: number,
): Promise<Result<Told, ProviderFailure>> =>
  talk(async (fetch) => {
    const server = await discover(relation.issuer, { fetch, now })
    const client = clientOf(relation)
    const options = conversation(relation.issuer, fetch)
    const parameters = validateAuthResponse(server, client, returned, begun.state)
    const response = await authorizationCodeGrantRequest(
      server,
      client,
      authenticationOf(server, relation),
      parameters,
      relation.redirectUri,
      begun.verifier,
      options,
    )
    const tokens = await processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: begun.nonce,
      requireIdToken: true,
    })
    // TLS vouches for the answer already (OpenID Connect Core 1.0, section 3.1.3.7), the signature does for the claims.
    await validateApplicationLevelSignature(server, response, options)
    const claims = getValidatedIdTokenClaims(tokens)
    if (claims === undefined) throw new Error('There is no ID token')
    return told({ server, relation, fetch, tokens, now }, claims)
  })

/**
 * Asks again about someone, with the refresh token the provider gave.
 * @returns `grant_ended` where it takes the grant back: they signed out there, were switched off, or are gone
 */
export const askAgain = async (
  relation: Relation,
  { refreshToken, subject }: { refreshToken: string; subject: string },
  now: number,
): Promise<Result<Told, ProviderFailure | 'grant_ended'>> => {
  const answer = await talk(async (fetch) => {
    const server = await discover(relation.issuer, { fetch, now })
    const client = clientOf(relation)
    const options = conversation(relation.issuer, fetch)
    const granted = await grantedAgain(async () => {
      const asked = refreshTokenGrantRequest(server, client, authenticationOf(server, relation), refreshToken, options)
      const response = await asked
      const tokens = await processRefreshTokenResponse(server, client, response)
      const claims = getValidatedIdTokenClaims(tokens)
      if (claims !== undefined) await validateApplicationLevelSignature(server, response, options)
      if (claims !== undefined && claims.sub !== subject) throw new Error('The grant is of somebody else')
      return { tokens, claims: claims ?? { sub: subject } }
    })
    if (granted === null) return failed('grant_ended' as const)
    const { tokens, claims } = granted
    const said = await grantedAgain(() => told({ server, relation, fetch, tokens, now }, claims))
    return said === null ? failed('grant_ended' as const) : ok(said)
  })
  return answer.ok ? answer.value : answer
}

/** @returns where to send a browser so that it is signed out there too, or null where the provider has no such place. */
export const signOutUrl = async (
  { issuer, clientId }: Relation,
  { idToken, back, state }: { idToken: string; back: string; state: string },
  now: number,
): Promise<string | null> => {
  const found = await talk((fetch) => discover(issuer, { fetch, now }))
  const endpoint = found.ok ? found.value.end_session_endpoint : undefined
  if (!isProviderUrl(endpoint)) return null
  const url = new URL(endpoint)
  const asked = { id_token_hint: idToken, client_id: clientId, post_logout_redirect_uri: back, state }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}

/** Holds one conversation with a provider. Whatever is thrown in it, the provider gave reason for. */
const talk = async <T>(about: (fetch: ProviderFetch) => Promise<T>): Promise<Result<T, ProviderFailure>> => {
  try {
    return ok(await about(providerFetch()))
  } catch (error) {
    if (isUnavailable(error)) return failed('provider_unavailable')
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown'
    console.warn(JSON.stringify({ level: 'warn', message: 'an identity provider was not understood', reason }))
    return failed('provider_refused')
  }
}

interface Conversation {
  server: AuthorizationServer
  relation: Relation
  fetch: ProviderFetch
  tokens: TokenEndpointResponse
  now: number
}

const told = async (talked: Conversation, claims: ProviderClaims): Promise<Told> => {
  const { server, tokens, now } = talked
  const userinfo = server.userinfo_endpoint === undefined ? null : await userinfoOf(talked, claims.sub)
  const access = { token: tokens.access_token, subject: claims.sub }
  return {
    claims: mergedClaims(claims, userinfo, await claimsOfAccessToken(server, access, now)),
    idToken: tokens.id_token ?? null,
    refreshToken: tokens.refresh_token ?? null,
  }
}

const userinfoOf = async ({ server, relation, fetch, tokens }: Conversation, subject: string) => {
  const client = clientOf(relation)
  const options = conversation(relation.issuer, fetch)
  const response = await userInfoRequest(server, client, tokens.access_token, options)
  const isJwt = response.headers.get('content-type')?.startsWith('application/jwt') === true
  const info = await processUserInfoResponse(server, client, subject, response)
  if (isJwt) await validateApplicationLevelSignature(server, response, options)
  return info
}

// `invalid_grant` of the token endpoint, and a fresh token that userinfo does not know: there is nobody any more.
const grantedAgain = async <T>(ask: () => Promise<T>): Promise<T | null> => {
  try {
    return await ask()
  } catch (error) {
    const ended = error instanceof ResponseBodyError && error.error === 'invalid_grant'
    const unknown = error instanceof WWWAuthenticateChallengeError && challenges(error, 'invalid_token')
    if (ended || unknown) return null
    throw error
  }
}

const challenges = ({ cause }: WWWAuthenticateChallengeError, reason: string): boolean =>
  cause.some(({ parameters }) => parameters.error === reason)

const clientOf = ({ clientId }: Relation) => ({ client_id: clientId, [clockTolerance]: SKEW_SECONDS })

const authenticationOf = (
  { token_endpoint_auth_methods_supported: methods }: AuthorizationServer,
  { clientSecret }: Relation,
): ClientAuth => {
  if (clientSecret === null) return None()
  const takesBasic = methods === undefined || methods.includes('client_secret_basic')
  return takesBasic ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret)
}
