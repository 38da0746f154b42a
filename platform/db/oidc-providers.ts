import { and, asc, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type RoleMapping, roleMapping } from '../../contract/oidc.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { organisations } from './schema/identity.ts'
import { identities, oidcProviders } from './schema/oidc.ts'
import { endVouchedSessions } from './vouched-sessions.ts'

type Stored = typeof oidcProviders.$inferSelect

/** A provider with its mapping read; `clientSecret` stays sealed. Times in milliseconds since 1970. */
export type ProviderRow = Omit<Stored, 'roleMapping'> & { roleMapping: RoleMapping }

/** @returns the provider of this organisation, or null. */
export const providerOf = (db: Database, organisationId: string, id: string): Promise<ProviderRow | null> =>
  oneWhere(db, and(eq(oidcProviders.id, id), eq(oidcProviders.organisationId, organisationId)))

/** @returns the provider people may sign in with now, whichever organisation's, or null. */
export const enabledProvider = (db: Database, id: string): Promise<ProviderRow | null> =>
  oneWhere(db, and(eq(oidcProviders.id, id), eq(oidcProviders.enabled, true)))

/** @returns the enabled providers of an issuer whose access tokens for one of these audiences (at most ten) are taken. */
export const providersByAudience = async (
  db: Database,
  issuer: string,
  audiences: string[],
): Promise<ProviderRow[]> => {
  const wanted = and(eq(oidcProviders.issuer, issuer), inArray(oidcProviders.audience, audiences))
  const found = await standing(db, and(wanted, eq(oidcProviders.enabled, true))).all()
  return found.map(({ provider }) => asRow(provider))
}

/** @returns up to `limit` providers of an organisation in the order they were made, after a place in that order. */
export const providersAfter = async (
  db: Database,
  organisationId: string,
  { after, limit }: { after: readonly [createdAt: number, id: string]; limit: number },
): Promise<ProviderRow[]> => {
  const place = gt(sql`(${oidcProviders.createdAt}, ${oidcProviders.id})`, sql`(${after[0]}, ${after[1]})`)
  const rows = await db
    .select()
    .from(oidcProviders)
    .where(and(eq(oidcProviders.organisationId, organisationId), place))
    .orderBy(asc(oidcProviders.createdAt), asc(oidcProviders.id))
    .limit(limit)
    .all()
  return rows.map(asRow)
}

/** @returns the providers the sign-in page names, with the name of their organisation. */
export const listedProviders = (db: Database): Promise<{ id: string; name: string; organization: string }[]> =>
  db
    .select({ id: oidcProviders.id, name: oidcProviders.name, organization: organisations.name })
    .from(oidcProviders)
    .innerJoin(organisations, and(eq(organisations.id, oidcProviders.organisationId), isNull(organisations.deletedAt)))
    .where(and(eq(oidcProviders.listed, true), eq(oidcProviders.enabled, true)))
    .orderBy(asc(oidcProviders.name), asc(oidcProviders.id))
    .all()

/** An organisation that has more has lost count of who may come in. */
const MOST_PROVIDERS = 20

/** The statements that make a provider; they fail where another has this issuer and audience, or there are twenty. */
export const insertProvider = (db: Database, row: ProviderRow): BatchItem<'sqlite'>[] => [
  must(
    db,
    sql`(SELECT count(*) FROM oidc_providers WHERE organisation_id = ${row.organisationId}) < ${MOST_PROVIDERS}`,
  ),
  db.insert(oidcProviders).values(asStored(row)),
]

/**
 * The statements that change a provider; they fail where it is not the version that was read. Where its word is no longer
 * to be heard, or another issuer or client is to speak, the sign-ins it vouched for end.
 */
export const updateProvider = (
  db: Database,
  { from, to }: { from: ProviderRow; to: ProviderRow },
  now: number,
): { statements: BatchItem<'sqlite'>[]; ends: boolean } => {
  const speaksAnother = from.issuer !== to.issuer
  const ends = speaksAnother || (from.enabled && !to.enabled) || from.clientId !== to.clientId
  const statements = [
    must(db, sql`EXISTS (SELECT 1 FROM oidc_providers WHERE id = ${from.id} AND version = ${from.version})`),
    db
      .update(oidcProviders)
      .set({ ...asStored(to), version: from.version + 1 })
      .where(eq(oidcProviders.id, from.id)),
    // Another issuer's people are others, even where they have the same names there.
    ...(speaksAnother ? [db.delete(identities).where(eq(identities.providerId, from.id))] : []),
    ...(ends ? endVouchedSessions(db, { providerId: from.id }, now) : []),
  ]
  return { statements, ends }
}

/** The statements that take a provider away. Memberships it made stay, and are again for people to change. */
export const deleteProvider = (db: Database, id: string, now: number): BatchItem<'sqlite'>[] => [
  ...endVouchedSessions(db, { providerId: id }, now),
  db.delete(identities).where(eq(identities.providerId, id)),
  db.delete(oidcProviders).where(eq(oidcProviders.id, id)),
]

const oneWhere = async (db: Database, where: SQL | undefined): Promise<ProviderRow | null> => {
  const found = await standing(db, where).get()
  return found === undefined ? null : asRow(found.provider)
}

const standing = (db: Database, where: SQL | undefined) =>
  db
    .select({ provider: oidcProviders })
    .from(oidcProviders)
    .innerJoin(organisations, and(eq(organisations.id, oidcProviders.organisationId), isNull(organisations.deletedAt)))
    .where(where)

const asRow = (row: Stored): ProviderRow => ({ ...row, roleMapping: roleMapping.parse(JSON.parse(row.roleMapping)) })

const asStored = (row: ProviderRow): Stored => ({ ...row, roleMapping: JSON.stringify(row.roleMapping) })
