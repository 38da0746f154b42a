import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { migrated } from './migrated.ts'
import { jsonOf, sdkSide } from './sdk-side.ts'

const ID = '9ec79c33ec9942ab8353589fcb2e04dc'
const LIMITED = /^\d+:error;default;security;attachment;feedback:organization:quota$/
const REPORT = JSON.stringify({ discarded_events: [{ reason: 'queue_overflow', category: 'error', quantity: 7 }] })
const envelopeOf = (...items: string[]) => [`{"event_id":"${ID}"}`, ...items].join('\n')

const EVENT = '{"type":"event"}\n{"message":"boom"}'
const FILE = '{"type":"attachment","length":1}\nx'
const FEEDBACK = '{"type":"feedback"}\n{}'
const USER_REPORT = '{"type":"user_report"}\n{"comments":"hm"}'
const SESSION = '{"type":"session"}\n{}'
const LOGS = '{"type":"log","item_count":5}\n{}'
const CLIENT_REPORT = `{"type":"client_report"}\n${REPORT}`

let db: D1Database
let projects = 8000

beforeAll(async () => {
  db = await migrated()
})

/** The side of a project that may keep nothing, and what was counted of what it was sent. */
async function closedSide() {
  const side = await sdkSide(String(++projects))
  await side.gate.configure({ eventsPerHour: 0 })
  return {
    ...side,
    async outcomes() {
      await side.settled()
      await runDurableObjectAlarm(side.gate)
      const rows = await db
        .prepare('SELECT category, reason, quantity FROM outcomes WHERE project_id = ?1 ORDER BY 1, 2')
        .bind(Number(side.project))
        .raw()
      return rows.map((row) => row.join(' '))
    },
  }
}

describe('a closed gate', () => {
  it('takes what SDKs say about themselves', async () => {
    const side = await closedSide()
    const response = await side.envelope(envelopeOf(CLIENT_REPORT))
    expect([response.status, response.headers.get('x-sentry-rate-limits')]).toEqual([200, null])
    expect(await side.outcomes()).toEqual(['error client:queue_overflow 7'])
  })

  it('answers what is never stored as an open one does', async () => {
    const side = await closedSide()
    const response = await side.envelope(envelopeOf(SESSION, LOGS))
    expect([response.status, response.headers.get('x-sentry-rate-limits')]).toEqual([
      200,
      '86400:session;log_item:organization:not_supported',
    ])
    expect((await side.send(`/api/${side.project}/otlp/v1/traces`, { body: 'x', headers: side.auth })).status).toBe(200)
    expect(await side.outcomes()).toEqual(['log_item not_stored 5', 'session not_stored 1', 'span not_stored 1'])
  })

  it('counts each item it keeps out as what it is, and the rest as usual', async () => {
    const side = await closedSide()
    const response = await side.envelope(
      envelopeOf(SESSION, EVENT, FILE, FILE, FEEDBACK, USER_REPORT, CLIENT_REPORT, LOGS),
    )
    expect(response.status).toBe(429)
    expect(response.headers.get('x-sentry-rate-limits')).toMatch(LIMITED)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await side.outcomes()).toEqual([
      'attachment quota 2',
      'error client:queue_overflow 7',
      'error quota 1',
      'feedback quota 2',
      'log_item not_stored 5',
      'session not_stored 1',
    ])
    expect(side.kept).toEqual([])
    expect((await (env as Env).BUCKET.list({ prefix: `attachments/${side.project}/` })).objects).toEqual([])
  })

  it.each([EVENT, FILE, FEEDBACK, USER_REPORT])('refuses %s', async (item) => {
    const side = await closedSide()
    expect((await side.envelope(envelopeOf(item))).status).toBe(429)
  })

  it('counts an envelope once, wherever its key stands', async () => {
    const side = await closedSide()
    const body = `{"dsn":"${side.dsn}"}\n${EVENT}`
    expect((await side.envelope(body)).status).toBe(429)
    expect((await side.send('/api/envelope/', { body })).status).toBe(429)
    expect(await side.outcomes()).toEqual(['error quota 2'])
  })

  it('says what is wrong with an envelope that held nothing it keeps out', async () => {
    const side = await closedSide()
    expect((await side.envelope('nonsense')).status).toBe(400)
  })

  it('keeps out what came by other endpoints', async () => {
    const side = await closedSide()
    const csp = { type: 'csp-violation', body: { documentURL: 'https://shop.example/' } }
    const ways: [string, string, number][] = [
      [`/api/${side.project}/store/`, '{"message":"boom"}', 429],
      [`/api/${side.project}/security/`, JSON.stringify([csp, csp, csp]), 429],
      [`/api/${side.project}/security/`, '[{"type":"deprecation","body":{}}]', 200],
      [`/api/v1/errors?project=${side.project}`, '{"message":"boom"}', 429],
      [`/api/v1/errors?project=${side.project}`, '{}', 422],
    ]
    for (const [path, body, status] of ways)
      expect((await side.send(path, { body, headers: side.auth })).status).toBe(status)
    const report = await side.send(`/api/v1/errors?project=${side.project}`, {
      body: '{"message":"b"}',
      headers: side.auth,
    })
    expect(await jsonOf(report)).toMatchObject({ code: 'too_many_requests', status: 429 })
    expect(await side.outcomes()).toEqual(['error quota 3', 'security not_stored 1', 'security quota 3'])
  })
})
