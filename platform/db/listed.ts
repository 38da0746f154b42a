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

/** @returns what a list shows of things with ids after one and up to another, by id. */
export const listedBetween = async (
  db: D1Database,
  table: ListedTable,
  { after, until }: { after: string; until: string },
): Promise<Map<string, Listed>> => {
  const { results } = await db
    .prepare(
      `SELECT id, version, status, ${COLUMNS[table]} AS value FROM ${table} WHERE id > ?1 AND id <= ?2 ORDER BY id`,
    )
    .bind(after, until)
    .all<Listed>()
  return new Map(results.map((row) => [row.id, row]))
}

/** The statement that takes things out of a list, where they are as they were seen. */
export const deleteListed = (
  db: D1Database,
  table: ListedTable,
  wrong: readonly Pick<Listed, 'id' | 'version'>[],
): D1PreparedStatement =>
  db
    .prepare(
      `DELETE FROM ${table} WHERE (id, version) IN
         (SELECT w.value ->> 'id', w.value ->> 'version' FROM json_each(?1) AS w)`,
    )
    .bind(JSON.stringify(wrong.map(({ id, version }) => ({ id, version }))))
