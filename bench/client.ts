import { connect, type Socket } from 'node:net'
import { envelopeOf, requestOf, type Target } from './envelope.ts'
import { type EventPlan, type EventSize, planned, type Variety } from './events.ts'

/** What the load generator is to send. It runs in a process of its own, so that its work is not charged to the server. */
export interface Job extends Variety {
  target: Target
  run: string
  size: EventSize
  count: number
  connections: number
  /** Requests a second whether or not answers come (open loop); without it, each connection sends when it was answered. */
  rate?: number
  /** Every so many events one begins an issue of its own, so that its way into the lists can be seen. */
  markEvery?: number
}

/** The groups of marked events begin here. */
export const MARKED_FROM = 1_000_000

export interface Sent {
  /** HTTP status of each event, in the order of the plan; 0 where the connection broke. */
  statuses: number[]
  /** Milliseconds from the moment an event was due to its answer. */
  latencies: number[]
  /** Moments of the monotonic clock that all processes share, in milliseconds. */
  firstSent: number
  answered: number[]
}

/** @returns the plan of the `index`th event of a job: marked ones have groups of their own. */
export function plannedFor(job: Pick<Job, 'run' | 'markEvery' | keyof Variety>, index: number): EventPlan {
  const plan = planned(job.run, index, job)
  return job.markEvery !== undefined && index % job.markEvery === 0 ? { ...plan, group: MARKED_FROM + index } : plan
}

/** @returns milliseconds of the clock that every process of a machine shares. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6

/** Serves jobs to the parent process: builds all bodies, says so, and sends them when told. */
export function serveJobs(): void {
  let requests: Buffer[] = []
  let job: Job | undefined
  process.on('message', async (message: { prepare: Job } | 'send') => {
    if (message === 'send') {
      if (job) process.send?.({ sent: await send(job, requests) })
      return
    }
    job = message.prepare
    requests = build(job)
    process.send?.({ ready: requests.length })
  })
}

function build(job: Job): Buffer[] {
  const sentAt = Date.now()
  return Array.from({ length: job.count }, (_, index) =>
    requestOf(job.target, envelopeOf(plannedFor(job, index), job.size, sentAt)),
  )
}

async function send(job: Job, requests: Buffer[]): Promise<Sent> {
  const sent: Sent = { statuses: [], latencies: [], firstSent: clock(), answered: [] }
  let next = 0
  const takeTurns = async () => {
    const connection = await open(job.target)
    while (next < requests.length) {
      const index = next++
      const due = job.rate === undefined ? clock() : sent.firstSent + (1000 * index) / job.rate
      const early = due - clock()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      sent.statuses[index] = await connection.exchange(requests[index] ?? Buffer.alloc(0))
      sent.answered[index] = clock()
      sent.latencies[index] = sent.answered[index] - due
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: job.connections }, takeTurns))
  return sent
}

interface Connection {
  exchange(request: Buffer): Promise<number>
  close(): void
}

/** One keep-alive connection. It reads just enough of HTTP/1.1 to know a status and where an answer ends. */
async function open({ host, port }: Target): Promise<Connection> {
  let answered: (status: number) => void = () => {}
  let pending = ''
  let socket: Socket
  const dial = () =>
    new Promise<void>((resolve, reject) => {
      socket = connect({ host, port, noDelay: true })
      socket.setEncoding('latin1')
      socket.once('connect', resolve)
      socket.once('error', reject)
      socket.on('data', (text: string) => {
        pending += text
        const status = statusOfWhole(pending)
        if (status === null) return
        pending = ''
        answered(status)
      })
      socket.on('close', () => answered(0))
      socket.on('error', () => answered(0))
    })
  await dial()
  return {
    exchange: async (request) => {
      if (socket.destroyed) await dial()
      return new Promise((resolve) => {
        answered = resolve
        socket.write(request)
      })
    },
    close: () => socket.destroy(),
  }
}

/** @returns the status once the whole answer is there, else null. */
function statusOfWhole(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const head = text.slice(0, headEnd).toLowerCase()
  const [, length] = /\r\ncontent-length: *(\d+)/.exec(head) ?? []
  const whole = length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= headEnd + 4 + Number(length)
  return whole ? Number(head.slice(9, 12)) : null
}
