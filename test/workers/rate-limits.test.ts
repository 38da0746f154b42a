import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Caller, Session } from '../../contract/auth.ts'
import type { Problem } from '../../contract/problem.ts'
import { RATE_LIMITS } from '../../domain/identity/rate-limits.ts'
import { api } from '../../workers/core/api/app.ts'
import { overLimit } from '../../workers/core/api/limits.ts'
import type { ApiEnv } from '../../workers/core/api/route.ts'
import { call, freshAddress, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

interface Wish {
  method?: string
  body?: string
  headers?: Record<string, string>
  limits?: string
  edge?: { limit(options: { key: string }): Promise<{ success: boolean }> }
}

const ask = async (path: string, { limits = '', edge, ...init }: Wish = {}) => {
  const context = createExecutionContext()
  const bindings: Env = { ...(env as Env), RATE_LIMITS: limits, ...(edge && { GENERAL_LIMIT: edge }) }
  const answer = await api.fetch(new Request(`${ORIGIN}${path}`, init), bindings, context)
  await waitOnExecutionContext(context)
  return answer
}
const statuses = async (times: number, one: () => Promise<Response>) => {
  const seen = []
  for (let n = 0; n < times; n += 1) seen.push((await one()).status)
  return seen
}
const bearer = () => ({ authorization: `Bearer ${token}` })

describe('the general limit', () => {
  it('is said with each answer, and the edge is asked under nobody’s name', async () => {
    const keys: string[] = []
    const edge = {
      limit: async ({ key }: { key: string }) => {
        keys.push(key)
        return { success: true }
      },
    }
    const answer = await ask('/api/v1/auth/me', { headers: bearer(), edge })
    expect(answer.headers.get('ratelimit-policy')).toBe('"general";q=600;w=60')
    expect(answer.headers.get('ratelimit')).toBeNull()
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  it('is refused with when to come again', async () => {
    const edge = { limit: async () => ({ success: false }) }
    const answer = await ask('/api/v1/auth/me', { headers: bearer(), edge })
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([429, 'rate_limited'])
    expect(answer.headers.get('retry-after')).toBe('60')
    expect(answer.headers.get('ratelimit')).toBe('"general";r=0;t=60')
  })

  it('counts a person wherever they are, and an address whoever it claims to be', async () => {
    const limits = '{"general":2}'
    const from = (headers: Record<string, string>) => () =>
      ask('/api/v1/auth/me', { limits, headers: { 'cf-connecting-ip': freshAddress(), ...headers } })
    expect(await statuses(3, from(bearer()))).toEqual([200, 200, 429])
    const address = { 'cf-connecting-ip': freshAddress() }
    expect(await statuses(3, from(address))).toEqual([401, 401, 429])
    const forged = { 'cf-connecting-ip': freshAddress(), authorization: 'Bearer forged' }
    expect(await statuses(3, from(forged))).toEqual([401, 401, 429])
  })

  it('lets people who share an address have a share each', async () => {
    const headers = { 'cf-connecting-ip': freshAddress() }
    const other = { authorization: `Bearer ${(await someone()).accessToken}` }
    for (const who of [{ authorization: `Bearer ${(await someone()).accessToken}` }, other]) {
      const mine = () => ask('/api/v1/auth/me', { limits: '{"general":2}', headers: { ...headers, ...who } })
      expect(await statuses(3, mine)).toEqual([200, 200, 429])
    }
  })

  it('is one for a person in all their organisations', async () => {
    const { accessToken, refreshToken } = await someone()
    const other = await read<{ id: string }>(
      201,
      call('POST', '/api/v1/organizations', { token: accessToken, body: { name: 'Another' } }),
    )
    const there = await read<Session>(
      200,
      call('POST', '/api/v1/auth/refresh', { body: { refreshToken, organization: other.id } }),
    )
    const by = (bearing: string) => () =>
      ask('/api/v1/auth/me', { limits: '{"general":2}', headers: { authorization: `Bearer ${bearing}` } })
    expect(await statuses(2, by(accessToken))).toEqual([200, 200])
    expect(await statuses(1, by(there.accessToken))).toEqual([429])
  })

  it('is met before a body is read, so that nobody asks for that work without being counted', async () => {
    const headers = { 'cf-connecting-ip': freshAddress(), 'content-type': 'application/json' }
    const knock = () =>
      ask('/api/v1/projects', { limits: '{"general":2}', headers, method: 'POST', body: '{"a":1,"a":2}' })
    expect(await statuses(3, knock)).toEqual([401, 401, 429])
    const known = () => ask('/api/v1/projects', { headers: { ...headers, ...bearer() }, method: 'POST', body: '[[1' })
    expect((await known()).status).toBe(400)
  })

  it('counts a whole network of IPv6 as one address', async () => {
    const limits = '{"general":2}'
    let host = 0
    const knock = () => {
      host += 1
      return ask('/version', { limits, headers: { 'cf-connecting-ip': `2001:db8::${host}` } })
    }
    expect(await statuses(3, knock)).toEqual([200, 200, 429])
  })

  it('counts an address on routes without a guard, with a token or without', async () => {
    const headers = { 'cf-connecting-ip': freshAddress(), ...bearer() }
    expect(await statuses(3, () => ask('/version', { limits: '{"general":2}', headers }))).toEqual([200, 200, 429])
    const other = { 'cf-connecting-ip': freshAddress() }
    expect(await statuses(3, () => ask('/nothing', { limits: '{"general":2}', headers: other }))).toEqual([
      404, 404, 429,
    ])
  })

  it('counts nobody who has neither name nor address', async () => {
    expect(await statuses(4, () => ask('/version', { limits: '{"general":2}' }))).toEqual([200, 200, 200, 200])
  })

  it('is asked of nobody where configuration raises it or switches it off', async () => {
    const edge = { limit: () => Promise.reject(new Error('asked')) }
    for (const limits of ['off', '{"general":100000}', '{"general":"off"}']) {
      const answer = await ask('/api/v1/auth/me', { headers: bearer(), edge, limits })
      expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([200, null])
    }
  })

  it('stays where configuration makes no sense', async () => {
    const answer = await ask('/api/v1/auth/me', { headers: bearer(), limits: '{"general":"none"}' })
    expect(answer.headers.get('ratelimit-policy')).toBe('"general";q=600;w=60')
  })
})

describe('a token of another issuer', () => {
  it('counts for who it names and for where it comes from, because its issuer names whom it likes', async () => {
    const caller = (userId: string): Caller => ({
      userId,
      organisationId: 'o_issuers',
      role: 'member',
      platformRole: 'USER',
      credential: { kind: 'issuer', providerId: 'p_1' },
    })
    const app = new Hono<ApiEnv>()
    app.get('/:user', async (c) => c.json(await overLimit(c, caller(c.req.param('user')))))
    const over = async (user: string, address?: string) => {
      const headers = address === undefined ? {} : { 'cf-connecting-ip': address }
      const bindings: Env = { ...(env as Env), RATE_LIMITS: '{"keys":2}' }
      return (await app.fetch(new Request(`${ORIGIN}/${user}`, { headers }), bindings)).json()
    }
    const [address, other] = [freshAddress(), freshAddress()]
    expect([await over('x_1', address), await over('x_2', address), await over('x_3', address)]).toEqual([
      false,
      false,
      true,
    ])
    expect([await over('x_4', other), await over('x_4'), await over('x_4')]).toEqual([false, false, true])
  })
})

describe('the limit on payments', () => {
  it('is exact, is counted beside the general one, and says what is left', async () => {
    const headers = { 'cf-connecting-ip': freshAddress() }
    const all = await Promise.all(Array.from({ length: 25 }, () => ask('/api/v1/payments/create-intent', { headers })))
    expect(all.filter(({ status }) => status === 404)).toHaveLength(RATE_LIMITS.payments.quota)
    const refused = all.find(({ status }) => status === 429)
    expect(refused?.headers.get('ratelimit')).toMatch(/^"payments";r=0;t=([1-9]|[1-5]\d|60)$/)
    expect(refused?.headers.get('ratelimit-policy')).toBe('"payments";q=20;w=60')
    const served = all.find(({ status }) => status === 404)
    expect(served?.headers.get('ratelimit-policy')).toBe('"payments";q=20;w=60, "general";q=600;w=60')
  })
})
