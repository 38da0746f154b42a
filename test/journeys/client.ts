import { randomUUID } from 'node:crypto'
import type { Session } from '../../contract/auth.ts'
import type { Issue, IssueTag, Occurrence, StatsPoint } from '../../contract/issues.ts'
import type { Page } from '../../contract/page.ts'
import type { Project } from '../../contract/projects.ts'

/** An organisation of its own with one project: what a test owns, beside all others. */
export interface Team {
  origin: string
  token: string
  organization: string
  project: Project & { dsn: string }
}

/** The parts of a DSN that a program without an SDK needs. */
export interface Dsn {
  publicKey: string
  project: string
}

export async function newTeam(origin: string): Promise<Team> {
  const email = `ada-${randomUUID()}@example.com`
  const session = await send<Session>(origin, 'auth/register', {
    body: { email, password: 'a-long-password', organization: 'Tests' },
  })
  const { accessToken: token, organization } = session
  return { origin, token, organization: organization.id, project: await newProject(origin, token) }
}

export async function newProject(origin: string, token: string, name = 'Shop'): Promise<Team['project']> {
  const project = await send<Project>(origin, 'projects', { token, body: { name, platform: 'node' } })
  return { ...project, dsn: project.dsn ?? '' }
}

export function parts({ project }: Team): Dsn {
  const { username, pathname } = new URL(project.dsn)
  return { publicKey: username, project: pathname.slice(1) }
}

/** Calls `/api/v1/<path>` and expects success: GET without a body, POST with one. */
export async function send<Answer>(
  origin: string,
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<Answer> {
  const answer = await ask(origin, path, { ...(token && { token }), ...(body !== undefined && { body }) })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** Calls `/api/v1/<path>` and hands over whatever comes. */
export function ask(
  origin: string,
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<Response> {
  return fetch(`${origin}/api/v1/${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
  })
}

export async function issuesOf({ origin, token, project }: Team, query = 'status=all'): Promise<Issue[]> {
  return (await send<Page<Issue>>(origin, `issues?project=${project.id}&${query}`, { token })).data
}

/** Every occurrence of an issue, page by page. */
export async function occurrencesOf({ origin, token }: Team, issue: string): Promise<Occurrence[]> {
  const all: Occurrence[] = []
  let cursor = ''
  for (;;) {
    const page = await send<Page<Occurrence>>(origin, `issues/${issue}/occurrences?limit=100${cursor}`, { token })
    all.push(...page.data)
    if (page.next === null) return all
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
}

export async function tagsOf({ origin, token }: Team, issue: string): Promise<Record<string, Record<string, number>>> {
  const { data } = await send<Page<IssueTag>>(origin, `issues/${issue}/tags`, { token })
  return Object.fromEntries(
    data.map(({ key, values }) => [key, Object.fromEntries(values.map(({ value, count }) => [value, count]))]),
  )
}

/** Occurrences that the hours of the last day and the hours of the last fortnight count. */
export async function hoursOf({ origin, token }: Team, issue: string): Promise<{ day: number; fortnight: number }> {
  const [day, fortnight] = await Promise.all(
    ['24h', '14d'].map(async (period) => {
      const { data } = await send<Page<StatsPoint>>(origin, `issues/${issue}/stats?period=${period}`, { token })
      return data.reduce((sum, { count }) => sum + count, 0)
    }),
  )
  return { day: day ?? 0, fortnight: fortnight ?? 0 }
}

const ASK_AGAIN_MS = 50

/**
 * Asks until the answer is there.
 * @param what is waited for, in words for the person who reads that it never came
 * @throws after `patience` milliseconds
 */
export async function until<Answer>(
  what: string,
  probe: () => Promise<Answer | null | undefined | false>,
  patience = 30_000,
): Promise<Answer> {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await probe()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (Date.now() > deadline) throw new Error(`Waited ${patience / 1000} s in vain for: ${what}`)
    await new Promise((later) => setTimeout(later, ASK_AGAIN_MS))
  }
}

/** The one issue of a team, once it has that many occurrences. */
export function issueWith(team: Team, count: number): Promise<Issue> {
  return until(`an issue with ${count} occurrences`, async () => {
    const issues = await issuesOf(team)
    return issues.find((issue) => issue.count >= count)
  })
}
