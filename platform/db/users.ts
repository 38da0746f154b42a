import { and, eq, isNull } from 'drizzle-orm'
import type { User } from '../../contract/auth.ts'
import type { RefreshTokenState } from '../../domain/identity/tokens.ts'
import type { Database } from './commit.ts'
import { members, organisations, refreshTokens, users } from './schema/identity.ts'

export type UserRow = typeof users.$inferSelect
type RefreshRow = typeof refreshTokens.$inferInsert

/** @returns the user as the API shows one. */
export const asUser = (row: Omit<UserRow, 'password'>): User => ({
  id: row.id,
  email: row.email,
  username: row.username,
  firstName: row.firstName,
  lastName: row.lastName,
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

/** The statements that make a person and the organisation they own. */
export const insertOwner = (
  db: Database,
  user: typeof users.$inferInsert,
  organisation: typeof organisations.$inferInsert,
) => [
  db.insert(users).values(user),
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

/** The statement that keeps the first refresh token of a family. */
export const insertRefreshToken = (db: Database, row: RefreshRow) => db.insert(refreshTokens).values(row)

/** @returns the refresh token with this SHA-256 (hex), or null. */
export const refreshTokenByHash = async (
  db: Database,
  hash: string,
): Promise<(RefreshTokenState & { family: string; userId: string; organisationId: string }) | null> =>
  (await db.select().from(refreshTokens).where(eq(refreshTokens.hash, hash)).get()) ?? null

/**
 * Spends a refresh token for its successor.
 * @returns `kept`: whether the successor was kept, false when the family was revoked since the token was read;
 * `first`: whether nobody else spent the token before
 */
export const rotateRefreshToken = async (
  binding: D1Database,
  { spent, next }: { spent: string; next: RefreshRow },
  now: number,
): Promise<{ kept: boolean; first: boolean }> => {
  const [updated, inserted] = await binding.batch([
    binding.prepare('UPDATE refresh_tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL').bind(now, spent),
    binding
      .prepare(
        `INSERT INTO refresh_tokens (hash, family, user_id, organisation_id, created_at, expires_at)
         SELECT ?, family, user_id, ?, ?, ? FROM refresh_tokens WHERE hash = ? AND revoked_at IS NULL`,
      )
      .bind(next.hash, next.organisationId, now, next.expiresAt, spent),
  ])
  return { kept: inserted?.meta.changes === 1, first: updated?.meta.changes === 1 }
}

/** Ends a sign-in: none of its tokens is taken any more. */
export const revokeFamily = async (db: Database, family: string, now: number): Promise<void> => {
  await db
    .update(refreshTokens)
    .set({ revokedAt: now })
    .where(and(eq(refreshTokens.family, family), isNull(refreshTokens.revokedAt)))
}
