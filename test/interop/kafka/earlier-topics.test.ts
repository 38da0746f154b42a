import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { entryOf } from '../../../contract/domain-events.ts'
import { until } from '../../journeys/client.ts'
import { run } from '../../journeys/sdk.ts'
import { arrival, type Bridge, catalogueTopics, happenings, publish, startBridge, topicOf } from './bridge.ts'
import { type Broker, startBroker } from './broker.ts'
import { FLAWLESS } from './detector.ts'
import { type Received, readAll } from './reader.ts'
import { requireKcat } from './tools.ts'

// Consumers that were written for the systems before this one subscribe to these topics and know these fields.

interface Earlier {
  topic: string
  type: string
  /** What the consumer reads. */
  fields: string[]
}

const EARLIER: Earlier[] = [
  {
    topic: 'UserRegistered',
    type: 'UserRegistered',
    fields: ['userId', 'email', 'firstName', 'lastName', 'timestamp'],
  },
  {
    topic: 'NotificationTriggered',
    type: 'NotificationTriggered',
    fields: ['notificationId', 'userId', 'type', 'title', 'message', 'recipient', 'timestamp'],
  },
  {
    topic: 'UserActionPerformed',
    type: 'UserActionPerformed',
    fields: ['userId', 'actionType', 'actionDetails', 'timestamp'],
  },
  { topic: 'prospect-events', type: 'prospect.created', fields: ['prospectId', 'name', 'email', 'timestamp'] },
  { topic: 'alerts', type: 'issue.created', fields: ['issueId', 'title', 'level', 'timestamp'] },
  { topic: 'events', type: 'issue.regressed', fields: ['issueId', 'title', 'level', 'timestamp'] },
  { topic: 'notifications', type: 'notification.delivered', fields: ['notificationId', 'timestamp'] },
  { topic: 'invitation.responded', type: 'invitation.responded', fields: ['eventId', 'email', 'timestamp'] },
  { topic: 'event.reminder', type: 'event.reminder', fields: ['eventId', 'startsAt', 'timestamp'] },
  { topic: 'waitlist.notification', type: 'waitlist.notification', fields: ['eventId', 'email', 'timestamp'] },
  { topic: 'waitlist.promotion', type: 'waitlist.promotion', fields: ['eventId', 'email', 'timestamp'] },
  { topic: 'notification.dlq', type: 'notification.dlq', fields: ['notificationId', 'reason', 'timestamp'] },
]

const TOPICS = {
  ...Object.fromEntries(EARLIER.map(({ type, topic }) => [type, { topic, format: 'plain' }])),
  'whole.*': { format: 'structured' },
}

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

let broker: Broker
let bridge: Bridge

beforeAll(async () => {
  await requireKcat()
  broker = await startBroker()
  await catalogueTopics(broker)
  await broker.topics(EARLIER.map(({ topic }) => ({ name: topic, partitions: 3 })))
  bridge = await startBridge({ KAFKA_BROKERS: broker.address.plain, KAFKA_TOPICS: JSON.stringify(TOPICS) })
})
afterAll(async () => {
  await bridge?.kill()
  await broker?.remove()
})

describe('consumers of earlier systems', () => {
  it.each(EARLIER)('find $type on $topic, under the names they know', async ({ type, topic, fields }) => {
    const data = { ...exampleOf(type), ...(type === 'UserActionPerformed' && { actionDetails: 'from the web' }) }
    const [sent] = await publish(bridge.team, [{ type, key: 'thing-1', data }])
    const { value, headers, key } = await recordOf(topic, sent?.id)
    const read = JSON.parse(value)
    expect(key).toBe('thing-1')
    expect(read).toMatchObject(data)
    expect(Object.keys(read)).toEqual(expect.arrayContaining(fields))
    expect(new Date(read.timestamp).toISOString()).toBe(read.timestamp)
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(headers.ce_type).toBe(type)
  })
})

describe('consumers of CloudEvents', () => {
  it('read the attributes in headers', async () => {
    const topic = await broker.topic(topicOf('headed'))
    const [sent] = await publish(bridge.team, [{ type: 'headed.out', key: 'thing-1', data: { n: 1 } }])
    const { value, headers } = await recordOf(topic, sent?.id)
    expect(JSON.parse(value)).toEqual({ n: 1 })
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_type: 'headed.out',
      ce_source: '/tests',
      ce_subject: 'thing-1',
      ce_partitionkey: 'thing-1',
      ce_sequence: '0000000001',
    })
    expect(headers.ce_traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-0[01]$/)
  })

  it('read the whole as one JSON document, where a topic is told so', async () => {
    const topic = await broker.topic(topicOf('whole'))
    const [sent] = await publish(bridge.team, [{ type: 'whole.told', key: 'thing-1', data: { n: 1 } }])
    const { value, headers } = await recordOf(topic, sent?.id)
    expect(headers['content-type']).toMatch(/^application\/cloudevents\+json/)
    expect(JSON.parse(value)).toMatchObject({ specversion: '1.0', id: sent?.id, type: 'whole.told', data: { n: 1 } })
  })
})

it('puts each key where producers of Java and librdkafka put it', async () => {
  const partitions = 50
  const topic = await broker.topic(topicOf('place'), { partitions })
  const theirs = await broker.topic('theirs', { partitions })
  const keys = Array.from({ length: 200 }, (_, at) => `${at % 2 ? 'Sitz-ä✓🪑-' : 'seat-'}${at}`)
  const sent = await publish(
    bridge.team,
    keys.map((key) => ({ type: 'place.taken', key })),
  )
  expect({ ...(await arrival(broker, topic, sent)), repeated: 0 }).toEqual(FLAWLESS)
  const lines = keys.map((key) => `${key}\\tx`).join('\\n')
  const produce = `printf '${lines}\\n' | kcat -b ${broker.address.plain} -P -t ${theirs} -K '\\t' -X partitioner=murmur2_random`
  await run('sh', ['-c', produce])
  expect(placesIn(await readAll(broker.address.plain, topic))).toEqual(
    placesIn(await readAll(broker.address.plain, theirs)),
  )
})

it('writes what a consumer group of kafkajs reads as well', async () => {
  const topic = await broker.topic(topicOf('group'), { partitions: 3 })
  const sent = await publish(bridge.team, happenings('group.read', 60, 12))
  const consumer = new Kafka({ brokers: [broker.address.plain], logLevel: logLevel.NOTHING }).consumer({
    groupId: 'tests',
  })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const ids = new Set<string>()
  await new Promise<void>((all) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        ids.add(String(message.headers?.ce_id))
        if (ids.size === sent.length) all()
      },
    })
  })
  await consumer.disconnect()
  expect([...ids].toSorted()).toEqual(sent.map(({ id }) => id).toSorted())
})

const placesIn = (records: Received[]): Record<string, number> =>
  Object.fromEntries(records.map(({ key, partition }) => [key, partition]))

function exampleOf(type: string): Record<string, unknown> {
  const entry = entryOf(type)
  if (!entry) throw new Error(`The catalogue has no ${type}`)
  return { ...(entry.example as Record<string, unknown>) }
}

async function recordOf(topic: string, id = ''): Promise<Received> {
  const sought = async () => (await readAll(broker.address.plain, topic)).find(({ headers }) => headers.ce_id === id)
  return until(`${id} on ${topic}`, sought)
}
