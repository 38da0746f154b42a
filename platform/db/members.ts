import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { Role } from '../../contract/auth.ts'
import type { Member } from '../../contract/organisations.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { revokeInvitationsBy } from './member-invitations.ts'
import { members, users } from './schema/identity.ts'
import { oidcProviders } from './schema/oidc.ts'

export interface MemberRow {
  userId: string
  email: string
  username: string | null
  firstName: string | null
  lastName: string | null
  role: Role
  joinedAt: number
  providerId: string | null
  secondFactor: boolean
}

/** Who somebody is a member of, or should be. */
export interface MemberKey {
  organisationId: string
  userId: string
}

// A provider that was taken away, or switched off, decides nothing any more: its people are people's again.
const deciding = sql<string | null>`${oidcProviders.id}`

const shown = {
  userId: members.userId,
  email: users.email,
  username: users.username,
  firstName: users.firstName,
  lastName: users.lastName,
  role: members.role,
  joinedAt: members.joinedAt,
  providerId: deciding,
  secondFactor: sql`${users.totpConfirmedAt} IS NOT NULL`.mapWith(Boolean),
}

const listed = (db: Database) =>
  db
    .select(shown)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(oidcProviders, and(eq(oidcProviders.id, members.providerId), eq(oidcProviders.enabled, true)))

/** @returns the member, or null for someone who is none of this organisation. */
export const memberById = async (db: Database, { organisationId, userId }: MemberKey): Promise<MemberRow | null> =>
  (await listed(db)
    .where(and(eq(members.organisationId, organisationId), eq(members.userId, userId)))
    .get()) ?? null

/** @returns whether this address is one of the organisation's members. */
export const hasMemberWith = async (db: Database, organisationId: string, email: string): Promise<boolean> =>
  (await db
    .select({ userId: members.userId })
    .from(users)
    .innerJoin(members, and(eq(members.userId, users.id), eq(members.organisationId, organisationId)))
    .where(eq(users.email, email))
    .get()) !== undefined

/**
 * @param query text that name, username or email contain; case counts for letters beyond ASCII
 * @returns up to `limit` members, the one who joined first in front, after a place in that order
 */
export const membersAfter = (
  db: Database,
  organisationId: string,
  { after, query, limit }: { after: readonly [joinedAt: number, userId: string]; query: string; limit: number },
): Promise<MemberRow[]> =>
  listed(db)
    .where(
      and(
        eq(members.organisationId, organisationId),
        gt(sql`(${members.joinedAt}, ${members.userId})`, sql`(${after[0]}, ${after[1]})`),
        query === '' ? undefined : contains(query),
      ),
    )
    .orderBy(asc(members.joinedAt), asc(members.userId))
    .limit(limit)
    .all()

/** The statement that makes someone a member; its batch fails on a unique key where they are one already. */
export const insertMember = (db: Database, { organisationId, userId }: MemberKey, as: { role: Role; now: number }) =>
  db.insert(members).values({ organisationId, userId, role: as.role, joinedAt: as.now })

/** The statements that give a member another role; their batch fails where no owner would be left. */
export const changeRole = (db: Database, key: MemberKey, { role, now }: { role: Role; now: number }) => [
  ...(role === 'owner' ? [] : [keepAnOwner(db, key)]),
  db.update(members).set({ role }).where(one(key)),
  ...revokeInvitationsBy(db, key, { mayStillGive: role, now }),
]

/**
 * The statements that end a membership, with the invitations this person sent, because they know those links. Their
 * batch fails where no owner would be left.
 */
export const endMembership = (db: Database, key: MemberKey, now: number) => [
  keepAnOwner(db, key),
  db.delete(members).where(one(key)),
  ...revokeInvitationsBy(db, key, { mayStillGive: null, now }),
]

/** A condition of a batch: the member still has the role that was read, since what may be done to them hangs on it. */
export const mustStillBe = (db: Database, { organisationId, userId }: MemberKey, role: Role) =>
  must(
    db,
    sql`EXISTS (SELECT 1 FROM members WHERE organisation_id = ${organisationId} AND user_id = ${userId} AND role = ${role})`,
  )

const one = ({ organisationId, userId }: MemberKey) =>
  and(eq(members.organisationId, organisationId), eq(members.userId, userId))

// Asked by the statement itself: two owners who leave at once have both read that the other is still there.
const keepAnOwner = (db: Database, { organisationId, userId }: MemberKey) =>
  must(
    db,
    sql`NOT EXISTS (SELECT 1 FROM members WHERE organisation_id = ${organisationId} AND user_id = ${userId} AND role = 'owner')
      OR EXISTS (SELECT 1 FROM members JOIN users ON users.id = members.user_id AND users.disabled_at IS NULL
        WHERE organisation_id = ${organisationId} AND user_id <> ${userId} AND role = 'owner')`,
  )

const contains = (query: string): SQL => {
  const text = sql`(${users.email} || ' ' || coalesce(${users.username}, '') || ' ' || coalesce(${users.firstName}, '')
    || ' ' || coalesce(${users.lastName}, ''))`
  return sql`(instr(lower(${text}), lower(${query})) > 0)`
}

/** @returns the member as the API shows one. */
export const asMember = ({ providerId, joinedAt, ...row }: MemberRow): Member => ({
  ...row,
  joinedAt: new Date(joinedAt).toISOString(),
  provider: providerId,
})
