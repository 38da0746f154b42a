import {
  CompressionTypes,
  Kafka,
  logLevel,
  Partitioners,
  type Producer,
  type RecordMetadata,
  type SASLOptions,
} from 'kafkajs'
import { byTopic, fitting, type KafkaRecord, recordBytes } from '../../domain/events/kafka.ts'
import { judgeFault, type KafkaFault, type KafkaVerdict } from '../../domain/events/kafka-fault.ts'
import type { WireDestination } from './config.ts'
import type { Sent, Sink } from './sink.ts'

/** `max.message.bytes` is 1,048,588 unless changed, and counts the batch of a partition with its header. */
const BATCH_BYTES = 1_000_000
const CONNECT_MS = 5000
const ANSWER_MS = 10_000
const GOODBYE_MS = 2000

/**
 * Sends over the protocol of Kafka itself. kafkajs 2.2.4 acknowledges records that it never wrote when a producer goes
 * on after an error (it takes the sequences of all partitions back, whatever the broker has written), so a producer
 * that failed once is thrown away before anything else is sent.
 */
export function wireSink(destination: WireDestination): Sink {
  const held = heldProducer(destination)
  const { deliver, lost } = checkedDelivery(held)
  let batchBytes = BATCH_BYTES

  const attempt = async (records: readonly KafkaRecord[], failingFor: number): Promise<KafkaVerdict | null> => {
    try {
      await deliver(records)
      return null
    } catch (error) {
      await held.drop()
      return judgeFault(innermost(error), { topics: [...byTopic(records).keys()], failingFor })
    }
  }

  const send = async (records: readonly KafkaRecord[], failingFor: number): Promise<Sent> => {
    let done = 0
    let most = records.length
    while (done < records.length) {
      const next = records.slice(done, done + most)
      const part = next.slice(0, fitting(next, batchBytes))
      const verdict = await attempt(part, failingFor)
      if (verdict === null) {
        done += part.length
        continue
      }
      const ofOneRecord = verdict.why === 'too_large' || verdict.why === 'poison' || verdict.why === 'closed'
      if (!ofOneRecord || part.length === 1) return { done, stopped: verdict }
      // One of them is to blame, or their sum: halves tell.
      most = Math.ceil(part.length / 2)
      if (verdict.why === 'too_large') batchBytes = part.reduce((sum, record) => sum + recordBytes(record), 0) / 2
    }
    return { done }
  }

  return { send, lost, close: held.drop }
}

/**
 * @returns a delivery that does not believe every answer: where a broker takes a batch for one it has already, it
 * answers with the time of that one. Unless kafkajs had sent it twice, the batch is lost, and goes to a new producer.
 */
function checkedDelivery(held: HeldProducer): CheckedDelivery {
  /** Topics whose broker stamps each record (`LogAppendTime`): there, a time in the answer means nothing. */
  const stamping = new Set<string>()
  let count = 0
  const suspects = async (records: readonly KafkaRecord[]): Promise<string[]> => {
    const { answers, attempts } = await held.produce(records)
    const stamped = attempts > 1 ? [] : answers.filter(({ logAppendTime = '-1' }) => logAppendTime !== '-1')
    return [...new Set(stamped.map(({ topicName }) => topicName))].filter((topic) => !stamping.has(topic))
  }
  const deliver = async (records: readonly KafkaRecord[]): Promise<void> => {
    const suspected = await suspects(records)
    if (suspected.length === 0) return
    await held.drop()
    // A new producer has no batch that this one could be taken for: where the answer is the same, the topic stamps.
    const stamped = await suspects(records)
    for (const topic of stamped) stamping.add(topic)
    const topics = suspected.filter((topic) => !stamping.has(topic))
    if (topics.length === 0) return
    count += 1
    console.error(JSON.stringify({ level: 'error', message: 'kafka took a batch for another; sent again', topics }))
  }
  return { deliver, lost: () => count }
}

interface CheckedDelivery {
  deliver(records: readonly KafkaRecord[]): Promise<void>
  lost(): number
}

interface HeldProducer {
  /** Sends once, connecting where needed; `attempts` says how often kafkajs tried. */
  produce(records: readonly KafkaRecord[]): Promise<{ answers: RecordMetadata[]; attempts: number }>
  drop(): Promise<void>
}

function heldProducer(destination: WireDestination): HeldProducer {
  let producer: Producer | undefined
  let placed = 0
  // Asked for each record at each attempt.
  const createPartitioner = () => {
    const partitionOf = Partitioners.DefaultPartitioner()
    return (asked: Parameters<typeof partitionOf>[0]) => {
      placed += 1
      return partitionOf(asked)
    }
  }
  const connected = async (): Promise<Producer> => {
    if (producer) return producer
    producer = client(destination).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner,
      // The reader does the waiting: retries inside of retries would multiply.
      retry: { retries: 2, initialRetryTime: 100 },
    })
    await producer.connect()
    return producer
  }
  return {
    async produce(records) {
      const ready = await connected()
      placed = 0
      const answers = await ready.sendBatch({
        acks: -1,
        compression: CompressionTypes.GZIP,
        topicMessages: [...byTopic(records)].map(([topic, theirs]) => ({ topic, messages: theirs.map(message) })),
      })
      return { answers, attempts: placed / records.length }
    },
    async drop() {
      const dropped = producer
      producer = undefined
      // A broker that does not answer must not keep its successor waiting.
      await Promise.race([dropped?.disconnect().catch(() => undefined), scheduler.wait(GOODBYE_MS)])
    },
  }
}

const client = ({ brokers, tls, sasl }: WireDestination): Kafka =>
  new Kafka({
    clientId: 'signalbox',
    brokers,
    ssl: tls,
    connectionTimeout: CONNECT_MS,
    requestTimeout: ANSWER_MS,
    logLevel: logLevel.NOTHING,
    retry: { retries: 2, initialRetryTime: 100 },
    ...(sasl && { sasl: sasl as SASLOptions }),
  })

const message = ({ key, value, headers, timestamp }: KafkaRecord) => ({
  key,
  value,
  headers,
  timestamp: String(timestamp),
})

/** The errors around it say nothing that can be relied on, `retriable` above all. */
function innermost(error: unknown): KafkaFault {
  let found = error
  while (found instanceof Error && found.cause instanceof Error) found = found.cause
  if (!(found instanceof Error)) return { name: 'unknown', message: '' }
  const { name, message, type, code } = found as Error & { type?: unknown; code?: unknown }
  return {
    name,
    message,
    type: typeof type === 'string' ? type : undefined,
    code: typeof code === 'string' ? code : undefined,
  }
}
