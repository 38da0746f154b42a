/**
 * The project that a public key belongs to, for the few requests that name none.
 * @returns the decimal project id, or null where no active key of a live project is that
 */
export async function projectOfKey(db: D1Database, publicKey: string): Promise<string | null> {
  const row = await db
    .prepare(
      `SELECT k.project_id AS project FROM project_keys AS k
       JOIN projects AS p ON p.id = k.project_id AND p.deleted_at IS NULL
       WHERE k.public_key = ?1 AND k.active = 1`,
    )
    .bind(publicKey)
    .first<{ project: number }>()
  return row && String(row.project)
}

/** Whether a project has that key and nobody has revoked it. */
export async function keyIsActive(db: D1Database, project: string, number: number): Promise<boolean> {
  const row = await db
    .prepare('SELECT active FROM project_keys WHERE project_id = ?1 AND number = ?2')
    .bind(Number(project), number)
    .first<{ active: number }>()
  return row?.active === 1
}
