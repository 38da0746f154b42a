import { wakeHub } from '../../../platform/live.ts'
import type { Reader } from './reader.ts'

/**
 * Wakes the hub of each organisation, which reads the log itself. Who logs something wakes it too, and sooner: this one
 * is for when that was lost.
 */
export const live: Reader = {
  name: 'live',
  start: 'head',
  async read({ LIVE_HUB }, events) {
    const organisations = [...new Set(events.map(({ organisationId }) => organisationId))]
    const woken = await Promise.all(organisations.map((organisation) => wakeHub(LIVE_HUB, organisation)))
    const asleep = new Set(organisations.filter((_, index) => woken[index] === false))
    const done = events.findIndex(({ organisationId }) => asleep.has(organisationId))
    return done < 0
      ? { outcome: { done: events.length } }
      : { outcome: { done, stopped: { why: 'unavailable', reason: 'A live hub did not answer' } } }
  },
}
