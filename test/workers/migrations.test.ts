import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Page } from '../../contract/page.ts'
import type { Project } from '../../contract/projects.ts'
import { hashPassword, sha256Hex } from '../../platform/crypto.ts'
import { macKeys, mintPublicKey } from '../../platform/keys.ts'
import { PASSWORD, post, refusal, signedIn } from './accounts.ts'
import { call, read } from './client.ts'
import './migrated.ts'

// Each person costs a fifth of a second of scrypt, more where other tests run beside.
vi.setConfig({ testTimeout: 30_000 })

const { DB } = env as Env
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const started = Date.now()

const rowOf = (table: string, row: Record<string, unknown>) =>
  DB.prepare(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map(() => '?')})`).bind(
    ...Object.values(row),
  )

const token = (name: string, change: Record<string, unknown> = {}) =>
  rowOf('refresh_tokens', {
    hash: sha256Hex(name),
    family: `f_${name}`,
    user_id: 'u_first',
    organisation_id: 'o_shop',
    created_at: started - DAY_MS,
    expires_at: started + 6 * DAY_MS,
    ...change,
  })

// What was written before there were sessions, roles of the platform and mails.
const fill = async () => {
  const password = await hashPassword(PASSWORD)
  const publicKey = mintPublicKey(await macKeys(env as Env), '7', 1)
  const created_at = started - 30 * DAY_MS
  await DB.batch([
    rowOf('users', { id: 'u_later', email: 'later@example.com', password, created_at: created_at + 1 }),
    rowOf('users', { id: 'u_first', email: 'first@example.com', username: 'first', password, created_at }),
    rowOf('organisations', { id: 'o_shop', name: 'Shop', created_at }),
    rowOf('members', { organisation_id: 'o_shop', user_id: 'u_first', role: 'owner', joined_at: created_at }),
    rowOf('members', { organisation_id: 'o_shop', user_id: 'u_later', role: 'viewer', joined_at: created_at }),
    rowOf('projects', { id: 7, organisation_id: 'o_shop', slug: 'till', name: 'Till', created_at }),
    rowOf('project_keys', { project_id: 7, number: 1, name: 'Default', public_key: publicKey, active: 1, created_at }),
    token('standing'),
    token('spent', { family: 'f_rotated', used_at: started - HOUR_MS }),
    token('successor', { family: 'f_rotated', created_at: started - HOUR_MS }),
    token('ended', { revoked_at: started - HOUR_MS }),
    token('over', { expires_at: started - HOUR_MS }),
  ])
  return publicKey
}

const refresh = (refreshToken: string) => post('/auth/refresh', { refreshToken })

describe('a database from before there were sessions', () => {
  let publicKey: string
  beforeAll(async () => {
    const [first, ...later] = inject('migrations')
    expect(first?.name).toBe('0000_first.sql')
    expect(later[0]?.name).toBe('0001_identity.sql')
    await applyD1Migrations(DB, inject('migrations').slice(0, 1))
    publicKey = await fill()
    await applyD1Migrations(DB, inject('migrations'))
  })

  it('keeps its people, by email, username and password; the first of them is its ADMIN', async () => {
    const { user, organization } = await signedIn('first@example.com')
    expect(user).toMatchObject({ username: 'first', platformRole: 'ADMIN', emailVerified: false, language: null })
    expect(organization).toEqual({ id: 'o_shop', name: 'Shop', role: 'owner' })
    const later = await signedIn('later@example.com')
    expect(later.user.platformRole).toBe('USER')
    expect(later.organization.role).toBe('viewer')
    expect(await refusal(post('/auth/register', { email: 'first@example.com', password: PASSWORD }))).toBe(
      'email_taken',
    )
  })

  it('keeps who was signed in, through the refresh token they hold', async () => {
    for (const held of ['standing', 'successor']) {
      const { accessToken } = await read<Session>(200, refresh(held))
      await read(200, call('GET', '/api/v1/auth/me', { token: accessToken }))
    }
    const { data } = await read<Page<{ id: string }>>(
      200,
      call('GET', '/api/v1/auth/sessions', { token: (await signedIn('first@example.com')).accessToken }),
    )
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(['f_standing', 'f_rotated']))
  })

  it('brings no sign-in back that had ended, and still knows a stolen token', async () => {
    for (const held of ['ended', 'over']) expect(await refusal(refresh(held))).toBe('invalid_token')
    expect(await refusal(refresh('spent'))).toBe('token_reused')
    const { results } = await DB.prepare('SELECT id FROM sessions WHERE revoked_at IS NULL AND expires_at > ?')
      .bind(Date.now())
      .all<{ id: string }>()
    const standing = results.map(({ id }) => id)
    expect(standing).toContain('f_standing')
    for (const family of ['f_rotated', 'f_ended', 'f_over']) expect(standing).not.toContain(family)
  })

  it('keeps its projects and DSNs, and takes new ones beside them', async () => {
    const { accessToken } = await signedIn('first@example.com')
    const { data } = await read<Page<Project>>(200, call('GET', '/api/v1/projects', { token: accessToken }))
    expect(data).toMatchObject([{ id: '7', name: 'Till', version: 1 }])
    expect(data[0]?.dsn).toContain(publicKey)
    const made = await read<Project>(
      201,
      call('POST', '/api/v1/projects', { token: accessToken, body: { name: 'Till' } }),
    )
    expect(made).toMatchObject({ id: '8', slug: 'till-2' })
  })
})
