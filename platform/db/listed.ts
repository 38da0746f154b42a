/** A thing of a room as a list has it, to be compared with what its room says. */
export interface Listed {
  id: string
  version: number
  status: string
  /** JSON. */
  value: string
}

/** Lists of things that are rows of JSON, with the column that it is in. */
const COLUMNS = { waitlist_entries: 'entry', invitations: 'invitation' } as const
export type ListedTable = keyof typeof COLUMNS

/** Whose things, and which of them: with ids after one and up to another. */
export interface ListedRange {
  organisationId: string
  eventId: string
  after: string
  until: string
}

/** @returns what a list shows of things of an event, by id. */
export const listedBetween = async (
  db: D1Database,
  table: ListedTable,
  { organisationId, eventId, after, until }: ListedRange,
): Promise<Map<string, Listed>> => {
  const { results } = await db
    .prepare(
      `SELECT id, version, status, ${COLUMNS[table]} AS value FROM ${table}
       WHERE id > ?1 AND id <= ?2 AND organisation_id = ?3 AND event_id = ?4 ORDER BY id`,
    )
    .bind(after, until, organisationId, eventId)
    .all<Listed>()
  return new Map(results.map((row) => [row.id, row]))
}

/** The statement that takes things of an organisation out of a list, where they are as they were seen. */
export const deleteListed = (
  db: D1Database,
  table: ListedTable,
  organisationId: string,
  wrong: readonly Pick<Listed, 'id' | 'version'>[],
): D1PreparedStatement =>
  db
    .prepare(
      `DELETE FROM ${table} WHERE organisation_id = ?2 AND (id, version) IN
         (SELECT w.value ->> 'id', w.value ->> 'version' FROM json_each(?1) AS w)`,
    )
    .bind(JSON.stringify(wrong.map(({ id, version }) => ({ id, version }))), organisationId)
