import { fork } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { type Job, MARKED_FROM, plannedFor, type Sent } from './client.ts'
import { targetOf } from './envelope.ts'
import type { EventSize } from './events.ts'
import { printIngest } from './ingest-report.ts'
import { type Discrepancies, issuesOf, reconcile } from './ledger.ts'
import { type Watched, watch } from './live.ts'
import type { Figures } from './peers.ts'
import { cpuSeconds, diskBytes, watchMemory } from './processes.ts'
import { type Server, startServer } from './server.ts'
import { percentile } from './table.ts'

const VARIETY = { groups: 200, users: 100 }
const WARM_UP = 1000
const RESENT = 100
const HALF_RATE_SECONDS = 15

/** What one size of event came to. Times in milliseconds. */
export interface Measured extends Figures, Discrepancies {
  size: EventSize
  events: number
  halfRate: number
  acceptP50AtHalf: number
  acceptP95AtHalf: number
  acceptP99AtHalf: number
  visibleP50: number
  visibleP95: number
  /** Answers other than 200. */
  refused: number
}

/** A started server with everything that was accepted so far. */
interface Bench {
  server: Server
  watched: Watched
  size: EventSize
  connections: number
  /** Group of each accepted event id. */
  accepted: Map<string, number>
  refused: number
}

/** `bench ingest [--events N] [--sizes 8,50] [--connections N] [--json]` @returns the exit code: 1 when an event was lost or counted twice */
export async function benchIngest(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string' },
      sizes: { type: 'string', default: '8,50' },
      connections: { type: 'string', default: '16' },
      json: { type: 'boolean', default: false },
    },
  })
  const results: Measured[] = []
  for (const size of values.sizes.split(',').map(Number)) {
    if (size !== 8 && size !== 50) throw new Error('--sizes takes 8, 50 or both')
    const events = Number(values.events ?? (size === 8 ? 12_000 : 6000))
    results.push(await measure(size, events, Number(values.connections)))
  }
  if (values.json) console.log(JSON.stringify(results, null, 2))
  else printIngest(results)
  return results.every(
    ({ lost, double, misgrouped, unreadable, refused }) => lost + double + misgrouped + unreadable + refused === 0,
  )
    ? 0
    : 1
}

async function measure(size: EventSize, events: number, connections: number): Promise<Measured> {
  const server = await startServer()
  const peakMemory = watchMemory(server.pid)
  try {
    const bench: Bench = { server, watched: await watch(server), size, connections, accepted: new Map(), refused: 0 }
    await warmUp(bench)
    const full = await atFullSpeed(bench, events)
    const half = await atHalfSpeed(bench, full.digestedPerSecond / 2)
    await resend(bench)
    const memoryMb = peakMemory() / 1e6
    bench.watched.close()
    return {
      size,
      events,
      ...full,
      ...half,
      memoryMb,
      refused: bench.refused,
      ...(await reconcile(server, bench.accepted)),
    }
  } finally {
    peakMemory()
    await server.stop()
    server.forget()
  }
}

async function warmUp(bench: Bench): Promise<void> {
  await transmit(bench, { run: 'warm-up', count: WARM_UP })
  await drained(bench)
}

async function atFullSpeed(bench: Bench, events: number) {
  const { pid, state } = bench.server
  const disk = diskBytes(state)
  let cpu = 0
  const sent = await transmit(bench, { run: 'full', count: events }, () => {
    cpu = cpuSeconds(pid)
  })
  const done = await drained(bench)
  return {
    acceptedPerSecond: (1000 * events) / (Math.max(...sent.answered) - sent.firstSent),
    digestedPerSecond: (1000 * events) / (done - sent.firstSent),
    acceptP99AtMaximum: percentile(sent.latencies, 0.99),
    cpuSecondsPer1000: (1000 * (cpuSeconds(pid) - cpu)) / events,
    diskPerEvent: (diskBytes(state) - disk) / events,
  }
}

async function atHalfSpeed(bench: Bench, rate: number) {
  const { created } = bench.watched
  // Ten marked events a second: enough for a percentile, too few to change what is measured.
  const order = {
    run: 'half',
    count: Math.ceil(rate * HALF_RATE_SECONDS),
    rate,
    markEvery: Math.ceil(rate / 10),
    connections: 64,
  }
  const sent = await transmit(bench, order)
  await drained(bench)
  const visible = [...created].flatMap(([group, seen]) =>
    group < MARKED_FROM ? [] : [Math.max(0, seen - (sent.answered[group - MARKED_FROM] ?? Number.NaN))],
  )
  return {
    halfRate: rate,
    acceptP50AtHalf: percentile(sent.latencies, 0.5),
    acceptP95AtHalf: percentile(sent.latencies, 0.95),
    acceptP99AtHalf: percentile(sent.latencies, 0.99),
    visibleP50: percentile(visible, 0.5),
    visibleP95: percentile(visible, 0.95),
  }
}

/** An SDK or proxy that got no answer sends again: the same ids must not count again. */
async function resend(bench: Bench): Promise<void> {
  await transmit(bench, { run: 'full', count: RESENT })
  await transmit(bench, { run: 'last', count: 1 })
  await drained(bench)
}

type Order = Pick<Job, 'run' | 'count'> & Partial<Pick<Job, 'rate' | 'markEvery' | 'connections'>>

/** Sends from a process of its own; `begins` is called when all bodies are built and the clock starts. */
async function transmit(bench: Bench, order: Order, begins: () => void = () => {}): Promise<Sent> {
  const job: Job = {
    ...VARIETY,
    target: targetOf(bench.server.dsn),
    size: bench.size,
    connections: bench.connections,
    ...order,
  }
  const client = fork(new URL('./index.ts', import.meta.url).pathname, ['client'], { serialization: 'advanced' })
  client.send({ prepare: job })
  await once(client, 'message')
  begins()
  client.send('send')
  const [{ sent }] = (await once(client, 'message')) as [{ sent: Sent }]
  client.kill()
  for (const [index, status] of sent.statuses.entries()) {
    const { id, group } = plannedFor(job, index)
    if (status === 200) bench.accepted.set(id, group)
    else bench.refused++
  }
  return sent
}

const PATIENCE_MS = 120_000

/** Waits until everything accepted is counted. @returns when that was, on the shared clock in milliseconds */
async function drained({ server, watched, accepted }: Bench): Promise<number> {
  const from = Date.now()
  while (Date.now() - from < PATIENCE_MS) {
    const onFeed = [...watched.counts.values()].reduce((sum, count) => sum + count, 0)
    if (onFeed >= accepted.size) return watched.lastFrame()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  // A browser may miss frames; the list does not. If it does not know them all either, the ledger says what is lost.
  const listed = (await issuesOf(server)).reduce((sum, { count }) => sum + count, 0)
  console.error(`after ${PATIENCE_MS} ms the list counts ${listed} of ${accepted.size}`)
  return watched.lastFrame()
}
