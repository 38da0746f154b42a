import { randomUUID } from 'node:crypto'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

/** What buyers do, over and over. It runs in a process of its own, so that its work is not charged to the server. */
export interface Crowd {
  origin: string
  eventId: string
  does: 'livez' | 'hold' | 'best' | 'purchase'
  /** How many act at once; each goes on when it was answered. */
  clients: number
  seconds: number
  /** Ends earlier, where there is so much to be had. */
  most?: number
}

/** What came of it. Times in milliseconds. */
export interface Bought {
  /** How often what was done was done whole, and how long each took. */
  latencies: number[]
  /** Of the single requests: the first of a purchase is a hold. */
  holdLatencies: number[]
  seconds: number
  /** Answers that were not what was asked for, by what they were. */
  others: Record<string, number>
}

interface Reply {
  status: number
  headers: IncomingHttpHeaders
  body: { id?: string; code?: string; status?: string }
}

/** Serves one crowd to the parent process. */
export function serveCrowds(): void {
  process.on('message', async (crowd: Crowd) => {
    process.send?.(await act(crowd))
  })
}

async function act(crowd: Crowd): Promise<Bought> {
  const { hostname, port } = new URL(crowd.origin)
  const agent = new Agent({ keepAlive: true, maxSockets: crowd.clients })
  const ask = (method: string, path: string, body?: unknown, cookie = '') =>
    new Promise<Reply>((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const headers = {
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(cookie !== '' && { cookie }),
      }
      const sent = request({ hostname, port, method, path, agent, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const said = Buffer.concat(chunks).toString()
          const json = /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(said) : {}
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: json })
        })
      })
      sent.on('error', reject)
      sent.end(text)
    })
  const bought: Bought = { latencies: [], holdLatencies: [], seconds: 0, others: {} }
  const began = performance.now()
  let left = crowd.most ?? Number.POSITIVE_INFINITY
  const turns = async () => {
    while (performance.now() - began < crowd.seconds * 1000 && left-- > 0) {
      const from = performance.now()
      const other = await once(crowd, ask, bought)
      if (other === null) bought.latencies.push(performance.now() - from)
      else bought.others[other] = (bought.others[other] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: crowd.clients }, turns))
  bought.seconds = (performance.now() - began) / 1000
  agent.destroy()
  return bought
}

type Ask = (method: string, path: string, body?: unknown, cookie?: string) => Promise<Reply>

const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }

/** @returns null where it went as it should, or what was answered in place of that. */
async function once({ does, eventId }: Crowd, ask: Ask, bought: Bought): Promise<string | null> {
  if (does === 'livez') return other(await ask('GET', '/livez'), 200)
  const from = performance.now()
  const wish = does === 'best' ? { bestAvailable: 2 } : { quantity: 1 }
  const held = await ask('POST', `/api/v1/events/${eventId}/holds`, wish)
  bought.holdLatencies.push(performance.now() - from)
  if (does !== 'purchase' || held.status !== 201) return other(held, 201)
  const cookie = held.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const booked = await ask('POST', '/api/v1/bookings', { eventId, holdId: held.body.id, contact }, cookie)
  if (booked.status !== 201) return other(booked, 201)
  const confirmed = await ask('POST', `/api/v1/bookings/${booked.body.id}/confirm`, undefined, cookie)
  return confirmed.body.status === 'CONFIRMED' ? null : other(confirmed, 0)
}

const other = ({ status, body }: Reply, wanted: number): string | null =>
  status === wanted ? null : `${status} ${body.code ?? ''}`
