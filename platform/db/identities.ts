import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Role } from '../../contract/auth.ts'
import type { Profile } from '../../domain/identity/claims.ts'
import type { KnownHere } from '../../domain/identity/linking.ts'
import type { Database } from './commit.ts'
import { members, users } from './schema/identity.ts'
import { identities } from './schema/oidc.ts'

/** Who somebody is at a provider. */
export interface ProviderSubject {
  providerId: string
  subject: string
}

/** Whom a provider vouches for, and as what. */
export interface VouchedMember {
  providerId: string
  organisationId: string
  userId: string
  role: Role
}

/** @returns what is known here of a subject, and of the address (null: none) the provider names. */
export const knownHere = async (
  db: Database,
  { providerId, subject }: ProviderSubject,
  email: string | null,
): Promise<KnownHere> => {
  const [identity, account] = await Promise.all([
    identityOf(db, { providerId, subject }),
    email === null
      ? undefined
      : db
          .select({ userId: users.id, verifiedAt: users.emailVerifiedAt })
          .from(users)
          .where(eq(users.email, email))
          .get(),
  ])
  return {
    identity,
    account: account === undefined ? null : { userId: account.userId, verified: account.verifiedAt !== null },
  }
}

/** @returns whose account a subject was joined to, and whether it is on; null for a subject never seen. */
export const identityOf = async (
  db: Database,
  { providerId, subject }: ProviderSubject,
): Promise<{ userId: string; disabled: boolean } | null> => {
  const found = await db
    .select({ userId: identities.userId, disabledAt: users.disabledAt })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.providerId, providerId), eq(identities.subject, subject)))
    .get()
  return found === undefined ? null : { userId: found.userId, disabled: found.disabledAt !== null }
}

/** The statement that makes an account without password; it fails on a unique key where the address has one. */
export const insertVouchedUser = (
  db: Database,
  { id, email, firstName, lastName }: { id: string; email: string } & Pick<Profile, 'firstName' | 'lastName'>,
  now: number,
) => db.insert(users).values({ id, email, emailVerifiedAt: now, firstName, lastName, createdAt: now })

/** The statement that joins a subject to an account, or notes that it was seen again. Whose it is never changes. */
export const joinIdentity = (db: Database, { providerId, subject }: ProviderSubject, userId: string, now: number) =>
  db
    .insert(identities)
    .values({ providerId, subject, userId, createdAt: now, lastSeenAt: now })
    .onConflictDoUpdate({ target: [identities.providerId, identities.subject], set: { lastSeenAt: now } })

/**
 * The statement that lets names follow the provider. Not where there is a password, because then their owner writes them,
 * nor where another provider vouches for the account too: one organisation's must not rename people in another's lists.
 */
export const followProfile = (
  db: Database,
  { providerId, userId }: { providerId: string; userId: string },
  { firstName, lastName }: Pick<Profile, 'firstName' | 'lastName'>,
) =>
  db
    .update(users)
    .set({ ...(firstName !== null && { firstName }), ...(lastName !== null && { lastName }) })
    .where(
      and(
        eq(users.id, userId),
        isNull(users.password),
        sql`NOT EXISTS (SELECT 1 FROM identities AS other WHERE other.user_id = ${userId} AND other.provider_id <> ${providerId})`,
        firstName === null && lastName === null ? sql`0` : undefined,
      ),
    )

/**
 * The statement that makes someone a member as the provider says, or lets their role follow. An owner whom people made
 * stays theirs, so that somebody can still open the door with a password; and the last owner stays one.
 */
export const followRole = (db: Database, { providerId, organisationId, userId, role }: VouchedMember, now: number) =>
  db
    .insert(members)
    .values({ organisationId, userId, role, joinedAt: now, providerId })
    .onConflictDoUpdate({
      target: [members.organisationId, members.userId],
      set: { role: sql`CASE WHEN ${lastOwner} THEN members.role ELSE excluded.role END`, providerId },
      setWhere: sql`NOT (members.role = 'owner' AND members.provider_id IS NULL)`,
    })

// The names are spelt out, because what a column belongs to has to be said inside the other SELECT.
const lastOwner = sql`members.role = 'owner' AND NOT EXISTS (
  SELECT 1 FROM members AS other JOIN users AS person ON person.id = other.user_id AND person.disabled_at IS NULL
  WHERE other.organisation_id = members.organisation_id AND other.user_id <> members.user_id AND other.role = 'owner')`
