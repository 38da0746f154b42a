import type { ProviderRow } from '../../../platform/db/oidc-providers.ts'
import type { Relation } from '../../../platform/oidc.ts'
import { seal, unseal } from '../../../platform/seal.ts'
import { publicOrigin } from './links.ts'
import type { Asked } from './route.ts'

/** @returns the addresses of ours that have to do with a provider, as it and people know them. */
export const addressesOf = (c: Asked, providerId: string) => {
  const here = `${publicOrigin(c)}/api/v1/auth/oidc/${providerId}`
  return {
    loginUrl: `${here}/login`,
    callbackUrl: `${here}/callback`,
    backchannelLogoutUrl: `${here}/backchannel-logout`,
    postLogoutUrl: `${publicOrigin(c)}/login`,
  }
}

/** @returns what we are to a provider, its secret opened. */
export const relationTo = async (env: Env, { id, issuer, clientId, clientSecret }: ProviderRow): Promise<Relation> => ({
  issuer,
  clientId,
  clientSecret: clientSecret === null ? null : await unseal(env.KEY_RING, clientSecret, secretOf(id)),
})

/** @returns the client secret of a provider as it is stored. */
export const sealedSecret = (env: Env, providerId: string, secret: string): Promise<string> =>
  seal(env.KEY_RING, secret, secretOf(providerId))

/** Which of someone's tokens of a provider is sealed, and whose it is, so that none can be put in another's place. */
export interface HeldToken {
  kind: 'id' | 'refresh'
  providerId: string
  subject: string
}

/** @returns a token of the provider as a session keeps it; null stays null. */
export const sealedToken = async (env: Env, held: HeldToken, token: string | null): Promise<string | null> =>
  token === null ? null : seal(env.KEY_RING, token, tokenOf(held))

/** @returns the token of the provider that a session keeps, or null. */
export const openedToken = async (env: Env, held: HeldToken, sealed: string | null): Promise<string | null> =>
  sealed === null ? null : unseal(env.KEY_RING, sealed, tokenOf(held))

const secretOf = (providerId: string) => `oidc client secret ${providerId}`
const tokenOf = ({ kind, providerId, subject }: HeldToken) => `oidc ${kind} token ${providerId} ${subject}`
