import type { IssueTag, StatsPoint } from '../../contract/issues.ts'

const HOUR_MS = 3_600_000

/** @returns the tags of an issue, each with its most frequent values first. */
export const tagsOf = async (db: D1Database, issueId: string): Promise<IssueTag[]> => {
  const row = await db.prepare('SELECT tags FROM issue_tags WHERE issue_id = ?').bind(issueId).first<{ tags: string }>()
  const counts = Object.entries<number>(row === null ? {} : JSON.parse(row.tags))
  const tags = new Map<string, IssueTag>()
  for (const [facet, count] of counts) {
    const [key = '', ...value] = facet.split('=')
    const tag = tags.get(key) ?? { key, total: 0, values: [] }
    tags.set(key, tag)
    tag.total += count
    // A bare key counts the values that are not told apart any more.
    if (value.length > 0) tag.values.push({ value: value.join('='), count })
  }
  for (const tag of tags.values()) tag.values.sort((a, b) => b.count - a.count)
  return [...tags.values()].sort((a, b) => b.total - a.total || a.key.localeCompare(b.key))
}

/** @returns the occurrences of each of the last `hours` hours, oldest first, quiet hours included. */
export const statsOf = async (
  db: D1Database,
  issueId: string,
  { hours, now }: { hours: number; now: number },
): Promise<StatsPoint[]> => {
  const counts = (await hourlyCounts(db, [issueId], { hours, now })).get(issueId) ?? []
  const first = Math.floor(now / HOUR_MS) - hours + 1
  return counts.map((count, index) => ({ hour: new Date((first + index) * HOUR_MS).toISOString(), count }))
}

/** @returns for each issue the occurrences of the last `hours` hours, oldest first, quiet hours included. */
export const hourlyCounts = async (
  db: D1Database,
  ids: string[],
  { hours, now }: { hours: number; now: number },
): Promise<Map<string, number[]>> => {
  const first = Math.floor(now / HOUR_MS) - hours + 1
  const { results } = await db
    .prepare(
      `SELECT issue_id AS id, hour, count FROM issue_hours
       WHERE issue_id IN (SELECT value FROM json_each(?)) AND hour BETWEEN ? AND ?`,
    )
    .bind(JSON.stringify(ids), first, first + hours - 1)
    .all<{ id: string; hour: number; count: number }>()
  const counts = new Map(ids.map((id) => [id, new Array<number>(hours).fill(0)]))
  for (const { id, hour, count } of results) counts.get(id)?.splice(hour - first, 1, count)
  return counts
}
