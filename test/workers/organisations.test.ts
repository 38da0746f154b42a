import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Membership, Session } from '../../contract/auth.ts'
import type { MemberInvitation, Organisation } from '../../contract/organisations.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { call, projectOf, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

// Each person costs a fifth of a second of scrypt, more where other tests run beside.
vi.setConfig({ testTimeout: 30_000 })

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code
const root = '/api/v1/organizations'
const mine = async (token: string) => (await read<Page<Organisation>>(200, call('GET', root, { token }))).data
const make = (token: string, body: unknown = { name: 'Second' }, headers = {}) =>
  call('POST', root, { token, body, headers })
const patch = ({ accessToken: token, organization }: Session, body: unknown) =>
  call('PATCH', `${root}/${organization.id}`, { token, body })
const remove = ({ accessToken: token, organization }: Session, body: unknown) =>
  call('DELETE', `${root}/${organization.id}`, { token, body })
const switched = (session: Session, organization?: string) =>
  read<Session>(
    200,
    call('POST', '/api/v1/auth/refresh', { body: { refreshToken: session.refreshToken, organization } }),
  )

describe('organisations', () => {
  it('are several for one person, who owns what they make and switches to it', async () => {
    const owner = await someone()
    const made = await read<Organisation>(201, make(owner.accessToken, { name: ' Second ' }))
    expect(made).toMatchObject({ name: 'Second', role: 'owner', allowedOrigins: [], version: 1 })
    expect((await mine(owner.accessToken)).map(({ id }) => id)).toEqual([owner.organization.id, made.id])
    const there = await switched(owner, made.id)
    expect(await read(200, call('GET', `${root}/${made.id}`, { token: there.accessToken }))).toEqual(made)
    const fact = await db.prepare('SELECT type FROM domain_events WHERE organisation_id = ?').bind(made.id).first()
    expect(fact).toEqual({ type: 'organization.created' })
  })

  it('are made once for each Idempotency-Key', async () => {
    const owner = await someone()
    const again = () => make(owner.accessToken, { name: 'Once' }, { 'idempotency-key': 'once' })
    const [first, second] = [await read<Organisation>(201, again()), await read<Organisation>(201, again())]
    expect(second).toEqual(first)
    expect(await mine(owner.accessToken)).toHaveLength(2)
  })

  it('are not made without end', async () => {
    const owner = await someone()
    await db.batch(
      Array.from({ length: 49 }, (_, n) => [
        db
          .prepare('INSERT INTO organisations (id, name, created_at) VALUES (?, ?, 0)')
          .bind(`${owner.user.id}-${n}`, 'x'),
        db
          .prepare("INSERT INTO members (organisation_id, user_id, role, joined_at) VALUES (?, ?, 'owner', 0)")
          .bind(`${owner.user.id}-${n}`, owner.user.id),
      ]).flat(),
    )
    expect(await code(make(owner.accessToken))).toBe('limit_reached')
    const inviter = await someone()
    const body = { email: owner.user.email, role: 'member' }
    const path = '/api/v1/members/invitations'
    const { link } = await read<{ link: string }>(201, call('POST', path, { token: inviter.accessToken, body }))
    const accepted = () =>
      call('POST', `${path}/accept`, { token: owner.accessToken, body: { token: link.split('#token=')[1] } })
    expect(await code(accepted())).toBe('limit_reached')
    await db
      .prepare("UPDATE members SET provider_id = 'p' WHERE user_id = ? AND organisation_id = ?")
      .bind(owner.user.id, `${owner.user.id}-0`)
      .run()
    expect((await accepted()).status).toBe(200)
  })

  it('are read and changed only where the session acts, also by who owns them', async () => {
    const [owner, stranger] = [await someone(), await someone()]
    const second = await read<Organisation>(201, make(owner.accessToken))
    for (const id of [second.id, stranger.organization.id, 'o_nothing'])
      for (const [method, body] of [
        ['GET', undefined],
        ['PATCH', { name: 'Mine' }],
        ['DELETE', { name: 'Second' }],
      ] as const)
        expect(await code(call(method, `${root}/${id}`, { token: owner.accessToken, body }))).toBe('not_found')
    expect(await mine(owner.accessToken)).toHaveLength(2)
  })

  it('are shown to a password without those in which a provider decides who may be there', async () => {
    const owner = await someone()
    const second = await read<Organisation>(201, make(owner.accessToken))
    await db
      .prepare(
        `INSERT INTO oidc_providers (id, organisation_id, name, issuer, client_id, scopes, role_claim, role_mapping, created_at)
         VALUES ('p_closed', ?, 'Company', 'https://id.example', 'c', 'openid', 'groups', '[]', 1)`,
      )
      .bind(second.id)
      .run()
    await db.prepare("UPDATE members SET provider_id = 'p_closed' WHERE organisation_id = ?").bind(second.id).run()
    expect((await mine(owner.accessToken)).map(({ id }) => id)).toEqual([owner.organization.id])
  })

  it('are shown one alone to a session that its identity provider vouched for', async () => {
    const owner = await someone()
    await read(201, make(owner.accessToken))
    await db
      .prepare("UPDATE sessions SET provider_id = 'p', organisation_id = ? WHERE user_id = ?")
      .bind(owner.organization.id, owner.user.id)
      .run()
    expect((await mine(owner.accessToken)).map(({ id }) => id)).toEqual([owner.organization.id])
    expect(await code(make(owner.accessToken))).toBe('managed_by_provider')
  })
})

describe('a change', () => {
  it('of name and origins is kept in their plain form, with a fact and the next version', async () => {
    const owner = await someone()
    const wish = {
      name: 'Renamed',
      allowedOrigins: ['HTTPS://Shop.Example:443', 'http://localhost:3000', 'https://shop.example'],
    }
    const changed = await read<Organisation>(200, patch(owner, wish))
    expect(changed).toMatchObject({
      name: 'Renamed',
      allowedOrigins: ['http://localhost:3000', 'https://shop.example'],
      version: 2,
    })
    const cleared = await read<Organisation>(200, patch(owner, { allowedOrigins: [] }))
    expect(cleared).toMatchObject({ name: 'Renamed', allowedOrigins: [], version: 3 })
    const { results } = await db
      .prepare("SELECT type FROM domain_events WHERE organisation_id = ? AND type LIKE 'organization.%'")
      .bind(owner.organization.id)
      .all()
    expect(results.map(({ type }) => type)).toEqual([
      'organization.created',
      'organization.updated',
      'organization.updated',
    ])
  })

  it('of a version that is gone is refused, and of two at once one is', async () => {
    const owner = await someone()
    const both = await Promise.all(
      ['One', 'Two'].map(async (name) => (await patch(owner, { name, version: 1 })).status),
    )
    expect(both.sort()).toEqual([200, 409])
    expect(await code(patch(owner, { name: 'Late', version: 1 }))).toBe('stale_version')
    await read(200, patch(owner, { name: 'In time', version: 2 }))
  })

  it('of nothing changes nothing', async () => {
    const owner = await someone()
    expect((await read<Organisation>(200, patch(owner, {}))).version).toBe(1)
  })

  it('points at what is no name and no origin', async () => {
    const owner = await someone()
    for (const [body, pointer] of [
      [{ name: ' ' }, '/name'],
      [{ name: 'Acme\r\nBcc: everyone' }, '/name'],
      [{ allowedOrigins: ['https://shop.example', 'https://shop.example/path'] }, '/allowedOrigins/1'],
      [{ allowedOrigins: ['https://shop.example:99999'] }, '/allowedOrigins/0'],
      [{ allowedOrigins: ['*'] }, '/allowedOrigins/0'],
      [{ allowedOrigins: 'https://shop.example' }, '/allowedOrigins'],
      [{ version: 'one' }, '/version'],
    ] as const) {
      const refused = await read<Problem>(422, patch(owner, body))
      expect(refused.errors?.[0]?.pointer).toBe(pointer)
    }
  })
})

describe('deleting an organisation', () => {
  const joined = async (owner: Session) => {
    const guest = await someone()
    const body = { email: guest.user.email, role: 'admin' }
    const made = await read<MemberInvitation>(
      201,
      call('POST', '/api/v1/members/invitations', { token: owner.accessToken, body }),
    )
    const token = made.link?.split('#token=')[1]
    const membership = await read<Membership>(
      200,
      call('POST', '/api/v1/members/invitations/accept', { token: guest.accessToken, body: { token } }),
    )
    return switched(guest, membership.id)
  }

  it('takes its name typed again, and an owner', async () => {
    const owner = await someone()
    const admin = await joined(owner)
    const refused = await read<Problem>(422, remove(owner, { name: 'another' }))
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/name'])
    expect(await code(remove(owner, {}))).toBe('invalid')
    expect(await code(remove(admin, { name: owner.organization.name }))).toBe('forbidden')
    await read(200, call('GET', `${root}/${owner.organization.id}`, { token: owner.accessToken }))
  })

  it('shuts out every member at once, and each goes on elsewhere', async () => {
    const owner = await someone()
    const guest = await joined(owner)
    expect((await remove(owner, { name: owner.organization.name })).status).toBe(204)
    for (const { accessToken: token } of [owner, guest])
      expect(await code(call('GET', '/api/v1/projects', { token }))).toBe('unauthenticated')
    const elsewhere = await switched(guest)
    expect(elsewhere.organization.id).not.toBe(owner.organization.id)
    expect((await mine(elsewhere.accessToken)).map(({ id }) => id)).toEqual([elsewhere.organization.id])
    const again = { email: owner.user.email, password: 'correct horse' }
    const fresh = await read<Session>(200, call('POST', '/api/v1/auth/login', { body: again }))
    expect(fresh.organization).toMatchObject({ role: 'owner' })
    expect(fresh.organization.id).not.toBe(owner.organization.id)
  })

  it('ends its keys, projects, providers, invitations, sign-ins of its provider, and what SDKs may send', async () => {
    const owner = await someone()
    const { id: project } = await projectOf(owner.accessToken)
    const organisation = owner.organization.id
    const body = { email: `late-${organisation}@example.com`.toLowerCase(), role: 'viewer' }
    const invited = await read<MemberInvitation>(
      201,
      call('POST', '/api/v1/members/invitations', { token: owner.accessToken, body }),
    )
    await db.batch([
      db
        .prepare(
          "INSERT INTO api_keys (id, organisation_id, name, hash, start, end, scopes, created_by, created_at) VALUES ('k_end', ?, 'k', 'h_end', '', '', '[]', '', 0)",
        )
        .bind(organisation),
      db
        .prepare(
          `INSERT INTO oidc_providers (id, organisation_id, name, issuer, client_id, scopes, role_claim, role_mapping, listed, created_at)
           VALUES ('p_end', ?, 'Corp', 'https://id.example', 'c', 'openid', 'roles', '[]', 1, 0)`,
        )
        .bind(organisation),
      db
        .prepare(
          `INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at, provider_id, organisation_id)
           VALUES ('f_end', 'u_end', 0, 0, 9e15, 'p_end', ?)`,
        )
        .bind(organisation),
      db
        .prepare(
          `INSERT INTO refresh_tokens (hash, family, user_id, organisation_id, created_at, expires_at)
           VALUES ('r_end', 'f_end', 'u_end', ?, 0, 9e15)`,
        )
        .bind(organisation),
    ])
    expect((await remove(owner, { name: owner.organization.name })).status).toBe(204)
    for (const ended of [
      "SELECT 1 FROM api_keys WHERE id = 'k_end' AND revoked_at IS NOT NULL",
      "SELECT 1 FROM oidc_providers WHERE id = 'p_end' AND NOT enabled AND NOT listed",
      "SELECT 1 FROM sessions WHERE id = 'f_end' AND revoked_at IS NOT NULL",
      "SELECT 1 FROM refresh_tokens WHERE hash = 'r_end' AND revoked_at IS NOT NULL",
      `SELECT 1 FROM projects WHERE id = ${project} AND deleted_at IS NOT NULL`,
    ])
      expect(await db.prepare(ended).first(), ended).not.toBeNull()
    const token = invited.link?.split('#token=')[1]
    expect(await code(call('POST', '/api/v1/members/invitations/look', { body: { token } }))).toBe('invalid_link')
    const gates = (env as Env).PROJECT_GATE
    const lease = await gates.get(gates.idFromName(project)).lease({ used: 0, outcomes: [] })
    expect(lease.closed?.reason).toBe('deleted')
  })

  it('closes every live socket', async () => {
    const owner = await someone()
    const headers = { upgrade: 'websocket', authorization: `Bearer ${owner.accessToken}` }
    const { webSocket } = await call('GET', '/api/v1/live', { headers })
    const closed = new Promise<number>((resolve) => {
      webSocket?.addEventListener('close', ({ code: why }) => resolve(why))
    })
    webSocket?.accept()
    await remove(owner, { name: owner.organization.name })
    expect(await closed).toBe(4401)
  })
})
