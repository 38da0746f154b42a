import { beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../contract/problem.ts'
import { api } from '../../workers/core/api/app.ts'
import { openApiDocument } from '../../workers/core/api/document.ts'
import { call, someone } from './client.ts'
import { migrated } from './migrated.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const problemOf = async (answer: Response) => (await answer.json()) as Problem

describe('a problem', () => {
  it('names the trace of its sender, or one that begins here', async () => {
    const sent = await call('GET', '/api/v1/nothing', { headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` } })
    expect((await problemOf(sent)).traceId).toBe(TRACE)
    expect(sent.headers.get('traceresponse')).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`))
    const begun = await call('GET', '/api/v1/nothing', { headers: { traceparent: `00-${TRACE}-0000000000000000-01` } })
    const { traceId } = await problemOf(begun)
    expect(traceId).toMatch(/^(?!4bf92f)[0-9a-f]{32}$/)
    expect(begun.headers.get('traceresponse')).toContain(traceId)
  })

  it('says which methods an address answers', async () => {
    const answer = await call('PUT', '/api/v1/projects', { token })
    expect([answer.status, (await problemOf(answer)).code]).toEqual([405, 'method_not_allowed'])
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
    expect((await call('PUT', '/api/v1/nothing', { token })).status).toBe(404)
    expect((await call('GET', '/api/v1/projects/999', { token })).status).toBe(404)
  })

  it('is what an address of sign-in answers too', async () => {
    const answer = await call('GET', '/auth/nothing')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })
})

describe('an answer', () => {
  it('to HEAD is that to GET without its body', async () => {
    for (const path of ['/livez', '/api/v1/projects', '/docs', '/openapi.json']) {
      const answer = await call('HEAD', path, { token })
      expect([answer.status, await answer.text()]).toEqual([200, ''])
    }
  })

  it('of the API stays out of caches', async () => {
    for (const path of ['/api/v1/projects', '/api/v1/auth/me', '/api/v1/nothing', '/api/issues'])
      expect((await call('GET', path, { token })).headers.get('cache-control')).toBe('no-store')
  })

  it('cannot be framed, sniffed or scripted, and stays on https', async () => {
    for (const path of ['/docs', '/openapi.json', '/api/v1/projects', '/api/v1/nothing', '/livez', '/auth/x']) {
      const { headers } = await call('GET', path, { token })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/script-src|unsafe/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/)
    }
  })
})

describe('a body', () => {
  const register = (body: string) => call('POST', '/api/v1/auth/register', { body })

  it('of someone unknown is small', async () => {
    const answer = await register(`{"email":"${'x'.repeat(16 * 1024)}"}`)
    expect([answer.status, (await problemOf(answer)).code]).toEqual([413, 'too_large'])
    for (const path of ['/api/auth/login', '/auth/login'])
      expect((await call('POST', path, { body: { email: 'x'.repeat(16 * 1024), password: 'x' } })).status).toBe(413)
  })

  it('with a trap in it is refused, and the trap named', async () => {
    for (const [body, code] of [
      ['{"email":"a@example.com","email":"b@example.com","password":"correct horse"}', 'duplicate_name'],
      ['{"email":"a@example.com","password":"correct\\u0000horse"}', 'invalid_text'],
      ['['.repeat(10_000), 'too_deep'],
    ] as const) {
      const answer = await register(body)
      expect([answer.status, (await problemOf(answer)).errors?.[0]?.code]).toEqual([422, code])
    }
    const made = (name: string) => call('POST', '/api/v1/projects', { token, body: `{"name":${name}}` })
    for (const name of ['1e999', '[]', '{}', 'true', '"\\ud800"', '""', `"${'x'.repeat(5000)}"`])
      expect((await made(name)).status).toBe(422)
  })

  const STRANGE = [
    'null',
    '0',
    '-1e999',
    '""',
    '[]',
    '[[]]',
    '{"":{}}',
    '{"__proto__":{"a":1}}',
    '{"constructor":1}',
    '"x',
    'NaN',
    '\u0000',
  ]

  it('however strange breaks nothing, wherever it is sent', async () => {
    const paths = Object.entries(openApiDocument(api).paths ?? {})
    const posts = paths.flatMap(([path, item]) =>
      (['post', 'put', 'patch'] as const).flatMap((method) => (item[method] === undefined ? [] : [{ method, path }])),
    )
    const broken: string[] = []
    for (const body of STRANGE) {
      // One for each body: together they would ask more in a minute than one person may.
      const { accessToken } = await someone()
      const asked = posts.map(async ({ method, path }) => {
        const address = path.replaceAll(/\{\w+\}/g, '1')
        const { status } = await call(method.toUpperCase(), address, { token: accessToken, body })
        if (status >= 500) broken.push(`${method} ${path} ${body}: ${status}`)
      })
      await Promise.all(asked)
    }
    expect(broken).toEqual([])
  }, 60_000)

  it('is not the only place for a trap', async () => {
    for (const query of [
      'query=%00',
      'cursor=%00',
      'cursor=AA',
      'limit=1e99',
      'limit=NaN',
      'project=99999999999999999999',
      'query=%ff',
      'query=%',
    ]) {
      const answer = await call('GET', `/api/v1/issues?${query}`, { token })
      expect(answer.status).toBeLessThan(500)
      await answer.text()
    }
  })
})
