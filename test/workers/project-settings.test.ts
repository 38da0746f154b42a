import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DeadLetter } from '../../contract/dead-letters.ts'
import type { Issue } from '../../contract/issues.ts'
import type { Accepted, AcceptedMessage } from '../../contract/occurrences.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Project, ProjectKey } from '../../contract/projects.ts'
import { digest } from '../../domain/errors/digest.ts'
import { buryMessage } from '../../platform/db/dead-letters.ts'
import { digestDeps } from '../../platform/digest.ts'
import { ingest } from '../../workers/ingest/ingest.ts'
import { call, projectOf, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

const core = env as Env
let db: D1Database
let token: string
let serial = 0

beforeAll(async () => {
  db = await migrated()
  token = (await someone()).accessToken
})

const problemOf = async (answer: Promise<Response>) => (await (await answer).json()) as Problem
const patch = (path: string, body: unknown, by = token) =>
  call('PATCH', `/api/v1/projects/${path}`, { token: by, body })
const remove = (id: string, name: string, by = token) =>
  call('DELETE', `/api/v1/projects/${id}`, { token: by, body: { name } })
const gateOf = (id: string) => core.PROJECT_GATE.get(core.PROJECT_GATE.idFromName(id))
const leaseOf = (id: string) => gateOf(id).lease({ used: 0, outcomes: [] })
const factsOf = async (subject: string, type: string) => {
  const { results } = await db
    .prepare('SELECT data FROM domain_events WHERE subject = ? AND type = ? ORDER BY position')
    .bind(subject, type)
    .all<{ data: string }>()
  return results.map(({ data }) => JSON.parse(data))
}

/** What the SDK side would hand on, digested at once. */
const received = async (project: string) => {
  serial += 1
  const eventId = serial.toString(16).padStart(32, '0')
  const meta = { v: 1, project, keyNumber: 1, kind: 'event', eventId, receivedAt: Date.now(), encoding: 'identity' }
  const body = new TextEncoder().encode(JSON.stringify({ message: `shelf ${project} broke` }))
  const message: AcceptedMessage = { meta: meta as Accepted, body }
  return { message, verdicts: await digest(digestDeps(core), [message]) }
}

describe('a project', () => {
  it('changes what is named, once, and says so', async () => {
    const { id, version, dsn } = await projectOf(token, 'Shop')
    expect(version).toBe(1)
    const changed = await read<Project>(200, patch(id, { name: 'Book shop', slug: 'books', platform: 'go', version }))
    expect(changed).toMatchObject({ name: 'Book shop', slug: 'books', platform: 'go', version: 2, dsn })
    expect(await read(200, call('GET', `/api/v1/projects/${id}`, { token }))).toEqual(changed)
    expect(await read(200, patch(id, { name: 'Book shop' }))).toEqual(changed)
    expect((await read<Project>(200, patch(id, { platform: null }))).platform).toBeNull()
    expect(await factsOf(id, 'project.updated')).toEqual([
      { projectId: id, name: 'Book shop', slug: 'books', platform: 'go' },
      { projectId: id, name: 'Book shop', slug: 'books', platform: null },
    ])
  })

  it('is not changed by who read it before another did', async () => {
    const { id, version } = await projectOf(token)
    const both = await Promise.all([patch(id, { name: 'A', version }), patch(id, { name: 'B', version })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await problemOf(patch(id, { name: 'C', version }))).code).toBe('stale_version')
    expect(await factsOf(id, 'project.updated')).toHaveLength(1)
  })

  it('refuses a slug that is taken, or is none, with a pointer', async () => {
    const [one, other] = [await projectOf(token, 'First of two'), await projectOf(token, 'Second of two')]
    const taken = await problemOf(patch(other.id, { slug: one.slug }))
    expect(taken).toMatchObject({ code: 'invalid', errors: [{ pointer: '/slug', code: 'taken' }] })
    for (const slug of ['Shop', 'a b', '-a', 'a--b', '', 'x'.repeat(41)])
      expect((await problemOf(patch(other.id, { slug }))).errors?.[0]?.pointer).toBe('/slug')
    const theirs = (await someone()).accessToken
    const mine = await projectOf(theirs)
    expect((await read<Project>(200, patch(mine.id, { slug: one.slug }, theirs))).slug).toBe(one.slug)
  })

  it('is neither changed nor deleted by a stranger, nor by a key without the scope', async () => {
    const { id, name } = await projectOf(token)
    const stranger = (await someone()).accessToken
    expect((await problemOf(patch(id, { name: 'Mine' }, stranger))).code).toBe('not_found')
    expect((await problemOf(remove(id, name, stranger))).code).toBe('not_found')
    expect((await problemOf(patch(`${id}/keys/1`, { name: 'Mine' }, stranger))).code).toBe('not_found')
    const body = { name: 'Reader', scopes: ['project.read', 'key.read'] }
    const { key } = await read<{ key: string }>(201, call('POST', '/api/v1/api-keys', { token, body }))
    expect((await problemOf(remove(id, name, key))).code).toBe('forbidden')
    expect((await problemOf(patch(`${id}/keys/1`, { name: 'Mine' }, key))).code).toBe('forbidden')
    expect((await leaseOf(id)).closed).toBeUndefined()
  })
})

describe('a deleted project', () => {
  it('takes its name to delete', async () => {
    const { id } = await projectOf(token, 'Kept')
    expect(await problemOf(remove(id, 'kept'))).toMatchObject({ code: 'invalid', errors: [{ pointer: '/name' }] })
    expect((await call('DELETE', `/api/v1/projects/${id}`, { token })).status).toBeGreaterThanOrEqual(400)
    expect((await call('GET', `/api/v1/projects/${id}`, { token })).status).toBe(200)
  })

  it('is gone from every list, search and page, and its senders are refused', async () => {
    const { accessToken: by } = await someone()
    const [gone, kept] = [await projectOf(by, 'Gone'), await projectOf(by, 'Kept')]
    for (const { id } of [gone, kept]) expect((await received(id)).verdicts[0]?.fate).toBe('stored')
    const { message } = await received(gone.id)
    const burial = { id: 'letter1', source: 'occurrences', reason: 'r', detail: 'd', now: Date.now() } as const
    await buryMessage({ db, bucket: core.BUCKET }, message, burial)
    const issues = (query: string) => read<Page<Issue>>(200, call('GET', `/api/v1/issues${query}`, { token: by }))
    const old = (await issues(`?project=${gone.id}`)).data[0]?.id
    expect(old).toBeDefined()

    const paths = ['', '/occurrences', '/occurrences/latest', '/tags', '/stats']
    const pages = () =>
      Promise.all(paths.map(async (path) => (await call('GET', `/api/v1/issues/${old}${path}`, { token: by })).status))
    expect(await pages()).toEqual(paths.map(() => 200))

    expect((await remove(gone.id, 'Gone', by)).status).toBe(204)

    const found = await Promise.all(['', '?query=shelf', '?query=broke&status=all', '?sort=count'].map(issues))
    for (const { data } of found) expect(data.map(({ projectId }) => projectId)).toEqual([kept.id])
    expect((await issues(`?project=${gone.id}`)).data).toEqual([])
    expect(await pages()).toEqual(paths.map(() => 404))
    for (const verb of ['resolve', 'ignore', 'unresolve'])
      expect((await call('POST', `/api/v1/issues/${old}/${verb}`, { token: by })).status).toBe(404)
    const letters = await read<Page<DeadLetter>>(200, call('GET', '/api/v1/dead-letters', { token: by }))
    expect(letters.data).toEqual([])
    expect((await call('POST', '/api/v1/dead-letters/letter1/redrive', { token: by })).status).toBe(404)
    for (const path of ['', '/keys', '/outcomes'])
      expect((await call('GET', `/api/v1/projects/${gone.id}${path}`, { token: by })).status).toBe(404)
    expect((await patch(gone.id, { name: 'Back' }, by)).status).toBe(404)
    expect((await patch(`${gone.id}/keys/1`, { name: 'Back' }, by)).status).toBe(404)
    const { data } = await read<Page<Project>>(200, call('GET', '/api/v1/projects', { token: by }))
    expect(data.map(({ id }) => id)).toEqual([kept.id])

    const context = createExecutionContext()
    const sent = await ingest(envelopeTo(gone), core, context)
    await waitOnExecutionContext(context)
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([403, '*'])
    expect(await gateOf('directory').projectOfKey(new URL(gone.dsn ?? '').username)).toBeNull()
  })

  it('keeps nothing that was accepted before it was deleted, and tells no page of it', async () => {
    const { id, name } = await projectOf(token)
    await remove(id, name)
    const before = await db.prepare('SELECT count(*) AS n FROM domain_events').first<number>('n')
    expect((await received(id)).verdicts[0]?.fate).not.toBe('stored')
    expect(await db.prepare('SELECT count(*) AS n FROM domain_events').first<number>('n')).toBe(before)
  })

  it('may be deleted again, by which a gate that missed it hears of it, with one fact', async () => {
    const { id, name, slug } = await projectOf(token, 'Twice')
    expect(await Promise.all([remove(id, name), remove(id, name)].map(async (one) => (await one).status))).toEqual([
      204, 204,
    ])
    expect((await remove(id, name)).status).toBe(204)
    expect(await factsOf(id, 'project.deleted')).toEqual([{ projectId: id, name, slug, platform: null }])
    expect((await leaseOf(id)).closed?.reason).toBe('deleted')
  })
})

describe("a DSN key's allowed origins", () => {
  it('are kept as browsers send them, told to the gate, and taken back with null', async () => {
    const { id } = await projectOf(token)
    const origins = ['https://Shop.Example:443', '*.shop.example', 'https://shop.example/', 'http://localhost:3000']
    const kept = ['https://shop.example', '*.shop.example', 'http://localhost:3000']
    const key = await read<ProjectKey>(200, patch(`${id}/keys/1`, { name: 'Web', allowedOrigins: origins }))
    expect(key).toMatchObject({ id: '1', name: 'Web', allowedOrigins: kept, active: true })
    const list = () => read<Page<ProjectKey>>(200, call('GET', `/api/v1/projects/${id}/keys`, { token }))
    expect((await list()).data).toEqual([key])
    expect((await leaseOf(id)).origins).toEqual({ 1: kept })
    const renamed = await read<ProjectKey>(200, patch(`${id}/keys/1`, { name: 'Site' }))
    expect(renamed).toMatchObject({ name: 'Site', allowedOrigins: kept })
    await read(200, patch(`${id}/keys/1`, { allowedOrigins: null }))
    await read(200, patch(`${id}/keys/1`, { allowedOrigins: null }))
    expect((await list()).data[0]?.allowedOrigins).toBeNull()
    expect(await leaseOf(id)).not.toHaveProperty('origins')
    expect(await factsOf(id, 'project.key_updated')).toEqual([
      { projectId: id, keyId: '1', name: 'Web', allowedOrigins: kept },
      { projectId: id, keyId: '1', name: 'Site', allowedOrigins: kept },
      { projectId: id, keyId: '1', name: 'Site', allowedOrigins: null },
    ])
  })

  it('are refused with a pointer to each that is none, and too many or none at all as a whole', async () => {
    const { id } = await projectOf(token)
    const wrong = await problemOf(
      patch(`${id}/keys/1`, { allowedOrigins: ['https://ok.example', 'shop.example', '*', 'https://a.example/x'] }),
    )
    expect(wrong.errors?.map(({ pointer }) => pointer)).toEqual([1, 2, 3].map((index) => `/allowedOrigins/${index}`))
    const many = Array.from({ length: 51 }, (_, index) => `https://s${index}.example`)
    for (const allowedOrigins of [many, []])
      expect((await problemOf(patch(`${id}/keys/1`, { allowedOrigins }))).errors?.[0]?.pointer).toBe('/allowedOrigins')
    expect(await leaseOf(id)).not.toHaveProperty('origins')
    expect(
      (await read<ProjectKey>(200, patch(`${id}/keys/1`, { allowedOrigins: many.slice(1) }))).allowedOrigins,
    ).toHaveLength(50)
    expect((await patch(`${id}/keys/2`, { name: 'None' })).status).toBe(404)
  })

  it('belong to a key of at most two hundred', async () => {
    const { id } = await projectOf(token)
    await db.prepare('UPDATE project_keys SET number = 199, active = false WHERE project_id = ?').bind(Number(id)).run()
    const add = () => call('POST', `/api/v1/projects/${id}/keys`, { token, body: { name: 'More' } })
    expect((await add()).status).toBe(201)
    expect((await problemOf(add())).code).toBe('limit_reached')
  })

  it('do not keep out a person who reports by hand from our own page', async () => {
    const { id } = await projectOf(token)
    await read(200, patch(`${id}/keys/1`, { allowedOrigins: ['https://shop.example'] }))
    const report = call('POST', `/api/v1/errors?project=${id}`, {
      token,
      body: { message: 'by hand' },
      headers: {
        origin: 'https://signalbox.example',
        referer: 'https://signalbox.example/x',
        'sec-fetch-site': 'same-origin',
      },
    })
    expect((await report).status).toBe(200)
  })
})

const envelopeTo = ({ id, dsn }: Project) =>
  new Request(`https://signalbox.example/api/${id}/envelope/?sentry_key=${new URL(dsn ?? '').username}`, {
    method: 'POST',
    body: '{}\n{"type":"event"}\n{"message":"too late"}',
  })
