import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Problem } from '../../contract/problem.ts'
import { call, ORIGIN, someone } from './client.ts'
import { migrated } from './migrated.ts'

const LISTED = 'https://shop.example'
const UNLISTED = 'https://evil.example'
let mine: Session
let stranger: Session

beforeAll(async () => {
  const db = await migrated()
  ;[mine, stranger] = [await someone(), await someone()]
  await db
    .prepare('INSERT INTO organisation_origins (origin, organisation_id) VALUES (?, ?)')
    .bind(LISTED, mine.organization.id)
    .run()
})

const allowed = (answer: Response) => answer.headers.get('access-control-allow-origin')
const code = async (answer: Response) => ((await answer.json()) as Problem).code
const list = (token: string | undefined, headers: Record<string, string>) =>
  call('GET', '/api/v1/projects', { ...(token === undefined ? {} : { token }), headers })

describe('a page of another origin', () => {
  const preflight = (origin: string, path = '/api/v1/projects') =>
    call('OPTIONS', path, {
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    })

  it('may ask beforehand where any organisation lists its origin', async () => {
    const answer = await preflight(LISTED)
    expect([answer.status, allowed(answer)]).toEqual([204, LISTED])
    expect(answer.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
    expect(answer.headers.get('vary')).toContain('Origin')
  })

  it('is told no beforehand where none does', async () => {
    for (const origin of [
      UNLISTED,
      'null',
      'https://shop.example.evil.example',
      'http://shop.example',
      `${LISTED}:444`,
    ]) {
      const answer = await preflight(origin)
      expect([answer.status, allowed(answer), await code(answer)]).toEqual([403, null, 'origin_not_allowed'])
    }
  })

  it('reads and writes for the organisation that lists it', async () => {
    const read = await list(mine.accessToken, { origin: LISTED })
    expect([read.status, allowed(read)]).toEqual([200, LISTED])
    const made = await call('POST', '/api/v1/projects', {
      token: mine.accessToken,
      body: { name: 'From afar' },
      headers: { origin: LISTED },
    })
    expect([made.status, allowed(made)]).toEqual([201, LISTED])
  })

  it('reads and writes nothing for another organisation, nor from an origin nobody lists', async () => {
    for (const [token, origin] of [
      [stranger.accessToken, LISTED],
      [mine.accessToken, UNLISTED],
      [mine.accessToken, 'null'],
    ] as const) {
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? { body: { name: 'No' } } : {}
        const answer = await call(method, '/api/v1/projects', { token, headers: { origin }, ...body })
        expect([answer.status, allowed(answer), await code(answer)]).toEqual([403, null, 'origin_not_allowed'])
      }
    }
  })

  it('reads why it was refused before anybody is known', async () => {
    const answer = await list(undefined, { origin: LISTED })
    expect([answer.status, allowed(answer)]).toEqual([401, LISTED])
    expect(allowed(await list(undefined, { origin: UNLISTED }))).toBeNull()
  })

  it('cannot use the cookies of a browser, whoever lists it', async () => {
    const Cookie = `__Host-signalbox=${mine.accessToken}`
    for (const origin of [LISTED, UNLISTED]) {
      const body = { name: 'No' }
      const answer = await call('POST', '/api/v1/projects', { body, headers: { Cookie, origin } })
      expect([answer.status, await code(answer)]).toEqual([403, 'cross_site'])
      const read = await list(undefined, { Cookie, origin })
      expect(read.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  it('opens the live feed with a token only where its origin is listed, and never by cookie', async () => {
    const open = (headers: Record<string, string>) =>
      call('GET', '/api/v1/live', { headers: { upgrade: 'websocket', ...headers } })
    const bearer = (session: Session) => `Bearer ${session.accessToken}`
    const opened = await open({ authorization: bearer(mine), origin: LISTED })
    expect(opened.status).toBe(101)
    opened.webSocket?.accept()
    opened.webSocket?.close()
    expect(await code(await open({ authorization: bearer(mine), origin: UNLISTED }))).toBe('origin_not_allowed')
    expect(await code(await open({ authorization: bearer(stranger), origin: LISTED }))).toBe('origin_not_allowed')
    expect(await code(await open({ cookie: `__Host-signalbox=${mine.accessToken}`, origin: LISTED }))).toBe(
      'cross_site',
    )
  })
})

describe('everybody else', () => {
  it('is asked for no origin: programs have none, and our own pages have ours', async () => {
    const headers: Record<string, string>[] = [
      {},
      { origin: ORIGIN },
      { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    ]
    for (const sent of headers) {
      const answer = await list(mine.accessToken, sent)
      expect([answer.status, allowed(answer)]).toEqual([200, null])
    }
  })

  it('reads public documents from anywhere', async () => {
    for (const path of ['/openapi.json', '/.well-known/jwks.json'])
      expect(allowed(await call('GET', path, { headers: { origin: UNLISTED } }))).toBe('*')
  })
})
