import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LoggedEvent } from '../../../../contract/domain-events.ts'
import { deliveryOf } from '../../../../platform/kafka/deliver.ts'

const happened = (type: string, key: string): LoggedEvent => ({
  position: 1,
  id: key,
  organisationId: 'o_1',
  type,
  aggregate: type.split('.')[0] ?? '',
  partitionKey: key,
  sequence: 1,
  source: null,
  subject: key,
  actor: null,
  time: 0,
  loggedAt: 0,
  correlationId: null,
  causationId: null,
  traceparent: null,
  extensions: null,
  data: '{}',
})
const usual = { replay: false, failingFor: 0 }

/** A REST proxy that has these topics and no other. */
const proxyWith = (topics: readonly string[]) => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => {
    const topic = url.split('/').at(-1) ?? ''
    asked.push(topic)
    if (!topics.includes(topic)) return new Response('{"error_code":40401}', { status: 404 })
    return Response.json({ offsets: JSON.parse(body).records.map(() => ({ offset: 1 })) })
  })
  return asked
}
const delivery = (more = {}) => deliveryOf({ KAFKA_REST_URL: 'https://proxy.example', KAFKA_REST_KIND: 'v2', ...more })

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a topic that does not exist', () => {
  it('keeps nobody waiting whose type made it up, and is not asked for each time', async () => {
    const asked = proxyWith(['signalbox.user.v1'])
    const { deliver } = delivery()
    const events = ['user.registered', 'made.up', 'made.again', 'user.registered'].map((type, index) =>
      happened(type, `k${index}`),
    )
    expect(await deliver(events, usual)).toMatchObject({ done: 1, stopped: { why: 'poison' } })
    expect(await deliver(events.slice(2), usual)).toMatchObject({ done: 0, stopped: { why: 'poison' } })
    expect(await deliver(events.slice(3), usual)).toEqual({ done: 1 })
    expect(asked.filter((topic) => topic === 'signalbox.made.v1')).toHaveLength(1)
  })

  it('waits for a moment where it was there before, or the broker has just come back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    proxyWith(['signalbox.made.v1'])
    const { deliver } = delivery()
    expect(await deliver([happened('made.up', 'k')], usual)).toEqual({ done: 1 })
    proxyWith([])
    expect(await deliver([happened('made.up', 'k')], usual)).toMatchObject({ stopped: { why: 'unavailable' } })
    const back = { replay: false, failingFor: 20_000 }
    expect(await deliver([happened('made2.up', 'k')], back)).toMatchObject({ stopped: { why: 'unavailable' } })
    vi.advanceTimersByTime(11_000)
    expect(await deliver([happened('made.up', 'k')], back)).toMatchObject({ stopped: { why: 'poison' } })
    expect(await deliver([happened('made2.up', 'k')], back)).toMatchObject({ stopped: { why: 'poison' } })
  })

  it('is asked for again by an event alone, which somebody may have sent again because it is there now', async () => {
    proxyWith([])
    const { deliver } = delivery()
    expect(await deliver([happened('made.up', 'k')], usual)).toMatchObject({ stopped: { why: 'poison' } })
    proxyWith(['signalbox.made.v1'])
    expect(await deliver([happened('made.up', 'k')], usual)).toEqual({ done: 1 })
  })

  it('waits for whoever set up the bridge where it is one of ours, or one that they named', async () => {
    proxyWith([])
    const waits = { done: 0, stopped: { why: 'unavailable' } }
    expect(await delivery().deliver([happened('issue.created', 'k')], usual)).toMatchObject(waits)
    expect(await delivery().deliver([happened('issue.made_up', 'k')], usual)).toMatchObject(waits)
    const named = { KAFKA_TOPICS: '{"order.*":{"topic":"orders"}}' }
    expect(await delivery(named).deliver([happened('order.sent', 'k')], usual)).toMatchObject(waits)
    const single = { KAFKA_TOPIC_TEMPLATE: 'everything' }
    expect(await delivery(single).deliver([happened('made.up', 'k')], usual)).toMatchObject(waits)
  })
})
