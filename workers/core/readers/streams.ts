import { countStreams, uncountStreams } from '../../../platform/db/streams.ts'
import type { Reader } from './reader.ts'

/** Counts the events of each type and hour, for the charts. */
export const streams: Reader = {
  name: 'streams',
  start: 'oldest',
  async read({ DB }, events, stand) {
    const to = events.at(-1)?.position ?? stand.cursor
    return {
      outcome: { done: events.length },
      statements: [countStreams(DB, stand, to)],
    }
  },
  undo: uncountStreams,
}
