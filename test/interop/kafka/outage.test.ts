import { setTimeout as passed } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { until } from '../../journeys/client.ts'
import {
  arrival,
  type Bridge,
  catalogueTopics,
  happenings,
  PATIENCE_MS,
  publish,
  startBridge,
  topicOf,
} from './bridge.ts'
import { type Broker, startBroker } from './broker.ts'
import { FLAWLESS, type Sent } from './detector.ts'
import { requireKcat } from './tools.ts'

const EVENTS = 10_000
const KEYS = 500
const OUTAGE_MS = 20_000

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

let broker: Broker
let bridge: Bridge

beforeAll(async () => {
  await requireKcat()
  broker = await startBroker()
  await catalogueTopics(broker)
  bridge = await startBridge({ KAFKA_BROKERS: broker.address.proxied })
})
afterAll(async () => {
  await bridge?.kill()
  await broker?.remove()
})

it('brings 10,000 events over 500 keys to Kafka in order, with the broker away for 20 s in the middle', async () => {
  const topic = await broker.topic(topicOf('seat'), { partitions: 6 })
  const all = happenings('seat.taken', EVENTS, KEYS)
  const counted = new Map<string, number>()
  const sent: Sent[] = []
  const publishing = (async () => {
    for (let at = 0; at < EVENTS; at += 500)
      sent.push(...(await publish(bridge.team, all.slice(at, at + 500), counted)))
  })()
  const reached = async (count: number) => {
    await until(`${count} events in Kafka`, async () => (await broker.count(topic)) >= count, PATIENCE_MS)
    return performance.now()
  }
  await reached(EVENTS / 4)
  await broker.stop()
  await passed(OUTAGE_MS)
  await broker.start()
  const back = performance.now()
  await publishing
  const had = await until('a broker that counts', () => broker.count(topic), PATIENCE_MS)
  const first = await reached(had + 1)
  const waiting = EVENTS - (await broker.count(topic))
  const through = await reached(EVENTS)
  const verdict = await arrival(broker, topic, sent)
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1)
  console.log(
    `Kafka: away for ${OUTAGE_MS / 1000} s, ${seconds(back, first)} s from its return to the next event, then ${waiting} events in ` +
      `${seconds(first, through)} s (${Math.round((waiting * 1000) / (through - first))}/s); ${verdict.repeated} came twice`,
  )
  expect({ ...verdict, repeated: 0 }).toEqual(FLAWLESS)
  expect(await bridge.lane()).toMatchObject({ state: 'running', lag: { all: 0 }, reason: null })
})

it('brings every event to Kafka in order, with everything killed in the middle', async () => {
  const topic = await broker.topic(topicOf('row'), { partitions: 3 })
  const all = happenings('row.changed', 3000, 50)
  // So slow that the kill comes between a batch that is written and its answer.
  broker.proxy.harm('late', 100)
  const sent = await publish(bridge.team, all)
  await until('some in Kafka', async () => (await broker.count(topic)) > 0, PATIENCE_MS)
  await bridge.kill()
  expect(await broker.count(topic)).toBeLessThan(sent.length)
  broker.proxy.heal()
  await bridge.start({ KAFKA_BROKERS: broker.address.proxied })
  expect({ ...(await arrival(broker, topic, sent)), repeated: 0 }).toEqual(FLAWLESS)
})
