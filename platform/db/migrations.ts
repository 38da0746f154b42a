/** @returns how many migrations the database has had; 0 when it has none or does not answer. */
export const appliedMigrations = async (db: D1Database): Promise<number> => {
  try {
    return (await db.prepare('SELECT count(*) AS n FROM d1_migrations').first<number>('n')) ?? 0
  } catch {
    // Ready is a yes or a no; whatever keeps the database from answering is a no.
    return 0
  }
}
