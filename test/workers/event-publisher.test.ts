import { env } from 'cloudflare:workers'
import { CloudEvent, HTTP, type Message } from 'cloudevents'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DryRun, LoggedEventView } from '../../contract/event-log.ts'
import type { Problem } from '../../contract/problem.ts'
import { refusal } from './accounts.ts'
import { call, read } from './client.ts'
import { migrated } from './migrated.ts'
import { apiKeyWith, insertAll, type Organisation, organisationWithAll } from './walk-fixtures.ts'

interface Done {
  data: { outcome: 'logged' | 'duplicate'; event: LoggedEventView }[]
}

const { DB } = env as Env
const BATCH = 'application/cloudevents-batch+json'
let ours: Organisation
let token: string
let serial = 0

const fresh = () => {
  serial += 1
  return `pub-${serial}`
}
const send = (body: unknown, headers: Record<string, string> = {}, query = '') =>
  call('POST', `/api/v1/domain-events${query}`, { token, body, headers })
const sendMessage = ({ headers, body }: Message) => send(body, headers as Record<string, string>)
const event = (change: object = {}) => ({
  specversion: '1.0',
  id: fresh(),
  source: '/shop',
  type: 'order.shipped',
  data: { total: 1 },
  ...change,
})
const one = async (answer: Promise<Response>) => (await read<Done>(201, answer)).data[0]?.event
const pointersOf = async (answer: Promise<Response>) =>
  (await read<Problem>(422, answer)).errors?.map(({ pointer, code }) => `${pointer} ${code}`)
const countIn = async (organisation: string) =>
  DB.prepare('SELECT count(*) AS n FROM domain_events WHERE organisation_id = ?').bind(organisation).first<number>('n')

beforeAll(async () => {
  await migrated()
  ours = await organisationWithAll(801)
  token = ours.people.owner.token
})

describe('the CloudEvents SDK as a client', () => {
  const sample = () =>
    new CloudEvent({
      id: fresh(),
      source: '/shop/till-4',
      type: 'order.shipped',
      subject: 'order-7',
      time: '2027-06-01T20:00:00.123+02:00',
      partitionkey: 'customer-1',
      tenant: 'north',
      data: { total: 1200, note: 'Zoë' },
    })

  it.each(['structured', 'binary'] as const)('is understood in %s mode, and nothing it says is lost', async (mode) => {
    const sent = sample()
    const logged = await one(sendMessage(HTTP[mode](sent)))
    expect(logged).toMatchObject({
      id: sent.id,
      source: '/shop/till-4',
      type: 'order.shipped',
      subject: 'order-7',
      time: '2027-06-01T18:00:00.123Z',
      partitionkey: 'customer-1',
      tenant: 'north',
      aggregate: 'order',
      actor: ours.people.owner.id,
      data: { total: 1200, note: 'Zoë' },
    })
    const { position: _, loggedAt: __, ...back } = logged ?? {}
    expect(new CloudEvent(back).validate()).toBe(true)
  })

  it('is understood in batches, and sequences count within each thing', async () => {
    const key = fresh()
    const events = [1, 2, 3].map((total) => event({ partitionkey: key, data: { total } }))
    const done = await read<Done>(201, send(events, { 'content-type': BATCH }))
    expect(done.data.map(({ event: { sequence } }) => Number(sequence))).toEqual([1, 2, 3])
    expect(
      (await one(send(event({ partitionkey: key }), { 'content-type': 'application/cloudevents+json' })))?.sequence,
    ).toBe('0000000004')
  })

  it('may percent-encode headers as the binding says', async () => {
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': fresh(),
      'ce-type': 'order.shipped',
      'ce-source': '/shop',
      'ce-subject': 'caf%C3%A9%20%22x%22',
      'ce-note': '"quoted \\"once\\""',
      'content-type': 'application/json',
    }
    expect(await one(send({ total: 1 }, headers))).toMatchObject({ subject: 'café "x"', note: 'quoted "once"' })
    const broken = { ...headers, 'ce-id': fresh(), 'ce-subject': '%E9' }
    expect(await pointersOf(send({ total: 1 }, broken))).toEqual(['/ce-subject invalid_encoding'])
  })
})

describe('publishing', () => {
  it('takes a form that says only type and data, and fills in the rest', async () => {
    const logged = await one(send({ type: 'user.action_performed', data: { userId: 'u_1', actionType: 'LOGIN' } }))
    expect(logged).toMatchObject({
      source: `/manual/${ours.people.owner.id}`,
      subject: 'u_1',
      partitionkey: 'u_1',
      aggregate: 'user',
      actor: ours.people.owner.id,
    })
    expect(logged?.correlationid).toBeTypeOf('string')
    const back = await read<LoggedEventView>(200, call('GET', `/api/v1/domain-events/${logged?.id}`, { token }))
    expect(back).toEqual(logged)
  })

  it('turns names of earlier systems into ours, with their numbers and moments', async () => {
    const data = {
      notificationId: 7,
      userId: 42,
      type: 'EMAIL',
      title: 'T',
      message: 'M',
      timestamp: '2026-01-02T03:04:05',
    }
    expect(await one(send({ type: 'NotificationTriggered', data }))).toMatchObject({
      type: 'notification.triggered',
      subject: '7',
      time: '2026-01-02T03:04:05.000Z',
      data: { notificationId: '7', userId: '42', type: 'EMAIL', title: 'T', message: 'M' },
    })
  })

  it('answers the same event again as a duplicate, and another of its id with 409', async () => {
    const first = event({ time: '2027-01-01T00:00:00Z', subject: 's' })
    const sent = { 'content-type': 'application/cloudevents+json' }
    const logged = await one(send(first, sent))
    const before = await countIn(ours.id)
    const again = await read<Done>(200, send({ ...first, data: { total: 1 } }, sent))
    expect(again.data).toEqual([{ outcome: 'duplicate', event: logged }])
    for (const change of [
      { data: { total: 2 } },
      { subject: 'other' },
      { source: '/other' },
      { time: '2027-01-01T00:00:01Z' },
    ])
      expect(await refusal(send({ ...first, ...change }, sent))).toBe('event_id_taken')
    expect(await countIn(ours.id)).toBe(before)
  })

  it('logs an event once, however many send it at once', async () => {
    const same = event({ id: 'at-once' })
    const sent = { 'content-type': 'application/cloudevents+json' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(same, sent)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
  })

  it('lets two organisations have the same id', async () => {
    const other = await organisationWithAll(802)
    const body = event()
    await one(send(body))
    const theirs = call('POST', '/api/v1/domain-events', { token: other.people.owner.token, body })
    expect((await theirs).status).toBe(201)
  })

  it('goes on in the correlation that is given, of its cause, or of the request', async () => {
    const cause = await one(send(event({ correlationid: 'corr-1' })))
    expect(cause).toMatchObject({ correlationid: 'corr-1' })
    expect(await one(send(event({ causationid: cause?.id })))).toMatchObject({
      correlationid: 'corr-1',
      causationid: cause?.id,
    })
    const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    expect(await one(send(event({ traceparent: parent })))).toMatchObject({ traceparent: parent })
  })

  it('logs all of a batch or nothing, and points at what is wrong', async () => {
    const before = await countIn(ours.id)
    const twice = event()
    const batch = [
      event(),
      event({ type: 'user.action_performed', data: { userId: 'u', actionType: 7 } }),
      twice,
      { ...twice, data: {} },
      event({ specversion: '0.3', source: '/organizations/x', 'Bad-Name': 'x' }),
      event({ type: undefined, actor: 'someone else', time: '2027-02-30T00:00:00Z' }),
      'no event',
    ]
    expect(await pointersOf(send(batch, { 'content-type': BATCH }))).toEqual([
      '/1/data/actionType invalid_type',
      '/3/id event_id_taken',
      '/4/specversion invalid_specversion',
      '/4/source invalid_source',
      '/4/Bad-Name invalid_name',
      '/5/time invalid_time',
      '/5/actor reserved_name',
      '/5/type required',
      '/6 invalid_event',
    ])
    expect(await countIn(ours.id)).toBe(before)
  })

  it('keeps to its limits', async () => {
    const headers = { 'content-type': BATCH }
    for (const batch of [[], Array.from({ length: 101 }, () => event())])
      expect(await pointersOf(send(batch, headers))).toEqual([' invalid_batch'])
    const large = event({ data: 'é'.repeat(33_000) })
    expect(await pointersOf(send(large))).toEqual([' too_large'])
    expect(
      await refusal(
        send(
          Array.from({ length: 20 }, () => large),
          headers,
        ),
      ),
    ).toBe('too_large')
    expect(
      (
        await read<Done>(
          201,
          send(
            Array.from({ length: 100 }, () => event()),
            headers,
          ),
        )
      ).data,
    ).toHaveLength(100)
  })

  it('takes data as base64 only where it is JSON, and no other kind of data', async () => {
    const sent = { 'content-type': 'application/cloudevents+json' }
    const base64 = (text: string) => event({ data: undefined, data_base64: btoa(text) })
    expect(await one(send(base64('{"total":5}'), sent))).toMatchObject({ data: { total: 5 } })
    for (const wrong of [base64('not json'), base64('{"a":1,"a":2}'), event({ data_base64: 'e30=' })])
      expect(await pointersOf(send(wrong, sent))).toEqual(['/data_base64 invalid_data_base64'])
    expect(await pointersOf(send(event({ datacontenttype: 'text/xml', data: '<a/>' }), sent))).toEqual([
      '/datacontenttype invalid_datacontenttype',
    ])
    for (const type of ['text/plain', 'application/cloudevents+avro'])
      expect(await refusal(send('x', { 'content-type': type }))).toBe('unsupported_media_type')
    expect(await refusal(send('{', sent))).toBe('malformed_json')
  })

  it('takes no JSON with traps in it, whatever type the body says to be of', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const named = { 'ce-specversion': '1.0', 'ce-id': fresh(), 'ce-type': 'order.shipped', 'ce-source': '/shop' }
    const said = `{"type":"order.shipped","data":${deep}}`
    for (const headers of [{ 'content-type': 'text/json' }, { 'content-type': 'application/json' }])
      expect(await pointersOf(send(deep, { ...named, ...headers })), headers['content-type']).toMatchObject([
        expect.stringContaining('too_deep'),
      ])
    for (const type of ['text/plain', 'application/json']) {
      const answer = call('POST', '/api/events', { token, body: said, headers: { 'content-type': type } })
      expect(await pointersOf(answer), type).toEqual([' too_deep'])
    }
  })

  it('counts nothing that a room counts, and leaves the log itself to the platform', async () => {
    expect((await one(send(event({ type: 'booking.noticed' }))))?.sequence).toBeUndefined()
    for (const type of ['log.erased', 'replay.started', 'reader.paused', 'log.anything'])
      expect((await pointersOf(send(event({ type }))))?.[0], type).toBe('/type reserved_type')
  })

  it('says what would happen, and does nothing', async () => {
    const bridgeless = await read<DryRun>(200, send(event(), {}, '?dryRun=true'))
    expect(bridgeless.data).toMatchObject([{ outcome: 'accepted', kafkaTopics: [] }])
    await insertAll([['readers', { name: 'kafka:main', cursor: 0, state: 'running', created_at: 1 }]])
    const known = event()
    await one(send(known))
    const before = await countIn(ours.id)
    const batch = [event({ type: 'issue.noticed', partitionkey: 'i1' }), known, event({ time: 'noon' })]
    const { data } = await read<DryRun>(200, send(batch, { 'content-type': BATCH }, '?dryRun=true'))
    expect(data).toMatchObject([
      {
        outcome: 'accepted',
        errors: [],
        aggregate: 'issue',
        partitionkey: 'i1',
        topic: 'issues',
        kafkaTopics: ['signalbox.issue.v1'],
      },
      { outcome: 'duplicate', readers: [], kafkaTopics: [] },
      { outcome: 'refused', errors: [{ pointer: '/2/time' }], topic: null },
    ])
    expect(data[0]?.readers).toContain('kafka:main')
    expect(await countIn(ours.id)).toBe(before)
    expect(await refusal(send(event(), {}, '?dryRun=yes'))).toBe('invalid')
  })

  it('is for owners, admins and keys that may, and says which', async () => {
    const asWho = (who: string) => call('POST', '/api/v1/domain-events', { token: who, body: event() })
    for (const role of ['member', 'viewer'] as const)
      expect(await refusal(asWho(ours.people[role].token))).toBe('forbidden')
    expect(await refusal(asWho(await apiKeyWith(ours.id, ['log.read'])))).toBe('forbidden')
    const key = await apiKeyWith(ours.id, ['event.publish'])
    const body = event({ type: 'user.registered', data: { userId: 'u', email: 'a@example.com' } })
    const logged = await one(call('POST', '/api/v1/domain-events', { token: key, body }))
    expect(logged?.actor).toMatch(/^k-/)
    expect(logged?.data).toEqual({ userId: 'u', email: '[personal]' })
  })
})

describe('paths of the earlier notification platform', () => {
  it.each([
    [
      { type: 'UserActionPerformed', userId: 1, actionType: 'LOGIN', timestamp: 1_767_225_600_000 },
      'UserActionPerformed',
    ],
    [{ eventType: 'UserActionPerformed', payload: { userId: 'u1', actionType: 'LOGOUT' } }, 'UserActionPerformed'],
    [{ userId: 'u1', actionType: 'UPDATE_PROFILE', actionDetails: 'name' }, 'UserActionPerformed'],
    [{ type: 'NotificationTriggered', data: { type: 'SMS', title: 'T', message: 'M' } }, 'NotificationTriggered'],
    [
      { eventType: 'NotificationTriggered', type: 'PUSH', title: 'T', message: 'M', recipient: 'r' },
      'NotificationTriggered',
    ],
    [{ type: 'EMAIL', title: 'T', message: 'M', userId: 'u1' }, 'NotificationTriggered'],
  ])('take %j', async (body, eventType) => {
    const done = await read<{ eventType: string; status: string; id: string }>(
      201,
      call('POST', '/api/events', { token, body }),
    )
    expect(done).toMatchObject({ eventType, status: 'PUBLISHED' })
    const logs = await read<{ id: string }[]>(200, call('GET', `/api/logs?eventType=${eventType}&limit=1`, { token }))
    expect(logs.map(({ id }) => id)).toEqual([done.id])
  })

  it('say what is wrong with an event', async () => {
    const body = { type: 'UserActionPerformed', userId: 'u1', timestamp: 'noon' }
    expect(await pointersOf(call('POST', '/api/events', { token, body }))).toEqual(['/data/actionType invalid_type'])
    expect(await pointersOf(call('POST', '/api/events', { token, body: {} }))).toEqual(['/type required'])
  })

  it('give the log page by page, and lead to the page that shows it', async () => {
    const first = await call('GET', '/api/logs?limit=2', { token })
    expect(await first.json()).toHaveLength(2)
    const next = /^<(\/api\/logs\?[^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    expect(await read<unknown[]>(200, call('GET', next, { token }))).toHaveLength(2)
    for (const path of ['/kafka-ui', '/kafka-ui/ui/clusters'])
      expect((await call('GET', path)).headers.get('location')).toBe('/activity')
  })
})
