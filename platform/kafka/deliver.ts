import { CATALOGUE, type LoggedEvent } from '../../contract/domain-events.ts'
import { foreseenTopics, isTopic, type KafkaRecord, kafkaRecord } from '../../domain/events/kafka.ts'
import type { Outcome } from '../../domain/events/reader.ts'
import { type Destination, type KafkaVars, kafkaConfig } from './config.ts'
import { restSink } from './rest.ts'
import type { Sink } from './sink.ts'
import { wireSink } from './wire.ts'

/** Takes events where the variables say. One call at a time. */
export interface Delivery {
  /** Why nothing can be delivered as it is told to; null when it can. */
  fault: string | null
  /** Delivers events in their order. `failingFor`: for how long (ms) it has not worked. */
  deliver(events: readonly LoggedEvent[], how: { replay: boolean; failingFor: number }): Promise<Outcome>
  /** How many batches were acknowledged and lost all the same; they were delivered again. */
  lost(): number
  /** Gives connections back, until the next call. */
  close(): Promise<void>
}

/** @returns the delivery that the variables KAFKA_* tell of; one that they tell wrongly says why each time. */
export function deliveryOf(vars: KafkaVars): Delivery {
  const config = kafkaConfig(vars)
  if (!config.ok) {
    const stopped = { why: 'unavailable', reason: config.error } as const
    return {
      fault: config.error,
      deliver: async () => ({ done: 0, stopped }),
      lost: () => 0,
      close: async () => undefined,
    }
  }
  const { destination, topics } = config.value
  const sink = sinkOf(destination)
  const made = madeUpTopics(foreseenTopics(TYPES, topics))
  const send = async (records: readonly KafkaRecord[], failingFor: number): Promise<Outcome> => {
    const { done, stopped } = await sink.send(records, failingFor)
    for (const { topic } of records.slice(0, done)) made.opened(topic)
    if (stopped === undefined) return { done }
    const { why, reason } = stopped
    if (why === 'closed' && made.mayWait(records[done]?.topic ?? '', failingFor))
      return { done, stopped: { why: 'unavailable', reason } }
    // What is too large by itself will never be taken.
    return { done, stopped: { why: why === 'too_large' || why === 'closed' ? 'poison' : why, reason } }
  }
  return {
    fault: null,
    async deliver(events, { replay, failingFor }) {
      const records = events.map((event) => kafkaRecord(event, topics, { replay }))
      // A topic that is closed is asked for again by an event alone: somebody may have sent it again as it is there now.
      const barred = records.findIndex(({ topic }) => !isTopic(topic) || (records.length > 1 && made.isClosed(topic)))
      if (barred < 0) return send(records, failingFor)
      const sent = await send(records.slice(0, barred), failingFor)
      if (sent.stopped) return sent
      const reason = isTopic(records[barred]?.topic ?? '') ? CLOSED : NO_TOPIC
      return { done: barred, stopped: { why: 'poison', reason } }
    },
    lost: sink.lost,
    close: sink.close,
  }
}

const TYPES = Object.entries(CATALOGUE).map(([type, { aggregate }]) => ({ type, aggregate }))

const sinkOf = (destination: Destination): Sink =>
  destination.kind === 'wire' ? wireSink(destination) : restSink(destination)

const NO_TOPIC = 'its type makes no name of a topic that Kafka allows'
const CLOSED = 'the topic that its type makes up does not exist, or may not be written to'

/** How long a topic that somebody made up is not asked for again. */
const CLOSED_MS = 30_000
/** How long brokers may say of a topic that it is not there, when they have just come back. */
const COMING_BACK_MS = 10_000

interface MadeUpTopics {
  isClosed(topic: string): boolean
  /** Notes that a topic took something. */
  opened(topic: string): void
  /** Notes that a topic is closed. @returns whether what belongs there may wait for it */
  mayWait(topic: string, failingFor: number): boolean
}

/**
 * A closed topic that could be foreseen waits for somebody to open it. One that a type made up must not: whoever may
 * publish in one organisation could stop what all of them send. It waits only as long as a broker that comes back may
 * not know it yet.
 */
function madeUpTopics(foreseen: ReadonlySet<string>): MadeUpTopics {
  const open = new Set<string>()
  const closedSince = new Map<string, number>()
  const closedUntil = new Map<string, number>()
  const reset = (topic: string) => {
    closedSince.delete(topic)
    closedUntil.delete(topic)
  }
  const forget = (now: number) => {
    for (const [topic, until] of closedUntil) if (until + CLOSED_MS < now) reset(topic)
  }
  return {
    isClosed: (topic) => (closedUntil.get(topic) ?? 0) > Date.now(),
    opened(topic) {
      if (!foreseen.has(topic)) open.add(topic)
      reset(topic)
    },
    mayWait(topic, failingFor) {
      if (foreseen.has(topic)) return true
      const now = Date.now()
      forget(now)
      const since = closedSince.get(topic) ?? now
      closedSince.set(topic, since)
      if ((open.has(topic) || failingFor > 0) && now - since < COMING_BACK_MS) return true
      closedUntil.set(topic, now + CLOSED_MS)
      return false
    },
  }
}
