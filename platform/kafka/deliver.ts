import type { LoggedEvent } from '../../contract/domain-events.ts'
import { isTopic, kafkaRecord } from '../../domain/events/kafka.ts'
import type { Outcome } from '../../domain/events/reader.ts'
import { type Destination, type KafkaVars, kafkaConfig } from './config.ts'
import { restSink } from './rest.ts'
import type { Sent, Sink } from './sink.ts'
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
  return {
    fault: null,
    async deliver(events, { replay, failingFor }) {
      const records = events.map((event) => kafkaRecord(event, topics, { replay }))
      const unnamed = records.findIndex(({ topic }) => !isTopic(topic))
      if (unnamed < 0) return outcomeOf(await sink.send(records, failingFor))
      const sent = await sink.send(records.slice(0, unnamed), failingFor)
      return sent.stopped ? outcomeOf(sent) : { done: unnamed, stopped: { why: 'poison', reason: NO_TOPIC } }
    },
    lost: sink.lost,
    close: sink.close,
  }
}

const sinkOf = (destination: Destination): Sink =>
  destination.kind === 'wire' ? wireSink(destination) : restSink(destination)

const NO_TOPIC = 'its type makes no name of a topic that Kafka allows'

/** What is too large by itself will never be taken. */
const outcomeOf = ({ done, stopped }: Sent): Outcome =>
  stopped === undefined
    ? { done }
    : { done, stopped: { why: stopped.why === 'too_large' ? 'poison' : stopped.why, reason: stopped.reason } }
