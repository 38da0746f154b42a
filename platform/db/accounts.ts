import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { Account } from '../../contract/accounts.ts'
import type { PlatformRole } from '../../contract/auth.ts'
import type { Database } from './commit.ts'
import { must } from './guard.ts'
import { users } from './schema/identity.ts'
import { asUser, type UserRow } from './users.ts'

/** @returns the account as an ADMIN sees it. */
export const asAccount = (row: UserRow): Account => ({
  ...asUser(row),
  disabled: row.disabledAt !== null,
  secondFactor: row.totpConfirmedAt !== null,
  hasPassword: row.password !== null,
})

/** @returns up to `limit` accounts after a place, the newest in front, whose names, username or email contain the text. */
export const usersAfter = (
  db: Database,
  { after, query, limit }: { after: [createdAt: number, id: string] | null; query: string; limit: number },
): Promise<UserRow[]> => {
  const { createdAt, id, email, username, firstName, lastName } = users
  const text = sql`${email} || ' ' || coalesce(${username}, '') || ' ' || coalesce(${firstName}, '') || ' ' || coalesce(${lastName}, '')`
  return db
    .select()
    .from(users)
    .where(
      and(
        after === null ? undefined : or(lt(createdAt, after[0]), and(eq(createdAt, after[0]), lt(id, after[1]))),
        query === '' ? undefined : sql`instr(lower(${text}), ${query.toLowerCase()}) > 0`,
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
    .all()
}

/**
 * The statements that change an account; their batch fails where nobody would be left to administer the deployment. Only
 * a password makes an ADMIN, because no provider's word is good for that.
 */
export const changeAccount = (
  db: Database,
  id: string,
  { platformRole, disabled }: { platformRole?: PlatformRole | undefined; disabled?: boolean | undefined },
  now: number,
) => [
  db
    .update(users)
    .set({
      // Set to itself, so that a change of nothing is a statement too.
      platformRole: platformRole ?? sql`platform_role`,
      ...(disabled !== undefined && { disabledAt: disabled ? sql`coalesce(disabled_at, ${now})` : null }),
    })
    .where(eq(users.id, id)),
  must(
    db,
    sql`EXISTS (SELECT 1 FROM users WHERE platform_role = 'ADMIN' AND disabled_at IS NULL AND password IS NOT NULL)`,
  ),
]
