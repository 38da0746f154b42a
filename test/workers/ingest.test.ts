import { env } from 'cloudflare:workers'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { migrated } from './migrated.ts'
import { eventOf, jsonOf, sdkSide } from './sdk-side.ts'

const ID = '9ec79c33ec9942ab8353589fcb2e04dc'
const EVENT = { message: 'boom', level: 'error' }
const envelopeOf = (items: string, header: object = { event_id: ID }) => `${JSON.stringify(header)}\n${items}`
const EVENT_ITEM = `{"type":"event"}\n${JSON.stringify(EVENT)}\n`

beforeAll(migrated)

let projects = 1000
const fresh = (change: Partial<IngestEnv> = {}) => sdkSide(String(++projects), change)

describe('envelope', () => {
  it('keeps an event and answers its id', async () => {
    const side = await fresh()
    const response = await side.envelope(
      envelopeOf(EVENT_ITEM, { event_id: ID, sent_at: '2026-01-01T00:00:00Z', sdk: { name: 'a', version: '1' } }),
      {
        'cf-connecting-ip': '192.0.2.1',
        'user-agent': 'agent',
      },
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toEqual({ id: ID })
    const [message] = side.kept
    expect(message?.meta).toMatchObject({
      project: side.project,
      keyNumber: 1,
      kind: 'event',
      eventId: ID,
      sentAt: '2026-01-01T00:00:00Z',
      client: 'a/1',
      userAgent: 'agent',
      remoteAddress: '192.0.2.1',
    })
    expect(message && eventOf(message)).toEqual(EVENT)
  })

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['', (text: string) => new TextEncoder().encode(text)],
  ])('reads Content-Encoding %j', async (encoding, compress) => {
    const side = await fresh()
    const event = { message: 'x'.repeat(40_000), user: { id: 1 } }
    const response = await side.envelope(compress(envelopeOf(`{"type":"event"}\n${JSON.stringify(event)}`)), {
      'content-encoding': encoding,
    })
    expect(response.status).toBe(200)
    const [message] = side.kept
    expect(message && eventOf(message)).toEqual(event)
    expect(message?.body?.length).toBeLessThan(2000)
  })

  it('normalizes the id in the header, takes that of the payload without one, and makes one without either', async () => {
    const side = await fresh()
    const hyphenated = '9EC79C33-EC99-42AB-8353-589FCB2E04DC'
    expect(await jsonOf(await side.envelope(envelopeOf(EVENT_ITEM, { event_id: hyphenated })))).toEqual({ id: ID })
    const own = `{"type":"event"}\n${JSON.stringify({ event_id: hyphenated })}`
    expect(await jsonOf(await side.envelope(envelopeOf(own, {})))).toEqual({ id: ID })
    expect(await jsonOf(await side.envelope(envelopeOf(own, { event_id: '../garbage' })))).toEqual({ id: ID })
    expect((await jsonOf(await side.envelope(envelopeOf(EVENT_ITEM, {})))).id).toMatch(/^[0-9a-f]{32}$/)
  })

  it('passes over what is not stored, and asks for no more of it', async () => {
    const side = await fresh()
    const others = '{"type":"session"}\n{}\n{"type":"transaction"}\n{}\n{"type":"never_heard_of"}\n{}\n'
    const response = await side.envelope(envelopeOf(others + EVENT_ITEM))
    expect(await response.json()).toEqual({ id: ID })
    expect(response.headers.get('x-sentry-rate-limits')).toBe('86400:session;transaction:organization:not_supported')
    expect(side.kept).toHaveLength(1)
  })

  it('answers {} when there was no event', async () => {
    const side = await fresh()
    for (const body of ['{}', '{}\n', envelopeOf('{"type":"session"}\n{}', {})]) {
      const response = await side.envelope(body)
      expect([response.status, await response.text()]).toEqual([200, '{}'])
    }
    expect(side.kept).toEqual([])
  })

  it('keeps what came before the damage, and says so', async () => {
    const side = await fresh()
    const response = await side.envelope(envelopeOf(`${EVENT_ITEM}{"type":"attachment","length":99}\nshort`))
    expect(response.status).toBe(400)
    const answer = await jsonOf(response)
    expect(answer).toMatchObject({ id: ID, kept: 1 })
    expect(answer.detail).toContain('item 1 at byte')
    expect(response.headers.get('x-sentry-error')).toBe(answer.detail)
    expect(side.kept).toHaveLength(1)
  })

  it.each(['{"a":', 'nonsense', '[]', 'null', '"text"'])('refuses an event that is %s', async (event) => {
    const side = await fresh()
    const response = await side.envelope(envelopeOf(`{"type":"event"}\n${event}\n`))
    expect(response.status).toBe(400)
    expect((await jsonOf(response)).detail).toContain('item 0 (event)')
    expect(side.kept).toEqual([])
  })

  it('refuses an event over its size and keeps the rest', async () => {
    const side = await fresh()
    const large = `{"type":"event"}\n{"a":"${'x'.repeat(1024 * 1024)}"}\n`
    const response = await side.envelope(
      envelopeOf(`${large}{"type":"user_report"}\n{"event_id":"${ID}","comments":"hm"}`),
    )
    expect(response.status).toBe(413)
    expect(side.kept.map(({ meta }) => meta.kind)).toEqual(['user_report'])
  })

  it('gives each event of an envelope an id of its own', async () => {
    const side = await fresh()
    await side.envelope(envelopeOf(EVENT_ITEM + EVENT_ITEM))
    const [first, second] = side.kept.map(({ meta }) => meta.eventId)
    expect(first).toBe(ID)
    expect(second).toMatch(/^[0-9a-f]{32}$/)
    expect(second).not.toBe(ID)
  })

  it('stores files beside their event, byte for byte', async () => {
    const side = await fresh()
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const head = envelopeOf(
      `${EVENT_ITEM}{"type":"attachment","length":256,"filename":"dump.bin","attachment_type":"event.minidump","content_type":""}\n`,
    )
    expect((await side.envelope(new Blob([head, bytes]))).status).toBe(200)
    const [file] = side.kept[0]?.meta.attachments ?? []
    expect(file).toMatchObject({
      name: 'dump.bin',
      type: 'event.minidump',
      contentType: 'application/octet-stream',
      bytes: 256,
    })
    const stored = await (env as Env).BUCKET.get(file?.key ?? '')
    expect(new Uint8Array((await stored?.arrayBuffer()) ?? [])).toEqual(bytes)
  })

  it('notes files that come without their event, as many to a message as their names let', async () => {
    const side = await fresh()
    const file = (name: string) => `{"type":"attachment","length":1,"filename":"${name}"}\nx\n`
    const short = Array.from({ length: 5 }, (_, index) => file(`${index}.log`))
    const long = Array.from({ length: 5 }, () => file('☃'.repeat(300)))
    expect(await jsonOf(await side.envelope(envelopeOf([...short, ...long].join(''))))).toEqual({ id: ID })
    expect(side.kept.map(({ meta }) => [meta.kind, meta.eventId, meta.attachments?.length])).toEqual([
      ['attachment', ID, 7],
      ['attachment', ID, 3],
    ])
  })

  it('keeps no name that a store would stumble over', async () => {
    const side = await fresh()
    const header = '{"type":"attachment","length":1,"filename":"a\\u0000\\ud800.log","content_type":"\\u0000"}'
    const long = `{"type":"attachment","length":1,"filename":"${'x'.repeat(195)}😀😀😀"}`
    await side.envelope(envelopeOf(`${header}\nx\n${long}\nx\n`))
    expect(side.kept[0]?.meta.attachments).toMatchObject([
      { name: 'a\ufffd.log', contentType: 'application/octet-stream' },
      { name: `${'x'.repeat(195)}😀...` },
    ])
  })

  it('can put the longest notes aside in R2', async () => {
    const away = { send: () => Promise.reject(new Error('away')), sendBatch: () => Promise.reject(new Error('away')) }
    const spool = { idFromName: () => '', get: () => ({ keep: () => Promise.reject(new Error('away')) }) }
    const side = await fresh({ OCCURRENCES: away, SPOOL: spool } as unknown as Partial<IngestEnv>)
    const wide = '☃'.repeat(300)
    const file = JSON.stringify({
      type: 'attachment',
      length: 1,
      filename: wide,
      content_type: wide,
      attachment_type: wide,
    })
    const header = { event_id: ID, sent_at: wide, sdk: { name: wide, version: wide } }
    const response = await side.envelope(envelopeOf(EVENT_ITEM + `${file}\nx\n`.repeat(30), header), {
      'user-agent': '"'.repeat(300),
      'cf-connecting-ip': '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    })
    expect(response.status).toBe(200)
    const { objects } = await (env as Env).BUCKET.list({ prefix: 'inbox/', include: ['customMetadata'] })
    const noted = objects
      .map(({ customMetadata }) => customMetadata?.meta ?? '')
      .filter((meta) => meta.includes(`"${side.project}"`))
    expect(noted.flatMap((meta) => JSON.parse(meta).attachments ?? [])).toHaveLength(30)
    expect(Math.max(...noted.map(({ length }) => length))).toBeLessThan(8000)
  })

  it('says 413 of a bomb, 415 of a strange encoding, 400 of damaged data', async () => {
    const side = await fresh()
    const bomb = gzipSync(new Uint8Array(41 * 1024 * 1024))
    expect((await side.envelope(bomb, { 'content-encoding': 'gzip' })).status).toBe(413)
    expect((await side.envelope('x', { 'content-encoding': 'compress' })).status).toBe(415)
    expect((await side.envelope('x', { 'content-encoding': 'br' })).status).toBe(400)
    expect((await side.envelope('')).status).toBe(400)
  })
})

describe('key', () => {
  const body = envelopeOf(EVENT_ITEM)

  it('is found in headers, query and envelope', async () => {
    const side = await fresh()
    const path = `/api/${side.project}/envelope`
    const tunnelled = envelopeOf(EVENT_ITEM, { event_id: ID, dsn: side.dsn })
    const ways: [string, RequestInit][] = [
      [`${path}/`, { body, headers: side.auth }],
      [path, { body, headers: { authorization: side.auth['x-sentry-auth'] } }],
      [path, { body, headers: { authorization: `Basic ${btoa(`${side.publicKey}:`)}` } }],
      [`${path}/?sentry_version=7&sentry_key=${side.publicKey}`, { body }],
      [path, { body: tunnelled }],
      ['/api/envelope/', { body: tunnelled }],
      [path, { body: tunnelled, headers: side.auth }],
    ]
    for (const [to, init] of ways) expect((await side.send(to, init)).status).toBe(200)
    expect(side.kept).toHaveLength(ways.length)
    expect(side.kept[0]?.meta.client).toBe('test/1')
  })

  it('is found in the envelope where header and query are there but name none', async () => {
    const side = await fresh()
    const path = `/api/${side.project}/envelope/`
    const tunnelled = envelopeOf(EVENT_ITEM, { event_id: ID, dsn: side.dsn })
    const ways: [string, RequestInit][] = [
      [`${path}?sentry_key=`, { body: tunnelled }],
      [path, { body: tunnelled, headers: { 'x-sentry-auth': '' } }],
      [path, { body: tunnelled, headers: { 'x-sentry-auth': 'Sentry sentry_key=, sentry_version=7' } }],
      [path, { body: tunnelled, headers: { authorization: 'Basic ' } }],
    ]
    for (const [to, init] of ways) expect((await side.send(to, init)).status).toBe(200)
    expect((await side.send(`${path}?sentry_key=`, { body })).status).toBe(403)
    expect(side.kept).toHaveLength(ways.length)
  })

  it('is refused with 403 and a reason when missing, wrong, foreign or in conflict', async () => {
    const side = await fresh()
    const other = await fresh()
    const path = `/api/${side.project}/envelope/`
    const ways: RequestInit[] = [
      { body },
      { body: envelopeOf(EVENT_ITEM, { dsn: 'garbage' }) },
      { body, headers: { 'x-sentry-auth': `Sentry sentry_key=${'a'.repeat(32)}` } },
      { body, headers: other.auth },
      { body: envelopeOf(EVENT_ITEM, { dsn: other.dsn }) },
      { body: envelopeOf(EVENT_ITEM, { dsn: other.dsn }), headers: side.auth },
    ]
    for (const init of ways) {
      const response = await side.send(path, init)
      const { detail } = await jsonOf(response)
      expect([response.status, response.headers.get('x-sentry-error')]).toEqual([403, detail])
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
    }
    expect(side.kept).toEqual([])
  })

  it('may say protocol 5 and 6, but not 8', async () => {
    const side = await fresh()
    const statuses = []
    for (const version of [5, 6, 8]) {
      const response = await side.send(
        `/api/${side.project}/envelope/?sentry_key=${side.publicKey}&sentry_version=${version}`,
        { body },
      )
      statuses.push(response.status)
    }
    expect(statuses).toEqual([200, 200, 400])
  })
})

describe('store', () => {
  it('keeps an event as JSON, compressed, and as old clients wrapped it', async () => {
    const side = await fresh()
    const json = JSON.stringify({ event_id: ID, ...EVENT })
    const bodies: [BodyInit, Record<string, string>][] = [
      [json, {}],
      [gzipSync(json), { 'content-encoding': 'gzip' }],
      [deflateSync(json), { 'content-encoding': 'deflate' }],
      [btoa(json), {}],
      [deflateSync(json).toString('base64'), { 'content-type': 'application/octet-stream' }],
      [` ${json}`, {}],
    ]
    for (const [body, headers] of bodies) {
      const response = await side.send(`/api/${side.project}/store/`, { body, headers: { ...side.auth, ...headers } })
      expect([response.status, await response.json()]).toEqual([200, { id: ID }])
    }
    expect(side.kept.map(eventOf)).toEqual(bodies.map(() => ({ event_id: ID, ...EVENT })))
  })

  it('answers an image to an image', async () => {
    const side = await fresh()
    const data = encodeURIComponent(btoa(JSON.stringify(EVENT)))
    const response = await side.send(`/api/${side.project}/store/?sentry_key=${side.publicKey}&sentry_data=${data}`, {
      method: 'GET',
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/gif'])
    expect(side.kept.map(eventOf)).toEqual([EVENT])
  })

  it('says 400 where no project can be known, and of garbage', async () => {
    const side = await fresh()
    const response = await side.send('/api/store/', { body: '{}', headers: side.auth })
    expect(response.status).toBe(400)
    expect((await jsonOf(response)).detail).toContain('project')
    for (const body of ['', 'garbage', '[]', '7']) {
      expect((await side.send(`/api/${side.project}/store/`, { body, headers: side.auth })).status).toBe(400)
    }
    expect(side.kept).toEqual([])
  })
})

describe('other endpoints', () => {
  it('keep what browsers say about a policy', async () => {
    const side = await fresh()
    const report = { 'document-uri': 'https://shop.example/', 'violated-directive': 'img-src' }
    const path = `/api/${side.project}/security/?sentry_key=${side.publicKey}&sentry_release=1.0&sentry_environment=live`
    const response = await side.send(path, {
      body: JSON.stringify({ 'csp-report': report }),
      headers: { 'content-type': 'application/csp-report' },
    })
    expect(response.status).toBe(200)
    expect(side.kept.map(eventOf)).toEqual([
      expect.objectContaining({ csp: report, release: '1.0', environment: 'live' }),
    ])
    expect((await side.send(path, { body: '[{"type":"deprecation","body":{}}]' })).status).toBe(200)
    expect((await side.send(path, { body: '{}' })).status).toBe(400)
    expect(side.kept).toHaveLength(1)
  })

  it('succeed and ask for no more where nothing is stored', async () => {
    const side = await fresh()
    const ways: [string, RequestInit, string][] = [
      ['/integration/otlp/v1/traces/', { body: 'x', headers: side.auth }, 'span'],
      ['/otlp/v1/logs', { body: 'x', headers: side.auth }, 'log_item'],
      [`/cron/nightly/${side.publicKey}/?status=ok`, { method: 'GET' }, 'monitor'],
    ]
    for (const [path, init, category] of ways) {
      const response = await side.send(`/api/${side.project}${path}`, init)
      expect([response.status, response.headers.get('x-sentry-rate-limits')]).toEqual([
        200,
        `86400:${category}:organization:not_supported`,
      ])
    }
    expect((await side.send(`/api/${side.project}/cron/nightly/${'a'.repeat(32)}/`, { method: 'GET' })).status).toBe(
      403,
    )
    expect(side.kept).toEqual([])
  })
})

describe('around it', () => {
  it('lets browsers ask first', async () => {
    const side = await fresh()
    const response = await side.send(`/api/${side.project}/envelope/`, { method: 'OPTIONS' })
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(response.headers.get('access-control-allow-headers')).toContain('x-sentry-auth')
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0)
  })

  it('says which methods there are, and which endpoints there are not', async () => {
    const side = await fresh()
    const wrong = await side.send(`/api/${side.project}/envelope/`, { method: 'PUT', body: '{}' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    expect((await side.send(`/api/${side.project}/nothing/`, { body: '{}' })).status).toBe(404)
  })
})
