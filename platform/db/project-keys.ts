/**
 * The project that a public key belongs to, for the few requests that name none.
 * @returns the decimal project id, or null where no active key is that
 */
export async function projectOfKey(db: D1Database, publicKey: string): Promise<string | null> {
  const row = await db
    .prepare('SELECT project_id AS project FROM project_keys WHERE public_key = ?1 AND active = 1')
    .bind(publicKey)
    .first<{ project: number }>()
  return row && String(row.project)
}
