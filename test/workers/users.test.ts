import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Account } from '../../contract/accounts.ts'
import type { Session } from '../../contract/auth.ts'
import type { Delivery } from '../../contract/deliveries.ts'
import { deleteExpired } from '../../platform/db/expired.ts'
import { PASSWORD, post, refusal, signedIn, tokenSentTo } from './accounts.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let admin: Session

beforeAll(async () => {
  db = await migrated()
  admin = await someone('admin@example.com')
})

interface Listed<T> {
  data: T[]
  next: string | null
}
const users = (token: string, query = '') => read<Listed<Account>>(200, call('GET', `/api/v1/users${query}`, { token }))
const patch = (id: string, body: unknown, token = admin.accessToken) =>
  call('PATCH', `/api/v1/users/${id}`, { token, body })
const deliveries = (token: string, query = '') => call('GET', `/api/v1/deliveries${query}`, { token })

describe('the accounts of a deployment', () => {
  it('are for its ADMIN, who is the first that registered, and for nobody else', async () => {
    const other = await someone()
    expect([admin.user.platformRole, other.user.platformRole]).toEqual(['ADMIN', 'USER'])
    expect(await refusal(call('GET', '/api/v1/users', { token: other.accessToken }))).toBe('forbidden')
    expect(await refusal(patch(other.user.id, { platformRole: 'ADMIN' }, other.accessToken))).toBe('forbidden')
    const { data } = await users(admin.accessToken)
    expect(data.find(({ id }) => id === other.user.id)).toEqual({
      ...other.user,
      disabled: false,
      secondFactor: false,
      hasPassword: true,
    })
    expect(JSON.stringify(data)).not.toContain('scrypt')
  })

  it('come in pages that miss none, and are found by what they are called', async () => {
    const made = [await someone('zoe.findable@example.com'), await someone(), await someone()]
    await db.prepare("UPDATE users SET first_name = '100%_Zoë' WHERE id = ?").bind(made[1]?.user.id).run()
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { data, next }: Listed<Account> = await users(
        admin.accessToken,
        `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      seen.push(...data.map(({ id }) => id))
      cursor = next
    }
    const all = await db.prepare('SELECT count(*) n FROM users').first<number>('n')
    expect([seen.length, new Set(seen).size]).toEqual([all, all])
    const found = async (query: string) =>
      (await users(admin.accessToken, `?query=${encodeURIComponent(query)}`)).data.map(({ id }) => id)
    expect(await found('ZOE.find')).toEqual([made[0]?.user.id])
    expect(await found('100%_Zo')).toEqual([made[1]?.user.id])
    expect(await found('%')).toEqual([made[1]?.user.id])
    expect(await refusal(call('GET', '/api/v1/users?cursor=x', { token: admin.accessToken }))).toBe('invalid_cursor')
  })

  it('are switched off with all their sign-ins, and on again', async () => {
    const other = await someone()
    expect(await read(200, patch(other.user.id, { disabled: true }))).toMatchObject({ disabled: true })
    expect((await call('GET', '/api/v1/auth/me', { token: other.accessToken })).status).toBe(401)
    expect(await read(200, patch(other.user.id, { disabled: false }))).toMatchObject({ disabled: false })
    expect((await call('GET', '/api/v1/auth/me', { token: other.accessToken })).status).toBe(401)
    await signedIn(other.user.email)
    expect(await refusal(patch('u_unknown', { disabled: true }))).toBe('not_found')
  })

  it('always have an ADMIN who can sign in, also where two give it up at once', async () => {
    expect(await refusal(patch(admin.user.id, { platformRole: 'USER' }))).toBe('last_admin')
    expect(await refusal(patch(admin.user.id, { disabled: true }))).toBe('last_admin')
    const vouched = await someone()
    await db.prepare('UPDATE users SET password = NULL WHERE id = ?').bind(vouched.user.id).run()
    await read(200, patch(vouched.user.id, { platformRole: 'ADMIN' }))
    expect(await refusal(patch(admin.user.id, { disabled: true }))).toBe('last_admin')
    const second = await someone()
    await read(200, patch(second.user.id, { platformRole: 'ADMIN' }))
    const both = await Promise.all([
      patch(admin.user.id, { platformRole: 'USER' }),
      patch(second.user.id, { platformRole: 'USER' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const left = both[0]?.status === 200 ? second : admin
    await read(200, patch(admin.user.id, { platformRole: 'ADMIN' }, left.accessToken))
  })
})

describe('deliveries', () => {
  it('of the deployment are for its ADMIN; reading the text of one is logged', async () => {
    const other = await someone()
    expect(await refusal(deliveries(other.accessToken, '?scope=deployment'))).toBe('forbidden')
    const { data } = await read<Listed<Delivery>>(200, deliveries(admin.accessToken, '?scope=deployment&limit=100'))
    const mail = data.find(({ target }) => target === other.user.email)
    expect(mail).toMatchObject({ template: 'account.verify_email', status: 'queued', channel: 'email' })
    expect(JSON.stringify(data)).not.toContain('#token=')
    const path = `/api/v1/deliveries/${mail?.id}`
    expect(await refusal(call('GET', path, { token: other.accessToken }))).toBe('not_found')
    const whole = await call('GET', path, { token: admin.accessToken })
    expect(whole.headers.get('cache-control')).toBe('no-store')
    expect(((await whole.json()) as { body: string }).body).toContain('#token=')
    const logged = await db
      .prepare('SELECT data FROM domain_events WHERE actor = ? ORDER BY position DESC LIMIT 1')
      .bind(admin.user.id)
      .first<string>('data')
    expect(JSON.parse(logged ?? '')).toMatchObject({
      actionType: 'READ_DELIVERY',
      actionDetails: { deliveryId: mail?.id },
    })
  })

  it('of an organisation are its own, in pages', async () => {
    const [one, other] = [await someone(), await someone()]
    const insert = db.prepare(
      `INSERT INTO deliveries (id, notification_id, organisation_id, channel, target, template, language, body, status, created_at, updated_at)
       VALUES (?, 'n', ?, 'email', 'x@example.com', 'organization.invitation', 'en', 'text', ?, ?, 0)`,
    )
    const rows = [1, 2, 3].map((n) =>
      insert.bind(`d_${one.user.id}_${n}`.slice(0, 60), one.organization.id, 'queued', n),
    )
    await db.batch([...rows, insert.bind(`d_${other.user.id}`, other.organization.id, 'dead', 9)])
    const first = await read<Listed<Delivery>>(200, deliveries(one.accessToken, '?limit=2'))
    const rest = await read<Listed<Delivery>>(200, deliveries(one.accessToken, `?limit=2&cursor=${first.next}`))
    expect([...first.data, ...rest.data].map(({ createdAt }) => Date.parse(createdAt))).toEqual([3, 2, 1])
    expect((await read<Listed<Delivery>>(200, deliveries(one.accessToken, '?status=dead'))).data).toEqual([])
    const theirs = `/api/v1/deliveries/d_${other.user.id}`
    expect(await refusal(call('GET', theirs, { token: one.accessToken }))).toBe('not_found')
    await read(200, call('GET', theirs, { token: other.accessToken }))
  })
})

describe('the earlier systems', () => {
  it('register, sign in, read and change a profile under their own paths', async () => {
    const wish = {
      username: 'earlier',
      email: 'earlier@example.com',
      password: PASSWORD,
      firstName: 'E',
      lastName: 'R',
    }
    const made = await read<Session & { token: string }>(201, call('POST', '/auth/register', { body: wish }))
    expect(made).toMatchObject({
      token: made.accessToken,
      tokenType: 'Bearer',
      user: { role: 'USER', roles: ['USER'] },
    })
    const byName = await read<Session & { token: string }>(
      200,
      call('POST', '/auth/login', { body: { username: 'earlier', password: PASSWORD } }),
    )
    expect(await refusal(call('POST', '/auth/login', { body: { username: 'earlier', password: 'wrong horse' } }))).toBe(
      'invalid_credentials',
    )
    const token = byName.token
    const put = call('PUT', '/api/users/profile', { token, body: { firstName: 'Erin' } })
    expect(await read(200, put)).toMatchObject({ firstName: 'Erin', lastName: 'R' })
    expect(await read(200, call('GET', '/api/users/profile', { token }))).toMatchObject({ firstName: 'Erin' })
    expect(await refusal(call('GET', '/api/users', { token }))).toBe('forbidden')
    const all = await read<{ role: string }[]>(200, call('GET', '/api/users', { token: admin.accessToken }))
    expect(all.map(({ role }) => role)).toContain('ADMIN')
  })

  it('rotate and end sign-ins under /api/auth', async () => {
    const { user } = await someone()
    const first = await read<Session>(
      200,
      call('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } }),
    )
    const renew = (refreshToken: string) => call('POST', '/api/auth/refresh', { body: { refreshToken } })
    const second = await read<Session>(200, renew(first.refreshToken))
    expect((await call('POST', '/api/auth/logout', { body: { refreshToken: second.refreshToken } })).status).toBe(204)
    expect(await refusal(renew(second.refreshToken))).toBe('invalid_token')
    expect(await refusal(post('/auth/refresh', { refreshToken: first.refreshToken }))).toBe('invalid_token')
  })

  it('count the same attempts as our own paths', async () => {
    const body = { email: 'shared@example.com', password: 'wrong horse' }
    const left = async (path: string) =>
      Number(/r=(\d+)/.exec((await call('POST', path, { body })).headers.get('ratelimit') ?? '')?.[1])
    const limit = Number((env as Env).AUTH_ATTEMPTS_PER_15_MINUTES)
    const counts = [await left('/api/v1/auth/login'), await left('/api/auth/login'), await left('/auth/login')]
    expect(counts).toEqual([limit - 1, limit - 2, limit - 3])
  })
})

describe('what has outlived its use', () => {
  it('is deleted a day later, and nothing before', async () => {
    const one = await someone()
    await tokenSentTo(one.user.email)
    const now = Date.now()
    const count = (table: string) =>
      db.prepare(`SELECT count(*) n FROM ${table} WHERE user_id = ?`).bind(one.user.id).first<number>('n')
    await deleteExpired(db, now + 24 * 3_600_000)
    expect([await count('sessions'), await count('account_tokens')]).toEqual([1, 1])
    await deleteExpired(db, now + 49 * 3_600_000)
    expect([await count('sessions'), await count('account_tokens')]).toEqual([1, 0])
    await deleteExpired(db, now + 9 * 24 * 3_600_000)
    expect(await count('sessions')).toBe(0)
  })

  it('is deleted after 90 days where it holds addresses: mails, and invitations that are over', async () => {
    const one = await someone()
    const email = 'invited-long-ago@example.com'
    await read(201, post('/members/invitations', { email, role: 'member' }, one.accessToken))
    const left = () =>
      Promise.all(
        ['deliveries WHERE target', 'member_invitations WHERE email'].map((rows) =>
          db.prepare(`SELECT count(*) n FROM ${rows} = ?`).bind(email).first<number>('n'),
        ),
      )
    const days = (n: number) => Date.now() + n * 24 * 3_600_000
    await deleteExpired(db, days(89))
    expect(await left()).toEqual([1, 1])
    await deleteExpired(db, days(91))
    expect(await left()).toEqual([0, 1])
    await deleteExpired(db, days(98))
    expect(await left()).toEqual([0, 0])
  })
})
