import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What a creating request with an `Idempotency-Key` answered, to answer it again for a day. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    /** SHA-256 (hex) of organisation, caller, method, path and key: nobody else's equal key is the same. */
    id: text('id').primaryKey(),
    /** SHA-256 (hex) of the body, because another body under the same key is a mistake. */
    fingerprint: text('fingerprint').notNull(),
    startedAt: integer('started_at').notNull(),
    /** Null while the first request is under way; one that died holds the key for a minute. */
    status: integer('status'),
    /** The answer; null where it held a secret, which is not stored. */
    body: text('body'),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('idempotency_keys_expiry').on(table.expiresAt)],
)
