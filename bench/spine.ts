import { parseArgs } from 'node:util'
import type { CloudEvent } from '../contract/domain-events.ts'
import { openSocket } from './live.ts'
import { cpuSeconds } from './processes.ts'
import { type Server, startServer } from './server.ts'
import { benchKafka, reportKafka, type ToKafka, whyNoKafka } from './spine-kafka.ts'
import { publishFast, publishSteadily, readersOf, TYPE, until } from './spine-publish.ts'
import { figure, percentile, printTable } from './table.ts'

const BATCH = 100
const SUBJECTS = 50
const HALF_RATE_SECONDS = 10

/** What one way of logging came to; times in milliseconds. */
interface Measured {
  way: string
  events: number
  loggedPerSecond: number
  browserPerSecond: number
  readersPerSecond: number
  cpuSecondsPer1000: number
  missed: number
}

interface Heard {
  /** When each event reached the browser, by id. */
  at: Map<string, number>
  /** Events that came before an earlier one of the same thing. */
  outOfOrder: number
  close(): void
}

/**
 * `bench spine [--events N] [--connections N] [--json]`: events through commit, log, readers and a browser's socket,
 * against the process that `npm start` runs, and to a real Kafka where one can be started. @returns the exit code: 1
 * when an event was missed or came out of order
 */
export async function benchSpine(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '3000' },
      connections: { type: 'string', default: '16' },
      json: { type: 'boolean', default: false },
    },
  })
  const spine = await measureSpine({ events: Number(values.events), connections: Number(values.connections) })
  if (!values.json) report(spine)
  const why = await whyNoKafka()
  if (why !== null) console.error(`\nThe way to Kafka is not measured. ${why}`)
  const kafka = why === null ? await benchKafka(spine.rate) : null
  if (values.json) console.log(JSON.stringify({ ...asJson(spine), kafka }, null, 2))
  else if (kafka) reportKafka(kafka)
  return flaws(spine, kafka) === 0 ? 0 : 1
}

interface Spine {
  results: Measured[]
  /** Single events a second at which latencies are taken. */
  rate: number
  fromAnswer: number[]
  fromRequest: number[]
  outOfOrder: number
}

async function measureSpine({ events, connections }: { events: number; connections: number }): Promise<Spine> {
  const server = await startServer()
  try {
    const heard = await listen(server)
    const bench = { server, heard }
    await atFullSpeed(bench, { way: 'warm-up', events: 200, connections, batch: 1 })
    const single = await atFullSpeed(bench, { way: 'one by one', events, connections, batch: 1 })
    const batched = await atFullSpeed(bench, { way: 'batches of 100', events, connections: 2, batch: BATCH })
    const latencies = await atHalfSpeed(bench, single.loggedPerSecond / 2)
    heard.close()
    return { results: [single, batched], ...latencies, outOfOrder: heard.outOfOrder }
  } finally {
    await server.stop()
    server.forget()
  }
}

const flaws = ({ results, outOfOrder }: Spine, kafka: ToKafka | null): number =>
  results.reduce((sum, { missed }) => sum + missed, outOfOrder) + (kafka ? kafka.missed + kafka.outOfOrder : 0)

interface Bench {
  server: Server
  heard: Heard
}

interface Run {
  way: string
  events: number
  connections: number
  batch: number
}

async function atFullSpeed({ server, heard }: Bench, { way, events, connections, batch }: Run): Promise<Measured> {
  const ids = Array.from({ length: events }, (_, index) => `${way}-${index}`.replaceAll(' ', '-'))
  const cpu = cpuSeconds(server.pid)
  const began = Date.now()
  await publishFast(server, { ids, things: SUBJECTS, connections, batch })
  const logged = Date.now()
  await until(() => ids.every((id) => heard.at.has(id)))
  const told = Math.max(...ids.map((id) => heard.at.get(id) ?? Number.NaN))
  await until(() => caughtUp(server))
  const read = Date.now()
  return {
    way,
    events,
    loggedPerSecond: (1000 * events) / (logged - began),
    browserPerSecond: (1000 * events) / (told - began),
    readersPerSecond: (1000 * events) / (read - began),
    cpuSecondsPer1000: (1000 * (cpuSeconds(server.pid) - cpu)) / events,
    missed: ids.filter((id) => !heard.at.has(id)).length,
  }
}

/** Publishes one event after the other whether or not answers come. @returns milliseconds from its answer, and from its request, to the browser */
async function atHalfSpeed({ server, heard }: Bench, rate: number) {
  const count = Math.ceil(rate * HALF_RATE_SECONDS)
  const ids = Array.from({ length: count }, (_, index) => `half-${index}`)
  const sent = await publishSteadily(server, { ids, things: SUBJECTS, rate })
  await until(() => sent.every(({ id }) => heard.at.has(id)))
  const seen = sent.map((one) => ({ ...one, at: heard.at.get(one.id) ?? Number.NaN }))
  return {
    rate,
    fromAnswer: seen.map(({ at, answered }) => Math.max(0, at - answered)),
    fromRequest: seen.map(({ at, asked }) => at - asked),
  }
}

async function listen({ origin, accessToken }: Server): Promise<Heard> {
  const socket = openSocket(`${origin.replace('http', 'ws')}/api/v1/live`, accessToken)
  const heard: Heard = { at: new Map(), outOfOrder: 0, close: () => socket.close() }
  const last = new Map<string, string>()
  const hello = new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('the live feed refused the socket')))
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as { type: string; data?: CloudEvent }
      if (frame.type === 'hello') resolve()
      if (frame.data?.type !== TYPE) return
      const { id, subject, sequence = '' } = frame.data
      if (sequence <= (last.get(subject) ?? '')) heard.outOfOrder += 1
      last.set(subject, sequence)
      heard.at.set(id, Date.now())
    })
  })
  await hello
  return heard
}

async function caughtUp(server: Server): Promise<boolean> {
  return (await readersOf(server)).every(({ lag }) => lag.all === 0)
}

const spread = (times: number[]) => ({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) })

const asJson = ({ results, rate, fromAnswer, fromRequest, outOfOrder }: Spine) => ({
  results,
  rate,
  answer: spread(fromAnswer),
  request: spread(fromRequest),
  outOfOrder,
})

function report(spine: Spine): void {
  const { results, rate, answer, request, outOfOrder } = asJson(spine)
  printTable(
    ['logged by POST /domain-events', ...results.map(({ way }) => way)],
    [
      ['logged/s', ...results.map((one) => figure(one.loggedPerSecond))],
      ["in the browser's socket/s", ...results.map((one) => figure(one.browserPerSecond))],
      ['read by every reader/s', ...results.map((one) => figure(one.readersPerSecond))],
      ['CPU s per 1,000 events', ...results.map((one) => figure(one.cpuSecondsPer1000))],
      ['missed', ...results.map((one) => String(one.missed))],
    ],
  )
  console.log(`\nOut of order: ${outOfOrder}. At ${figure(rate)} events/s, ms to the browser's socket:`)
  printTable(
    ['', 'p50', 'p99'],
    [
      ['from the answer', figure(answer.p50), figure(answer.p99)],
      ['from the request', figure(request.p50), figure(request.p99)],
    ],
  )
}
