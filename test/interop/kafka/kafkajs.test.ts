import { randomUUID } from 'node:crypto'
import { CompressionTypes, Kafka, type KafkaConfig, logLevel, type Message, Partitioners, type Producer } from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Broker, startBroker } from './broker.ts'
import { FLAWLESS, judge, type Sent } from './detector.ts'
import { readAll } from './reader.ts'
import { requireKcat } from './tools.ts'

// What kafkajs 2.2.4 does by itself when answers get lost. These are the reasons for the rules that the bridge keeps, and
// the twin of its proof: where one of them is broken, `judge` must see it.

interface Batch {
  sent: Sent[]
  messages: Message[]
}

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

let broker: Broker
let topics = 0
let topic: string
const producers: Producer[] = []

beforeAll(async () => {
  await requireKcat()
  broker = await startBroker()
})
afterAll(() => broker?.remove())
beforeEach(async () => {
  topics += 1
  topic = await broker.topic(`kafkajs-${topics}`)
})
afterEach(async () => {
  broker.proxy.heal()
  for (const producer of producers.splice(0)) await producer.disconnect()
})

describe('an idempotent producer of kafkajs', () => {
  it('A: writes a batch once whose answer got lost and that it sent again itself', async () => {
    const { send } = await connected()
    const x = batch(3)
    broker.proxy.harm('lost')
    await send(x)
    expect(await verdict(x)).toEqual(FLAWLESS)
  })

  it('B: writes the identical batch once, handed to it again after it gave up', async () => {
    const { send } = await connected()
    const x = batch(3)
    await loseAnswersOf(() => send(x))
    await send(x)
    expect(await verdict(x)).toEqual(FLAWLESS)
  })

  it('C: acknowledges what it never wrote when it goes on with another batch after an error', async () => {
    const { send } = await connected()
    const [x, y, z] = [batch(2), batch(2, 2), batch(2, 4)]
    await loseAnswersOf(() => send(x))
    const [taken] = await send(y)
    await send(z)
    expect(await verdict(x, y, z)).toEqual({ ...FLAWLESS, lost: y.sent.map(({ id }) => id) })
    // The only sign of it: a topic that keeps its producers' time answers with a time of its own for what it had before.
    expect(taken?.logAppendTime).not.toBe('-1')
  })

  it('C with a new producer after the error: loses nothing', async () => {
    const [x, y] = [batch(2), batch(2, 2)]
    await loseAnswersOf(async () => (await connected()).send(x))
    const { send } = await connected()
    const [taken] = await send(x)
    await send(y)
    expect(await verdict(x, y)).toEqual({ ...FLAWLESS, repeated: 2 })
    expect(taken?.logAppendTime).toBe('-1')
  })

  it('D: is out of order for ever when it goes on with a batch of another size', async () => {
    const { send } = await connected()
    await loseAnswersOf(() => send(batch(2)))
    for (const size of [3, 4]) await expect(send(batch(size))).rejects.toMatchObject({ code: 45 })
  })

  it('E: loses one of two batches that it is given at once', async () => {
    const { send } = await connected()
    await send(batch(1))
    const [x, y] = [batch(2), batch(2, 2)]
    broker.proxy.harm('lost')
    await Promise.all([send(x), send(y)])
    const { lost, repeated } = await verdict(x, y)
    expect([lost.length, repeated]).toEqual([2, 2])
  })

  it('F: acknowledges what it never wrote after one of two partitions refused its records', async () => {
    topic = await broker.topic(`${topic}-small`, { partitions: 2, maxBytes: 2000 })
    const { send } = await connected()
    const small = onPartition(batch(1), 0)
    const big = onPartition(batch(1, 1, 5000), 1)
    const refused = send({ sent: [], messages: [...small.messages, ...big.messages] })
    await expect(refused).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' })
    const next = onPartition(batch(1, 2), 0)
    await send(next)
    expect((await verdict(small, next)).lost).toEqual(next.sent.map(({ id }) => id))
  })
})

describe('a producer of kafkajs that is not idempotent', () => {
  it('A: writes a batch twice whose answer got lost', async () => {
    const { send } = await connected({ idempotent: false })
    const x = batch(3)
    broker.proxy.harm('lost')
    await send(x)
    expect(await verdict(x)).toEqual({ ...FLAWLESS, repeated: 3 })
  })

  it('G: writes to a healthy partition twice because another has no leader', async () => {
    topic = await broker.topic(`${topic}-two`, { partitions: 2 })
    const { send } = await connected({ idempotent: false })
    const [x, y] = [onPartition(batch(2), 0), onPartition(batch(2), 1)]
    broker.proxy.harm('not-leader')
    await send({ sent: [], messages: [...x.messages, ...y.messages] })
    expect((await verdict(x)).repeated).toBe(2)
  })
})

async function connected({ idempotent = true }: { idempotent?: boolean } = {}) {
  const settings: KafkaConfig = {
    brokers: [broker.address.proxied],
    logLevel: logLevel.NOTHING,
    requestTimeout: 2000,
    retry: { retries: 1, initialRetryTime: 50 },
  }
  const producer = new Kafka(settings).producer({
    idempotent,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  producers.push(producer)
  await producer.connect()
  const send = ({ messages }: Batch) => producer.send({ topic, messages, acks: -1, compression: CompressionTypes.GZIP })
  return { producer, send }
}

/** Things that happened to one thing, one after the other from `first`. */
function batch(size: number, first = 0, bytes = 20): Batch {
  const sent = Array.from({ length: size }, (_, at) => ({ id: randomUUID(), key: 'one', sequence: first + at + 1 }))
  const noise = () => Buffer.from(Array.from({ length: bytes / 2 }, () => randomUUID().slice(0, 2)).join(''))
  const messages = sent.map(({ id, key, sequence }) => ({
    key,
    value: noise(),
    headers: { ce_id: id, ce_sequence: String(sequence) },
  }))
  return { sent, messages }
}

const onPartition = ({ sent, messages }: Batch, partition: number): Batch => ({
  sent,
  messages: messages.map((message) => ({ ...message, partition })),
})

async function loseAnswersOf(send: () => Promise<unknown>): Promise<void> {
  broker.proxy.harm('lost', 100)
  await expect(send()).rejects.toThrow()
  broker.proxy.heal()
}

async function verdict(...batches: Batch[]) {
  const sent = batches.flatMap((one) => one.sent)
  return judge(sent, await readAll(broker.address.plain, topic))
}
