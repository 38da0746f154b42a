import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Problem, problemCode } from '../../contract/problem.ts'
import { api } from '../../workers/core/api/app.ts'
import { PROBLEMS } from '../../workers/core/problem.ts'
import { call, ORIGIN, projectOf, read, someone } from './client.ts'
import { clientOf } from './live-socket.ts'
import { migrated } from './migrated.ts'
import { PUBLIC, routesOf } from './walk-routes.ts'

let token: string
let project: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
  project = (await projectOf(token)).id
})

const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

describe('what goes wrong', () => {
  it('is a problem with the request id of its header, also where there is no such route', async () => {
    const answer = await call('GET', '/api/v1/nothing')
    const body = (await answer.json()) as Problem
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(body).toMatchObject({ status: 404, code: 'not_found', requestId: answer.headers.get('x-request-id') })
  })

  it('has a status and a title for every code', () => {
    expect(Object.keys(PROBLEMS).sort()).toEqual(problemCode.options.toSorted())
    for (const [status, title] of Object.values(PROBLEMS)) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(title).not.toBe('')
    }
  })

  it('is refused before it is read when it is too large', async () => {
    const body = { email: 'a@example.com', password: 'x'.repeat(1024 * 1024) }
    expect(await code(call('POST', '/api/v1/auth/login', { body }))).toBe('too_large')
  })

  it('is named where the body is of a type that is not read', async () => {
    const headers = { 'content-type': 'text/plain' }
    for (const path of ['/api/v1/auth/login', '/api/v1/auth/refresh'])
      expect(await code(call('POST', path, { body: '{}', headers }))).toBe('unsupported_media_type')
  })

  it('names the missing fields of an empty body', async () => {
    const refused = await read<Problem>(422, call('POST', '/api/v1/auth/register', { body: '' }))
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/email', '/password'])
  })

  it('tells of a bug the ids of request and trace, and nothing else', async () => {
    await (env as Env).DB.exec('ALTER TABLE outcomes RENAME TO elsewhere')
    const body = await read<Problem>(500, call('GET', `/api/v1/projects/${project}/outcomes`, { token }))
    await (env as Env).DB.exec('ALTER TABLE elsewhere RENAME TO outcomes')
    expect(Object.keys(body).sort()).toEqual(['code', 'requestId', 'status', 'title', 'traceId', 'type'])
  })
})

describe('answers', () => {
  it('run no script and load nothing', async () => {
    const docs = await call('GET', '/docs')
    const policy = docs.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const page = await docs.text()
    expect(page).not.toMatch(/<script|(src|href)="?(https?:)?\/\/|url\(|@import/)
    expect(page).toContain('/api/v1/issues/{id}/resolve')
  })
})

describe('the document', () => {
  it('says of every operation below /api/v1 who may call it, or that anybody may', async () => {
    const document = await read<Document>(200, call('GET', '/openapi.json'))
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        ...operation,
        name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      })),
    )
    const open = operations.filter(({ name, security }) => security === undefined && / \/api/.test(name))
    expect(open.map(({ name }) => name).filter((name) => !PUBLIC.has(name))).toEqual([])
    const guards = new Map(routesOf(api).map(({ name, permission }) => [name, permission]))
    const closed = operations.filter(({ security }) => security !== undefined)
    expect(closed.map((one) => [one.name, one['x-permission']])).toEqual(
      closed.map(({ name }) => [name, guards.get(name)]),
    )
    expect(closed.map(({ name }) => name)).toContain('POST /api/v1/domain-events')
  })
})

interface Document {
  paths: Record<string, Record<string, { security?: unknown; 'x-permission'?: string }>>
}

describe('operations', () => {
  it('say that all is well', async () => {
    await read(200, call('GET', '/livez'))
    await read(200, call('GET', '/readyz'))
    expect(await read(200, call('GET', '/version'))).toMatchObject({ name: 'signalbox' })
  })
})

describe('a report by hand', () => {
  const report = (body: unknown, as = token) => call('POST', '/api/v1/errors', { token: as, body })

  it('is kept for the project it names, or for the only one', async () => {
    expect(await read(200, report({ message: 'boom', project }))).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    await read(200, report({ message: 'boom' }))
    await read(200, call('POST', '/api/errors', { token, body: { message: 'boom', level: 'ERROR' } }))
  })

  it('is refused where the project is unclear, foreign or has no key', async () => {
    const { accessToken } = await someone()
    expect(await code(report({ message: 'boom', project }, accessToken))).toBe('not_found')
    expect(await code(report({ message: 'boom' }, accessToken))).toBe('invalid')
    expect(await code(report('{"message"'))).toBe('malformed_json')
    const { id } = await projectOf(accessToken)
    await read(200, call('DELETE', `/api/v1/projects/${id}/keys/1`, { token: accessToken }))
    expect(await code(report({ message: 'boom', project: id }, accessToken))).toBe('no_active_key')
  })
})

describe('the live feed', () => {
  const upgrade = (headers: Record<string, string>) =>
    call('GET', '/api/v1/live', { headers: { upgrade: 'websocket', ...headers } })
  const cookie = () => `__Host-signalbox=${token}`

  it('opens for a bearer token, and for a cookie from our own page', async () => {
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: cookie(), origin: ORIGIN }]) {
      const { status, webSocket } = await upgrade(headers)
      expect(status).toBe(101)
      webSocket?.accept()
      webSocket?.close()
    }
  })

  it('stays shut for other sites, strangers and plain requests', async () => {
    expect(await code(upgrade({ cookie: cookie(), origin: 'https://evil.example' }))).toBe('origin_not_allowed')
    expect(await code(upgrade({ cookie: cookie(), authorization: 'Basic eDp5' }))).toBe('cross_site')
    expect(await code(upgrade({ cookie: cookie() }))).toBe('cross_site')
    expect(await code(upgrade({}))).toBe('unauthenticated')
    expect(await code(call('GET', '/api/v1/live', { token }))).toBe('upgrade_required')
  })

  const topicsOf = async (as: string, query = 'topics=issues,bookings,deliveries,activity') => {
    const headers = { upgrade: 'websocket', authorization: `Bearer ${as}` }
    const client = clientOf(await call('GET', `/api/v1/live?${query}`, { headers }))
    await expect.poll(() => client.frames.find(({ type }) => type === 'subscribed')).toBeDefined()
    client.close()
    return client.frames.flatMap((frame) => (frame.type === 'subscribed' ? frame.topics : []))
  }

  it('has of its topics those that the listener may read of', async () => {
    const { accessToken, user } = await someone()
    expect(await topicsOf(accessToken)).toEqual(['issues', 'bookings', 'deliveries', 'activity'])
    const body = { name: 'Ears', scopes: ['live.read', 'issue.read'] }
    const { key } = await read<{ key: string }>(201, call('POST', '/api/v1/api-keys', { token: accessToken, body }))
    expect(await topicsOf(key)).toEqual(['issues', 'bookings'])
    const { DB } = env as Env
    for (const [role, topics] of [
      ['member', ['issues', 'bookings', 'activity']],
      ['viewer', ['issues', 'bookings']],
    ] as const) {
      await DB.prepare('UPDATE members SET role = ? WHERE user_id = ?').bind(role, user.id).run()
      expect(await topicsOf(accessToken)).toEqual(topics)
    }
  })

  it('believes no word of a client about who listens', async () => {
    const { accessToken, user } = await someone()
    const { DB } = env as Env
    await DB.prepare("UPDATE members SET role = 'viewer' WHERE user_id = ?").bind(user.id).run()
    const claims = 'allowed=activity&personal=yes&organization=o1&topics=activity'
    expect(await topicsOf(accessToken, claims)).toEqual([])
  })
})
