import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Outcome, Project, ProjectKey } from '../../contract/projects.ts'
import { macKeys, readPublicKey } from '../../platform/keys.ts'
import { call, projectOf, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let token: string

beforeAll(async () => {
  db = await migrated()
  token = (await someone()).accessToken
})

const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

describe('projects', () => {
  it('come with a DSN whose key verifies itself', async () => {
    const made = await projectOf(token, 'Café & Søn')
    expect(made.slug).toBe('cafe-s-n')
    const { username, host, pathname } = new URL(made.dsn ?? '')
    expect([host, pathname]).toEqual(['signalbox.example', `/${made.id}`])
    expect(readPublicKey(await macKeys(env as Env), made.id, username)).toBe(1)
    expect(await read(200, call('GET', `/api/v1/projects/${made.id}`, { token }))).toEqual(made)
  })

  it('get ids, slugs and keys of their own when many are made at once', async () => {
    const { accessToken } = await someone()
    const made = await Promise.all(Array.from({ length: 4 }, () => projectOf(accessToken, 'Same')))
    expect(new Set(made.map(({ id }) => id)).size).toBe(4)
    expect(made.map(({ slug }) => slug).sort()).toEqual(['same', 'same-2', 'same-3', 'same-4'])
  })

  it('are made once for one Idempotency-Key', async () => {
    const { accessToken } = await someone()
    const make = (name: string, by = accessToken) =>
      call('POST', '/api/v1/projects', { token: by, body: { name }, headers: { 'idempotency-key': 'again' } })
    const first = await read<Project>(201, make('Once'))
    expect(await read(201, make('Once'))).toEqual(first)
    expect(await code(make('Other'))).toBe('idempotency_key_reused')
    const theirs = await read<Project>(201, make('Once', (await someone()).accessToken))
    expect(theirs.id).not.toBe(first.id)
  })

  it('are listed page by page, and only to their organisation', async () => {
    const { accessToken } = await someone()
    const made = []
    for (const name of ['a', 'b', 'c']) made.push((await projectOf(accessToken, name)).id)
    const list = (query: string) =>
      read<Page<Project>>(200, call('GET', `/api/v1/projects${query}`, { token: accessToken }))
    const first = await list('?limit=2')
    const rest = await list(`?limit=2&cursor=${first.next}`)
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(made)
    expect(rest.next).toBeNull()
    expect(await code(call('GET', '/api/v1/projects?cursor=nonsense', { token: accessToken }))).toBe('invalid_cursor')
  })

  it('are not there for a stranger', async () => {
    const { id } = await projectOf(token)
    const stranger = (await someone()).accessToken
    for (const path of ['', '/keys', '/outcomes']) {
      expect(await code(call('GET', `/api/v1/projects/${id}${path}`, { token: stranger }))).toBe('not_found')
    }
    expect(await code(call('POST', `/api/v1/projects/${id}/keys/1/revoke`, { token: stranger }))).toBe('not_found')
  })

  it('tell what was not kept', async () => {
    const { id } = await projectOf(token)
    const hour = Math.floor(Date.now() / 3_600_000)
    await db.prepare("INSERT INTO outcomes VALUES (?, ?, 'error', 'quota', 7)").bind(Number(id), hour).run()
    const { data } = await read<Page<Outcome>>(200, call('GET', `/api/v1/projects/${id}/outcomes`, { token }))
    expect(data).toEqual([
      { hour: new Date(hour * 3_600_000).toISOString(), category: 'error', reason: 'quota', quantity: 7 },
    ])
  })
})

describe('DSN keys', () => {
  it('are added, revoked at the gate and restored', async () => {
    const { id } = await projectOf(token)
    const added = await read<ProjectKey>(
      201,
      call('POST', `/api/v1/projects/${id}/keys`, { token, body: { name: 'App' } }),
    )
    expect(added).toMatchObject({ id: '2', name: 'App', active: true })
    const { PROJECT_GATE } = env as Env
    const gate = PROJECT_GATE.get(PROJECT_GATE.idFromName(id))
    const revoked = async () => (await gate.lease({ used: 0, outcomes: [] })).revoked
    await read(200, call('POST', `/api/v1/projects/${id}/keys/1/revoke`, { token }))
    expect(await revoked()).toEqual([1])
    const project = await read<Project>(200, call('GET', `/api/v1/projects/${id}`, { token }))
    expect(project.dsn).toBe(added.dsn)
    await read(200, call('POST', `/api/v1/projects/${id}/keys/1/restore`, { token }))
    expect(await revoked()).toEqual([])
    const { data } = await read<Page<ProjectKey>>(200, call('GET', `/api/v1/projects/${id}/keys`, { token }))
    expect(data.map(({ active }) => active)).toEqual([true, true])
  })

  it('are added once for one Idempotency-Key', async () => {
    const [one, other] = [await projectOf(token), await projectOf(token)]
    const add = (project: string, name: string) =>
      call('POST', `/api/v1/projects/${project}/keys`, { token, body: { name }, headers: { 'idempotency-key': 'k' } })
    const first = await read<ProjectKey>(201, add(one.id, 'App'))
    expect(await read(201, add(one.id, 'App'))).toEqual(first)
    expect(await code(add(one.id, 'Another'))).toBe('idempotency_key_reused')
    await read<ProjectKey>(201, add(other.id, 'App'))
    const { data } = await read<Page<ProjectKey>>(200, call('GET', `/api/v1/projects/${one.id}/keys`, { token }))
    expect(data.map(({ name }) => name)).toEqual(['Default', 'App'])
  })
})
