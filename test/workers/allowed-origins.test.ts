import { runDurableObjectAlarm } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { migrated } from './migrated.ts'
import { jsonOf, sdkSide } from './sdk-side.ts'

const BODY = '{}\n{"type":"event"}\n{"message":"boom"}'
let db: D1Database
let projects = 7000

beforeAll(async () => {
  db = await migrated()
})

/** A project whose only key is for the shop's pages. */
const shop = async (allowed: string[] | null = ['https://shop.example', '*.books.example']) => {
  projects += 1
  const side = await sdkSide(String(projects))
  await side.gate.allowOrigins(1, allowed)
  return side
}

describe('a key with a list of origins', () => {
  it.each([
    ['https://shop.example'],
    ['https://SHOP.example'],
    ['https://books.example'],
    ['https://a.b.books.example:8443'],
  ])('takes what pages of %s send', async (origin) => {
    const side = await shop()
    expect((await side.envelope(BODY, { origin })).status).toBe(200)
    expect(side.kept).toHaveLength(1)
  })

  it.each([
    ['null'],
    ['https://evil.example'],
    ['https://shop.example.evil.example'],
    ['https://evilbooks.example'],
    ['http://shop.example'],
  ])('refuses those of %s in a way that the page can read', async (origin) => {
    const side = await shop()
    const refused = await side.envelope(BODY, { origin })
    expect([refused.status, side.kept.length]).toEqual([403, 0])
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
    expect(refused.headers.get('access-control-expose-headers')).toContain('x-sentry-error')
    const { detail } = await jsonOf(refused)
    expect(detail).toBe(`the DSN key is not for pages of ${origin}`)
    expect(refused.headers.get('x-sentry-error')).toBe(detail)
  })

  it('counts them as an outcome', async () => {
    const side = await shop()
    for (const origin of ['https://evil.example', 'null']) await side.envelope(BODY, { origin })
    await side.settled()
    await runDurableObjectAlarm(side.gate)
    const { results } = await db
      .prepare('SELECT category, reason, quantity FROM outcomes WHERE project_id = ?')
      .bind(Number(side.project))
      .all()
    expect(results).toEqual([{ category: 'unknown', reason: 'cors', quantity: 2 }])
  })

  it('lets in senders that are no browsers', async () => {
    const side = await shop()
    expect((await side.envelope(BODY)).status).toBe(200)
    expect((await side.envelope(BODY, { referer: 'no url' })).status).toBe(200)
  })

  it('knows a page by its Referer, or by what browsers cannot leave away, where there is no Origin', async () => {
    const side = await shop()
    const sent = { ...side.auth }
    const image = (headers: Record<string, string>) =>
      side.send(`/api/${side.project}/store/?sentry_data=${encodeURIComponent('{"message":"boom"}')}`, {
        method: 'GET',
        headers: { ...sent, ...headers },
      })
    expect((await image({ referer: 'https://shop.example/cart?x=1' })).status).toBe(200)
    expect((await image({ referer: 'https://evil.example/https://shop.example' })).status).toBe(403)
    expect((await image({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await image({})).status).toBe(200)
  })

  it('is asked at every endpoint that takes a key', async () => {
    const side = await shop()
    const paths = ['envelope/', 'store/', 'security/', 'otlp/v1/traces', 'cron/nightly']
    for (const path of paths) {
      const answer = await side.send(`/api/${side.project}/${path}?sentry_key=${side.publicKey}`, {
        body: BODY,
        headers: { origin: 'https://evil.example' },
      })
      expect(answer.status, path).toBe(403)
    }
    const report = await side.send('/api/v1/errors', {
      body: JSON.stringify({ message: 'boom', dsn: side.dsn }),
      headers: { origin: 'https://evil.example' },
    })
    expect([report.status, ((await report.json()) as { code: string }).code]).toEqual([403, 'forbidden'])
    const inBody = `${JSON.stringify({ dsn: side.dsn })}\n{"type":"event"}\n{"message":"boom"}`
    const tunnelled = await side.send(`/api/${side.project}/envelope/`, {
      body: inBody,
      headers: { origin: 'https://evil.example' },
    })
    expect(tunnelled.status).toBe(403)
    expect(side.kept).toHaveLength(0)
  })

  it('without one takes what any page sends, and its lease says nothing of origins', async () => {
    const side = await shop(null)
    expect((await side.envelope(BODY, { origin: 'https://anywhere.example' })).status).toBe(200)
    expect((await side.envelope(BODY, { origin: 'null' })).status).toBe(200)
    expect(await side.gate.lease({ used: 0, outcomes: [] })).not.toHaveProperty('origins')
  })

  it('leaves the other keys of its project alone', async () => {
    const side = await shop(null)
    await side.gate.allowOrigins(2, ['https://shop.example'])
    expect((await side.envelope(BODY, { origin: 'https://anywhere.example' })).status).toBe(200)
  })

  it('answers preflights all the same, so that the page hears the refusal', async () => {
    const side = await shop()
    const preflight = await side.send(`/api/${side.project}/envelope/`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
  })
})
