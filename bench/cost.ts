import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import { migrate } from '../local/migrate.ts'
import { seed } from '../local/seed.ts'
import { printCost } from './cost-report.ts'
import type { Report } from './cost-worker.ts'
import { noCounts } from './counted.ts'
import { envelopeOf, headersOf, type Target, targetOf } from './envelope.ts'
import { type EventSize, planned, type Variety } from './events.ts'
import { cpuSeconds, processTree } from './processes.ts'
import { freePort } from './server.ts'

// The very copy of Miniflare that the pinned wrangler brings, so there is one workerd.
const { Miniflare, convertV4MiniflareOptions } = createRequire(createRequire(import.meta.url).resolve('wrangler'))(
  'miniflare',
)

/** What is read of the options that wrangler makes of wrangler.toml; the rest is handed on as it is. */
interface MiniflareWorker {
  bindings: Record<string, unknown>
  assets?: unknown
}

const BATCH = 100
const BUNDLE = 'dist/bench'
const VARIETY = { groups: 8, users: 20 }
const BATCHES_BETWEEN = 3
const BATCHES_FOR_CPU = 30

/** What a number of events came to; the sums of {@link Report} and the time of the processor. */
export interface Cost extends Report {
  events: number
  /** Of the whole workerd process, which here is also the database, the bucket and the queue: an upper bound. */
  cpuMs: number
  /** Bytes by which the database grew. */
  databaseGrowth: number
}

export interface Costs {
  name: string
  size: EventSize
  cost: Cost
}

/** `bench cost [--json]`: counts what a million errors would be billed for. */
export async function benchCost(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  bundle()
  const costs = [...(await measure(8)), ...(await measure(50))]
  if (values.json) console.log(JSON.stringify(costs, null, 2))
  else printCost(costs)
}

function bundle(): void {
  const command = [
    'node_modules/.bin/wrangler',
    'deploy',
    'bench/cost-worker.ts',
    '--dry-run',
    '--minify',
    '--outdir',
    BUNDLE,
  ]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  })
  if (status !== 0) throw new Error(`Building the counting worker failed:\n${stdout}\n${stderr}`)
}

interface Bench {
  origin: string
  target: Target
  size: EventSize
}

async function measure(size: EventSize): Promise<Costs[]> {
  const origin = `http://127.0.0.1:${await freePort()}`
  const miniflare = new Miniflare(options(Number(new URL(origin).port)))
  try {
    await miniflare.ready
    await migrate(await miniflare.getD1Database('DB', 'core'))
    const bench = { origin, size, target: targetOf((await seed(origin)).replace('localhost', '127.0.0.1')) }
    const first = await run(bench, 'first', { batches: 1, ...VARIETY })
    await run(bench, 'second', { batches: BATCHES_BETWEEN, ...VARIETY })
    const steady = await run(bench, 'steady', { batches: BATCHES_FOR_CPU, ...VARIETY })
    await checkStored(await miniflare.getD1Database('DB', 'core'), BATCH * (1 + BATCHES_BETWEEN + BATCHES_FOR_CPU))
    return [
      { name: 'first batch', size, cost: { ...first, cpuMs: (steady.cpuMs * first.events) / steady.events } },
      { name: 'steady', size, cost: steady },
    ]
  } finally {
    await miniflare.dispose()
  }
}

/** A price means something only when everything was kept: every event a row, and every row counted. */
async function checkStored(db: D1Database, events: number): Promise<void> {
  const stored = await db
    .prepare('SELECT (SELECT count(*) FROM occurrences) AS rows, (SELECT sum(count) FROM issues) AS counted')
    .first<{ rows: number; counted: number }>()
  if (stored?.rows === events && stored.counted === events) return
  throw new Error(`of ${events} events ${stored?.rows} were stored and ${stored?.counted} counted`)
}

function options(port: number) {
  const { workerOptions } = unstable_getMiniflareWorkerOptions('wrangler.toml')
  const { assets: _, bindings, ...worker } = workerOptions as unknown as MiniflareWorker
  const core = {
    ...worker,
    name: 'core',
    modules: true,
    modulesRules: undefined,
    scriptPath: `${BUNDLE}/cost-worker.js`,
    bindings: { ...bindings, OCCURRENCE_STORE: 'queue', EVENTS_PER_HOUR: '1000000000' },
    unsafeDirectSockets: [{ host: '127.0.0.1', port }],
  }
  return convertV4MiniflareOptions({ host: '127.0.0.1', port: 0, cf: false, workers: [core] })
}

async function run(bench: Bench, name: string, { batches, ...variety }: { batches: number } & Variety): Promise<Cost> {
  const sentAt = Date.now()
  const bodies = Array.from({ length: BATCH * batches }, (_, index) =>
    envelopeOf(planned(`${name} ${bench.size}`, index, variety), bench.size, sentAt),
  )
  const before = await report(bench)
  const cpu = workerdSeconds()
  const sum = emptyReport()
  // A batch at a time, so that the queue hands over full batches and none waits for its time limit.
  for (let begin = 0; begin < bodies.length; begin += BATCH) {
    await Promise.all(bodies.slice(begin, begin + BATCH).map((body) => post(bench, body)))
    add(sum, await digested(bench, BATCH))
  }
  return {
    ...sum,
    databaseGrowth: sum.databaseBytes - before.databaseBytes,
    events: bodies.length,
    cpuMs: 1000 * (workerdSeconds() - cpu),
  }
}

/** What this process has started is workerd. */
function workerdSeconds(): number {
  return processTree(process.pid)
    .slice(1)
    .reduce((sum, pid) => sum + cpuSeconds(pid), 0)
}

async function post({ origin, target }: Bench, body: Buffer): Promise<void> {
  const answer = await fetch(`${origin}/api/${target.project}/envelope/`, {
    method: 'POST',
    headers: headersOf(target),
    body: new Uint8Array(body),
  })
  if (!answer.ok) throw new Error(`an event was answered ${answer.status}: ${await answer.text()}`)
  await answer.arrayBuffer()
}

const PATIENCE_MS = 60_000

/** Waits until as many events are digested; their acknowledgement is the last that the worker does for them. */
async function digested(bench: Bench, events: number): Promise<Report> {
  const sum = emptyReport()
  for (const from = Date.now(); Date.now() - from < PATIENCE_MS; ) {
    add(sum, await report(bench))
    if (sum.retried > 0) throw new Error(`${sum.retried} events could not be digested; see the warnings above`)
    if (sum.digested >= events) return sum
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${sum.digested} of ${events} events were digested in ${PATIENCE_MS} ms`)
}

async function report({ origin }: Pick<Bench, 'origin'>): Promise<Report> {
  return (await (await fetch(`${origin}/report`)).json()) as Report
}

const emptyReport = (): Report => ({
  ...noCounts(),
  requests: 0,
  queueBatches: 0,
  digested: 0,
  retried: 0,
  databaseBytes: 0,
})

function add(sum: Report, part: Report): void {
  for (const name of Object.keys(sum) as (keyof Report)[]) {
    // A size is not a sum.
    sum[name] = name === 'databaseBytes' ? part[name] : sum[name] + part[name]
  }
}
