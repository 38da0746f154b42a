/** Who may listen in an organisation, as ids: sign-ins, and API keys. */
export interface Listeners {
  sessions: string[]
  keys: string[]
}

/**
 * Asks which of those who listen in an organisation may still do so: sign-ins that stand, of members, and keys that work.
 * @param now milliseconds since 1970
 */
export const standingListeners = async (
  db: D1Database,
  { organisation, sessions, keys }: Listeners & { organisation: string },
  now: number,
): Promise<Listeners> => {
  const [standing, working] = await db.batch<{ id: string }>([
    db
      .prepare(
        `SELECT s.id FROM sessions s
         JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
         JOIN members m ON m.user_id = s.user_id AND m.organisation_id = ?1
         JOIN organisations o ON o.id = m.organisation_id AND o.deleted_at IS NULL
         LEFT JOIN oidc_providers p ON p.id = m.provider_id AND p.enabled = 1
         WHERE (p.id IS NULL OR p.id IS s.provider_id) AND s.id IN (SELECT value FROM json_each(?2)) AND s.revoked_at IS NULL AND s.expires_at > ?3
           AND (s.organisation_id IS NULL OR s.organisation_id = ?1)`,
      )
      .bind(organisation, JSON.stringify(sessions), now),
    db
      .prepare(
        `SELECT k.id FROM api_keys k JOIN organisations o ON o.id = k.organisation_id AND o.deleted_at IS NULL
         WHERE k.id IN (SELECT value FROM json_each(?2)) AND k.organisation_id = ?1 AND k.revoked_at IS NULL
           AND (k.expires_at IS NULL OR k.expires_at > ?3)`,
      )
      .bind(organisation, JSON.stringify(keys), now),
  ])
  const ids = (rows: D1Result<{ id: string }> | undefined) => rows?.results.map(({ id }) => id) ?? []
  return { sessions: ids(standing), keys: ids(working) }
}
