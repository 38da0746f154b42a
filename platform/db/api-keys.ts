import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { apiKeys, organisations } from './schema/identity.ts'

export type ApiKeyRow = typeof apiKeys.$inferSelect

const ofOrganisation = (organisationId: string) => eq(apiKeys.organisationId, organisationId)
const working = (now: number) =>
  and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)))

/**
 * Finds a working key of an organisation that exists, in one read.
 * @param hash SHA-256 of the key, hex
 */
export const workingApiKey = async (
  db: Database,
  hash: string,
  now: number,
): Promise<Pick<ApiKeyRow, 'id' | 'organisationId' | 'scopes' | 'lastUsedAt'> | null> =>
  (await db
    .select({
      id: apiKeys.id,
      organisationId: apiKeys.organisationId,
      scopes: apiKeys.scopes,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .innerJoin(organisations, and(eq(organisations.id, apiKeys.organisationId), isNull(organisations.deletedAt)))
    .where(and(eq(apiKeys.hash, hash), working(now)))
    .get()) ?? null

/** The statement that notes a use, unless one after `unlessAfter` is noted already. */
export const updateLastUsed = (db: Database, id: string, { now, unlessAfter }: { now: number; unlessAfter: number }) =>
  db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, unlessAfter))))

/** @returns up to `limit` keys of the organisation after a place, newest first, revoked and expired ones included. */
export const apiKeysOf = (
  db: Database,
  organisationId: string,
  { after, limit }: { after: { createdAt: number; id: string } | null; limit: number },
): Promise<ApiKeyRow[]> =>
  db
    .select()
    .from(apiKeys)
    .where(
      and(
        ofOrganisation(organisationId),
        after === null
          ? undefined
          : or(
              lt(apiKeys.createdAt, after.createdAt),
              and(eq(apiKeys.createdAt, after.createdAt), lt(apiKeys.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit)
    .all()

/** @returns the organisation's key, or null for a foreign or unknown one. */
export const apiKeyById = async (db: Database, organisationId: string, id: string): Promise<ApiKeyRow | null> =>
  (await db
    .select()
    .from(apiKeys)
    .where(and(ofOrganisation(organisationId), eq(apiKeys.id, id)))
    .get()) ?? null

/** A statement that lets its batch fail when the organisation has as many working keys as it may. */
export const mustHaveRoom = (db: Database, organisationId: string, { now, most }: { now: number; most: number }) =>
  must(
    db,
    sql`(SELECT count(*) FROM api_keys WHERE organisation_id = ${organisationId} AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > ${now})) < ${most}`,
  )

/** The statement that keeps a new key. */
export const insertApiKey = (db: Database, row: ApiKeyRow) => db.insert(apiKeys).values(row)

/** The statement that revokes a key, or ends it at a moment to come. */
export const endApiKey = (db: Database, id: string, end: { revokedAt: number } | { expiresAt: number }) =>
  db.update(apiKeys).set(end).where(eq(apiKeys.id, id))
