import { and, desc, eq, gt, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Membership, PlatformRole, Role } from '../../contract/auth.ts'
import type { RefreshTokenState } from '../../domain/identity/tokens.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { members, organisations, refreshTokens, sessions, users } from './schema/identity.ts'
import { oidcProviders } from './schema/oidc.ts'

export type SessionRow = typeof sessions.$inferSelect
type RefreshRow = typeof refreshTokens.$inferInsert

/** Sign-ins of one person that are kept, by password and of each provider: a program may sign in for every request it makes. */
const SESSIONS_MOST = 100

/**
 * The statements that begin a session with its first refresh token; the one used least recently makes room for it. A
 * provider that vouches again and again for somebody makes room among its own, and leaves their others alone.
 */
export const insertSession = (db: Database, session: typeof sessions.$inferInsert, first: RefreshRow) => [
  db.insert(sessions).values(session),
  db.insert(refreshTokens).values(first),
  db.delete(sessions).where(
    sql`${sessions.id} IN (SELECT id FROM sessions
        WHERE user_id = ${session.userId} AND provider_id IS ${session.providerId ?? null}
        ORDER BY revoked_at IS NULL DESC, last_seen_at DESC, created_at DESC, id LIMIT -1 OFFSET ${SESSIONS_MOST})`,
  ),
]

/** @returns the session with this id, or null. */
export const sessionById = async (db: Database, id: string): Promise<SessionRow | null> =>
  (await db.select().from(sessions).where(eq(sessions.id, id)).get()) ?? null

/**
 * Asks what an access token cannot know: whether its session still stands, and what the person is there by now.
 * @returns null when the session has ended, the account is off, or they are no member of that organisation any more
 */
export const standing = async (
  db: Database,
  { session, userId, organisationId }: { session: string; userId: string; organisationId: string },
  now: number,
): Promise<{ role: Role; platformRole: PlatformRole; providerId: string | null } | null> => {
  const row = await db
    .select({
      role: members.role,
      platformRole: users.platformRole,
      providerId: sessions.providerId,
      confinedTo: sessions.organisationId,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), isNull(users.disabledAt)))
    .innerJoin(members, and(eq(members.organisationId, organisationId), eq(members.userId, sessions.userId)))
    .innerJoin(organisations, and(eq(organisations.id, members.organisationId), isNull(organisations.deletedAt)))
    .leftJoin(oidcProviders, and(eq(oidcProviders.id, members.providerId), eq(oidcProviders.enabled, true)))
    .where(
      and(
        // Where a provider says who may be here, a password says nothing: else who is switched off there stays here.
        or(isNull(oidcProviders.id), eq(oidcProviders.id, sessions.providerId)),
        eq(sessions.id, session),
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
      ),
    )
    .get()
  if (row === undefined || (row.confinedTo !== null && row.confinedTo !== organisationId)) return null
  // An organisation's own provider says who someone is there, not what they may do to the whole deployment.
  return { ...row, platformRole: row.providerId === null ? row.platformRole : 'USER' }
}

/** @returns the refresh token with this SHA-256 (hex), or null. */
export const refreshTokenByHash = async (
  db: Database,
  hash: string,
): Promise<(RefreshTokenState & { family: string; userId: string; organisationId: string }) | null> =>
  (await db.select().from(refreshTokens).where(eq(refreshTokens.hash, hash)).get()) ?? null

/**
 * Spends a refresh token for its successor.
 * @returns `kept`: whether the successor was kept, false when the session was ended since the token was read;
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
    binding
      .prepare('UPDATE sessions SET last_seen_at = ?, expires_at = ? WHERE id = ? AND revoked_at IS NULL')
      .bind(now, next.expiresAt, next.family),
  ])
  return { kept: inserted?.meta.changes === 1, first: updated?.meta.changes === 1 }
}

/** @returns the sign-ins of a person that stand, the one used last in front. */
export const standingSessions = (db: Database, userId: string, now: number): Promise<SessionRow[]> =>
  db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .all()

/** The statements that end a session: neither its refresh tokens nor its access tokens are taken any more. */
export const endSession = (db: Database, id: string, now: number) => endWhere(db, eq(sessions.id, id), now)

/** The statements that end every sign-in of a person, or every one but `keep`. */
export const endSessions = (db: Database, { userId, keep }: { userId: string; keep: string | null }, now: number) =>
  endWhere(db, and(eq(sessions.userId, userId), keep === null ? undefined : ne(sessions.id, keep)), now)

const endWhere = (db: Database, which: SQL | undefined, now: number) => [
  db
    .update(refreshTokens)
    .set({ revokedAt: now })
    .where(
      and(
        inArray(refreshTokens.family, db.select({ id: sessions.id }).from(sessions).where(which)),
        isNull(refreshTokens.revokedAt),
      ),
    ),
  db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(which, isNull(sessions.revokedAt))),
]

/** A condition of a batch: the session was not ended since the request was let in. */
export const mustStand = (db: Database, id: string | null) =>
  must(db, sql`EXISTS (SELECT 1 FROM sessions WHERE id = ${id} AND revoked_at IS NULL)`)

/** @returns where a session may act: everywhere its person is a member, or in the one organisation that vouches for it. */
export const reachOf = (memberships: Membership[], { organisationId }: Pick<SessionRow, 'organisationId'>) =>
  memberships.filter(({ id }) => organisationId === null || id === organisationId)
