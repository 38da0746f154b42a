import type { Membership } from '../../../contract/auth.ts'
import type { ProblemCode } from '../../../contract/problem.ts'
import { nextPath } from '../../../domain/identity/next-path.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { enabledProvider, type ProviderRow } from '../../../platform/db/oidc-providers.ts'
import { membershipsOf } from '../../../platform/db/organisations.ts'
import { type UserRow, userById } from '../../../platform/db/users.ts'
import { beginSignIn, finishSignIn, type Told } from '../../../platform/oidc.ts'
import { addressesOf, relationTo, sealedToken } from './oidc-relation.ts'
import { rememberTransaction, takeTransaction } from './oidc-transaction.ts'
import type { ApiContext } from './route.ts'
import { deviceOf, openSession } from './sessions.ts'
import { replaceInBrowser } from './sign-in.ts'
import { followProvider } from './vouched.ts'

/** Why a browser that was sent to a provider has no session. */
export type NotSignedIn = Extract<
  ProblemCode,
  | 'not_found'
  | 'provider_refused'
  | 'provider_unavailable'
  | 'cross_site'
  | 'no_access'
  | 'address_not_verified'
  | 'account_disabled'
>

/** Leaves for a provider. @returns where the browser has to go */
export const leaveForProvider = async (
  c: ApiContext,
  { providerId, next }: { providerId: string; next: string | undefined },
): Promise<Result<string, NotSignedIn>> => {
  const provider = await enabledProvider(database(c.env.DB), providerId)
  if (provider === null) return failed('not_found')
  const now = Date.now()
  const { callbackUrl: redirectUri } = addressesOf(c, providerId)
  const begun = await beginSignIn({ ...(await relationTo(c.env, provider)), scopes: provider.scopes, redirectUri }, now)
  if (!begun.ok) return begun
  const { url, ...rest } = begun.value
  await rememberTransaction(c, { providerId, transaction: { ...rest, next: nextPath(next) } }, now)
  return ok(url)
}

/** Comes back from a provider: a session begins, a new one each time. @returns the path of ours to go on with */
export const returnFromProvider = async (
  c: ApiContext,
  { providerId, returned }: { providerId: string; returned: URLSearchParams },
): Promise<Result<string, NotSignedIn>> => {
  const now = Date.now()
  const transaction = await takeTransaction(c, { providerId, state: returned.get('state') ?? '' }, now)
  // This browser did not leave for there: someone else's answer was put into its address bar.
  if (transaction === null) return failed('cross_site')
  const provider = await enabledProvider(database(c.env.DB), providerId)
  if (provider === null) return failed('not_found')
  const { callbackUrl: redirectUri } = addressesOf(c, providerId)
  const relation = { ...(await relationTo(c.env, provider)), redirectUri }
  const told = await finishSignIn(relation, { begun: transaction, returned }, now)
  if (!told.ok) return told
  const opened = await openVouched(c, { provider, told: told.value }, now)
  return opened.ok ? ok(transaction.next) : opened
}

const openVouched = async (
  c: ApiContext,
  { provider, told }: { provider: ProviderRow; told: Told },
  now: number,
): Promise<Result<null, NotSignedIn>> => {
  const followed = await followProvider(c.env, { provider, claims: told.claims }, now)
  if (!followed.ok) return followed
  const person = await memberThere(c.env, { userId: followed.value, provider })
  if (person === null) return failed('no_access')
  if (person.user.disabledAt !== null) return failed('account_disabled')
  const vouched = await vouchedFor(c.env, { provider, told })
  // The browser comes from the provider's site, and that is how it has to be: state and cookie say it left from here.
  await replaceInBrowser(c, await openSession(c.env, { ...person, device: deviceOf(c), vouched }, now))
  return ok(null)
}

const memberThere = async (
  env: Env,
  { userId, provider }: { userId: string; provider: ProviderRow },
): Promise<{ user: UserRow; organisation: Membership } | null> => {
  const db = database(env.DB)
  const [user, memberships] = await Promise.all([userById(db, userId), membershipsOf(db, userId)])
  const organisation = memberships.find(({ id }) => id === provider.organisationId)
  return user === null || organisation === undefined ? null : { user, organisation }
}

const vouchedFor = async (env: Env, { provider, told }: { provider: ProviderRow; told: Told }) => {
  const { sub: subject, sid } = told.claims
  const held = { providerId: provider.id, subject }
  return {
    providerId: provider.id,
    organisationId: provider.organisationId,
    providerSubject: subject,
    providerSession: typeof sid === 'string' ? sid : null,
    idToken: await sealedToken(env, { ...held, kind: 'id' }, told.idToken),
    providerRefreshToken: await sealedToken(env, { ...held, kind: 'refresh' }, told.refreshToken),
  }
}
