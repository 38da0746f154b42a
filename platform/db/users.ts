import { eq, sql } from 'drizzle-orm'
import { type Language, language, type PlatformRole, type User } from '../../contract/auth.ts'
import type { Database } from './commit.ts'
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
  language: asLanguage(row.language),
  platformRole: row.platformRole,
  createdAt: new Date(row.createdAt).toISOString(),
})

/** @returns the user with this email or username, stored password included, or null. */
export const userBySignIn = async (
  db: Database,
  given: { email: string } | { username: string },
): Promise<UserRow | null> => {
  const where = 'email' in given ? eq(users.email, given.email) : eq(users.username, given.username)
  return (await db.select().from(users).where(where).get()) ?? null
}

/** @returns the user, or null. */
export const userById = async (db: Database, id: string): Promise<UserRow | null> =>
  (await db.select().from(users).where(eq(users.id, id)).get()) ?? null

// Decided by the statement itself, so that two who register first at once are not both.
const firstIsAdmin = sql<PlatformRole>`CASE WHEN EXISTS (SELECT 1 FROM users) THEN 'USER' ELSE 'ADMIN' END`

/** The statements that make a person and the organisation they own. The first person of a deployment is its ADMIN. */
export const insertOwner = (
  db: Database,
  user: typeof users.$inferInsert,
  organisation: typeof organisations.$inferInsert,
) => [
  db.insert(users).values({ ...user, platformRole: firstIsAdmin }),
  db.insert(organisations).values(organisation),
  db.insert(members).values({
    organisationId: organisation.id,
    userId: user.id,
    role: 'owner',
    joinedAt: user.createdAt,
  }),
]

/** The statement that replaces a stored password. */
export const updatePassword = (db: Database, userId: string, password: string) =>
  db.update(users).set({ password }).where(eq(users.id, userId))

const asLanguage = (stored: string | null): Language | null => language.safeParse(stored).data ?? null
