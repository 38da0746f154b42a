import { globSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { groupOfTitle } from './events.ts'
import type { Server } from './server.ts'

interface Issue {
  id: string
  title: string
  count: number
}

/** @returns all issues made by the bench, through the API, whatever their status. */
export async function issuesOf({ origin, accessToken }: Server): Promise<Issue[]> {
  const issues: Issue[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ status: 'all', limit: '100', ...(cursor !== null && { cursor }) })
    const answer = await fetch(`${origin}/api/v1/issues?${query}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    if (!answer.ok) throw new Error(`the list of issues answered ${answer.status}`)
    const page = (await answer.json()) as { data: Issue[]; next: string | null }
    issues.push(...page.data)
    cursor = page.next
  } while (cursor !== null)
  return issues.filter(({ title }) => groupOfTitle(title) !== null)
}

export interface Discrepancies {
  /** Accepted and not stored. */
  lost: number
  /** Counted more often than sent. */
  double: number
  /** Groups that became more than one issue, or share one with another. */
  misgrouped: number
  /** Occurrences whose payload the API did not give back, of those tried. */
  unreadable: number
}

/**
 * Compares what was accepted with what the API counts and shows, and with the rows in the database.
 * @param accepted group of each accepted event id
 */
export async function reconcile(server: Server, accepted: Map<string, number>): Promise<Discrepancies> {
  const expected = new Map<number, number>()
  for (const group of accepted.values()) expected.set(group, (expected.get(group) ?? 0) + 1)
  const issues = await issuesOf(server)
  const unreadable = await countUnreadable(server, issues)
  await server.stop()
  const rows = storedIds(server.state)
  const counted = new Map<number, number>()
  for (const { title, count } of issues)
    counted.set(groupOfTitle(title) ?? -1, (counted.get(groupOfTitle(title) ?? -1) ?? 0) + count)
  const differences = [...expected].map(([group, count]) => (counted.get(group) ?? 0) - count)
  return {
    lost: Math.max(
      [...accepted.keys()].filter((id) => !rows.has(id)).length,
      differences.reduce((sum, difference) => sum + Math.max(0, -difference), 0),
    ),
    double: differences.reduce((sum, difference) => sum + Math.max(0, difference), 0),
    misgrouped: Math.abs(issues.length - expected.size),
    unreadable,
  }
}

const TRIED = 50

async function countUnreadable({ origin, accessToken }: Server, issues: Issue[]): Promise<number> {
  let unreadable = 0
  for (const { id, title } of issues.slice(0, TRIED)) {
    const answer = await fetch(`${origin}/api/v1/issues/${id}/occurrences/latest`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    const occurrence = answer.ok
      ? ((await answer.json()) as { title: string; payload?: { exception?: unknown } })
      : null
    const whole = occurrence?.payload?.exception !== undefined && groupOfTitle(occurrence.title) === groupOfTitle(title)
    if (!whole) unreadable++
  }
  return unreadable
}

/** The event ids of a stopped server's database, read past the server. The primary key allows each only once. */
function storedIds(state: string): Set<string> {
  for (const path of globSync(join(state, '**/*.sqlite'))) {
    const database = new DatabaseSync(path, { readOnly: true })
    const found = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'occurrences'").get()
    const rows = found ? database.prepare('SELECT event_id AS id FROM occurrences').all() : []
    database.close()
    if (found) return new Set(rows.map(({ id }) => String(id)))
  }
  throw new Error(`no database with occurrences under ${state}`)
}
