import type { Lease } from '../../contract/ingest.ts'
import { spikeThreshold } from './spike.ts'

export const HOUR_MS = 3_600_000
export const MINUTE_MS = 60_000

/** How long an isolate may go on without asking; with it, how soon a revoked key stops working everywhere. */
const LEASE_MS = 10_000
/** A deleted project does not come back; senders are told to ask again tomorrow. */
const DELETED_MS = 86_400_000
/** One isolate gets this share of what is left, so that many can hold leases at once. */
const SHARE = 1 / 20

/** What a gate knows of its project. */
export interface GateState {
  deleted: boolean
  revoked: number[]
  /** By key number; empty where no key has a list. */
  origins: Record<number, string[]>
  eventsPerHour: number
  /** Events accepted by hour (hours since 1970), the present hour included. */
  hours: ReadonlyMap<number, number>
  /** Events accepted in the present minute. */
  minute: number
}

/**
 * What an isolate may do next. A quota and a spike close the gate until the hour or the minute is over; an isolate asks
 * again when its lease ends, so it notices earlier when the quota was raised.
 * @param now milliseconds since 1970
 */
export function leaseFor(state: GateState, now: number): Lease {
  const { revoked, origins } = state
  const limited = Object.keys(origins).length > 0
  const lease = { events: 0, until: now + LEASE_MS, revoked, ...(limited && { origins }) }
  if (state.deleted) return { ...lease, closed: { reason: 'deleted', until: now + DELETED_MS } }
  const hour = Math.floor(now / HOUR_MS)
  const ofQuota = state.eventsPerHour - (state.hours.get(hour) ?? 0)
  if (ofQuota <= 0) return { ...lease, closed: { reason: 'quota', until: (hour + 1) * HOUR_MS } }
  const ofMinute = spikeThreshold(state.hours, hour, state.eventsPerHour) - state.minute
  if (ofMinute <= 0)
    return { ...lease, closed: { reason: 'spike', until: (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS } }
  return { ...lease, events: Math.ceil(Math.min(ofQuota, ofMinute) * SHARE) }
}
