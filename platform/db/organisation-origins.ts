const LONGEST_ORIGIN = 300

/** @returns the ids of the organisations whose API pages of this origin may call. */
export const organisationsAllowing = async (db: D1Database, origin: string): Promise<string[]> => {
  if (origin === 'null' || origin.length > LONGEST_ORIGIN) return []
  const { results } = await db
    .prepare('SELECT organisation_id AS id FROM organisation_origins WHERE origin = ?1')
    .bind(origin)
    .all<{ id: string }>()
  return results.map(({ id }) => id)
}
