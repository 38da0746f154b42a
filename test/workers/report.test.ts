import { beforeAll, describe, expect, it } from 'vitest'
import { isIngestRequest } from '../../workers/ingest/ingest.ts'
import { call, projectOf, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { jsonOf, sdkSide } from './sdk-side.ts'

const REPORT = JSON.stringify({ message: 'boom', stackTrace: 'Error: boom', level: 'ERROR', tags: { service: 'a' } })
let db: D1Database
let projects = 7000
const fresh = (change: Partial<IngestEnv> = {}) => sdkSide(String(++projects), change)

beforeAll(async () => {
  db = await migrated()
})

describe('a plain report', () => {
  it('is taken with a DSN in the body, and with a key where the project is named', async () => {
    const side = await fresh()
    const withDsn = JSON.stringify({ ...JSON.parse(REPORT), dsn: side.dsn })
    const withProject = JSON.stringify({ ...JSON.parse(REPORT), project: side.project })
    const ways: [string, RequestInit][] = [
      ['/api/v1/errors', { body: withDsn }],
      ['/api/errors/', { body: withDsn }],
      ['/api/issues', { body: withProject, headers: side.auth }],
      [`/api/test?project=${side.project}&sentry_key=${side.publicKey}`, { body: REPORT }],
    ]
    for (const [path, init] of ways) {
      const response = await side.send(path, init)
      expect(response.status).toBe(200)
      expect((await jsonOf(response)).id).toMatch(/^[0-9a-f]{32}$/)
    }
    expect(side.kept.map(({ meta }) => [meta.project, meta.kind, meta.keyNumber])).toEqual(
      ways.map(() => [side.project, 'event', 1]),
    )
  })

  it('finds the project of a bare key', async () => {
    const side = await fresh()
    const init = { body: REPORT, headers: side.auth }
    expect((await side.send('/api/v1/errors', init)).status).toBe(400)
    await db
      .prepare("INSERT INTO projects (id, organisation_id, slug, name, created_at) VALUES (?1, 'o1', ?2, 'Bare', 0)")
      .bind(Number(side.project), `bare-${side.project}`)
      .run()
    await db
      .prepare(
        "INSERT INTO project_keys (project_id, number, name, public_key, active, created_at) VALUES (?1, 1, 'k', ?2, 1, 0)",
      )
      .bind(Number(side.project), side.publicKey)
      .run()
    expect((await side.send('/api/v1/errors', init)).status).toBe(200)
    expect((await side.send('/api/store/', { body: '{"message":"old"}', headers: side.auth })).status).toBe(200)
    expect(side.kept.map(({ meta }) => meta.project)).toEqual([side.project, side.project])
  })

  it('that is refused is named as its sender names it, or anew', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, 'x-request-id': 'mine-1' }
    const side = await fresh()
    const refused = await jsonOf(await side.send('/api/v1/errors', { body: REPORT, headers }))
    expect(refused).toMatchObject({ traceId, requestId: 'mine-1' })
    const nonsense = { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, 'x-request-id': '<b>' }
    const anew = await jsonOf(await side.send('/api/v1/errors', { body: REPORT, headers: nonsense }))
    expect(anew).toMatchObject({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      requestId: expect.stringMatching(/^[\w-]{36}$/),
    })
    expect(anew.traceId).not.toBe('0'.repeat(32))
  })

  it('of someone signed in that is refused is named in the body as in the headers', async () => {
    const { accessToken: token } = await someone()
    await projectOf(token)
    const answer = await call('POST', '/api/v1/errors', { token, body: [] })
    const { code, requestId, traceId } = await jsonOf(answer)
    expect([answer.status, code, requestId]).toEqual([422, 'invalid', answer.headers.get('x-request-id')])
    expect(answer.headers.get('ratelimit-policy')).toContain('"general"')
    expect(answer.headers.get('traceresponse')).toContain(`-${traceId}-`)
  })

  it('without credentials is for the anonymous project only', async () => {
    const side = await fresh()
    const refused = await side.send('/api/v1/errors', { body: REPORT })
    expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    const open = await fresh({ ANONYMOUS_ERRORS_PROJECT: '77' })
    for (const init of [{ body: REPORT }, { body: REPORT, headers: { 'x-sentry-auth': '' } }])
      expect((await open.send('/api/errors?sentry_key=', init)).status).toBe(200)
    expect(open.kept.map(({ meta }) => [meta.project, meta.keyNumber])).toEqual([
      ['77', 0],
      ['77', 0],
    ])
    expect(
      (await open.send('/api/errors', { body: REPORT, headers: { 'x-sentry-auth': 'Sentry sentry_key=wrong' } }))
        .status,
    ).toBeGreaterThan(399)
  })

  it('is one event however often it is sent with the same Idempotency-Key, and another with another body', async () => {
    const side = await fresh({ ANONYMOUS_ERRORS_PROJECT: '77' })
    const send = async (key: string, body = REPORT) =>
      (await jsonOf(await side.send('/api/v1/errors', { body, headers: { 'idempotency-key': key } }))).id
    expect(await send('a')).toBe(await send('a'))
    expect(await send('a')).not.toBe(await send('b'))
    expect(await send('a')).not.toBe(await send('a', JSON.stringify({ message: 'another' })))
  })

  it('may nest deeper than the stack', async () => {
    const side = await fresh({ ANONYMOUS_ERRORS_PROJECT: '77' })
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const field of ['stackTrace', 'extra', 'unknown']) {
      const response = await side.send('/api/v1/errors', {
        body: `{"message":"x","${field}":${nested}}`,
        headers: { 'idempotency-key': field },
      })
      expect(response.status).toBe(200)
    }
  })

  it('is refused field by field', async () => {
    const side = await fresh({ ANONYMOUS_ERRORS_PROJECT: '77' })
    const response = await side.send('/api/v1/errors', { body: '{"tags":[],"level":"error"}' })
    expect([response.status, response.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    expect(await jsonOf(response)).toMatchObject({
      code: 'invalid',
      status: 422,
      errors: [
        { pointer: '/tags', code: 'invalid_type' },
        { pointer: '/message', code: 'required' },
      ],
    })
    expect(await jsonOf(await side.send('/api/v1/errors', { body: '{"a"' }))).toMatchObject({ code: 'malformed_json' })
    expect(side.kept).toEqual([])
  })

  it('of an earlier tracker can ask whether anyone is there', async () => {
    const side = await fresh()
    expect(await jsonOf(await side.send('/api/test', { method: 'GET' }))).toEqual({ status: 'ok' })
  })
})

describe('isIngestRequest', () => {
  const asks = (method: string, path: string, headers: Record<string, string> = {}) =>
    isIngestRequest(new Request(`https://errors.example${path}`, { method, headers }), path)

  it.each([
    ['POST', '/api/7/envelope/'],
    ['POST', '/api/7/store'],
    ['GET', '/api/7/store/'],
    ['OPTIONS', '/api/7/envelope/'],
    ['POST', '/api/store/'],
    ['POST', '/api/envelope/'],
    ['PUT', '/api/7/nothing'],
    ['POST', '/api/v1/errors'],
    ['POST', '/api/errors'],
    ['POST', '/api/issues'],
    ['GET', '/api/test'],
  ])('%s %s is', (method, path) => expect(asks(method, path)).toBe(true))

  it.each([
    ['GET', '/'],
    ['GET', '/api/v1/issues'],
    ['GET', '/api/v1/errors'],
    ['GET', '/api/issues'],
    ['GET', '/api/issues/1'],
    ['POST', '/api/issues/1/resolve'],
    ['POST', '/api/v1/projects'],
    ['GET', '/api/0/organizations/'],
    ['POST', '/api/0/envelope/'],
  ])('%s %s is not', (method, path) => expect(asks(method, path)).toBe(false))

  it('leaves signed-in callers to the API', () => {
    expect(asks('POST', '/api/v1/errors', { authorization: 'Bearer token' })).toBe(false)
    expect(asks('POST', '/api/v1/errors', { 'x-api-key': 'k' })).toBe(false)
    expect(asks('POST', '/api/v1/errors', { cookie: '__Host-signalbox=x' })).toBe(false)
    expect(
      asks('POST', '/api/v1/errors', { cookie: '__Host-signalbox=x', 'x-sentry-auth': 'Sentry sentry_key=a' }),
    ).toBe(true)
    expect(asks('POST', '/api/v1/errors', { authorization: `Basic ${btoa('a:')}` })).toBe(true)
  })
})
