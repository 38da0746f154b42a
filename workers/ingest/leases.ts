import type { Lease, Outcome } from '../../contract/ingest.ts'
import type { Arrival } from './arrival.ts'

/** An isolate's share of a project: the lease it holds, and what it has not yet told the gate. */
interface Share {
  lease: Lease | null
  used: number
  outcomes: Map<string, Outcome>
  /** Until when a report is taken to be on its way; its request may have been cut off without a word. */
  reportingUntil: number
}

type Asker = Pick<Arrival, 'env' | 'context' | 'now'>

const shares = new Map<string, Share>()
const MOST_SHARES = 10_000
const ASK_MS = 250
/** How long an isolate goes on by itself when the gate does not answer. */
const ALONE_MS = 2000
const REFRESH_BEFORE_MS = 3000
const GATHER_OUTCOMES_MS = 1000
const REPORT_TIMEOUT_MS = 5000

/**
 * The lease that holds now. While it holds, nothing is asked; when its end is near, a new one is fetched behind the
 * answer's back; after its end the gate is asked first, and if it does not answer in time the event is let in.
 */
export async function currentLease(asker: Asker, project: string): Promise<Lease> {
  const share = shareOf(project)
  const { lease } = share
  if (!lease || asker.now >= endOf(lease) || (!lease.closed && share.used >= lease.events))
    return askFirst(asker, project, share)
  const halfUsed = !lease.closed && share.used >= lease.events / 2
  const nearEnd = halfUsed || asker.now >= lease.until - REFRESH_BEFORE_MS
  if (nearEnd) reportBehind(asker, project)
  return lease
}

/** Adds up what a request did. What was not kept reaches the gate about a second later, even if no request follows. */
export function note(asker: Asker, project: string, done: { used: number; outcomes: Outcome[] }): void {
  const share = shareOf(project)
  share.used += done.used
  if (done.outcomes.length === 0) return
  for (const outcome of done.outcomes) addOutcome(share.outcomes, outcome)
  reportBehind(asker, project, GATHER_OUTCOMES_MS)
}

/** A gate that closed for the rest of a minute is asked when the minute is over. */
function endOf({ until, closed }: Lease): number {
  return closed ? Math.min(until, closed.until) : until
}

async function askFirst(asker: Asker, project: string, share: Share): Promise<Lease> {
  const asked = report(asker.env, project, share)
  asker.context.waitUntil(asked)
  const lease = (await Promise.race([asked, scheduler.wait(ASK_MS)])) ?? null
  if (lease) return lease
  // The gate is away. Errors matter more than an exact quota; what was refused when it last spoke stays refused.
  const { revoked = [], origins } = share.lease ?? {}
  const until = asker.now + ALONE_MS
  share.lease = { events: Number.POSITIVE_INFINITY, until, revoked, ...(origins && { origins }) }
  return share.lease
}

function reportBehind(asker: Asker, project: string, delay = 0): void {
  const share = shareOf(project)
  if (asker.now < share.reportingUntil) return
  share.reportingUntil = asker.now + delay + REPORT_TIMEOUT_MS
  const reported = async () => {
    if (delay > 0) await scheduler.wait(delay)
    const lease = await report(asker.env, project, share)
    // What was noted meanwhile found a report on its way, and no request may follow to take it along.
    const later = { ...asker, now: asker.now + delay }
    if (lease && share.outcomes.size > 0) reportBehind(later, project, GATHER_OUTCOMES_MS)
  }
  asker.context.waitUntil(reported())
}

/** @returns the gate's lease, or null when it did not answer; then what was to be said is said next time */
async function report(env: IngestEnv, project: string, share: Share): Promise<Lease | null> {
  const { used, outcomes } = share
  share.used = 0
  share.outcomes = new Map()
  try {
    const lease = await env.PROJECT_GATE.get(env.PROJECT_GATE.idFromName(project)).lease({
      used,
      outcomes: [...outcomes.values()],
    })
    share.lease = lease
    return lease
  } catch (error) {
    console.warn(JSON.stringify({ message: 'the gate did not answer', project, error: String(error) }))
    share.used += used
    for (const outcome of outcomes.values()) addOutcome(share.outcomes, outcome)
    return null
  } finally {
    share.reportingUntil = 0
  }
}

function addOutcome(outcomes: Map<string, Outcome>, { category, reason, quantity }: Outcome): void {
  const key = `${category} ${reason}`
  const known = outcomes.get(key)
  if (known) known.quantity += quantity
  else outcomes.set(key, { category, reason, quantity })
}

function shareOf(project: string): Share {
  const known = shares.get(project)
  if (known) return known
  const [oldest] = shares.keys()
  if (shares.size >= MOST_SHARES && oldest !== undefined) shares.delete(oldest)
  const share: Share = { lease: null, used: 0, outcomes: new Map(), reportingUntil: 0 }
  shares.set(project, share)
  return share
}
