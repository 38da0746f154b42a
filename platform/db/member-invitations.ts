import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Role } from '../../contract/auth.ts'
import type { Database } from './commit.ts'
import { cancelMails } from './deliveries.ts'
import { must } from './guard.ts'
import { memberInvitations, organisations, users } from './schema/identity.ts'

export type MemberInvitationRow = typeof memberInvitations.$inferSelect & {
  /** Email of who invited; null once that account is gone. */
  inviter: string | null
}

/** Which invitation, as it was read: whoever sent it anew meanwhile has made another of it. */
type Read = Pick<MemberInvitationRow, 'id' | 'tokenHash'>

const shown = {
  id: memberInvitations.id,
  organisationId: memberInvitations.organisationId,
  email: memberInvitations.email,
  role: memberInvitations.role,
  tokenHash: memberInvitations.tokenHash,
  invitedBy: memberInvitations.invitedBy,
  createdAt: memberInvitations.createdAt,
  sentAt: memberInvitations.sentAt,
  expiresAt: memberInvitations.expiresAt,
  acceptedAt: memberInvitations.acceptedAt,
  acceptedBy: memberInvitations.acceptedBy,
  revokedAt: memberInvitations.revokedAt,
  declinedAt: memberInvitations.declinedAt,
  inviter: users.email,
}

const undecided = and(
  isNull(memberInvitations.acceptedAt),
  isNull(memberInvitations.declinedAt),
  isNull(memberInvitations.revokedAt),
)

const read = (db: Database) =>
  db.select(shown).from(memberInvitations).leftJoin(users, eq(users.id, memberInvitations.invitedBy))

/** @returns up to `limit` invitations of the organisation, newest first, after a place in that order. */
export const invitationsAfter = (
  db: Database,
  organisationId: string,
  { after, limit }: { after: readonly [createdAt: number, id: string] | null; limit: number },
): Promise<MemberInvitationRow[]> =>
  read(db)
    .where(
      and(
        eq(memberInvitations.organisationId, organisationId),
        after === null
          ? undefined
          : sql`(${memberInvitations.createdAt}, ${memberInvitations.id}) < (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(desc(memberInvitations.createdAt), desc(memberInvitations.id))
    .limit(limit)
    .all()

/** @returns an invitation of the organisation that nobody answered or revoked (it may have expired), or null. */
export const openInvitation = async (
  db: Database,
  organisationId: string,
  id: string,
): Promise<MemberInvitationRow | null> =>
  (await read(db)
    .where(and(eq(memberInvitations.id, id), eq(memberInvitations.organisationId, organisationId), undecided))
    .get()) ?? null

/** @returns the role offered to an address that nobody answered or revoked, or null. */
export const openRoleOf = async (db: Database, organisationId: string, email: string): Promise<Role | null> =>
  (
    await db
      .select({ role: memberInvitations.role })
      .from(memberInvitations)
      .where(and(eq(memberInvitations.organisationId, organisationId), eq(memberInvitations.email, email), undecided))
      .get()
  )?.role ?? null

/** @returns the invitation with this token's SHA-256 (hex) and its organisation's name while it can be accepted, or null. */
export const invitationByToken = async (
  db: Database,
  tokenHash: string,
  now: number,
): Promise<(MemberInvitationRow & { organisation: string }) | null> =>
  (await db
    .select({ ...shown, organisation: organisations.name })
    .from(memberInvitations)
    .innerJoin(
      organisations,
      and(eq(organisations.id, memberInvitations.organisationId), isNull(organisations.deletedAt)),
    )
    .leftJoin(users, eq(users.id, memberInvitations.invitedBy))
    .where(and(eq(memberInvitations.tokenHash, tokenHash), undecided, sql`${memberInvitations.expiresAt} > ${now}`))
    .get()) ?? null

/**
 * The statements that keep a new invitation in place of one that still waits for the same address, so that one link
 * works. Their batch fails where the organisation has `most` waiting.
 */
export const insertInvitation = (
  db: Database,
  row: typeof memberInvitations.$inferInsert,
  { most, now }: { most: number; now: number },
) => [
  stopMails(db, waitingFor(row), now),
  db.delete(memberInvitations).where(waitingFor(row)),
  must(
    db,
    sql`(SELECT count(*) FROM member_invitations WHERE organisation_id = ${row.organisationId}
      AND expires_at > ${now} AND ${undecided}) < ${most}`,
  ),
  db.insert(memberInvitations).values(row),
]

/**
 * A condition of a batch: who sends an invitation is a member who may give this role, also by now. What they sent goes
 * when they do, so nothing may be sent after they went, nor by somebody who cannot go.
 */
export const mustStillInvite = (
  db: Database,
  { organisationId, userId }: { organisationId: string; userId: string },
  role: Role,
) =>
  must(
    db,
    sql`EXISTS (SELECT 1 FROM members WHERE organisation_id = ${organisationId} AND user_id = ${userId}
      AND role IN ('owner', ${role === 'owner' ? 'owner' : 'admin'}))`,
  )

/** The statements that let an invitation's new token work and no other; their batch fails where it was answered meanwhile. */
export const renewInvitation = (
  db: Database,
  was: Read,
  next: Pick<MemberInvitationRow, 'tokenHash' | 'sentAt' | 'expiresAt' | 'invitedBy'>,
) => [
  mustStand(db, was),
  stopMails(db, eq(memberInvitations.id, was.id), next.sentAt),
  db.update(memberInvitations).set(next).where(eq(memberInvitations.id, was.id)),
]

/** The statements that revoke an invitation; their batch fails where it was answered meanwhile. */
export const revokeInvitation = (db: Database, was: Read, now: number) => [
  mustStand(db, was),
  stopMails(db, eq(memberInvitations.id, was.id), now),
  db.update(memberInvitations).set({ revokedAt: now }).where(eq(memberInvitations.id, was.id)),
]

/** The statements that decline an invitation; their batch fails where it was answered meanwhile. */
export const declineInvitation = (db: Database, was: Read, now: number) => [
  mustStand(db, was, sql`expires_at > ${now}`),
  stopMails(db, eq(memberInvitations.id, was.id), now),
  db.update(memberInvitations).set({ declinedAt: now }).where(eq(memberInvitations.id, was.id)),
]

/**
 * The statements that spend an invitation. Their batch fails where it was accepted, declined, revoked, sent anew or has
 * expired, or its organisation is gone, since it was read: of two at once, one joins.
 */
export const acceptInvitation = (db: Database, was: Read, { userId, now }: { userId: string; now: number }) => [
  mustStand(
    db,
    was,
    sql`expires_at > ${now} AND EXISTS (SELECT 1 FROM organisations AS o
      WHERE o.id = member_invitations.organisation_id AND o.deleted_at IS NULL)`,
  ),
  stopMails(db, eq(memberInvitations.id, was.id), now),
  db.update(memberInvitations).set({ acceptedAt: now, acceptedBy: userId }).where(eq(memberInvitations.id, was.id)),
]

/**
 * The statements that revoke what somebody sent and could not send any more: they know those links.
 * @param of the role they keep; null when they are no member any more
 */
export const revokeInvitationsBy = (
  db: Database,
  { organisationId, userId }: { organisationId: string; userId: string },
  of: { mayStillGive: Role | null; now: number },
) => {
  const stays = of.mayStillGive === 'owner' ? sql`1` : of.mayStillGive === 'admin' ? sql`role <> 'owner'` : sql`0`
  const theirs = and(
    eq(memberInvitations.organisationId, organisationId),
    eq(memberInvitations.invitedBy, userId),
    undecided,
    sql`NOT (${stays})`,
  )
  return revokeWhere(db, theirs, of.now)
}

/** The statements that revoke every invitation of an organisation. */
export const revokeAllInvitations = (db: Database, organisationId: string, now: number) =>
  revokeWhere(db, and(eq(memberInvitations.organisationId, organisationId), undecided), now)

const revokeWhere = (db: Database, which: SQL | undefined, now: number) => [
  stopMails(db, which, now),
  db.update(memberInvitations).set({ revokedAt: now }).where(which),
]

const waitingFor = ({ organisationId, email }: Pick<MemberInvitationRow, 'organisationId' | 'email'>) =>
  and(eq(memberInvitations.organisationId, organisationId), eq(memberInvitations.email, email), undecided)

// Before the invitations themselves change, since it asks for them as they are.
const stopMails = (db: Database, which: SQL | undefined, now: number) =>
  cancelMails(db, sql`SELECT ${memberInvitations.tokenHash} AS hash FROM ${memberInvitations} WHERE ${which}`, now)

const mustStand = (db: Database, { id, tokenHash }: Read, also: SQL = sql`1`) =>
  must(
    db,
    sql`EXISTS (SELECT 1 FROM member_invitations WHERE id = ${id} AND token_hash = ${tokenHash}
      AND ${undecided} AND ${also})`,
  )
