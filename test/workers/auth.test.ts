import { env } from 'cloudflare:workers'
import { scryptSync } from 'node:crypto'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Problem } from '../../contract/problem.ts'
import { SCRYPT_COST } from '../../domain/identity/password.ts'
import { countAttempt } from '../../platform/attempts.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import { call, freshAddress, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

type Sent = Record<string, string | undefined>
const register = (body: unknown, headers: Sent = {}) => call('POST', '/api/v1/auth/register', { body, headers })
const login = (body: unknown, headers: Sent = {}) => call('POST', '/api/v1/auth/login', { body, headers })
const refresh = (body: unknown, headers = {}) => call('POST', '/api/v1/auth/refresh', { body, headers })
const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

describe('registration', () => {
  it('makes a person, an organisation they own, and both facts', async () => {
    const made = await read<Session>(
      201,
      register({ email: 'Ada@Example.com', password: 'correct horse', organization: 'Acme' }),
    )
    expect(made.user).toMatchObject({ email: 'ada@example.com', username: null })
    expect(made.organization).toMatchObject({ name: 'Acme', role: 'owner' })
    expect(made.expiresIn).toBe(900)
    const { results } = await db
      .prepare('SELECT type FROM domain_events WHERE organisation_id = ? ORDER BY position')
      .bind(made.organization.id)
      .all()
    expect(results).toEqual([{ type: 'user.registered' }, { type: 'organization.created' }])
  })

  it('refuses an email or a username that has an account, and keeps nothing of the attempt', async () => {
    await read(201, register({ email: 'one@example.com', username: 'one', password: 'correct horse' }))
    expect(await code(register({ email: 'ONE@example.com', password: 'correct horse' }))).toBe('email_taken')
    expect(await code(register({ email: 'two@example.com', username: 'one', password: 'correct horse' }))).toBe(
      'username_taken',
    )
    expect(await db.prepare("SELECT id FROM users WHERE email = 'two@example.com'").first()).toBeNull()
  })

  it('points at each field that is not valid', async () => {
    const refused = await read<Problem>(422, register({ email: 'nobody', password: 'short' }))
    expect(refused.code).toBe('invalid')
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/email', '/password'])
  })

  it('answers a body that is no JSON as a problem', async () => {
    const refused = await register('{"email"')
    expect(refused.status).toBe(400)
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
  })
})

describe('signing in', () => {
  it('takes email or username, and the token verifies against the published keys', async () => {
    await read(201, register({ email: 'grace@example.com', username: 'grace', password: 'correct horse' }))
    const byEmail = await read<Session>(200, login({ email: 'GRACE@example.com', password: 'correct horse' }))
    await read<Session>(200, login({ username: 'grace', password: 'correct horse' }))
    const keys = await read<JSONWebKeySet>(200, call('GET', '/.well-known/jwks.json'))
    const { payload } = await jwtVerify(byEmail.accessToken, createLocalJWKSet(keys), { audience: 'signalbox-api' })
    expect(payload).toMatchObject({ sub: byEmail.user.id, org: byEmail.organization.id, role: 'owner' })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900)
    expect(JSON.stringify(keys)).not.toContain('"d"')
  })

  it('answers a wrong password and an unknown person alike', async () => {
    await someone('known@example.com')
    const [wrong, unknown] = await Promise.all(
      ['known@example.com', 'unknown@example.com'].map((email) =>
        read<Problem>(401, login({ email, password: 'wrong horse' })),
      ),
    )
    expect({ ...wrong, requestId: '', traceId: '' }).toEqual({ ...unknown, requestId: '', traceId: '' })
  })

  it('hashes anew, but only for the right password, where the cost was another', async () => {
    await someone('old@example.com')
    const salt = Buffer.alloc(16, 1)
    const [hash, plainSalt] = [scryptSync('correct horse', salt, 32, { N: 1024 }), salt].map((bytes) =>
      bytes.toString('base64').replaceAll('=', ''),
    )
    const cheap = `$scrypt$ln=10,r=8,p=1$${plainSalt}$${hash}`
    const stored = () =>
      db.prepare("SELECT password FROM users WHERE email = 'old@example.com'").first<string>('password')
    await db.prepare("UPDATE users SET password = ? WHERE email = 'old@example.com'").bind(cheap).run()
    await read(401, login({ email: 'old@example.com', password: 'not it at all' }))
    expect(await stored()).toBe(cheap)
    await read(200, login({ email: 'old@example.com', password: 'correct horse' }))
    const { ln, r, p } = SCRYPT_COST
    expect(await stored()).toContain(`$scrypt$ln=${ln},r=${r},p=${p}$`)
    await read(200, login({ email: 'old@example.com', password: 'correct horse' }))
  })

  it('refuses forged, foreign and missing tokens', async () => {
    const { accessToken } = await someone()
    const [head, , signature] = accessToken.split('.')
    const forged = `${head}.${btoa(JSON.stringify({ sub: 'u', org: 'o', role: 'owner', exp: 9e9 })).replaceAll('=', '')}.${signature}`
    for (const token of [forged, 'nonsense', `${accessToken}x`]) {
      expect(await code(call('GET', '/api/v1/auth/me', { token }))).toBe('unauthenticated')
    }
    expect((await call('GET', '/api/v1/auth/me')).headers.get('www-authenticate')).toContain('Bearer')
  })
})

describe('attempts', () => {
  const limit = Number((env as Env).AUTH_ATTEMPTS_PER_15_MINUTES)
  const spend = async (key: string, attempts: number) => {
    for (let n = 0; n < attempts; n += 1)
      await countAttempt((env as Env).ATTEMPT_WINDOW, [key], { limit, windowMs: 15 * 60_000, now: Date.now() })
  }

  it('are counted exactly for an address, whoever is tried', async () => {
    const address = freshAddress()
    await spend(`address:${address}`, limit - 2)
    const tries = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        login({ email: `nobody${n}@example.com`, password: 'x' }, { 'cf-connecting-ip': address }),
      ),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual([401, 401, 429, 429])
    const refused = tries.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(800)
    expect(refused?.headers.get('ratelimit')).toMatch(/^"sign-in";r=0;t=\d+$/)
  })

  it('are counted for an account, wherever they come from', async () => {
    await spend('account:target@example.com', limit - 1)
    await read(401, login({ email: 'Target@example.com', password: 'x' }))
    expect(await code(login({ email: 'target@example.com', password: 'x' }))).toBe('too_many_attempts')
  })

  it('that succeed are not counted', async () => {
    await someone('often@example.com')
    const headers = { 'cf-connecting-ip': freshAddress() }
    await spend(`address:${headers['cf-connecting-ip']}`, limit - 1)
    await spend('account:often@example.com', limit - 1)
    for (let n = 0; n < 3; n += 1)
      await read(200, login({ email: 'often@example.com', password: 'correct horse' }, headers))
    await read(401, login({ email: 'often@example.com', password: 'x' }, headers))
    await read(429, login({ email: 'often@example.com', password: 'correct horse' }, headers))
  })

  it('by an address that has none left do not use up those of the account', async () => {
    const headers = { 'cf-connecting-ip': freshAddress() }
    await someone('pestered@example.com')
    await spend(`address:${headers['cf-connecting-ip']}`, limit)
    for (let n = 0; n < limit; n += 1) await read(429, login({ email: 'pestered@example.com', password: 'x' }, headers))
    await read(200, login({ email: 'pestered@example.com', password: 'correct horse' }))
  })

  it('to register are counted for the address, apart from those to sign in', async () => {
    const headers = { 'cf-connecting-ip': freshAddress() }
    const wish = (name: string) => ({ email: `${name}@example.com`, password: 'correct horse' })
    await spend(`address:${headers['cf-connecting-ip']}`, limit)
    await spend(`registrations:${headers['cf-connecting-ip']}`, limit - 1)
    await read(201, register(wish('last'), headers))
    expect(await code(register(wish('late'), headers))).toBe('too_many_attempts')
  })

  it('without an address are counted for the account alone', async () => {
    const nowhere = { 'cf-connecting-ip': undefined }
    for (const name of ['nowhere1', 'nowhere2']) {
      const refused = await login({ email: `${name}@example.com`, password: 'x' }, nowhere)
      expect(refused.headers.get('ratelimit')).toContain(`;r=${limit - 1};`)
    }
    const made = await register({ email: 'nowhere@example.com', password: 'correct horse' }, nowhere)
    expect([made.status, made.headers.get('ratelimit')]).toEqual([201, null])
  })
})

describe('refresh', () => {
  it('rotates: the new token works, and keeps the organisation', async () => {
    const first = await someone()
    const second = await read<Session>(200, refresh({ refreshToken: first.refreshToken }))
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(second.organization).toEqual(first.organization)
    await read(200, refresh({ refreshToken: second.refreshToken }))
  })

  const byCookie = (refreshToken: string) =>
    refresh('', { Cookie: `__Host-signalbox-refresh=${refreshToken}`, 'sec-fetch-site': 'same-origin' })

  it('forgives a second use of a cookie within ten seconds, as two tabs make it', async () => {
    const { refreshToken } = await someone()
    const both = await Promise.all([byCookie(refreshToken), byCookie(refreshToken)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
  })

  it('ends the whole family when a cookie comes back later', async () => {
    const first = await someone()
    const second = await read<Session>(200, byCookie(first.refreshToken))
    await db
      .prepare('UPDATE refresh_tokens SET used_at = used_at - 11000 WHERE hash = ?')
      .bind(sha256Hex(first.refreshToken))
      .run()
    expect(await code(byCookie(first.refreshToken))).toBe('token_reused')
    expect(await code(byCookie(second.refreshToken))).toBe('invalid_token')
  })

  it('ends the whole family at once when a token in a body comes back', async () => {
    const first = await someone()
    const second = await read<Session>(200, refresh({ refreshToken: first.refreshToken }))
    expect(await code(refresh({ refreshToken: first.refreshToken }))).toBe('token_reused')
    expect(await code(refresh({ refreshToken: second.refreshToken }))).toBe('invalid_token')
  })

  it('leaves no session to either of two who send the same token in a body at once', async () => {
    const { refreshToken } = await someone()
    const both = await Promise.all([refresh({ refreshToken }), refresh({ refreshToken })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    const answers = (await Promise.all(both.map((answer) => answer.json()))) as Partial<Session>[]
    const next = answers.find(({ refreshToken: kept }) => kept !== undefined)?.refreshToken
    expect(await code(refresh({ refreshToken: next }))).toBe('invalid_token')
  })

  it('switches to another organisation of the person, and to no other', async () => {
    const [one, other] = [await someone(), await someone()]
    await db
      .prepare("INSERT INTO members (organisation_id, user_id, role, joined_at) VALUES (?, ?, 'viewer', 1)")
      .bind(other.organization.id, one.user.id)
      .run()
    const stranger = await someone()
    const denied = { refreshToken: stranger.refreshToken, organization: one.organization.id }
    expect(await code(refresh(denied))).toBe('forbidden')
    const switched = await read<Session>(
      200,
      refresh({ refreshToken: one.refreshToken, organization: other.organization.id }),
    )
    expect(switched.organization).toMatchObject({ id: other.organization.id, role: 'viewer' })
    const mayNot = call('POST', '/api/v1/projects', { token: switched.accessToken, body: { name: 'No' } })
    expect(await code(mayNot)).toBe('forbidden')
  })

  it('is over after signing out', async () => {
    const { refreshToken } = await someone()
    expect((await call('POST', '/api/v1/auth/logout', { body: { refreshToken } })).status).toBe(204)
    expect(await code(refresh({ refreshToken }))).toBe('invalid_token')
  })
})

describe('a browser', () => {
  const cookiesOf = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')

  it('gets cookies no script can read, bound to this host', async () => {
    const answer = await register({ email: 'browser@example.com', password: 'correct horse' })
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toHaveLength(2)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-signalbox/)
      for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part)
    }
    const Cookie = cookiesOf(answer)
    await read(200, call('GET', '/api/v1/auth/me', { headers: { Cookie } }))
    await read(200, refresh({}, { Cookie, 'sec-fetch-site': 'same-origin' }))
  })

  it('needs no body to refresh and to sign out, only the type it always sends', async () => {
    const Cookie = cookiesOf(await register({ email: 'bodiless@example.com', password: 'correct horse' }))
    const own = { Cookie, 'sec-fetch-site': 'same-origin' }
    await read(200, refresh('', own))
    const signedOut = await call('POST', '/api/v1/auth/logout', { body: '', headers: own })
    expect(signedOut.status).toBe(204)
    expect(await code(refresh('', own))).toBe('invalid_token')
  })

  it('changes nothing for another site that makes it ask', async () => {
    const Cookie = cookiesOf(await register({ email: 'victim@example.com', password: 'correct horse' }))
    const body = { name: 'Theirs' }
    const from = (headers: Record<string, string>) =>
      call('POST', '/api/v1/projects', { body, headers: { Cookie, ...headers } })
    expect(await code(from({ 'sec-fetch-site': 'cross-site', origin: ORIGIN }))).toBe('cross_site')
    expect(await code(from({ 'sec-fetch-site': 'same-site' }))).toBe('cross_site')
    expect(await code(from({ origin: 'https://evil.example' }))).toBe('cross_site')
    expect(await code(from({}))).toBe('cross_site')
    expect(await code(refresh({}, { Cookie, origin: 'https://evil.example' }))).toBe('cross_site')
    await read(201, from({ origin: ORIGIN }))
  })
})
