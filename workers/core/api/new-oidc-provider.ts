import type { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import type { NewOidcProvider, oidcProviderChange } from '../../../contract/oidc.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact, violatedUnique } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  deleteProvider,
  insertProvider,
  type ProviderRow,
  updateProvider,
} from '../../../platform/db/oidc-providers.ts'
import { vouchedSessions } from '../../../platform/db/vouched-sessions.ts'
import { announce } from '../../../platform/live.ts'
import { isLoopback, isProviderUrl } from '../../../platform/oidc/fetch.ts'
import { checkIssuer } from '../../../platform/oidc.ts'
import { sealedSecret } from './oidc-relation.ts'
import { hangUpVouched } from './vouched.ts'

/** Why a provider is not set up as wished. */
export type Refusal =
  | 'limit_reached'
  | 'stale_version'
  | 'not_listed'
  | 'issuer_refused'
  | 'issuer_not_understood'
  | 'issuer_unavailable'
  | 'no_openid'
  | 'audience_is_client'
  | 'audience_taken'
  | 'secret_needed'

interface Setting {
  caller: Caller
  /** Whether this deployment is itself asked on this machine, as in a trial. */
  isLocal: boolean
}

type Change = z.infer<typeof oidcProviderChange>

/** Sets up a provider, once its issuer answered. */
export const addProvider = async (
  env: Env,
  { caller, wish, factId, isLocal }: Setting & { wish: NewOidcProvider; factId: string },
  now: number,
): Promise<Result<ProviderRow, Refusal>> => {
  if (wish.listed && !isAdmin(caller)) return failed('not_listed')
  const id = randomId('p')
  const { clientSecret, ...settings } = wish
  const secret = clientSecret === null ? null : await sealedSecret(env, id, clientSecret)
  const row = {
    ...settings,
    id,
    organisationId: caller.organisationId,
    clientSecret: secret,
    version: 1,
    createdAt: now,
  }
  const checked = await soundProvider(row, { askIssuer: true, isLocal }, now)
  if (!checked.ok) return checked
  const db = database(env.DB)
  const fact = providerFact('identity_provider.created', checked.value, { id: factId, caller, now })
  try {
    await announce(env, await commit(db, insertProvider(db, checked.value), [fact]))
    return checked
  } catch (error) {
    return refusalOf(error)
  }
}

/** Changes a provider; what the wish leaves out stays. A listed one that gets another name or issuer is listed no more. */
export const changeProvider = async (
  env: Env,
  { caller, row, wish, isLocal }: Setting & { row: ProviderRow; wish: Change },
  now: number,
): Promise<Result<ProviderRow, Refusal>> => {
  const { version, clientSecret, listed, ...given } = wish
  if (version !== undefined && version !== row.version) return failed('stale_version')
  if (listed !== undefined && listed !== row.listed && !isAdmin(caller)) return failed('not_listed')
  const secret = clientSecret == null ? clientSecret : await sealedSecret(env, row.id, clientSecret)
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const wished: ProviderRow = { ...row, ...settings, ...(secret !== undefined && { clientSecret: secret }) }
  const sameFace = wished.name === row.name && wished.issuer === row.issuer
  const shown = { ...wished, listed: (listed ?? row.listed) && (sameFace || isAdmin(caller)) }
  const checked = await soundProvider(shown, { askIssuer: wished.issuer !== row.issuer, isLocal }, now)
  if (!checked.ok) return checked
  // Nobody may read the secret, so nobody may have it sent to an issuer of their own either.
  const moved = checked.value.issuer !== row.issuer
  if (moved && row.clientSecret !== null && secret === undefined) return failed('secret_needed')
  const db = database(env.DB)
  const fact = providerFact('identity_provider.changed', checked.value, { id: randomId('e'), caller, now })
  const standing = await vouchedSessions(db, { providerId: row.id })
  const { statements, ends } = updateProvider(db, { from: row, to: checked.value }, now)
  try {
    await announce(env, await commit(db, statements, [fact]))
    if (ends) await hangUpVouched(env, standing)
    return ok({ ...checked.value, version: row.version + 1 })
  } catch (error) {
    return isRefused(error) ? failed('stale_version') : refusalOf(error)
  }
}

/** Takes a provider away, with the sign-ins it vouched for. */
export const removeProvider = async (
  env: Env,
  { caller, row }: { caller: Caller; row: ProviderRow },
  now: number,
): Promise<void> => {
  const db = database(env.DB)
  const standing = await vouchedSessions(db, { providerId: row.id })
  const fact = providerFact('identity_provider.removed', row, { id: randomId('e'), caller, now })
  await announce(env, await commit(db, deleteProvider(db, row.id, now), [fact]))
  await hangUpVouched(env, standing)
}

const isAdmin = ({ platformRole, credential }: Caller): boolean =>
  platformRole === 'ADMIN' && credential.kind === 'session'

const soundProvider = async (
  row: ProviderRow,
  { askIssuer, isLocal }: { askIssuer: boolean; isLocal: boolean },
  now: number,
): Promise<Result<ProviderRow, Refusal>> => {
  if (!row.scopes.split(' ').includes('openid')) return failed('no_openid')
  if (row.audience === row.clientId) return failed('audience_is_client')
  if (!isProviderUrl(row.issuer)) return failed('issuer_refused')
  if (!askIssuer) return ok(row)
  // A deployment others can reach asks nothing on the machine it runs on, whoever wishes so.
  if (isLoopback(row.issuer) && !isLocal) return failed('issuer_refused')
  const issuer = await checkIssuer(row.issuer, now)
  // Tokens name the issuer in its own spelling, a slash at the end or none.
  if (issuer.ok) return ok({ ...row, issuer: issuer.value })
  return failed(issuer.error === 'provider_unavailable' ? 'issuer_unavailable' : 'issuer_not_understood')
}

const refusalOf = (error: unknown): Result<never, Refusal> => {
  if (isRefused(error)) return failed('limit_reached')
  const taken = violatedUnique(error)
  if (taken === 'oidc_providers.issuer, oidc_providers.audience') return failed('audience_taken')
  throw error
}

const providerFact = (
  type: `identity_provider.${'created' | 'changed' | 'removed'}`,
  { id: identityProviderId, organisationId, name, issuer }: ProviderRow,
  { id, caller, now }: { id: string; caller: Caller; now: number },
): Fact => ({
  id,
  organisationId,
  type,
  subject: identityProviderId,
  actor: caller.userId,
  time: now,
  data: { identityProviderId, name, issuer },
})
