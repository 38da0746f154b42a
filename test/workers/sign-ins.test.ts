import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { SignIn } from '../../contract/accounts.ts'
import type { Session } from '../../contract/auth.ts'
import { login, PASSWORD, post, refusal, signedIn } from './accounts.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const listed = async (token: string) =>
  (await read<{ data: SignIn[] }>(200, call('GET', '/api/v1/auth/sessions', { token }))).data
const stands = async (token: string) => (await call('GET', '/api/v1/auth/me', { token })).status === 200
const end = (token: string, id: string) => call('DELETE', `/api/v1/auth/sessions/${id}`, { token })
const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

describe('sign-ins', () => {
  it('are listed with the one that asks marked, and none that ended', async () => {
    const one = await someone()
    const other = await signedIn(one.user.email)
    const gone = await signedIn(one.user.email)
    await call('POST', '/api/v1/auth/logout', { token: gone.accessToken, body: '' })
    const rows = await listed(other.accessToken)
    expect(rows).toHaveLength(2)
    expect(rows.map(({ current }) => current)).toContain(true)
    expect(rows.find(({ current }) => current)?.address).toMatch(/^198\.51\.100\./)
  })

  it('are ended one by one, access token included, by their person alone', async () => {
    const [one, stranger] = [await someone(), await someone()]
    const other = await signedIn(one.user.email)
    const id = (await listed(one.accessToken)).find(({ current }) => !current)?.id ?? ''
    expect(await refusal(end(stranger.accessToken, id))).toBe('not_found')
    expect(await stands(other.accessToken)).toBe(true)
    expect((await end(one.accessToken, id)).status).toBe(204)
    expect(await stands(other.accessToken)).toBe(false)
    expect(await refusal(post('/auth/refresh', { refreshToken: other.refreshToken }))).toBe('invalid_token')
    expect(await refusal(end(one.accessToken, id))).toBe('not_found')
    expect(await stands(one.accessToken)).toBe(true)
  })

  it('are a hundred at most: the one used least recently makes room, and one that ended goes first', async () => {
    const one = await someone()
    const rows = Array.from({ length: 110 }, (_, n) =>
      db
        .prepare(
          `INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at, revoked_at)
           VALUES (?1, ?2, ?3, ?3, 9e12, CASE WHEN ?3 > 100 THEN 1 END)`,
        )
        .bind(`f_${one.user.id}_${n}`, one.user.id, n),
    )
    await db.batch(rows)
    const last = await signedIn(one.user.email)
    const { results } = await db
      .prepare('SELECT id, revoked_at FROM sessions WHERE user_id = ?')
      .bind(one.user.id)
      .all()
    expect([results.length, results.filter(({ revoked_at }) => revoked_at !== null)]).toEqual([100, []])
    expect(results.map(({ id }) => id)).not.toContain(`f_${one.user.id}_0`)
    for (const { accessToken } of [one, last]) expect(await stands(accessToken)).toBe(true)
  })

  it('make no room for those that a provider vouches for, however many', async () => {
    const one = await someone()
    const rows = Array.from({ length: 110 }, (_, n) =>
      db
        .prepare(
          `INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at, provider_id)
           VALUES (?1, ?2, 1, 8e12, 9e12, 'p_1')`,
        )
        .bind(`v_${one.user.id}_${n}`, one.user.id),
    )
    await db.batch(rows)
    const last = await signedIn(one.user.email)
    for (const { accessToken } of [one, last]) expect(await stands(accessToken)).toBe(true)
  })

  it('are ended all but one', async () => {
    const one = await someone()
    const others = [await signedIn(one.user.email), await signedIn(one.user.email)]
    const bystander = await someone()
    expect((await post('/auth/sessions/revoke-others', {}, one.accessToken)).status).toBe(204)
    for (const { accessToken } of others) expect(await stands(accessToken)).toBe(false)
    for (const { accessToken } of [one, bystander]) expect(await stands(accessToken)).toBe(true)
  })

  it('that a provider vouched for see their own kind only, end nothing else, and touch no account', async () => {
    const one = await someone()
    const own = await signedIn(one.user.email)
    const ownId = (await listed(own.accessToken)).find(({ current }) => current)?.id ?? ''
    const vouchedId = (await listed(one.accessToken)).find(({ current }) => current)?.id ?? ''
    await db
      .prepare("UPDATE sessions SET provider_id = 'p1', organisation_id = ? WHERE id = ?")
      .bind(one.organization.id, vouchedId)
      .run()
    const token = one.accessToken
    expect((await listed(token)).map(({ id }) => id)).toEqual([vouchedId])
    expect(await refusal(end(token, ownId))).toBe('not_found')
    const account = [
      post('/auth/sessions/revoke-others', {}, token),
      post('/users/profile/password', { currentPassword: PASSWORD, newPassword: 'battery staple' }, token),
      post('/users/profile/email', { email: 'elsewhere@example.com', password: PASSWORD }, token),
      post('/users/profile/email/verify', {}, token),
      post('/users/profile/second-factor', { password: PASSWORD }, token),
      post('/users/profile/second-factor/confirm', { code: '123456' }, token),
      call('PUT', '/api/v1/users/profile', { token, body: { firstName: 'X' } }),
    ]
    for (const refused of account) expect(await refusal(refused)).toBe('managed_by_provider')
    expect((await end(token, vouchedId)).status).toBe(204)
    expect(await stands(token)).toBe(false)
  })
})

describe('signing out', () => {
  it('takes the access token alone, and ends its sign-in', async () => {
    const one = await someone()
    expect((await call('POST', '/api/v1/auth/logout', { token: one.accessToken, body: '' })).status).toBe(204)
    expect(await stands(one.accessToken)).toBe(false)
    expect(await refusal(post('/auth/refresh', { refreshToken: one.refreshToken }))).toBe('invalid_token')
    const { results } = await db
      .prepare("SELECT data FROM domain_events WHERE subject = ? AND type = 'user.action_performed'")
      .bind(one.user.id)
      .all<{ data: string }>()
    expect(results.map(({ data }) => JSON.parse(data))).toEqual([{ userId: one.user.id, actionType: 'LOGOUT' }])
  })

  it('closes the live sockets of that sign-in and of no other', async () => {
    const one = await someone()
    const other = await signedIn(one.user.email)
    const listen = async (token: string) => {
      const { webSocket } = await call('GET', '/api/v1/live', { token, headers: { upgrade: 'websocket' } })
      if (webSocket === null) throw new Error('no socket')
      const closed = new Promise<number>((resolve) => webSocket.addEventListener('close', ({ code }) => resolve(code)))
      const heard: string[] = []
      webSocket.addEventListener('message', ({ data }) => heard.push(String(data)))
      webSocket.accept()
      return { webSocket, closed, heard }
    }
    const [gone, stays] = [await listen(one.accessToken), await listen(other.accessToken)]
    await call('POST', '/api/v1/auth/logout', { token: one.accessToken, body: '' })
    expect(await gone.closed).toBe(4401)
    await vi.waitFor(() => expect(stays.heard.some((text) => text.includes('LOGOUT'))).toBe(true))
    stays.webSocket.close()
  })

  it('answers alike for what is no token at all', async () => {
    expect((await post('/auth/logout', { refreshToken: 'nothing' })).status).toBe(204)
    expect((await call('POST', '/api/v1/auth/logout', { token: 'nothing', body: '' })).status).toBe(204)
  })
})

describe('a browser that signs in', () => {
  const browser = (headers: Record<string, string>, body: unknown) =>
    call('POST', '/api/v1/auth/login', { body, headers: { 'sec-fetch-site': 'same-origin', ...headers } })

  it('gets a session of its own, and the one it came with ends (fixation)', async () => {
    const [attacker, victim] = [await someone(), await someone()]
    const planted = cookiesOf(await browser({}, { email: attacker.user.email, password: PASSWORD }))
    const answer = await browser({ Cookie: planted }, { email: victim.user.email, password: PASSWORD })
    expect(cookiesOf(answer)).not.toContain(planted)
    expect((await call('GET', '/api/v1/auth/me', { headers: { Cookie: planted } })).status).toBe(401)
    expect((await call('GET', '/api/v1/auth/me', { headers: { Cookie: cookiesOf(answer) } })).status).toBe(200)
  })

  it('gets no cookie from a page of another site that signs it in or out (login CSRF)', async () => {
    const attacker = await someone()
    const victim = await browser({}, { email: (await someone()).user.email, password: PASSWORD })
    const Cookie = cookiesOf(victim)
    for (const from of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: ORIGIN },
      { origin: 'https://evil.example' },
    ]) {
      const headers = { Cookie, ...from }
      const body = { email: attacker.user.email, password: PASSWORD }
      const tokens = await call('POST', '/api/v1/auth/login', { body, headers })
      const { refreshToken } = (await tokens.clone().json()) as Session
      expect(tokens.headers.getSetCookie()).toEqual([])
      for (const path of ['refresh', 'logout']) {
        const answer = await call('POST', `/api/v1/auth/${path}`, { body: { refreshToken }, headers })
        expect([answer.ok, answer.headers.getSetCookie()]).toEqual([true, []])
      }
      const made = await call('POST', '/api/v1/auth/register', {
        body: { email: `planted${Math.random()}@example.com`, password: PASSWORD },
        headers,
      })
      expect([made.status, made.headers.getSetCookie()]).toEqual([201, []])
    }
    expect((await call('GET', '/api/v1/auth/me', { headers: { Cookie } })).status).toBe(200)
  })
})

describe('an account', () => {
  it('that is switched off says so to the right password alone, and its tokens end', async () => {
    const one = await someone()
    await db.prepare('UPDATE users SET disabled_at = 1 WHERE id = ?').bind(one.user.id).run()
    expect(await refusal(login(one.user.email, 'wrong horse'))).toBe('invalid_credentials')
    expect(await refusal(login(one.user.email))).toBe('account_disabled')
    expect(await stands(one.accessToken)).toBe(false)
    expect(await refusal(post('/auth/refresh', { refreshToken: one.refreshToken }))).toBe('invalid_token')
  })

  it('that is a member nowhere gets one organisation of its own, also where two sign in at once', async () => {
    const one = await someone()
    await db.prepare('DELETE FROM members WHERE user_id = ?').bind(one.user.id).run()
    const both = await Promise.all([signedIn(one.user.email), signedIn(one.user.email)])
    expect(new Set(both.map(({ organization }) => organization.id)).size).toBe(1)
    expect(both[0]?.organization).toMatchObject({ role: 'owner' })
    expect(both[0]?.organization.id).not.toBe(one.organization.id)
    const { n } = (await db
      .prepare("SELECT count(*) n FROM domain_events WHERE type = 'organization.created' AND actor = ?")
      .bind(one.user.id)
      .first<{ n: number }>()) ?? { n: 0 }
    expect(n).toBe(2)
    const renewed = await read<Session>(200, post('/auth/refresh', { refreshToken: one.refreshToken }))
    expect(renewed.organization.id).toBe(both[0]?.organization.id)
  })
})
