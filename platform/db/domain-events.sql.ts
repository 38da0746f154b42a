/** What a statement that logs must set by itself: the moment the database takes it, in milliseconds since 1970. */
export const LOGGED_AT = "cast(unixepoch('subsec') * 1000 AS INTEGER)"

/**
 * @returns SQL of the next sequence of a thing; all three arguments are SQL. A statement that logs several events sees
 * the table as it was before, so it may log one event for each thing. Sealed hours leave their last sequence behind.
 */
export const nextSequence = (organisation: string, partitionKey: string, aggregate: string): string => `
  1 + coalesce(
    (SELECT max(d.sequence) FROM domain_events AS d
     WHERE d.organisation_id = ${organisation} AND d.partition_key = ${partitionKey} AND d.aggregate = ${aggregate}),
    (SELECT a.sequence FROM aggregate_heads AS a
     WHERE a.organisation_id = ${organisation} AND a.partition_key = ${partitionKey} AND a.aggregate = ${aggregate}),
    0)`

/** The columns of a row of the log, by the names they have in code. */
export const LOGGED_COLUMNS = `position, id, organisation_id AS organisationId, type, aggregate,
  partition_key AS partitionKey, sequence, source, subject, actor, time, logged_at AS loggedAt,
  correlation_id AS correlationId, causation_id AS causationId, traceparent, extensions, data`
