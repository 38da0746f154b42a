import { countStreams } from '../../../platform/db/streams.ts'
import type { Reader } from './reader.ts'

/** Counts the events of each type and hour, for the charts. */
export const streams: Reader = {
  name: 'streams',
  start: 'oldest',
  async read({ DB }, events, cursor) {
    const to = events.at(-1)?.position ?? cursor
    return {
      outcome: { done: events.length },
      statements: [countStreams(DB, { reader: streams.name, after: cursor, to })],
    }
  },
}
