import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { randomToken, sha256Hex } from '../crypto.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { accountTokens } from './schema/identity.ts'

export type AccountToken = typeof accountTokens.$inferSelect

const HOUR_MS = 3_600_000

/** Milliseconds a link works, as its mail says. */
const LIFE_MS = { verify_email: 24 * HOUR_MS, change_email: 24 * HOUR_MS, reset_password: HOUR_MS } as const

interface Wish {
  userId: string
  purpose: AccountToken['purpose']
  /** The address the link is sent to, which following it proves. */
  email: string
}

/**
 * Makes the token of a link; those sent before for the same purpose stop working.
 * @returns the token, when it ends (milliseconds since 1970), and the statements that keep it by its digest alone
 */
export const newAccountToken = (db: Database, { userId, purpose, email }: Wish, now: number) => {
  const token = randomToken()
  const expiresAt = now + LIFE_MS[purpose]
  const row = { hash: sha256Hex(token), userId, purpose, email, createdAt: now, expiresAt }
  const statements = [
    db.delete(accountTokens).where(and(eq(accountTokens.userId, userId), eq(accountTokens.purpose, purpose))),
    db.insert(accountTokens).values(row),
  ]
  return { token, expiresAt, statements }
}

/** @returns what a token proves, or null where it is unknown, used or over. */
export const accountToken = async (db: Database, token: string, now: number): Promise<AccountToken | null> =>
  (await db
    .select()
    .from(accountTokens)
    .where(
      and(eq(accountTokens.hash, sha256Hex(token)), isNull(accountTokens.usedAt), gt(accountTokens.expiresAt, now)),
    )
    .get()) ?? null

/** The statements that spend a token; their batch fails where somebody spent it since it was read. */
export const spendAccountToken = (db: Database, { hash }: Pick<AccountToken, 'hash'>, now: number) => [
  must(db, sql`EXISTS (SELECT 1 FROM account_tokens WHERE hash = ${hash} AND used_at IS NULL)`),
  db.update(accountTokens).set({ usedAt: now }).where(eq(accountTokens.hash, hash)),
]

/** The statement after which no link sent to this person for these purposes works any more. */
export const endAccountTokens = (
  db: Database,
  { userId, purposes }: { userId: string; purposes: AccountToken['purpose'][] },
  now: number,
) =>
  db
    .update(accountTokens)
    .set({ usedAt: now })
    .where(
      and(eq(accountTokens.userId, userId), inArray(accountTokens.purpose, purposes), isNull(accountTokens.usedAt)),
    )
