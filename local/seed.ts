import { failed, ok, type Result } from '../domain/result.ts'

export const DEMO = { email: 'demo@example.com', password: 'signalbox-demo', organization: 'Demo', project: 'Demo' }

interface Session {
  accessToken: string
}

/** Makes the demo account and project through the public API, as any client would. @returns the project's DSN */
export async function seed(origin: string): Promise<string> {
  const api = `${origin}/api/v1`
  const { accessToken: token } = await ask<Session>(`${api}/auth/register`, {
    body: { email: DEMO.email, username: 'demo', password: DEMO.password, organization: DEMO.organization },
  })
  await verifyAddress(api, token)
  const { dsn } = await ask<{ dsn: string }>(`${api}/projects`, {
    token,
    body: { name: DEMO.project, platform: 'node' },
  })
  return dsn
}

/** Follows the link in the demo's own mail, which nobody sends: it is the first account, so it may read it. */
async function verifyAddress(api: string, token: string): Promise<void> {
  const { data } = await ask<{ data: { id: string }[] }>(`${api}/deliveries?scope=deployment`, { token })
  for (const { id } of data) {
    const { body } = await ask<{ body: string }>(`${api}/deliveries/${id}`, { token })
    const [, link] = /\/verify-email#token=([\w-]+)/.exec(body) ?? []
    if (link !== undefined) await ask(`${api}/auth/email/confirm`, { body: { token: link } })
  }
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

async function ask<Answer>(url: string, { token, body }: { token?: string; body?: unknown }): Promise<Answer> {
  const answer = await fetch(url, {
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`Seeding: ${url} answered ${answer.status} ${text}`)
  return JSON.parse(text === '' ? 'null' : text)
}
