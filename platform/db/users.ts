import { and, eq, sql } from 'drizzle-orm'
import { type Language, language, type PlatformRole, type User } from '../../contract/auth.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { members, organisations, users } from './schema/identity.ts'

export type UserRow = typeof users.$inferSelect

/** @returns the user as the API shows one. */
export const asUser = (row: Omit<UserRow, 'password'>): User => ({
  id: row.id,
  email: row.email,
  emailVerified: row.emailVerifiedAt !== null,
  username: row.username,
  firstName: row.firstName,
  lastName: row.lastName,
  language: languageOf(row),
  platformRole: row.platformRole,
  createdAt: new Date(row.createdAt).toISOString(),
})

/** @returns the language someone chose, or null where their browser decides. */
export const languageOf = (row: Pick<UserRow, 'language'>): Language | null =>
  language.safeParse(row.language).data ?? null

/** @returns the user with this email or username, stored password included, or null. */
export const userBySignIn = async (
  db: Database,
  given: { email: string } | { username: string },
): Promise<UserRow | null> => {
  const where = 'email' in given ? eq(users.email, given.email) : eq(users.username, given.username)
  return (await db.select().from(users).where(where).get()) ?? null
}

/** @returns the user with this email, or null. */
export const userByEmail = (db: Database, email: string): Promise<UserRow | null> => userBySignIn(db, { email })

/** @returns the user, or null. */
export const userById = async (db: Database, id: string): Promise<UserRow | null> =>
  (await db.select().from(users).where(eq(users.id, id)).get()) ?? null

// Decided by the statement itself, so that two who register first at once are not both.
const firstIsAdmin = sql<PlatformRole>`CASE WHEN EXISTS (SELECT 1 FROM users) THEN 'USER' ELSE 'ADMIN' END`

/** The statement that makes a person. The first one of a deployment is its ADMIN. */
export const insertUser = (db: Database, user: typeof users.$inferInsert) =>
  db.insert(users).values({ ...user, platformRole: firstIsAdmin })

/** The statements that give someone who is no member anywhere an organisation of their own; refused where they are one. */
export const insertOwnOrganisation = (
  db: Database,
  userId: string,
  organisation: typeof organisations.$inferInsert,
) => [
  must(
    db,
    sql`NOT EXISTS (SELECT 1 FROM members m JOIN organisations o ON o.id = m.organisation_id
      LEFT JOIN oidc_providers p ON p.id = m.provider_id AND p.enabled = 1
      WHERE m.user_id = ${userId} AND o.deleted_at IS NULL AND p.id IS NULL)`,
  ),
  db.insert(organisations).values(organisation),
  db
    .insert(members)
    .values({ organisationId: organisation.id, userId, role: 'owner', joinedAt: organisation.createdAt }),
]

/**
 * A condition of a batch: the account is on, its password the one that was compared, and its second factor the one that
 * was asked for, or none. So nobody begins a session, or changes anything, with what somebody replaced in the meantime.
 */
export const mustKeepCredentials = (
  db: Database,
  { id, password, totpConfirmedAt }: Pick<UserRow, 'id' | 'password' | 'totpConfirmedAt'>,
) =>
  must(
    db,
    sql`EXISTS (SELECT 1 FROM users WHERE id = ${id} AND disabled_at IS NULL AND password IS ${password}
      AND totp_confirmed_at IS ${totpConfirmedAt})`,
  )

/** The statement that hashes a password anew, unless somebody replaced it in the meantime. */
export const updatePasswordHash = (db: Database, { id, from, to }: { id: string; from: string | null; to: string }) =>
  db
    .update(users)
    .set({ password: to })
    .where(and(eq(users.id, id), sql`${users.password} IS ${from}`))

/** The statement that changes what is told of someone; what is undefined stays. */
export const updateUser = (db: Database, id: string, change: Partial<Omit<typeof users.$inferInsert, 'id'>>) =>
  db.update(users).set(change).where(eq(users.id, id))
