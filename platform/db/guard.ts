import { type SQL, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'

/** What SQLite says when the least integer is to lose its sign, which nothing else here asks of it. */
const REFUSAL = 'integer overflow'

/**
 * A statement that lets its whole batch fail unless the condition holds at that moment. D1 takes the statements of a
 * batch one after another in one transaction, so of two who spend the same thing at once the second is refused, and
 * nothing of what they asked for is kept, facts included.
 */
export const must = (db: Database, condition: SQL) =>
  db
    .select({ refused: sql`abs(CASE WHEN ${condition} THEN 0 ELSE -9223372036854775807 - 1 END)` })
    .from(sql`(SELECT 1)`)

/** @returns whether a batch failed because one of its conditions did not hold. */
export const isRefused = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause.message.includes(REFUSAL)) return true
  return false
}
