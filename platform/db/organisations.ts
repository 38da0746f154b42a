import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { Membership, Role } from '../../contract/auth.ts'
import type { Organisation } from '../../contract/organisations.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { members, organisationOrigins, organisations } from './schema/identity.ts'
import { oidcProviders } from './schema/oidc.ts'

export interface OrganisationRow {
  id: string
  name: string
  role: Role
  createdAt: number
  version: number
  /** JSON array. */
  origins: string
}

const shown = { id: organisations.id, name: organisations.name, role: members.role }

// The names are spelt out, because drizzle leaves the table away where one is selected from, and `origin` has one too.
const origins = sql<string>`(
  SELECT json_group_array(origin) FROM (
    SELECT origin FROM organisation_origins WHERE organisation_origins.organisation_id = organisations.id ORDER BY origin))`

/** @returns the organisations of a person, the one joined first in front. */
export const membershipsOf = (db: Database, userId: string): Promise<Membership[]> =>
  db
    .select(shown)
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .where(and(eq(members.userId, userId), isNull(organisations.deletedAt)))
    .orderBy(asc(members.joinedAt), asc(organisations.id))
    .all()

/** @returns those of them a password opens: where an identity provider says who may be there, it has to vouch. */
export const openMembershipsOf = (db: Database, userId: string): Promise<Membership[]> =>
  db
    .select(shown)
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(oidcProviders, and(eq(oidcProviders.id, members.providerId), eq(oidcProviders.enabled, true)))
    .where(and(eq(members.userId, userId), isNull(organisations.deletedAt), isNull(oidcProviders.id)))
    .orderBy(asc(members.joinedAt), asc(organisations.id))
    .all()

/**
 * @param providerId the identity provider that vouched; null for a password
 * @returns those of someone's organisations that this opens, with what else is told of each
 */
export const organisationRowsOf = (
  db: Database,
  userId: string,
  providerId: string | null,
): Promise<OrganisationRow[]> =>
  db
    .select({ ...shown, createdAt: organisations.createdAt, version: organisations.version, origins })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(oidcProviders, and(eq(oidcProviders.id, members.providerId), eq(oidcProviders.enabled, true)))
    .where(
      and(
        eq(members.userId, userId),
        isNull(organisations.deletedAt),
        or(isNull(oidcProviders.id), providerId === null ? undefined : eq(oidcProviders.id, providerId)),
      ),
    )
    .orderBy(asc(members.joinedAt), asc(organisations.id))
    .all()

/** @returns the organisation without the role that somebody has in it, or null for a deleted or unknown one. */
export const organisationById = async (db: Database, id: string): Promise<Omit<OrganisationRow, 'role'> | null> =>
  (await db
    .select({
      id: organisations.id,
      name: organisations.name,
      createdAt: organisations.createdAt,
      version: organisations.version,
      origins,
    })
    .from(organisations)
    .where(and(eq(organisations.id, id), isNull(organisations.deletedAt)))
    .get()) ?? null

/**
 * A condition of a batch: the person is in fewer organisations than `most` by their own decision. Those whose identity
 * provider brought them there do not count, or anybody's could keep them from all others.
 */
export const mustHaveRoomFor = (db: Database, userId: string, most: number) =>
  must(db, sql`(${countOf(userId)}) < ${most}`)

/** @returns in how many organisations someone is by their own decision. */
export const organisationsCountOf = async (db: Database, userId: string): Promise<number> =>
  (await db.get<{ n: number }>(sql`${countOf(userId)}`)).n

const countOf = (userId: string) =>
  sql`SELECT count(*) AS n FROM members JOIN organisations ON organisations.id = members.organisation_id
    WHERE members.user_id = ${userId} AND members.provider_id IS NULL AND organisations.deleted_at IS NULL`

/** The statements that make an organisation and its owner; their batch fails where the owner is in `most` already. */
export const insertOrganisation = (
  db: Database,
  row: typeof organisations.$inferInsert,
  { owner, most }: { owner: string; most: number },
) => [
  mustHaveRoomFor(db, owner, most),
  db.insert(organisations).values(row),
  db.insert(members).values({ organisationId: row.id, userId: owner, role: 'owner', joinedAt: row.createdAt }),
]

/**
 * The statements that change an organisation; what is undefined stays.
 * @param version as it was read; their batch fails where somebody changed the organisation, or deleted it, since
 */
export const updateOrganisation = (
  db: Database,
  { id, version }: { id: string; version: number },
  { name, allowedOrigins }: { name?: string | undefined; allowedOrigins?: string[] | undefined },
) => [
  must(db, sql`EXISTS (SELECT 1 FROM organisations WHERE id = ${id} AND version = ${version} AND deleted_at IS NULL)`),
  db
    .update(organisations)
    .set({ version: version + 1, ...(name !== undefined && { name }) })
    .where(eq(organisations.id, id)),
  ...(allowedOrigins === undefined ? [] : replaceOrigins(db, id, allowedOrigins)),
]

/** @returns the organisation as the API shows one. */
export const asOrganisation = ({ origins, createdAt, ...row }: OrganisationRow): Organisation => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  allowedOrigins: JSON.parse(origins) as string[],
})

const replaceOrigins = (db: Database, organisationId: string, allowed: string[]) => [
  db.delete(organisationOrigins).where(eq(organisationOrigins.organisationId, organisationId)),
  ...[...new Set(allowed)].map((origin) => db.insert(organisationOrigins).values({ origin, organisationId })),
]
