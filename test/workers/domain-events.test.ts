import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LoggedEventView } from '../../contract/event-log.ts'
import type { LogFilter } from '../../domain/events/log-filter.ts'
import { endOfExport, linesOf } from '../../workers/core/api/log-export.ts'
import { refusal } from './accounts.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { apiKeyWith, insertAll, type Organisation, organisationWithAll } from './walk-fixtures.ts'

const { DB } = env as Env

const NO_FILTER: LogFilter = {
  types: null,
  sources: null,
  subject: null,
  actor: null,
  aggregate: null,
  correlation: null,
  from: null,
  to: null,
  text: null,
}

interface Page {
  data: LoggedEventView[]
  next: string | null
  searched: { database: boolean; sealedHours: number }
}

let ours: Organisation
let theirs: Organisation
let serial = 0

const eventRow = (organisation: string, change: Record<string, string | number | null> = {}) => {
  serial += 1
  return [
    'domain_events',
    {
      id: `ev-${serial}`,
      organisation_id: organisation,
      type: 'parcel.sent',
      aggregate: 'parcel',
      partition_key: `p-${serial}`,
      subject: `p-${serial}`,
      time: Date.now(),
      logged_at: Date.now(),
      data: '{}',
      ...change,
    },
  ] as [string, Record<string, string | number | null>]
}
const log = (organisation: string, ...changes: Record<string, string | number | null>[]) =>
  insertAll(changes.map((change) => eventRow(organisation, change)))

const list = (query: Record<string, string>, token = ours.people.owner.token) =>
  read<Page>(200, call('GET', `/api/v1/domain-events?${new URLSearchParams(query)}`, { token }))
// As bytes: `text` warns of a type that it does not know for text.
const textOf = async (answer: Response | Promise<Response>) =>
  new TextDecoder().decode(await (await answer).arrayBuffer())
const idsOf = ({ data }: Page) => data.map(({ id }) => id)

beforeAll(async () => {
  await migrated()
  ours = await organisationWithAll(701)
  theirs = await organisationWithAll(702)
})

describe('the log by API', () => {
  it('finds by type, source, subject, actor, aggregate, time, correlation and text, and by all at once', async () => {
    const at = Date.parse('2027-05-05T10:00:00Z')
    await log(
      ours.id,
      { id: 'f1', type: 'order.paid', aggregate: 'order', subject: 's1', actor: 'a1', time: at, source: '/shop/1' },
      { id: 'f2', type: 'order.sent', aggregate: 'order', correlation_id: 'c-f', data: '{"note":"Fragile — Zoë"}' },
      { id: 'f3', type: 'OrderLost', aggregate: 'custom', data: '{"note":"say \\"when\\" 100%_"}' },
      { id: 'f4', type: 'user.registered', aggregate: 'user' },
    )
    expect(idsOf(await list({ type: 'order.*' }))).toEqual(['f2', 'f1'])
    expect(idsOf(await list({ type: '*.sent,OrderLost', aggregate: 'order' }))).toEqual(['f2'])
    expect(idsOf(await list({ type: 'Order*, order.p*d' }))).toEqual(['f3', 'f1'])
    expect(idsOf(await list({ type: 'UserRegistered' }))).toEqual(['f4'])
    expect(idsOf(await list({ source: '/shop/*' }))).toEqual(['f1'])
    expect(idsOf(await list({ source: `/organizations/${ours.id}`, type: 'order.*' }))).toEqual(['f2'])
    expect(idsOf(await list({ subject: 's1' }))).toEqual(['f1'])
    expect(idsOf(await list({ actor: 'a1' }))).toEqual(['f1'])
    expect(idsOf(await list({ correlation: 'c-f' }))).toEqual(['f2'])
    expect(idsOf(await list({ from: '2027-05-05T12:00:00+02:00', to: '2027-05-05T10:00:00.001Z' }))).toEqual(['f1'])
    expect(idsOf(await list({ q: 'FRAGILE — Zoë' }))).toEqual(['f2'])
    expect(idsOf(await list({ q: 'say "when" 100%_' }))).toEqual(['f3'])
    expect(idsOf(await list({ q: 'order.paid', subject: 's1', type: 'order.*', actor: 'a1' }))).toEqual(['f1'])
    expect(idsOf(await list({ q: 'order.paid', subject: 's2' }))).toEqual([])
  })

  it('takes every sign of SQL, LIKE and globs for what it is', async () => {
    await log(ours.id, { id: 'g1', type: 'glob.a', data: '{"x":"a%b_c?[d]"}', subject: "it's; DROP" })
    for (const q of ['%', 'a_b', "' OR 1=1 --", '?', '[d', '*'])
      expect(idsOf(await list({ q, type: 'glob.*' })), q).toEqual(['%', '?', '[d'].includes(q) ? ['g1'] : [])
    for (const type of ['glob.?', 'glob.[a]', 'glob%', "glob.a' OR '1'='1", 'g*b.a*a'])
      expect(idsOf(await list({ type })), type).toEqual([])
    expect(idsOf(await list({ subject: "it's; DROP" }))).toEqual(['g1'])
    expect(idsOf(await list({ type: `glob.${'*'.repeat(180)}` }))).toEqual(['g1'])
    expect(await refusal(call('GET', '/api/v1/domain-events?q=%00', { token: ours.people.owner.token }))).toBe(
      'invalid',
    )
    const many = Array.from({ length: 21 }, (_, index) => `t${index}`).join(',')
    const token = ours.people.owner.token
    expect(await refusal(call('GET', `/api/v1/domain-events?type=${many}`, { token }))).toBe('invalid_query')
    for (const cursor of ['x', btoa('["asc",1]'), btoa('["desc",-1]'), btoa('["desc","1 OR 1"]')])
      expect(await refusal(call('GET', `/api/v1/domain-events?cursor=${cursor}`, { token }))).toBe('invalid_cursor')
  })

  it('knows nothing of other organisations, by no filter, id, timeline or export', async () => {
    await log(theirs.id, { id: 'secret-1', subject: 'secret-s', correlation_id: 'secret-c', data: '{"of":"secret-d"}' })
    const token = ours.people.owner.token
    for (const query of [{ q: 'secret' }, { subject: 'secret-s' }, { correlation: 'secret-c' }, { type: 'parcel.*' }])
      expect(JSON.stringify(await list({ limit: '100', ...query }))).not.toContain('secret-')
    for (const path of ['secret-1', 'secret-1/timeline'])
      expect(await refusal(call('GET', `/api/v1/domain-events/${path}`, { token }))).toBe('not_found')
    const exported = await textOf(call('GET', '/api/v1/domain-events/export', { token }))
    expect(exported).not.toContain('secret-')
    await log(ours.id, { id: 'mine-c', correlation_id: 'secret-c', causation_id: 'secret-1' })
    const timeline = await (await call('GET', '/api/v1/domain-events/mine-c/timeline', { token })).text()
    expect(timeline).not.toContain('secret-d')
  })

  it('shows what it says of people to who may see it, and lets nobody else search it', async () => {
    const data = '{"userId":"u9","email":"ada@hidden.example","firstName":"Ada","lastName":null}'
    await log(ours.id, { id: 'per-1', type: 'user.registered', aggregate: 'user', data })
    const key = await apiKeyWith(ours.id, ['log.read'])
    for (const token of [ours.people.member.token, key]) {
      const [event] = (await list({ type: 'user.registered' }, token)).data
      expect(event?.data).toEqual({ userId: 'u9', email: '[personal]', firstName: '[personal]', lastName: null })
      expect(await list({ q: 'hidden.example' }, token)).toMatchObject({ data: [], next: null })
      for (const path of ['/domain-events/per-1', '/domain-events/per-1/timeline', '/domain-events/export?q=u9'])
        expect(await textOf(call('GET', `/api/v1${path}`, { token }))).not.toContain('hidden.example')
      expect(await (await call('GET', '/api/logs?type=user.registered', { token })).text()).not.toContain('hidden')
    }
    expect(idsOf(await list({ q: 'hidden.example' }, ours.people.admin.token))).toEqual(['per-1'])
  })

  it('keeps what it says of a new account from members', async () => {
    const owner = await someone('registered@example.com')
    const { data } = await list({ type: 'user.registered' }, owner.accessToken)
    expect(data[0]?.data).toMatchObject({ email: 'registered@example.com', firstName: null })
  })

  it('is closed to viewers', async () => {
    const answer = call('GET', '/api/v1/domain-events', { token: ours.people.viewer.token })
    expect(await refusal(answer)).toBe('forbidden')
  })

  it('tells what came of what, across correlations, and deliveries to who may see them', async () => {
    const delivered = { notificationId: `n-${ours.mark}` }
    await log(
      ours.id,
      { id: 't1', correlation_id: 'tc', logged_at: 1 },
      { id: 't2', correlation_id: 'tc', causation_id: 't1', data: JSON.stringify(delivered), logged_at: 2 },
      { id: 't3', correlation_id: 'other', causation_id: 't2', logged_at: 3 },
      { id: 't4', correlation_id: 'elsewhere', logged_at: 4 },
      { id: 't5', causation_id: 't5', logged_at: 5 },
    )
    const of = async (id: string, token: string) =>
      read<{ data: { id: string; parent: string | null }[]; withheld: string[] }>(
        200,
        call('GET', `/api/v1/domain-events/${id}/timeline`, { token }),
      )
    const steps = (await of('t1', ours.people.owner.token)).data.map(({ id, parent }) => [id, parent])
    expect(steps).toEqual([
      ['t1', null],
      ['t2', 't1'],
      ['t3', 't2'],
      [`d-${ours.mark}`, 't2'],
    ])
    expect((await of('t3', ours.people.owner.token)).data.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['t1', 't2', 't3']),
    )
    const seen = await of('t1', ours.people.member.token)
    expect(seen.data).toHaveLength(3)
    expect(seen.withheld).toEqual(['deliveries'])
    expect((await of('t5', ours.people.owner.token)).data).toHaveLength(1)
  })

  it('shows an event with what came of it, however much its correlation holds', async () => {
    const hundreds = Array.from({ length: 250 }, () => ({ correlation_id: 'crowd' }))
    await log(ours.id, { id: 'crowd-cause' }, ...hundreds.slice(0, 240))
    await log(ours.id, { id: 'crowd-one', correlation_id: 'crowd', causation_id: 'crowd-cause' })
    await log(ours.id, { id: 'crowd-effect', correlation_id: 'crowd', causation_id: 'crowd-one' }, ...hundreds)
    const answer = call('GET', '/api/v1/domain-events/crowd-one/timeline', { token: ours.people.owner.token })
    const { data, truncated } = await read<{ data: { id: string }[]; truncated: boolean }>(200, answer)
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(['crowd-cause', 'crowd-one', 'crowd-effect']))
    expect(data).toHaveLength(200)
    expect(truncated).toBe(true)
  })

  it('reads ids that others made, whatever is in them', async () => {
    await log(ours.id, { id: 'urn:x/1?a=b c' })
    const token = ours.people.owner.token
    const found = call('GET', `/api/v1/domain-events/${encodeURIComponent('urn:x/1?a=b c')}`, { token })
    expect(await read<LoggedEventView>(200, found)).toMatchObject({ id: 'urn:x/1?a=b c' })
  })
})

describe('a log of 12,000 events', () => {
  let big: Organisation

  beforeAll(async () => {
    big = await organisationWithAll(703)
    await DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
       INSERT INTO domain_events (id, organisation_id, type, aggregate, partition_key, subject, time, logged_at, data)
       SELECT 'big-' || i, ?1, iif(i = 1, 'needle.found', 'hay.' || (i % 7)), 'hay', 'k' || (i % 500), 'k' || (i % 500), i, i,
         iif(i % 3 = 0, '{"email":"x@needle.example"}', '{}') FROM n`,
    )
      .bind(big.id)
      .run()
  })

  const walk = async (query: Record<string, string>, between: () => Promise<unknown> = async () => {}) => {
    const found: string[] = []
    let pages = 0
    for (let next: string | null = ''; next !== null; pages += 1) {
      const page: Page = await list(
        { limit: '100', ...query, ...(next !== '' && { cursor: next }) },
        big.people.owner.token,
      )
      found.push(...idsOf(page))
      next = page.next
      await between()
    }
    return { found, pages }
  }

  it('comes page by page, each event once and in order, while others are logged', async () => {
    const { found } = await walk({ subject: 'k7' }, () => log(big.id, { subject: 'k7' }))
    expect(found).toEqual(Array.from({ length: 24 }, (_, index) => `big-${12_000 - 493 - index * 500}`))
    const { found: all } = await walk({ type: 'hay.*' }, () => log(big.id, {}))
    expect(all).toHaveLength(11_999)
    expect(new Set(all).size).toBe(11_999)
    expect(all.at(-1)).toBe('big-2')
  })

  it('reads a bounded part for each page, and its cursor goes on to what lies deeper', async () => {
    const first = await list({ type: 'needle.*' }, big.people.owner.token)
    expect(first.data).toEqual([])
    expect(first.next).not.toBeNull()
    const { found, pages } = await walk({ type: 'needle.*' })
    expect(found).toEqual(['big-1'])
    expect(pages).toBe(2)
    expect((await walk({ type: 'needle.*', order: 'asc' })).found).toEqual(['big-1'])
  })

  it('tells a member who searches for what is hidden no more than that there is none', async () => {
    const member = big.people.member.token
    const hidden = await list({ q: 'needle.example' }, member)
    const nothing = await list({ q: 'no such text' }, member)
    expect(hidden).toEqual(nothing)
  })

  it('is exported whole, line by line, as it is shown', async () => {
    const answer = await call('GET', '/api/v1/domain-events/export?type=hay.*', { token: big.people.member.token })
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="domain-events.ndjson"')
    expect(answer.headers.get('link')).toBeNull()
    const lines = (await textOf(answer)).trimEnd().split('\n')
    expect(lines).toHaveLength(11_999)
    const events = lines.map((line) => JSON.parse(line) as LoggedEventView)
    expect(events[0]).toMatchObject({ id: 'big-2', type: 'hay.2' })
    expect(events[1]?.data).toEqual({ email: '[personal]' })
    expect(events.every(({ position }, index) => index === 0 || position > (events[index - 1]?.position ?? 0))).toBe(
      true,
    )
  })
})

describe('an export', () => {
  const search = (organisationId: string, type: string) => ({
    organisationId,
    filter: { ...NO_FILTER, types: [type] },
    order: 'asc' as const,
    after: null,
    visible: () => ({}),
  })

  it('ends before it asks more than one request may, and says where to go on', async () => {
    const { id, people } = await organisationWithAll(704)
    await DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 41000)
       INSERT INTO domain_events (id, organisation_id, type, aggregate, partition_key, subject, time, logged_at, data)
       SELECT 'much-' || i, ?1, 'hay.cut', 'hay', 'k', 'k' || i, i, i, '{}' FROM n`,
    )
      .bind(id)
      .run()
    const answer = await call('GET', '/api/v1/domain-events/export?type=h*cut', { token: people.member.token })
    expect(answer.headers.get('link')).toMatch(/rel="next"/)
    await answer.body?.cancel()
    let asked = 0
    const db = new Proxy(DB, {
      get: (target, name) => {
        if (name === 'prepare') asked += 1
        const member = Reflect.get(target, name)
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
    const log = { db, bucket: (env as Env).BUCKET }
    const end = await endOfExport(log, search(id, 'h*cut'))
    const lines = await new Response(linesOf(log, search(id, 'h*cut'), end)).arrayBuffer()
    expect(new TextDecoder().decode(lines).trimEnd().split('\n').length).toBeGreaterThan(39_900)
    expect(asked).toBeLessThan(1000)
  })
})
