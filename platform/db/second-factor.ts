import { and, count, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { recoveryCodes, users } from './schema/identity.ts'

/** A secret that waits to be confirmed does nothing yet. @returns the statement that offers it, sealed. */
export const offerTotp = (db: Database, userId: string, sealed: string) =>
  db
    .update(users)
    .set({ totpSecret: sealed, totpStep: null })
    .where(and(eq(users.id, userId), isNull(users.totpConfirmedAt)))

/** The statements that switch the offered secret on; their batch fails where it is another one, or on, by now. */
export const confirmTotp = (
  db: Database,
  { userId, sealed, step }: { userId: string; sealed: string; step: number },
  now: number,
) => [
  must(
    db,
    sql`EXISTS (SELECT 1 FROM users WHERE id = ${userId} AND totp_secret = ${sealed} AND totp_confirmed_at IS NULL)`,
  ),
  db.update(users).set({ totpConfirmedAt: now, totpStep: step }).where(eq(users.id, userId)),
]

/** The statements that take the code of a time step; their batch fails where it, or a later one, was taken before. */
export const spendTotpStep = (
  db: Database,
  { userId, sealed, step }: { userId: string; sealed: string; step: number },
) => [
  must(
    db,
    sql`EXISTS (SELECT 1 FROM users WHERE id = ${userId} AND totp_secret = ${sealed}
      AND (totp_step IS NULL OR totp_step < ${step}))`,
  ),
  db.update(users).set({ totpStep: step }).where(eq(users.id, userId)),
]

/** The statements that spend a recovery code; their batch fails where it is none, or was spent before. */
export const spendRecoveryCode = (db: Database, { userId, hash }: { userId: string; hash: string }, now: number) => [
  must(db, sql`EXISTS (SELECT 1 FROM recovery_codes WHERE user_id = ${userId} AND hash = ${hash} AND used_at IS NULL)`),
  db
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, hash))),
]

/** The statements that put new recovery codes, by their digests, in the place of all earlier ones. */
export const replaceRecoveryCodes = (db: Database, userId: string, hashes: string[]) => [
  db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
  db.insert(recoveryCodes).values(hashes.map((hash) => ({ userId, hash }))),
]

/** The statements that switch the second factor off. */
export const removeSecondFactor = (db: Database, userId: string) => [
  db.update(users).set({ totpSecret: null, totpConfirmedAt: null, totpStep: null }).where(eq(users.id, userId)),
  db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
]

/** @returns how many recovery codes someone has not used yet. */
export const recoveryCodesLeft = async (db: Database, userId: string): Promise<number> => {
  const row = await db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
    .get()
  return row?.left ?? 0
}
