import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Problem } from '../../contract/problem.ts'
import type { Project } from '../../contract/projects.ts'
import { commit, database } from '../../platform/db/commit.ts'
import { claimKey, forgetKey, keepAnswer, releaseKey } from '../../platform/db/idempotency-keys.ts'
import { api } from '../../workers/core/api/app.ts'
import { openApiDocument } from '../../workers/core/api/document.ts'
import { creating, router } from '../../workers/core/api/route.ts'
import { problem } from '../../workers/core/problem.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let token: string

beforeAll(async () => {
  db = await migrated()
  token = (await someone()).accessToken
})

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code
const make = (key: string, body: unknown, by = token) =>
  call('POST', '/api/v1/projects', { token: by, body, headers: { 'idempotency-key': key } })
const projectsNamed = async (name: string) =>
  (await db.prepare('SELECT id FROM projects WHERE name = ?').bind(name).all()).results.length

describe('a request with an Idempotency-Key', () => {
  it('is answered again with the same words, and says so', async () => {
    const first = await make('one', { name: 'Once', platform: 'node' })
    const again = await make('one', { platform: 'node', name: 'Once' })
    expect([first.status, again.status]).toEqual([201, 201])
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ])
    expect(await again.text()).toBe(await first.text())
    expect(await projectsNamed('Once')).toBe(1)
  })

  it('is refused with another body', async () => {
    await read(201, make('two', { name: 'Two' }))
    expect(await code(make('two', { name: 'Other' }))).toBe('idempotency_key_reused')
  })

  it('is the same bare and quoted, and another for somebody else', async () => {
    const first = await read<Project>(201, make('three', { name: 'Three' }))
    expect(await read(201, make('"three"', { name: 'Three' }))).toEqual(first)
    const theirs = await read<Project>(201, make('three', { name: 'Three' }, (await someone()).accessToken))
    expect(theirs.id).not.toBe(first.id)
  })

  it('happens once when many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => make('many', { name: 'Many' })))
    expect(await projectsNamed('Many')).toBe(1)
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
    for (const refused of answers.filter(({ status }) => status === 409)) {
      expect(((await refused.json()) as Problem).code).toBe('idempotency_in_progress')
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  })

  it('that was refused for its fields may be corrected under the same key', async () => {
    expect(await code(make('four', { name: '' }))).toBe('invalid')
    expect(await code(make('four', '{"name"'))).toBe('malformed_json')
    await read(201, make('four', { name: 'Four' }))
  })

  it('is refused when the key is none', async () => {
    for (const key of ['x'.repeat(256), '"half', '"a";b="c"']) {
      const refused = await read<Problem>(422, make(key, { name: 'None' }))
      expect([refused.code, refused.errors?.[0]?.pointer]).toEqual(['invalid', '/Idempotency-Key'])
    }
    expect(await projectsNamed('None')).toBe(0)
  })

  it('whose answer was lost after the commit gets what was made', async () => {
    const first = await read<Project>(201, make('lost', { name: 'Lost' }))
    // As an isolate leaves it that dies between the commit and the keeping of the answer.
    await db
      .prepare(
        "UPDATE idempotency_keys SET status = NULL, body = NULL, started_at = started_at - 60001 WHERE body LIKE '%Lost%'",
      )
      .run()
    expect(await read(201, make('lost', { name: 'Lost' }))).toEqual(first)
    expect(await projectsNamed('Lost')).toBe(1)
  })
})

describe('a key', () => {
  const day = Date.now()
  const claim = (id: string, now: number, fingerprint = 'f') => claimKey(db, { id, fingerprint, now })

  it('goes to a second request only when the first must have died', async () => {
    expect(await claim('a', day)).toMatchObject({ state: 'ours', startedAt: day, expiresAt: day + DAY_MS })
    expect(await claim('a', day + MINUTE_MS - 1)).toEqual({ state: 'under_way', secondsLeft: 1 })
    expect(await claim('a', day + MINUTE_MS, 'other')).toEqual({ state: 'other_body' })
    expect(await claim('a', day + MINUTE_MS)).toMatchObject({ state: 'ours', expiresAt: day + DAY_MS })
    await keepAnswer(db, { id: 'a', startedAt: day }, { status: 201, body: 'of the dead' })
    expect(await claim('a', day + MINUTE_MS + 1)).toMatchObject({ state: 'under_way' })
  })

  it('is new when its day is over', async () => {
    await claim('b', day)
    await keepAnswer(db, { id: 'b', startedAt: day }, { status: 201, body: '{}' })
    expect(await claim('b', day + DAY_MS - 1)).toEqual({ state: 'answered', status: 201, body: '{}' })
    expect(await claim('b', day + DAY_MS, 'other')).toMatchObject({ state: 'ours', expiresAt: day + 2 * DAY_MS })
  })

  it('is free for any body when it is forgotten, and for the same body when it is released', async () => {
    for (const id of ['c', 'd']) await claim(id, day)
    await forgetKey(db, { id: 'c', startedAt: day })
    expect(await claim('c', day + 1, 'other')).toMatchObject({ state: 'ours' })
    await releaseKey(db, { id: 'd', startedAt: day })
    expect(await claim('d', day + 1, 'other')).toEqual({ state: 'other_body' })
    expect(await claim('d', day + 1)).toMatchObject({ state: 'ours', expiresAt: day + DAY_MS })
  })
})

describe('a route that makes something', () => {
  const context = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} } as never
  const body = { content: { 'application/json': { schema: z.unknown() } }, description: 'Made' }
  let done = 0
  let fails = false
  const app = router()
  const path = (name: string) => ({ method: 'post', path: name, responses: { 201: body } }) as const
  app.openapi(creating('project.create', path('/secret'), 'secret'), (c) => {
    done += 1
    return c.json({ key: 'hush' }, 201)
  })
  app.openapi(creating('project.create', path('/breaks')), async (c) => {
    const { factId: id, caller } = c.var
    const { organisationId, userId: actor } = caller
    const data = { organizationId: organisationId, name: 's' }
    const about = { id, organisationId, subject: 's', actor, time: 1 }
    await commit(database(c.env.DB), [], [{ ...about, type: 'organization.created', data }])
    done += 1
    if (fails) throw new Error('after the commit')
    return c.json({}, 201)
  })
  app.onError((_, c) => problem(c, 'internal'))
  const post = (name: string, key: string) => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key }
    return app.fetch(new Request(`https://signalbox.example${name}`, { method: 'POST', headers }), env as Env, context)
  }

  it('answers a secret once, and keeps nothing of it', async () => {
    done = 0
    expect((await post('/secret', 's')).status).toBe(201)
    expect(await code(Promise.resolve(await post('/secret', 's')))).toBe('answer_not_kept')
    expect(done).toBe(1)
    const { results } = await db.prepare("SELECT body FROM idempotency_keys WHERE body LIKE '%hush%'").all()
    expect(results).toEqual([])
  })

  it('does it no second time when it fails after the commit, however often it is asked', async () => {
    ;[done, fails] = [0, true]
    expect((await post('/breaks', 'b')).status).toBe(500)
    fails = false
    for (let n = 0; n < 2; n += 1)
      expect(await code(Promise.resolve(await post('/breaks', 'b')))).toBe('answer_not_kept')
    expect(done).toBe(1)
    expect((await post('/breaks', 'another')).status).toBe(201)
  })
})

describe('the document', () => {
  // Who registers is nobody yet, so the key would belong to whoever names it; an event has an id, which does the same.
  const EXCEPT = ['/api/v1/auth/register', '/api/v1/domain-events']

  it('says of every POST that makes something that it takes a key', () => {
    const without = Object.entries(openApiDocument(api).paths ?? {})
      .filter(([, { post }]) => post !== undefined && '201' in (post.responses ?? {}))
      .filter(([, { post }]) => !post?.parameters?.some((one) => 'name' in one && one.name === 'idempotency-key'))
      .map(([path]) => path)
    expect(without.filter((path) => !EXCEPT.includes(path))).toEqual([])
  })
})
