import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { until } from '../../journeys/client.ts'
import { arrival, type Bridge, catalogueTopics, happenings, publish, startBridge, topicOf } from './bridge.ts'
import { type Broker, startBroker, USER } from './broker.ts'
import { FLAWLESS, judge } from './detector.ts'
import { readAll, received } from './reader.ts'
import { confluentReader, requireKcat } from './tools.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

let broker: Broker
let bridge: Bridge

const scram = (mechanism: string) => ({
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_USERNAME: USER.username,
  KAFKA_PASSWORD: USER.scram,
})

beforeAll(async () => {
  await requireKcat()
  broker = await startBroker()
  await catalogueTopics(broker)
})
afterAll(async () => {
  await bridge?.kill()
  await broker?.remove()
})

describe('a bridge that must sign in', () => {
  const plain = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_USERNAME: USER.username }

  it('waits with a wrong password, says why, and sends everything once it has the right one', async () => {
    const topic = await broker.topic(topicOf('secret'))
    bridge = await startBridge({ KAFKA_BROKERS: broker.address.sasl, ...plain, KAFKA_PASSWORD: 'wrong' })
    const sent = await publish(bridge.team, happenings('secret.told', 250, 10))
    const { reason, lag } = await until('a lane that says why it waits', async () => {
      const lane = await bridge.lane()
      return lane.reason !== null && lane
    })
    expect(reason).toMatch(/KAFKA_PASSWORD/)
    expect(reason).not.toMatch(/wrong/)
    expect(lag.all).toBeGreaterThanOrEqual(250)
    await bridge.stop()
    await bridge.start({ KAFKA_BROKERS: broker.address.sasl, ...plain, KAFKA_PASSWORD: USER.plain })
    expect({ ...(await arrival(broker, topic, sent)), repeated: 0 }).toEqual(FLAWLESS)
  })

  it.each([
    ['SCRAM-SHA-256', 'sasl', {}],
    ['SCRAM-SHA-512', 'saslTls', { KAFKA_TLS: 'true' }],
    ['TLS alone', 'tls', { KAFKA_TLS: 'true' }],
  ] as const)('sends over %s', async (kind, listener, more) => {
    const aggregate = kind.toLowerCase().replace(/\W/g, '_')
    const topic = await broker.topic(topicOf(aggregate))
    await bridge.stop()
    const sasl = kind.startsWith('SCRAM') ? scram(kind.toLowerCase()) : {}
    const authority = { NODE_EXTRA_CA_CERTS: broker.ca }
    await bridge.start({ KAFKA_BROKERS: broker.address[listener], ...sasl, ...more, ...authority })
    const sent = await publish(bridge.team, happenings(`${aggregate}.used`, 250, 10))
    expect({ ...(await arrival(broker, topic, sent)), repeated: 0 }).toEqual(FLAWLESS)
  })

  it('sends what clients can read that sign in themselves', async () => {
    const read = await confluentReader()
    const topic = topicOf('secret')
    const tls = { 'security.protocol': 'SASL_SSL', 'ssl.ca.location': broker.ca }
    const signedIn = (mechanism: string) => ({
      'bootstrap.servers': broker.address.saslTls,
      'sasl.mechanism': mechanism,
      'sasl.username': USER.username,
      'sasl.password': USER.scram,
      ...tls,
    })
    const direct = await readAll(broker.address.plain, topic)
    const byId = direct.map(({ headers }) => headers.ce_id)
    expect(byId.length).toBeGreaterThanOrEqual(250)
    for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
      const records = received(await read(topic, signedIn(mechanism)))
      expect(records).toEqual(direct)
      expect(judge([], records).repeated).toBe(0)
    }
    const overTls = await readAll(broker.address.tls, topic, ['security.protocol=ssl', `ssl.ca.location=${broker.ca}`])
    expect(overTls).toEqual(direct)
  })
})
