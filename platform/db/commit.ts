import { and, eq, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { CATALOGUE, type DataOf, type EventType, type LoggedEvent } from '../../contract/domain-events.ts'
import { cause } from '../trace.ts'
import { LOGGED_AT, nextSequence } from './domain-events.sql.ts'
import { domainEvents } from './schema/domain-events.ts'

export type Database = DrizzleD1Database

/** A fact to be logged with the change that made it; `time` in milliseconds since 1970, `data` becomes JSON. */
export type Fact = { [T in EventType]: FactOf<T> }[EventType]

interface FactOf<T extends EventType> {
  id: string
  organisationId: string
  type: T
  subject: string
  actor: string | null
  time: number
  data: DataOf<T>
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

/** @returns a logged fact of an organisation by its id, or null. */
export const factById = async (db: Database, organisationId: string, id: string) =>
  (await db
    .select()
    .from(domainEvents)
    .where(and(eq(domainEvents.organisationId, organisationId), eq(domainEvents.id, id)))
    .get()) ?? null

/** What {@link violatedUnique} says where the organisation's log has a fact of this id: an earlier try of it succeeded. */
export const FACT_IS_LOGGED = 'domain_events.organisation_id, domain_events.id'

/** @returns the `table.column` whose UNIQUE constraint an error of D1 names, or null for another error. */
export const violatedUnique = (error: unknown): string | null => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const [, columns] = /UNIQUE constraint failed: ([\w.]+(?:, [\w.]+)*)/.exec(cause.message) ?? []
    if (columns !== undefined) return columns
  }
  return null
}

const row = ({ data, ...fact }: Fact) => {
  const { aggregate } = CATALOGUE[fact.type]
  const { traceparent = null, correlationId = null, causationId = null } = cause()
  return {
    ...fact,
    aggregate,
    partitionKey: fact.subject,
    sequence: sql<number>`(SELECT ${sql.raw(nextSequence('f.organisation', 'f.key', 'f.aggregate'))}
      FROM (SELECT ${fact.organisationId} AS organisation, ${fact.subject} AS key, ${aggregate} AS aggregate) AS f)`,
    loggedAt: sql<number>`${sql.raw(LOGGED_AT)}`,
    traceparent,
    correlationId,
    causationId,
    data: JSON.stringify(data),
  }
}
