import type { RestDestination } from './config.ts'
import type { Sink } from './sink.ts'

export const restSink = (_: RestDestination): Sink => ({
  send: async () => ({ done: 0, stopped: { why: 'unavailable', reason: 'KAFKA_REST_URL' } }),
  close: async () => undefined,
})
