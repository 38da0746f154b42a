import type { KafkaRecord } from '../../domain/events/kafka.ts'
import type { KafkaVerdict } from '../../domain/events/kafka-fault.ts'

/** Where records go. Whoever holds one sends one batch at a time, and none before the last is answered. */
export interface Sink {
  /** Sends records in their order; those of one key must not overtake each other. `failingFor`: for how long (ms) it has failed. */
  send(records: readonly KafkaRecord[], failingFor: number): Promise<Sent>
  /** How many batches it found lost although they were acknowledged; they were sent again. */
  lost(): number
  /** Gives back what it holds. It may be sent to again, and takes what it needs anew. */
  close(): Promise<void>
}

/** How many records from the front are safe, and what stopped it. */
export interface Sent {
  done: number
  stopped?: KafkaVerdict
}
