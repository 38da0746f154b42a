import { parseArgs } from 'node:util'
import type { CloudEvent } from '../contract/domain-events.ts'
import type { Reader } from '../contract/readers.ts'
import { openSocket } from './live.ts'
import { cpuSeconds } from './processes.ts'
import { type Server, startServer } from './server.ts'
import { figure, percentile, printTable } from './table.ts'

const BATCH = 100
const SUBJECTS = 50
const HALF_RATE_SECONDS = 10
const PATIENCE_MS = 60_000
const TYPE = 'bench.told'

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
 * against the process that `npm start` runs; with KAFKA_BROKERS, the bridge is one of the readers. @returns the exit code: 1 when an event was missed or came out of order
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
  const server = await startServer()
  try {
    const heard = await listen(server)
    const connections = Number(values.connections)
    await atFullSpeed({ server, heard }, { way: 'warm-up', events: 200, connections, batch: 1 })
    const events = Number(values.events)
    const single = await atFullSpeed({ server, heard }, { way: 'one by one', events, connections, batch: 1 })
    const batched = await atFullSpeed(
      { server, heard },
      { way: 'batches of 100', events, connections: 2, batch: BATCH },
    )
    const latencies = await atHalfSpeed({ server, heard }, single.loggedPerSecond / 2)
    heard.close()
    report([single, batched], { latencies, outOfOrder: heard.outOfOrder, json: values.json })
    return single.missed + batched.missed + heard.outOfOrder === 0 ? 0 : 1
  } finally {
    await server.stop()
    server.forget()
  }
}

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
  const left = [...ids]
  const cpu = cpuSeconds(server.pid)
  const began = Date.now()
  const publishNext = async (): Promise<void> => {
    const next = left.splice(0, batch)
    if (next.length === 0) return
    await publish(server, next)
    return publishNext()
  }
  await Promise.all(Array.from({ length: connections }, publishNext))
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
  const began = Date.now()
  const sent = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const due = began + (1000 * index) / rate
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, due - Date.now())))
      const id = `half-${index}`
      const asked = Date.now()
      await publish(server, [id])
      return { id, asked, answered: Date.now() }
    }),
  )
  await until(() => sent.every(({ id }) => heard.at.has(id)))
  const seen = sent.map((one) => ({ ...one, at: heard.at.get(one.id) ?? Number.NaN }))
  return {
    rate,
    fromAnswer: seen.map(({ at, answered }) => Math.max(0, at - answered)),
    fromRequest: seen.map(({ at, asked }) => at - asked),
  }
}

async function publish({ origin, accessToken }: Server, ids: string[]): Promise<void> {
  const events = ids.map((id, index) => ({
    specversion: '1.0',
    id,
    type: TYPE,
    source: '/bench',
    subject: `s${(Number(/\d+$/.exec(id)?.[0] ?? index) % SUBJECTS).toString()}`,
    data: { text: 'x'.repeat(200) },
  }))
  const batch = events.length > 1
  const answer = await fetch(`${origin}/api/v1/domain-events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': batch ? 'application/cloudevents-batch+json' : 'application/cloudevents+json',
    },
    body: JSON.stringify(batch ? events : events[0]),
  })
  if (!answer.ok) throw new Error(`publishing answered ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
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

async function caughtUp({ origin, accessToken }: Server): Promise<boolean> {
  const answer = await fetch(`${origin}/api/v1/readers`, { headers: { authorization: `Bearer ${accessToken}` } })
  const { data } = (await answer.json()) as { data: Reader[] }
  return data.every(({ lag }) => lag.all === 0)
}

/** Waits for something; gives up silently, because what is missing is counted. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const from = Date.now()
  while (Date.now() - from < PATIENCE_MS && !(await condition())) await new Promise((later) => setTimeout(later, 10))
}

interface Rest {
  latencies: { rate: number; fromAnswer: number[]; fromRequest: number[] }
  outOfOrder: number
  json: boolean
}

function report(results: Measured[], { latencies, outOfOrder, json }: Rest): void {
  const spread = (times: number[]) => ({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) })
  const answer = spread(latencies.fromAnswer)
  const request = spread(latencies.fromRequest)
  if (json) {
    console.log(JSON.stringify({ results, rate: latencies.rate, answer, request, outOfOrder }, null, 2))
    return
  }
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
  console.log(`\nOut of order: ${outOfOrder}. At ${figure(latencies.rate)} events/s, ms to the browser's socket:`)
  printTable(
    ['', 'p50', 'p99'],
    [
      ['from the answer', figure(answer.p50), figure(answer.p99)],
      ['from the request', figure(request.p50), figure(request.p99)],
    ],
  )
}
