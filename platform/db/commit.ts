import { eq } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import { domainEvents } from './schema/domain-events.ts'

export type Database = DrizzleD1Database

/** A fact to be logged with the change that made it; `time` in milliseconds since 1970, `data` becomes JSON. */
export interface Fact {
  id: string
  organisationId: string
  type: string
  subject: string
  actor: string | null
  time: number
  data: unknown
}

/** @returns drizzle over the binding; cheap, and made for each request, since a binding belongs to one. */
export const database = (binding: D1Database): Database => drizzle(binding)

/** Writes a change and its facts in one D1 batch, all of it or nothing. @returns the facts as the log keeps them. */
export const commit = async (
  db: Database,
  statements: BatchItem<'sqlite'>[],
  facts: Fact[],
): Promise<LoggedEvent[]> => {
  const logged = facts.map((fact) => db.insert(domainEvents).values(row(fact)).returning())
  const [first, ...rest] = [...statements, ...logged]
  if (first === undefined) return []
  const results = await db.batch([first, ...rest])
  return results.slice(statements.length).flat() as LoggedEvent[]
}

/** @returns a logged fact by its id, or null. */
export const factById = async (db: Database, id: string) =>
  (await db.select().from(domainEvents).where(eq(domainEvents.id, id)).get()) ?? null

/** @returns the `table.column` whose UNIQUE constraint an error of D1 names, or null for another error. */
export const violatedUnique = (error: unknown): string | null => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const [, columns] = /UNIQUE constraint failed: ([\w.]+(?:, [\w.]+)*)/.exec(cause.message) ?? []
    if (columns !== undefined) return columns
  }
  return null
}

const row = (fact: Fact) => ({ ...fact, data: JSON.stringify(fact.data) })
