import { wakeHub } from '../../../platform/live.ts'
import type { Reader } from './reader.ts'

/** Wakes the live feeds: those whom nobody told when it was logged, because whoever logged it stopped right after. */
export const live: Reader = {
  name: 'live',
  start: 'head',
  async read({ LIVE_HUB }, events) {
    const organisations = [...new Set(events.map(({ organisationId }) => organisationId))]
    const answered = await Promise.all(organisations.map((organisation) => wakeHub(LIVE_HUB, organisation)))
    if (answered.every(Boolean)) return { outcome: { done: events.length } }
    return { outcome: { done: 0, stopped: { why: 'unavailable', reason: 'a live hub did not answer' } } }
  },
}
