import type { CloudEvent } from '../../../contract/domain-events.ts'

/** What came since the list was read: newest first, what is on screen and what waits to be. */
export interface Tail {
  shown: readonly CloudEvent[]
  waiting: readonly CloudEvent[]
  /** More came than is kept here: the list must be read again. */
  overran: boolean
}

export const emptyTail: Tail = { shown: [], waiting: [], overran: false }

/** More rows than this are no tail any more. */
export const RING = 1000

/** Takes events, oldest first; `held` while nothing may move. An event told twice is one event. */
export function heard(tail: Tail, events: readonly CloudEvent[], held: boolean): Tail {
  const known = new Set([...tail.shown, ...tail.waiting].map(({ id }) => id))
  const fresh: CloudEvent[] = []
  for (const event of events) {
    if (!known.has(event.id)) fresh.unshift(event)
    known.add(event.id)
  }
  if (fresh.length === 0 && (held || tail.waiting.length === 0)) return tail
  const waiting = [...fresh, ...tail.waiting]
  if (!held) return { ...tail, shown: [...waiting, ...tail.shown].slice(0, RING), waiting: [] }
  return { ...tail, waiting: waiting.slice(0, RING), overran: tail.overran || waiting.length > RING }
}

/** Shows what waits. */
export const released = (tail: Tail): Tail => heard(tail, [], false)
