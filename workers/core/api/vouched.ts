import type { Role } from '../../../contract/auth.ts'
import type { ProviderClaims } from '../../../contract/oidc.ts'
import { type Profile, profileFrom, roleFrom } from '../../../domain/identity/claims.ts'
import { decideLinking, type Linking } from '../../../domain/identity/linking.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact, violatedUnique } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  followProfile,
  followRole,
  identityOf,
  insertVouchedUser,
  joinIdentity,
  knownHere,
} from '../../../platform/db/identities.ts'
import { revokeInvitationsBy } from '../../../platform/db/member-invitations.ts'
import { endMembership, type MemberKey, type MemberRow, memberById } from '../../../platform/db/members.ts'
import type { ProviderRow } from '../../../platform/db/oidc-providers.ts'
import { endVouchedSessions, type Vouching, vouchedSessions } from '../../../platform/db/vouched-sessions.ts'
import { announce, disconnect } from '../../../platform/live.ts'
import { memberFact } from './member-facts.ts'

/** What a provider said of someone who is signing in, or is asked about again. */
export interface Word {
  provider: ProviderRow
  claims: ProviderClaims
}

/**
 * Lets account and membership follow what a provider says of someone: whose account it is, its names, its role. Who has
 * no role there has no access: the membership the provider made ends, and so does every sign-in it vouched for.
 * @returns the id of the account
 */
export const followProvider = async (
  env: Env,
  word: Word,
  now: number,
): Promise<Result<string, 'no_access' | 'address_not_verified'>> => {
  const role = roleFrom(word.claims, word.provider)
  if (role === null) {
    await shutOut(env, word, now)
    return failed('no_access')
  }
  const profile = profileFrom(word.claims)
  const subject = { providerId: word.provider.id, subject: word.claims.sub }
  const db = database(env.DB)
  const decided = decideLinking(await knownHere(db, subject, profile.email), profile)
  if (!decided.ok) return decided
  const written = await admitted(env, { word, profile, linking: decided.value, role }, now)
  // Two first sign-ins at once both found nobody; the second one finds the account of the first.
  return written === null ? followProvider(env, word, now) : ok(written)
}

interface Admission {
  word: Word
  profile: Profile
  linking: Linking
  role: Role
}

const admitted = async (env: Env, admission: Admission, now: number): Promise<string | null> => {
  const { word, profile, linking, role } = admission
  const db = database(env.DB)
  const { id: providerId, organisationId } = word.provider
  const userId = linking.kind === 'create' ? randomId('u') : linking.userId
  const key = { organisationId, userId }
  const former = await memberById(db, key)
  const isPeoples = former !== null && former.role === 'owner' && former.providerId === null
  const followed = isPeoples ? former.role : role
  const statements = [
    ...(linking.kind === 'create'
      ? [insertVouchedUser(db, { ...profile, id: userId, email: linking.email }, now)]
      : []),
    joinIdentity(db, { providerId, subject: word.claims.sub }, userId, now),
    followProfile(db, { providerId, userId }, profile),
    followRole(db, { providerId, ...key, role }, now),
    ...revokeInvitationsBy(db, key, { mayStillGive: followed, now }),
  ]
  const registered = linking.kind === 'create' ? [registeredFact(key, { ...profile, email: linking.email }, now)] : []
  try {
    await announce(
      env,
      await commit(db, statements, [...registered, ...roleFacts(key, { former, role: followed }, now)]),
    )
    return userId
  } catch (error) {
    if (linking.kind === 'create' && violatedUnique(error) === 'users.email') return null
    throw error
  }
}

const registeredFact = (
  { organisationId, userId }: MemberKey,
  { email, firstName, lastName }: Pick<Profile, 'firstName' | 'lastName'> & { email: string },
  time: number,
): Fact => ({
  id: randomId('e'),
  organisationId,
  type: 'user.registered',
  subject: userId,
  actor: userId,
  time,
  data: { userId, email, firstName, lastName },
})

const roleFacts = (
  { organisationId, userId }: MemberKey,
  { former, role }: { former: MemberRow | null; role: Role },
  now: number,
): Fact[] => {
  const about = { organisationId, subject: userId, actor: userId }
  if (former === null) return [memberFact({ ...about, type: 'member.joined', data: { userId, role } }, now)]
  if (former.role === role) return []
  return [memberFact({ ...about, type: 'member.role_changed', data: { userId, from: former.role, to: role } }, now)]
}

const shutOut = async (env: Env, { provider, claims }: Word, now: number): Promise<void> => {
  const { id: providerId, organisationId } = provider
  const db = database(env.DB)
  const known = await identityOf(db, { providerId, subject: claims.sub })
  if (known === null) return
  await endVouched(env, { providerId, subject: claims.sub }, now)
  const key = { organisationId, userId: known.userId }
  if ((await memberById(db, key))?.providerId !== providerId) return
  const about = { organisationId, subject: known.userId, actor: null, data: { userId: known.userId } }
  try {
    const logged = await commit(db, endMembership(db, key, now), [
      memberFact({ ...about, type: 'member.removed' }, now),
    ])
    await announce(env, logged)
    await disconnect(env.LIVE_HUB, organisationId, { user: known.userId })
  } catch (error) {
    // The last owner stays a member, or nobody could open the door again; only this way in is closed.
    if (!isRefused(error)) throw error
  }
}

/** Ends sign-ins a provider vouched for, and closes their live sockets. */
export const endVouched = async (env: Env, which: Vouching, now: number): Promise<void> => {
  const db = database(env.DB)
  const ended = await vouchedSessions(db, which)
  await commit(db, endVouchedSessions(db, which, now), [])
  await hangUpVouched(env, ended)
}

/** Closes the live sockets of sign-ins a provider vouched for, with one call for all: a request may make a thousand. */
export const hangUpVouched = async (
  env: Env,
  ended: { id: string; organisationId: string | null }[],
): Promise<void> => {
  const organisations = Map.groupBy(ended, ({ organisationId }) => organisationId)
  await Promise.all(
    [...organisations].map(([organisation, theirs]) =>
      organisation === null
        ? undefined
        : disconnect(env.LIVE_HUB, organisation, ...theirs.map(({ id }) => ({ session: id }))),
    ),
  )
}
