import type { BatchItem } from 'drizzle-orm/batch'
import type { Membership, Registration, Session } from '../../../contract/auth.ts'
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_MS } from '../../../domain/identity/tokens.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { signAccessToken } from '../../../platform/auth.ts'
import { randomId, randomToken, sha256Hex } from '../../../platform/crypto.ts'
import { commit, type Database, database, type Fact, violatedUnique } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { openMembershipsOf } from '../../../platform/db/organisations.ts'
import { insertSession, type SessionRow } from '../../../platform/db/sessions.ts'
import { asUser, insertOwnOrganisation, insertUser, type UserRow, userById } from '../../../platform/db/users.ts'
import { announce } from '../../../platform/live.ts'
import { actionFact } from './account-facts.ts'
import { type LinkMail, linkMail } from './account-links.ts'
import { joiningByToken, type Place } from './invited.ts'
import type { ApiContext } from './route.ts'

/** What a sign-in shows of where it was made, so that its person can tell their sessions apart. */
export interface Device {
  userAgent: string | null
  address: string | null
}

/** What an identity provider told when it vouched for someone; secrets arrive sealed. */
export type Vouched = Pick<
  SessionRow,
  'providerId' | 'organisationId' | 'providerSubject' | 'providerSession' | 'idToken' | 'providerRefreshToken'
>

interface SignedIn {
  user: UserRow
  organisation: Membership
}

export type NotRegistered = 'email_taken' | 'username_taken' | 'invalid_link' | 'wrong_account'

const LONGEST_USER_AGENT = 300

/** @returns the device a request comes from. */
export const deviceOf = (c: ApiContext): Device => ({
  userAgent: c.req.header('User-Agent')?.slice(0, LONGEST_USER_AGENT) ?? null,
  address: c.req.header('CF-Connecting-IP') ?? null,
})

/**
 * Makes a person and the first session in one batch, with an organisation of their own, or in the one that invited them;
 * `password` arrives hashed.
 */
export const register = async (
  env: Env,
  { wish, device, mail }: { wish: Registration; device: Device; mail: LinkMail },
  now: number,
): Promise<Result<Session, NotRegistered>> => {
  const db = database(env.DB)
  const user = newUser(wish, now)
  const { invitation: token } = wish
  const place =
    token === undefined ? ok(ownPlace(db, { user, wish }, now)) : await joiningByToken(db, { token, user }, now)
  if (!place.ok) return place
  const { organisation } = place.value
  const begun = newSession({ userId: user.id, organisationId: organisation.id, device }, now)
  const statements = [
    insertUser(db, user),
    ...place.value.statements,
    ...insertSession(db, begun.session, begun.first.row),
    ...linkMail(db, { ...mail, purpose: 'verify_email', userId: user.id, email: user.email }, now),
  ]
  try {
    await announce(env, await commit(db, statements, [registered(user, organisation, now), place.value.fact]))
  } catch (error) {
    if (isRefused(error)) return failed('invalid_link')
    const taken = violatedUnique(error)
    if (taken === 'users.email') return failed('email_taken')
    if (taken === 'users.username') return failed('username_taken')
    throw error
  }
  const kept = (await userById(db, user.id)) ?? user
  return ok(
    await sessionFor(
      env,
      { user: kept, organisation, session: begun.session.id, refreshToken: begun.first.token },
      now,
    ),
  )
}

/** Who signs in, where, from what, and what else has to hold or to be spent in the same batch. */
export type SignIn = SignedIn & { device: Device; vouched?: Vouched; proof?: BatchItem<'sqlite'>[] }

/** Begins a session for someone who proved who they are, or for whom a provider vouched. */
export const openSession = async (
  env: Env,
  { user, organisation, device, vouched, proof = [] }: SignIn,
  now: number,
): Promise<Session> => {
  const { session, first } = newSession({ userId: user.id, organisationId: organisation.id, device, vouched }, now)
  const db = database(env.DB)
  const fact = actionFact({ userId: user.id, organisationId: organisation.id, actionType: 'LOGIN' }, now)
  const logged = await commit(db, [...proof, ...insertSession(db, session, first.row)], [fact])
  await announce(env, logged)
  const seen = seenThrough(session, user)
  return sessionFor(env, { user: seen, organisation, session: session.id, refreshToken: first.token }, now)
}

/** @returns the person as their session shows them: through an organisation's provider nobody is ADMIN of the deployment. */
export const seenThrough = ({ providerId }: { providerId?: string | null }, user: UserRow): UserRow =>
  providerId == null ? user : { ...user, platformRole: 'USER' }

/**
 * @returns the organisations a password of someone opens, the one joined first in front. Who left the last one, or was taken from it, gets
 * one of their own again: without any there is nothing an access token could speak of.
 */
export const organisationsOf = async (env: Env, user: UserRow, now: number): Promise<Membership[]> => {
  const db = database(env.DB)
  const memberships = await openMembershipsOf(db, user.id)
  if (memberships.length > 0) return memberships
  const organisation: Membership = { id: randomId('o'), name: organisationName(user), role: 'owner' }
  const row = { id: organisation.id, name: organisation.name, createdAt: now }
  try {
    await commit(db, insertOwnOrganisation(db, user.id, row), [organisationCreated(user, organisation, now)])
    return [organisation]
  } catch (error) {
    if (isRefused(error)) return openMembershipsOf(db, user.id)
    throw error
  }
}

/** @returns the session as the API answers it, with a fresh access token. */
export const sessionFor = async (
  env: Env,
  { user, organisation, session, refreshToken }: SignedIn & { session: string; refreshToken: string },
  now: number,
): Promise<Session> => {
  const { role, id: organisationId } = organisation
  const claims = { userId: user.id, organisationId, role, platformRole: user.platformRole, session }
  return {
    user: asUser(user),
    organization: organisation,
    accessToken: await signAccessToken(env.KEY_RING, claims, now),
    refreshToken,
    expiresIn: ACCESS_TOKEN_SECONDS,
  }
}

/** @returns a refresh token and the row that knows it by its hash alone. */
export const newRefreshToken = (of: { family: string; userId: string; organisationId: string }, now: number) => {
  const token = randomToken()
  return { token, row: { ...of, hash: sha256Hex(token), createdAt: now, expiresAt: now + REFRESH_TOKEN_MS } }
}

/** @returns the rows of a session that begins, and its first refresh token. */
const newSession = (
  of: { userId: string; organisationId: string; device: Device; vouched?: Vouched | undefined },
  now: number,
) => {
  const id = randomId('f')
  const first = newRefreshToken({ family: id, userId: of.userId, organisationId: of.organisationId }, now)
  const seen = { createdAt: now, lastSeenAt: now, expiresAt: first.row.expiresAt, ...of.device }
  const checkedAt = of.vouched === undefined ? null : now
  return { session: { id, userId: of.userId, ...seen, ...of.vouched, checkedAt }, first }
}

const newUser = (wish: Registration, now: number): UserRow => ({
  id: randomId('u'),
  email: wish.email,
  emailVerifiedAt: null,
  username: wish.username ?? null,
  firstName: wish.firstName ?? null,
  lastName: wish.lastName ?? null,
  language: wish.language ?? null,
  password: wish.password,
  platformRole: 'USER',
  totpSecret: null,
  totpConfirmedAt: null,
  totpStep: null,
  disabledAt: null,
  createdAt: now,
})

const organisationName = ({ organization, firstName, username, email }: NamedAfter): string =>
  organization ?? firstName ?? username ?? email.slice(0, email.indexOf('@'))

interface NamedAfter {
  organization?: string | undefined
  firstName?: string | null | undefined
  username?: string | null | undefined
  email: string
}

const ownPlace = (db: Database, { user, wish }: { user: UserRow; wish: Registration }, now: number): Place => {
  const organisation: Membership = { id: randomId('o'), name: organisationName(wish), role: 'owner' }
  const row = { id: organisation.id, name: organisation.name, createdAt: now }
  return {
    organisation,
    statements: insertOwnOrganisation(db, user.id, row),
    fact: organisationCreated(user, organisation, now),
  }
}

const registered = ({ id, email, firstName, lastName }: UserRow, organisation: Membership, time: number): Fact => ({
  id: randomId('e'),
  organisationId: organisation.id,
  type: 'user.registered',
  subject: id,
  actor: id,
  time,
  data: { userId: id, email, firstName, lastName },
})

const organisationCreated = ({ id: actor }: UserRow, { id, name }: Membership, time: number): Fact => ({
  id: randomId('e'),
  organisationId: id,
  type: 'organization.created',
  subject: id,
  actor,
  time,
  data: { organizationId: id, name },
})
