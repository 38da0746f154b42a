import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { revokeAllInvitations } from './member-invitations.ts'
import { events, tours } from './schema/events.ts'
import { apiKeys, organisationOrigins, organisations, refreshTokens, sessions } from './schema/identity.ts'
import { oidcProviders } from './schema/oidc.ts'
import { projects } from './schema/projects.ts'

/** @returns the ids of every project the organisation ever had. */
export const everyProjectOf = async (db: Database, organisationId: string): Promise<number[]> => {
  const rows = await db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.organisationId, organisationId))
    .all()
  return rows.map(({ id }) => id)
}

/**
 * The statements that end an organisation and every way into it. Its rows stay, because the log names them; nothing
 * reaches them any more. Their batch fails where it was deleted already.
 */
export const endOrganisation = (db: Database, id: string, now: number) => [
  must(db, sql`EXISTS (SELECT 1 FROM organisations WHERE id = ${id} AND deleted_at IS NULL)`),
  db.update(organisations).set({ deletedAt: now, version: sql`version + 1` }).where(eq(organisations.id, id)),
  db
    .update(projects)
    .set({ deletedAt: now })
    .where(and(eq(projects.organisationId, id), isNull(projects.deletedAt))),
  // Their rooms hear of it from the sweeper.
  db
    .update(events)
    .set({ deletedAt: now, updatedAt: now, version: sql`version + 1` })
    .where(and(eq(events.organisationId, id), isNull(events.deletedAt))),
  db
    .update(tours)
    .set({ deletedAt: now })
    .where(and(eq(tours.organisationId, id), isNull(tours.deletedAt))),
  db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.organisationId, id), isNull(apiKeys.revokedAt))),
  db.update(oidcProviders).set({ enabled: false, listed: false }).where(eq(oidcProviders.organisationId, id)),
  db.delete(organisationOrigins).where(eq(organisationOrigins.organisationId, id)),
  ...revokeAllInvitations(db, id, now),
  ...endConfinedSessions(db, id, now),
]

// Those of people whom only this organisation's provider vouched for; the others go on elsewhere.
const endConfinedSessions = (db: Database, id: string, now: number) => [
  db
    .update(refreshTokens)
    .set({ revokedAt: now })
    .where(
      and(
        isNull(refreshTokens.revokedAt),
        sql`${refreshTokens.family} IN (SELECT sessions.id FROM sessions WHERE sessions.organisation_id = ${id})`,
      ),
    ),
  db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.organisationId, id), isNull(sessions.revokedAt))),
]
