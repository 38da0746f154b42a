import type { Membership, Registration, Session } from '../../../contract/auth.ts'
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_MS } from '../../../domain/identity/tokens.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { signAccessToken } from '../../../platform/auth.ts'
import { randomId, randomToken, sha256Hex } from '../../../platform/crypto.ts'
import { commit, database, type Fact, violatedUnique } from '../../../platform/db/commit.ts'
import { asUser, insertOwner, insertRefreshToken, type UserRow } from '../../../platform/db/users.ts'

type SignedIn = { user: UserRow; organisation: Membership }

/** Makes a person, their organisation and the first session in one batch; `password` arrives hashed. */
export const register = async (
  env: Env,
  wish: Registration,
  now: number,
): Promise<Result<Session, 'email_taken' | 'username_taken'>> => {
  const db = database(env.DB)
  const user: UserRow = {
    id: randomId('u'),
    email: wish.email,
    username: wish.username ?? null,
    firstName: wish.firstName ?? null,
    lastName: wish.lastName ?? null,
    password: wish.password,
    createdAt: now,
  }
  const organisation: Membership = { id: randomId('o'), name: organisationName(wish), role: 'owner' }
  const first = newRefreshToken({ family: randomId('f'), userId: user.id, organisationId: organisation.id }, now)
  const statements = [
    ...insertOwner(db, user, { id: organisation.id, name: organisation.name, createdAt: now }),
    insertRefreshToken(db, first.row),
  ]
  try {
    await commit(db, statements, registrationFacts(user, organisation, now))
  } catch (error) {
    const taken = violatedUnique(error)
    if (taken === 'users.email') return failed('email_taken')
    if (taken === 'users.username') return failed('username_taken')
    throw error
  }
  return ok(await sessionFor(env, { user, organisation, refreshToken: first.token }, now))
}

/** Begins a new family of refresh tokens for someone who proved who they are. */
export const openSession = async (env: Env, { user, organisation }: SignedIn, now: number): Promise<Session> => {
  const first = newRefreshToken({ family: randomId('f'), userId: user.id, organisationId: organisation.id }, now)
  await insertRefreshToken(database(env.DB), first.row)
  return sessionFor(env, { user, organisation, refreshToken: first.token }, now)
}

/** @returns the session as the API answers it, with a fresh access token. */
export const sessionFor = async (
  env: Env,
  { user, organisation, refreshToken }: SignedIn & { refreshToken: string },
  now: number,
): Promise<Session> => {
  const caller = { userId: user.id, organisationId: organisation.id, role: organisation.role }
  return {
    user: asUser(user),
    organization: organisation,
    accessToken: await signAccessToken(env.KEY_RING, caller, now),
    refreshToken,
    expiresIn: ACCESS_TOKEN_SECONDS,
  }
}

/** @returns a refresh token and the row that knows it by its hash alone. */
export const newRefreshToken = (of: { family: string; userId: string; organisationId: string }, now: number) => {
  const token = randomToken()
  return { token, row: { ...of, hash: sha256Hex(token), createdAt: now, expiresAt: now + REFRESH_TOKEN_MS } }
}

const organisationName = ({ organization, firstName, username, email }: Registration): string =>
  organization ?? firstName ?? username ?? email.slice(0, email.indexOf('@'))

const registrationFacts = (user: UserRow, organisation: Membership, time: number): Fact[] => {
  const common = { organisationId: organisation.id, actor: user.id, time }
  return [
    { ...common, id: randomId('e'), type: 'user.registered', subject: user.id, data: { userId: user.id } },
    {
      ...common,
      id: randomId('e'),
      type: 'organization.created',
      subject: organisation.id,
      data: { organizationId: organisation.id, name: organisation.name },
    },
  ]
}
