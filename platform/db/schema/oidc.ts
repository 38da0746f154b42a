import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** An OpenID Connect issuer that vouches for people of one organisation. */
export const oidcProviders = sqliteTable(
  'oidc_providers',
  {
    /** Part of the callback URL that the issuer knows. */
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    name: text('name').notNull(),
    issuer: text('issuer').notNull(),
    clientId: text('client_id').notNull(),
    /** Sealed; null for a public client. */
    clientSecret: text('client_secret'),
    /** Space-separated, `openid` among them. */
    scopes: text('scopes').notNull(),
    /** Where roles stand in the claims, dots between the steps: `realm_access.roles`, `groups`. */
    roleClaim: text('role_claim').notNull(),
    /** JSON array of `{ value, role }`; the highest role whose value is among the claims counts. */
    roleMapping: text('role_mapping').notNull(),
    /** `aud` of access tokens of this issuer that the API takes as they are; null takes none. */
    audience: text('audience'),
    /** Whether the sign-in page of the deployment names it; only an ADMIN decides that. */
    listed: integer('listed', { mode: 'boolean' }).notNull().default(false),
    enabled: integer('enabled', { mode: 'boolean' }).notNull().default(true),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('oidc_providers_organisation').on(table.organisationId),
    uniqueIndex('oidc_providers_audience').on(table.issuer, table.audience),
  ],
)

/** Who someone is at an identity provider. */
export const identities = sqliteTable(
  'identities',
  {
    providerId: text('provider_id').notNull(),
    subject: text('subject').notNull(),
    userId: text('user_id').notNull(),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.providerId, table.subject] }), index('identities_user').on(table.userId)],
)
