import { Kafka, logLevel } from 'kafkajs'
import { type Broker, startBroker } from '../test/interop/kafka/broker.ts'
import { kafkaJars } from '../test/interop/kafka/tools.ts'
import { cpuSeconds } from './processes.ts'
import { type Server, startServer } from './server.ts'
import { publishFast, publishSteadily, readersOf, TYPE, until } from './spine-publish.ts'
import { figure, percentile, printTable } from './table.ts'

const EVENTS = 5000
const KEYS = 500
const WARM_UP = 500
const CONNECTIONS = 2
const HALF_RATE_SECONDS = 10
const LANE = 'kafka:main'
const TOPIC = 'bench'
const PARTITIONS = 6

/** What came out; times in milliseconds. */
export interface ToKafka {
  events: number
  keys: number
  loggedPerSecond: number
  /** By a consumer, from the first request on. */
  receivedPerSecond: number
  /** Until the lane has kept that the last one is acknowledged. */
  acknowledgedPerSecond: number
  cpuSecondsPer1000: number
  /** The same of a lane that was paused while all of it was logged, from its resumption on. */
  alone: { receivedPerSecond: number; cpuSecondsPer1000: number }
  /** One by one, from when the log took it, as its record says, to the hands of a consumer. */
  latency: { rate: number; p50: number; p99: number }
  missed: number
  repeated: number
  outOfOrder: number
}

/** @returns why nothing can be measured here, in one line; null when it can. */
export const whyNoKafka = (): Promise<string | null> =>
  kafkaJars().then(
    () => null,
    (error: Error) => error.message.split('\n')[0] ?? error.name,
  )

/** Measures the way to a real broker that it starts. @param rate single events a second at which latency is taken */
export async function benchKafka(rate: number): Promise<ToKafka> {
  const broker = await startBroker()
  try {
    await broker.topics([{ name: TOPIC, partitions: PARTITIONS }, { name: 'everything' }])
    const consumed = await consume(broker)
    const server = await startServer({
      ...otherKafka(),
      KAFKA_BROKERS: broker.address.plain,
      KAFKA_TOPIC_TEMPLATE: 'everything',
      KAFKA_TOPICS: JSON.stringify({ [TYPE]: { topic: TOPIC } }),
    })
    try {
      return await measure({ server, consumed }, rate)
    } finally {
      await server.stop()
      server.forget()
      await consumed.close()
    }
  } finally {
    await broker.remove()
  }
}

/** Takes back what the environment says of a Kafka of its own: an empty variable counts as absent. */
const otherKafka = (): Record<string, string> =>
  Object.fromEntries(Object.keys(process.env).flatMap((name) => (name.startsWith('KAFKA_') ? [[name, '']] : [])))

interface Consumed {
  /** By id: when it came, and when the log took it. */
  at: Map<string, { came: number; logged: number }>
  last: number
  repeated: number
  /** Records that came before an earlier one of the same thing. */
  outOfOrder: number
  close(): Promise<void>
}

interface Bench {
  server: Server
  consumed: Consumed
}

async function measure(bench: Bench, rate: number): Promise<ToKafka> {
  const { server, consumed } = bench
  await until(async () => (await laneLag(server)) !== undefined)
  await together(bench, idsOf('warm-up', WARM_UP))
  const all = idsOf('together', EVENTS)
  const both = await together(bench, all)
  const late = idsOf('alone', EVENTS)
  const alone = await laneAlone(bench, late)
  const single = idsOf('single', Math.ceil(rate * HALF_RATE_SECONDS))
  await publishSteadily(server, { ids: single, things: KEYS, rate })
  await arrivalOf(bench, single)
  const times = single.flatMap((id) => {
    const one = consumed.at.get(id)
    return one ? [one.came - one.logged] : []
  })
  const { repeated, outOfOrder } = consumed
  const missed = [...all, ...late, ...single].filter((id) => !consumed.at.has(id)).length
  const latency = { rate, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
  return { events: EVENTS, keys: KEYS, ...both, alone, latency, missed, repeated, outOfOrder }
}

const idsOf = (way: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${way}-${index}`)

/** Publishes in batches while the lane sends. */
async function together(bench: Bench, ids: string[]) {
  const { server } = bench
  const used = cpuSeconds(server.pid)
  const began = Date.now()
  await publishFast(server, { ids, things: KEYS, connections: CONNECTIONS })
  const logged = Date.now()
  const came = await arrivalOf(bench, ids)
  await until(async () => (await laneLag(server)) === 0)
  const kept = Date.now()
  const perSecond = (end: number) => (1000 * ids.length) / (end - began)
  return {
    loggedPerSecond: perSecond(logged),
    receivedPerSecond: perSecond(came),
    acknowledgedPerSecond: perSecond(kept),
    cpuSecondsPer1000: (1000 * (cpuSeconds(server.pid) - used)) / ids.length,
  }
}

/** Lets the lane send what was logged while it was paused, so that nothing but the bridge is at work. */
async function laneAlone(bench: Bench, ids: string[]): Promise<ToKafka['alone']> {
  const { server } = bench
  await order(server, 'pause')
  await publishFast(server, { ids, things: KEYS, connections: CONNECTIONS })
  await until(async () => (await readersOf(server)).every(({ name, lag }) => name === LANE || lag.all === 0))
  const used = cpuSeconds(server.pid)
  const began = Date.now()
  await order(server, 'resume')
  const came = await arrivalOf(bench, ids)
  const cpu = cpuSeconds(server.pid) - used
  return { receivedPerSecond: (1000 * ids.length) / (came - began), cpuSecondsPer1000: (1000 * cpu) / ids.length }
}

/** Waits for what a consumer is to see. @returns when the last of it came */
async function arrivalOf({ consumed }: Bench, ids: string[]): Promise<number> {
  await until(
    () => ids.every((id) => consumed.at.has(id)),
    () => consumed.last,
  )
  return Math.max(...ids.map((id) => consumed.at.get(id)?.came ?? 0))
}

async function laneLag(server: Server): Promise<number | undefined> {
  return (await readersOf(server)).find(({ name }) => name === LANE)?.lag.all
}

async function order({ origin, accessToken }: Server, what: 'pause' | 'resume'): Promise<void> {
  const answer = await fetch(`${origin}/api/v1/readers/${LANE}/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
  })
  if (!answer.ok) throw new Error(`${what} answered ${answer.status} ${await answer.text()}`)
}

async function consume({ address }: Broker): Promise<Consumed> {
  const consumer = new Kafka({ brokers: [address.plain], logLevel: logLevel.NOTHING }).consumer({ groupId: 'bench' })
  const consumed: Consumed = {
    at: new Map(),
    last: 0,
    repeated: 0,
    outOfOrder: 0,
    close: () => consumer.disconnect(),
  }
  const newest = new Map<string, number>()
  await consumer.connect()
  await consumer.subscribe({ topics: [TOPIC], fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const came = Date.now()
      consumed.last = came
      for (const { key, headers, timestamp } of batch.messages) {
        const id = String(headers?.ce_id)
        if (consumed.at.has(id)) {
          consumed.repeated += 1
          continue
        }
        consumed.at.set(id, { came, logged: Number(timestamp) })
        const sequence = Number(headers?.ce_sequence)
        if (sequence <= (newest.get(String(key)) ?? 0)) consumed.outOfOrder += 1
        newest.set(String(key), sequence)
      }
    },
  })
  return consumed
}

export function reportKafka(one: ToKafka): void {
  const { alone, latency } = one
  const ratio = (rate: number) => figure(rate / one.loggedPerSecond)
  console.log(`\nTo Kafka, ${figure(one.events)} events over ${one.keys} keys in batches:`)
  printTable(
    ['', 'per second', 'of those logged', 'CPU s per 1,000'],
    [
      ['logged', figure(one.loggedPerSecond), ratio(one.loggedPerSecond), ''],
      ['received by a consumer', figure(one.receivedPerSecond), ratio(one.receivedPerSecond), ''],
      [
        'acknowledged, and the cursor kept',
        figure(one.acknowledgedPerSecond),
        ratio(one.acknowledgedPerSecond),
        figure(one.cpuSecondsPer1000),
      ],
      [
        'the bridge alone, all of it logged before',
        figure(alone.receivedPerSecond),
        ratio(alone.receivedPerSecond),
        figure(alone.cpuSecondsPer1000),
      ],
    ],
  )
  console.log(
    `\nMissed: ${one.missed}, repeated: ${one.repeated}, out of order: ${one.outOfOrder}. ` +
      `At ${figure(latency.rate)} single events/s, ms from the log to a consumer: p50 ${figure(latency.p50)}, p99 ${figure(latency.p99)}.`,
  )
}
