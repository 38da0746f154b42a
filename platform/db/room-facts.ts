import { CATALOGUE, type LoggedEvent } from '../../contract/domain-events.ts'
import { cause } from '../trace.ts'
import type { Fact } from './commit.ts'
import { LOGGED_AT, LOGGED_COLUMNS } from './domain-events.sql.ts'

/** A fact that a room decided: it has counted it already, and knows what it came of. */
export type RoomFact = Fact & {
  aggregate: string
  sequence: number
  traceparent: string | null
  correlationId: string | null
  causationId: string | null
}

/** @returns a fact as a room keeps it until the log has it: with its number within its thing, and what it came of. */
export const roomFact = (fact: Fact, sequence: number): RoomFact => {
  const { traceparent = null, correlationId = null, causationId = null } = cause()
  return { ...fact, aggregate: CATALOGUE[fact.type].aggregate, sequence, traceparent, correlationId, causationId }
}

/**
 * Writes facts of a room to the log in their order, and what is shown of their things, all or none. Those that it has are left as they are, so a room that
 * does not know whether it was heard says it again. @returns the ones that were new, as the log keeps them.
 */
export const logRoomFacts = async (
  db: D1Database,
  facts: readonly RoomFact[],
  alongside: D1PreparedStatement[] = [],
): Promise<LoggedEvent[]> => {
  const log = db
    .prepare(
      `INSERT INTO domain_events (id, organisation_id, type, aggregate, partition_key, sequence, subject, actor, time,
         logged_at, correlation_id, causation_id, traceparent, data)
       SELECT f.value ->> 'id', f.value ->> 'organisationId', f.value ->> 'type', f.value ->> 'aggregate',
         f.value ->> 'subject', f.value ->> 'sequence', f.value ->> 'subject', f.value ->> 'actor', f.value ->> 'time',
         ${LOGGED_AT}, f.value ->> 'correlationId', f.value ->> 'causationId', f.value ->> 'traceparent', f.value -> 'data'
       FROM json_each(?1) AS f WHERE true ORDER BY f.key
       ON CONFLICT (organisation_id, id) DO NOTHING
       RETURNING ${LOGGED_COLUMNS}`,
    )
    .bind(JSON.stringify(facts))
  const [logged] = await db.batch<LoggedEvent>([log, ...alongside])
  return logged?.results ?? []
}
