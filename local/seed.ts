import { failed, ok, type Result } from '../domain/result.ts'

export const DEMO = { email: 'demo@example.com', password: 'signalbox-demo', organization: 'Demo', project: 'Demo' }

interface Session {
  accessToken: string
}

/** Makes the demo account and project through the public API, as any client would. @returns the project's DSN */
export async function seed(origin: string): Promise<string> {
  const { accessToken } = await post<Session>(`${origin}/api/v1/auth/register`, {
    email: DEMO.email,
    username: 'demo',
    password: DEMO.password,
    organization: DEMO.organization,
  })
  const { dsn } = await post<{ dsn: string }>(
    `${origin}/api/v1/projects`,
    { name: DEMO.project, platform: 'node' },
    accessToken,
  )
  return dsn
}

/** Why the demo's DSN cannot be told: its password is another one by now, or signing in did not work at all. */
export type NoDsn = 'changed' | 'refused'

/** The DSN of the demo's first project, where the demo account can still sign in. */
export async function demoDsn(origin: string): Promise<Result<string | null, NoDsn>> {
  const signedIn = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: DEMO.email, password: DEMO.password }),
  })
  if (!signedIn.ok) return failed(signedIn.status === 401 ? 'changed' : 'refused')
  const { accessToken } = (await signedIn.json()) as Session
  const answer = await fetch(`${origin}/api/v1/projects`, { headers: { authorization: `Bearer ${accessToken}` } })
  if (!answer.ok) return failed('refused')
  const { data } = (await answer.json()) as { data: { id: string; dsn: string | null }[] }
  return ok(data.toSorted((a, b) => Number(a.id) - Number(b.id))[0]?.dsn ?? null)
}

async function post<Answer>(url: string, body: unknown, token?: string): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`Seeding: ${url} answered ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}
