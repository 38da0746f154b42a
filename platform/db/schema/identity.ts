import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const users = sqliteTable(
  'users',
  {
    id: text('id').primaryKey(),
    email: text('email').notNull(),
    /** When its owner followed a link sent there; only then may another way of signing in be joined to it by address. */
    emailVerifiedAt: integer('email_verified_at'),
    username: text('username'),
    firstName: text('first_name'),
    lastName: text('last_name'),
    /** Language of mails and pages: `en`, `fr`; null follows the browser. */
    language: text('language'),
    /** scrypt in PHC form, parameters included; null for someone who signs in elsewhere. */
    password: text('password'),
    /** What someone may do beyond organisations: `ADMIN` lists users and reads what the deployment itself sends. */
    platformRole: text('platform_role', { enum: ['USER', 'ADMIN'] })
      .notNull()
      .default('USER'),
    /** Base32 secret of the authenticator app, sealed; it counts from the moment it was confirmed. */
    totpSecret: text('totp_secret'),
    totpConfirmedAt: integer('totp_confirmed_at'),
    /** The last time step whose code was taken, because a code is good once (RFC 6238, section 5.2). */
    totpStep: integer('totp_step'),
    disabledAt: integer('disabled_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('users_email').on(table.email), uniqueIndex('users_username').on(table.username)],
)

/** Ten for each second factor, each good once. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    userId: text('user_id').notNull(),
    /** SHA-256 of the code, hex. */
    hash: text('hash').notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] })],
)

/** What a link in a mail proves: that its reader reads mail sent to `email`. */
export const accountTokens = sqliteTable(
  'account_tokens',
  {
    /** SHA-256 of the token, hex. */
    hash: text('hash').primaryKey(),
    userId: text('user_id').notNull(),
    purpose: text('purpose', { enum: ['verify_email', 'reset_password', 'change_email'] }).notNull(),
    email: text('email').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [index('account_tokens_user').on(table.userId, table.purpose)],
)

export const organisations = sqliteTable('organisations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: integer('created_at').notNull(),
  /** Grows by one with each change, so that a stale write is noticed. */
  version: integer('version').notNull().default(1),
  deletedAt: integer('deleted_at'),
})

/** Other origins whose pages may call the API for an organisation. */
export const organisationOrigins = sqliteTable(
  'organisation_origins',
  { origin: text('origin').notNull(), organisationId: text('organisation_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.origin, table.organisationId] }),
    index('organisation_origins_organisation').on(table.organisationId),
  ],
)

export const members = sqliteTable(
  'members',
  {
    organisationId: text('organisation_id').notNull(),
    userId: text('user_id').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'member', 'viewer'] }).notNull(),
    joinedAt: integer('joined_at').notNull(),
    /** The identity provider that says what they may do here; null where a person of the organisation does. */
    providerId: text('provider_id'),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.userId] }), index('members_user').on(table.userId)],
)

export const memberInvitations = sqliteTable(
  'member_invitations',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    email: text('email').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'member', 'viewer'] }).notNull(),
    /** SHA-256 of the token in the link, hex; sending again replaces it. */
    tokenHash: text('token_hash').notNull(),
    invitedBy: text('invited_by').notNull(),
    createdAt: integer('created_at').notNull(),
    sentAt: integer('sent_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    acceptedAt: integer('accepted_at'),
    acceptedBy: text('accepted_by'),
    revokedAt: integer('revoked_at'),
    declinedAt: integer('declined_at'),
  },
  (table) => [
    uniqueIndex('member_invitations_token').on(table.tokenHash),
    index('member_invitations_organisation').on(table.organisationId, table.createdAt),
  ],
)

/** One sign-in. Its refresh tokens are a family; ending it ends them, and every access token that names it. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    revokedAt: integer('revoked_at'),
    userAgent: text('user_agent'),
    address: text('address'),
    /** The identity provider that vouched, and the one organisation its word is good in; null for a password. */
    providerId: text('provider_id'),
    organisationId: text('organisation_id'),
    /** `sub` and `sid` of the provider, for its back-channel logout. */
    providerSubject: text('provider_subject'),
    providerSession: text('provider_session'),
    /** The provider's ID token (for its logout) and refresh token (to ask again), sealed. */
    idToken: text('id_token'),
    providerRefreshToken: text('provider_refresh_token'),
    /** When the provider was last asked about them. */
    checkedAt: integer('checked_at'),
  },
  (table) => [
    index('sessions_user').on(table.userId),
    index('sessions_provider').on(table.providerId, table.providerSubject),
  ],
)

/** A family is one session; each refresh replaces its token, and a token used twice revokes the session. */
export const refreshTokens = sqliteTable(
  'refresh_tokens',
  {
    /** SHA-256 of the token, hex. */
    hash: text('hash').primaryKey(),
    family: text('family').notNull(),
    userId: text('user_id').notNull(),
    organisationId: text('organisation_id').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    usedAt: integer('used_at'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [index('refresh_tokens_family').on(table.family)],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    name: text('name').notNull(),
    /** SHA-256 of the whole key, hex: 178 random bits need no slow hash. */
    hash: text('hash').notNull(),
    /** Its first and last characters, to tell keys apart. */
    start: text('start').notNull(),
    end: text('end').notNull(),
    /** JSON array of actions. */
    scopes: text('scopes').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at'),
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [uniqueIndex('api_keys_hash').on(table.hash), index('api_keys_organisation').on(table.organisationId)],
)
