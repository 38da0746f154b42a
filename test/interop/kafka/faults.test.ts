import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { send, until } from '../../journeys/client.ts'
import {
  arrival,
  type Bridge,
  catalogueTopics,
  deadLetters,
  happenings,
  publish,
  startBridge,
  topicOf,
} from './bridge.ts'
import { type Broker, startBroker } from './broker.ts'
import { FLAWLESS, judge } from './detector.ts'
import { readAll } from './reader.ts'
import { requireKcat } from './tools.ts'

// The cases of kafkajs.test.ts, through the bridge: what kafkajs would lose or leave stuck arrives.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

let broker: Broker
let bridge: Bridge

beforeAll(async () => {
  await requireKcat()
  broker = await startBroker()
  await catalogueTopics(broker)
  bridge = await startBridge({ KAFKA_BROKERS: broker.address.proxied })
})
afterEach(() => broker.proxy.heal())
afterAll(async () => {
  await bridge?.kill()
  await broker?.remove()
})

describe('where answers of the broker get lost, the bridge loses nothing and keeps the order', () => {
  it('A: one answer lost', async () => {
    const topic = await broker.topic(topicOf('lost'), { partitions: 3 })
    broker.proxy.harm('lost')
    const sent = await publish(bridge.team, happenings('lost.once', 300, 20))
    expect(await harmless(topic, sent)).toEqual(FLAWLESS)
    expect(broker.proxy.pending()).toBe(0)
  })

  it('B: so many answers lost that kafkajs gives up, and nothing new meanwhile', async () => {
    const topic = await broker.topic(topicOf('given'), { partitions: 3 })
    broker.proxy.harm('lost', 100)
    const sent = await publish(bridge.team, happenings('given.up', 300, 20))
    await lanefails()
    broker.proxy.heal()
    expect(await harmless(topic, sent)).toEqual(FLAWLESS)
  })

  it.each([
    ['C: the next batch is as long as the one whose answers got lost', 'same', 2],
    ['D: the next batch is longer', 'longer', 5],
  ])('%s', async (_, aggregate, size) => {
    const topic = await broker.topic(topicOf(aggregate))
    broker.proxy.harm('lost', 100)
    const counted = new Map<string, number>()
    const first = await publish(bridge.team, happenings(`${aggregate}.again`, 2, 1), counted)
    await lanefails()
    const second = await publish(bridge.team, happenings(`${aggregate}.again`, size, 1), counted)
    broker.proxy.heal()
    const third = await publish(bridge.team, happenings(`${aggregate}.again`, size, 1), counted)
    expect(await harmless(topic, [...first, ...second, ...third])).toEqual(FLAWLESS)
  })

  it('E: six publish at once, so wake-ups overlap, while answers come late or get lost', async () => {
    const topic = await broker.topic(topicOf('crowd'), { partitions: 3 })
    for (const fate of ['late', 'lost', 'late', 'lost', 'lost', 'lost'] as const) broker.proxy.harm(fate)
    const sent = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        publish(
          bridge.team,
          happenings('crowd.moved', 500, 10).map((one) => ({ ...one, key: `${at}-${one.key}` })),
        ),
      ),
    )
    expect(await harmless(topic, sent.flat())).toEqual(FLAWLESS)
  })

  it('F: one of two partitions refuses a record, which becomes a dead letter', async () => {
    const topic = await broker.topic(topicOf('parcel'), { partitions: 2, maxBytes: 4000 })
    const before = happenings('parcel.sent', 20, 10)
    const noise = Array.from({ length: 2000 }, () => Math.random().toString(36)).join()
    const counted = new Map<string, number>()
    const sent = await publish(bridge.team, before, counted)
    const [big] = await publish(bridge.team, [{ type: 'parcel.sent', key: 'thing-3', data: { noise } }], counted)
    sent.push(...(await publish(bridge.team, before, counted)))
    expect(await harmless(topic, sent)).toEqual(FLAWLESS)
    expect(judge(big ? [big] : [], await readAll(broker.address.plain, topic)).lost).toEqual([big?.id])
    const buried = await until('the dead letter', async () =>
      (await deadLetters(bridge.team)).find(({ source }) => source === 'reader:kafka:main'),
    )
    expect(buried.detail).toMatch(/MESSAGE_TOO_LARGE|size/)
  })

  it('G: partitions have no leader for a moment', async () => {
    const topic = await broker.topic(topicOf('leader'), { partitions: 6 })
    broker.proxy.harm('not-leader', 3)
    const sent = await publish(bridge.team, happenings('leader.gone', 300, 30))
    expect(await harmless(topic, sent)).toEqual(FLAWLESS)
    expect(broker.proxy.pending()).toBe(0)
  })

  it('an answer that never comes, on a connection that stays open', async () => {
    const topic = await broker.topic(topicOf('silence'))
    broker.proxy.harm('swallowed')
    const sent = await publish(bridge.team, happenings('silence.heard', 50, 5))
    expect(await harmless(topic, sent)).toEqual(FLAWLESS)
  })

  it('connections that are cut again and again', async () => {
    const topic = await broker.topic(topicOf('cut'), { partitions: 3 })
    const cutting = setInterval(() => broker.proxy.cut(), 150)
    const sent = await publish(bridge.team, happenings('cut.off', 1500, 30)).finally(() => clearInterval(cutting))
    expect(await harmless(topic, sent)).toEqual(FLAWLESS)
  })
})

it('compresses what it sends', async () => {
  const topic = await broker.topic(topicOf('wide'))
  const data = { note: 'as every other '.repeat(400) }
  const before = broker.proxy.producedBytes()
  const wide = happenings('wide.told', 100, 5).map((one) => ({ ...one, data }))
  expect(await harmless(topic, await publish(bridge.team, wide))).toEqual(FLAWLESS)
  const produced = broker.proxy.producedBytes() - before
  expect(produced).toBeGreaterThan(1000)
  expect(produced).toBeLessThan((100 * data.note.length) / 10)
})

it('gives its connections back when there is nothing to send, and takes new ones when there is', async () => {
  const topic = await broker.topic(topicOf('quiet'))
  const counted = new Map<string, number>()
  const before = await publish(bridge.team, happenings('quiet.kept', 20, 4), counted)
  expect(await harmless(topic, before)).toEqual(FLAWLESS)
  expect(broker.proxy.connections()).toBeGreaterThan(0)
  await until('a lane that holds no connection', async () => broker.proxy.connections() === 0, 60_000)
  const after = await publish(bridge.team, happenings('quiet.kept', 20, 4), counted)
  expect(await harmless(topic, [...before, ...after])).toEqual(FLAWLESS)
})

describe('what a broker refuses', () => {
  it('keeps nobody waiting for a topic that a made-up type has and the broker has not', async () => {
    const name = topicOf('unheard')
    const sent = await publish(bridge.team, happenings('unheard.of', 5, 1))
    const buried = await until('five dead letters', async () => {
      const letters = (await deadLetters(bridge.team)).filter(({ detail }) => /topic .*does not exist/.test(detail))
      return letters.length === 5 && letters
    })
    expect((await bridge.lane()).reason).toBeNull()
    await broker.topic(name)
    const { origin, token } = bridge.team
    for (const { id } of buried.toReversed()) await send(origin, `dead-letters/${id}/redrive`, { token, body: {} })
    expect((await harmless(name, sent)).lost).toEqual([])
  })
})

const lanefails = () =>
  until('a lane that says why it waits', async () => {
    const lane = await bridge.lane()
    return lane.reason !== null && lane
  })

/** How it arrived; records that came twice do not count, consumers drop them by their id. */
async function harmless(topic: string, sent: Parameters<typeof arrival>[2]) {
  return { ...(await arrival(broker, topic, sent)), repeated: 0 }
}
