import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ApiKey } from '../../contract/api-keys.ts'
import type { Session } from '../../contract/auth.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { ACTIONS, SCOPES } from '../../domain/identity/access.ts'
import { mintApiKey } from '../../domain/identity/api-key.ts'
import { api } from '../../workers/core/api/app.ts'
import { call, projectOf, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

type MadeKey = ApiKey & { key: string }

let db: D1Database
let owner: Session

beforeAll(async () => {
  db = await migrated()
  owner = await someone()
})

const make = (token: string, change: object = {}) =>
  call('POST', '/api/v1/api-keys', { token, body: { name: 'CI', scopes: ['project.read'], ...change } })
const made = (token: string, change: object = {}) => read<MadeKey>(201, make(token, change))
const list = (token: string, query = '') => read<Page<ApiKey>>(200, call('GET', `/api/v1/api-keys${query}`, { token }))
const projectsWith = async (token: string) => (await call('GET', '/api/v1/projects', { token })).status
const problemOf = async (answer: Promise<Response>) => (await (await answer).json()) as Problem
const factsOf = async (subject: string) => {
  const rows = await db
    .prepare('SELECT type, actor, data FROM domain_events WHERE subject = ? ORDER BY position')
    .bind(subject)
    .all<{ type: string; actor: string; data: string }>()
  return rows.results
}

describe('API keys', () => {
  it('are shown once, stored as a digest, and listed by a hint', async () => {
    const { key, ...rest } = await made(owner.accessToken)
    expect(rest).toMatchObject({
      name: 'CI',
      scopes: ['project.read'],
      active: true,
      createdBy: owner.user.id,
      lastUsedAt: null,
    })
    expect(rest.hint).toBe(`${key.slice(0, 8)}…${key.slice(-4)}`)
    expect(Date.parse(rest.expiresAt ?? '') - Date.parse(rest.createdAt)).toBe(90 * 86_400_000)
    const { data } = await list(owner.accessToken)
    expect(data.find(({ id }) => id === rest.id)).toEqual(rest)
    const stored = await db.prepare('SELECT * FROM api_keys').all()
    const facts = await db.prepare('SELECT * FROM domain_events').all()
    expect(JSON.stringify([stored.results, facts.results])).not.toContain(key.slice(8, -4))
    expect((await factsOf(rest.id)).map(({ type }) => type)).toEqual(['api_key.created'])
  })

  it('do what their scopes say in their organisation, and nothing else', async () => {
    const project = await projectOf(owner.accessToken)
    const { key: token, id } = await made(owner.accessToken, { scopes: ['project.read', 'project.create'] })
    expect(await projectsWith(token)).toBe(200)
    const own = await projectOf(token, 'By key')
    expect((await factsOf(own.id)).map(({ actor }) => actor)).toEqual([id])
    expect((await problemOf(call('GET', '/api/v1/issues', { token }))).code).toBe('forbidden')
    const foreign = await made((await someone()).accessToken)
    expect((await problemOf(call('GET', `/api/v1/projects/${project.id}`, { token: foreign.key }))).code).toBe(
      'not_found',
    )
    expect(await read<Page<unknown>>(200, call('GET', '/api/v1/projects', { token: foreign.key }))).toMatchObject({
      data: [],
    })
  })

  it('with every scope still reach nothing that stays with people', async () => {
    const { key: token } = await made(owner.accessToken, { scopes: [...SCOPES] })
    const refused = [
      ['GET', '/api/v1/auth/me'],
      ['GET', '/api/v1/api-keys'],
      ['POST', '/api/v1/api-keys', { name: 'Another', scopes: ['project.read'] }],
    ] as const
    for (const [method, path, body] of refused)
      expect((await problemOf(call(method, path, { token, body }))).code, path).toBe('forbidden')
  })

  it('are refused scopes that are unknown or stay with people, with a pointer to each', async () => {
    const answer = await problemOf(make(owner.accessToken, { scopes: ['no.such', 'project.read', 'member.manage'] }))
    expect(answer).toMatchObject({ code: 'invalid', status: 422 })
    expect(answer.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/scopes/0', 'unknown'],
      ['/scopes/2', 'people_only'],
    ])
    for (const scope of ACTIONS.filter((action) => !SCOPES.includes(action)))
      expect((await problemOf(make(owner.accessToken, { scopes: [scope] }))).errors?.[0]?.pointer).toBe('/scopes/0')
  })

  it('that fail prefix, length or checksum are refused before anything is read', async () => {
    const { key } = await made(owner.accessToken)
    let prepared = 0
    const counting = new Proxy(db, {
      get(target, name) {
        if (name === 'prepare' || name === 'batch' || name === 'exec') prepared += 1
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const ask = async (token: string) => {
      const request = new Request('https://signalbox.example/api/v1/projects', {
        headers: { authorization: `Bearer ${token}`, 'cf-connecting-ip': '198.51.100.250' },
      })
      const context = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} }
      return (await api.fetch(request, { ...(env as Env), DB: counting }, context as unknown as ExecutionContext))
        .status
    }
    const last = key.endsWith('a') ? 'b' : 'a'
    for (const bad of [
      key.slice(0, -1) + last,
      key.slice(0, -1),
      `${key}0`,
      `sby_${key.slice(4)}`,
      'sbx_',
      `sbx_${'0'.repeat(36)}`,
    ])
      expect(await ask(bad)).toBe(401)
    expect(prepared).toBe(0)
    expect(await ask(key)).toBe(200)
    expect(prepared).toBeGreaterThan(0)
  })

  it('are looked up with their organisation in one read', async () => {
    const unknown = mintApiKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
    expect((await problemOf(call('GET', '/api/v1/projects', { token: unknown }))).code).toBe('unauthenticated')
    const other = await someone()
    const { key } = await made(other.accessToken)
    await db.prepare('UPDATE organisations SET deleted_at = 1 WHERE id = ?').bind(other.organization.id).run()
    expect(await projectsWith(key)).toBe(401)
  })

  it('are taken from the Authorization header alone', async () => {
    const { key } = await made(owner.accessToken)
    for (const headers of [{ cookie: `__Host-signalbox=${key}` }, { 'x-api-key': key }])
      expect((await call('GET', '/api/v1/projects', { headers })).status).toBe(401)
    for (const name of ['api_key', 'access_token', 'key'])
      expect((await call('GET', `/api/v1/projects?${name}=${key}`)).status).toBe(401)
  })

  it('end when they expire', async () => {
    const { key, id } = await made(owner.accessToken, { expiresInDays: 1 })
    expect(await projectsWith(key)).toBe(200)
    await db
      .prepare('UPDATE api_keys SET expires_at = ? WHERE id = ?')
      .bind(Date.now() - 1, id)
      .run()
    expect(await projectsWith(key)).toBe(401)
    expect((await list(owner.accessToken)).data.find((one) => one.id === id)?.active).toBe(false)
    const never = await made(owner.accessToken, { expiresInDays: null })
    expect(never.expiresAt).toBeNull()
    expect((await make(owner.accessToken, { expiresInDays: 0 })).status).toBe(422)
  })

  it('are made once for one Idempotency-Key, and never told a second time', async () => {
    const headers = { 'idempotency-key': 'once' }
    const body = { name: 'Once', scopes: ['project.read'] }
    const again = () => call('POST', '/api/v1/api-keys', { token: owner.accessToken, body, headers })
    const { key } = await read<MadeKey>(201, again())
    expect((await problemOf(again())).code).toBe('answer_not_kept')
    expect((await list(owner.accessToken)).data.filter(({ name }) => name === 'Once')).toHaveLength(1)
    const kept = await db.prepare('SELECT * FROM idempotency_keys').all()
    expect(JSON.stringify(kept.results)).not.toContain(key.slice(4, -6))
  })

  it('are revoked at once, and again without another fact', async () => {
    const { key, id } = await made(owner.accessToken)
    const revoke = () => read<ApiKey>(200, call('DELETE', `/api/v1/api-keys/${id}`, { token: owner.accessToken }))
    const both = await Promise.all([revoke(), revoke()])
    expect(both.map(({ active }) => active)).toEqual([false, false])
    expect(await projectsWith(key)).toBe(401)
    expect((await revoke()).active).toBe(false)
    expect((await factsOf(id)).map(({ type }) => type)).toEqual(['api_key.created', 'api_key.revoked'])
    const stranger = (await someone()).accessToken
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/rotate'],
    ] as const)
      expect((await problemOf(call(method, `/api/v1/api-keys/${id}${path}`, { token: stranger }))).code).toBe(
        'not_found',
      )
  })

  const listenWith = async (key: string) => {
    const headers = { upgrade: 'websocket', authorization: `Bearer ${key}` }
    const { webSocket } = await call('GET', '/api/v1/live', { headers })
    const heard: unknown[] = []
    webSocket?.addEventListener('message', ({ data }) => heard.push(data))
    const closed = new Promise((resolve) => webSocket?.addEventListener('close', ({ code }) => resolve(code)))
    webSocket?.accept()
    return { heard, closed }
  }

  it('lose their live sockets when they are revoked', async () => {
    const { key, id } = await made(owner.accessToken, { scopes: ['live.read'] })
    const { closed } = await listenWith(key)
    await read(200, call('DELETE', `/api/v1/api-keys/${id}`, { token: owner.accessToken }))
    expect(await closed).toBe(4401)
  })

  it('lose their live sockets at the next check after they expired, and no other key does', async () => {
    const scopes = ['live.read', 'log.read']
    const [over, working] = [await made(owner.accessToken, { scopes }), await made(owner.accessToken, { scopes })]
    const [ended, going] = [await listenWith(over.key), await listenWith(working.key)]
    await db.prepare('UPDATE api_keys SET expires_at = 1 WHERE id = ?').bind(over.id).run()
    const { LIVE_HUB } = env as Env
    expect(await runDurableObjectAlarm(LIVE_HUB.get(LIVE_HUB.idFromName(owner.organization.id)))).toBe(true)
    expect(await ended.closed).toBe(4401)
    await projectOf(owner.accessToken, 'Heard')
    await expect.poll(() => going.heard.some((text) => String(text).includes('project.created'))).toBe(true)
  })

  it('rotate into one successor while the old key works another day', async () => {
    const old = await made(owner.accessToken, { name: 'Deploy', scopes: ['project.read', 'issue.read'] })
    const rotate = () => call('POST', `/api/v1/api-keys/${old.id}/rotate`, { token: owner.accessToken })
    const answers = await Promise.all([rotate(), rotate()])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const successor = (await answers.find(({ status }) => status === 201)?.json()) as MadeKey
    expect(successor).toMatchObject({ name: 'Deploy', scopes: old.scopes, active: true })
    expect(successor.key).not.toBe(old.key)
    expect(await Promise.all([old.key, successor.key].map(projectsWith))).toEqual([200, 200])
    const { data } = await list(owner.accessToken)
    const left = Date.parse(data.find(({ id }) => id === old.id)?.expiresAt ?? '') - Date.now()
    expect(left).toBeGreaterThan(86_300_000)
    expect(left).toBeLessThanOrEqual(86_400_000)
    expect(data.filter(({ name }) => name === 'Deploy')).toHaveLength(2)
    expect((await factsOf(old.id)).map(({ type }) => type)).toEqual(['api_key.created', 'api_key.rotated'])
    await db.prepare('UPDATE api_keys SET revoked_at = 1 WHERE id = ?').bind(successor.id).run()
    const dead = call('POST', `/api/v1/api-keys/${successor.id}/rotate`, { token: owner.accessToken })
    expect((await problemOf(dead)).code).toBe('not_found')
  })

  it('note their last use, at most once a minute', async () => {
    const { key, id } = await made(owner.accessToken)
    const used = () => db.prepare('SELECT last_used_at AS at FROM api_keys WHERE id = ?').bind(id).first<number>('at')
    await projectsWith(key)
    const first = await used()
    expect(first).toBeGreaterThan(0)
    await projectsWith(key)
    expect(await used()).toBe(first)
    await db
      .prepare('UPDATE api_keys SET last_used_at = ? WHERE id = ?')
      .bind(Date.now() - 61_000, id)
      .run()
    await projectsWith(key)
    expect(await used()).toBeGreaterThanOrEqual(first ?? 0)
  })

  it('go on working when their maker has left: they belong to the organisation', async () => {
    const other = await someone()
    const { key } = await made(other.accessToken)
    await db.prepare('DELETE FROM members WHERE user_id = ?').bind(other.user.id).run()
    expect((await call('GET', '/api/v1/api-keys', { token: other.accessToken })).status).toBe(401)
    expect(await projectsWith(key)).toBe(200)
  })

  it('are a hundred at most that work', async () => {
    const { accessToken, organization } = await someone()
    const one = await made(accessToken)
    await db
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
         INSERT INTO api_keys SELECT 'k_' || ?1 || i, ?1, 'n', ?1 || i, '', '', '[]', 'u', 1, NULL, NULL, NULL FROM n`,
      )
      .bind(organization.id)
      .run()
    expect((await problemOf(make(accessToken))).code).toBe('limit_reached')
    await read(200, call('DELETE', `/api/v1/api-keys/${one.id}`, { token: accessToken }))
    expect((await make(accessToken)).status).toBe(201)
    const first = await list(accessToken, '?limit=60')
    const rest = await list(accessToken, `?limit=60&cursor=${first.next}`)
    expect(new Set([...first.data, ...rest.data].map(({ id }) => id)).size).toBe(101)
    expect(rest.next).toBeNull()
    expect((await problemOf(call('GET', '/api/v1/api-keys?cursor=WzFd', { token: accessToken }))).code).toBe(
      'invalid_cursor',
    )
  })
})
