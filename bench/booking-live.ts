import { parseArgs } from 'node:util'
import { clock } from './client.ts'
import { cpuSeconds, memoryBytes } from './processes.ts'
import { type Server, startServer } from './server.ts'
import { figure, percentile, printTable } from './table.ts'
import { openWatchers } from './watchers.ts'

const ROUNDS = 20
const WARM_UP = 3
/** Between two changes, so that each is told alone. */
const REST_MS = 400
const SEATS = 400
/** Of a large house. */
const MANY_SEATS = 50_000

/** How one change reached all who watch an event. Times in milliseconds, from the answer to the hold. */
export interface FanOut {
  sockets: number
  openedPerSecond: number
  /** When the median socket, and when the last one had heard, of the median and the worst change. */
  medianSocket: number
  lastSocket: number
  lastSocketWorst: number
  /** From when the hold was asked for. */
  lastSocketFromRequest: number
  cpuMsPerChange: number
  memoryMb: number
  gaps: number
}

/** What reading a large house costs. Times in milliseconds. */
export interface LargeHouse {
  seats: number
  bytes: number
  first: number
  unchanged: number
  notModified: number
  afterChange: number
}

/** `bench booking-live [--sockets 1000,5000] [--json]`: one change told to real sockets, and a large house read. */
export async function benchBookingLive(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { sockets: { type: 'string', default: '1000,5000' }, json: { type: 'boolean', default: false } },
  })
  const server = await startServer()
  try {
    // First: thousands of sockets that go take their time too.
    const house = await measureLargeHouse(server)
    const fanOuts: FanOut[] = []
    for (const sockets of values.sockets.split(',').map(Number)) fanOuts.push(await measureFanOut(server, sockets))
    if (values.json) console.log(JSON.stringify({ fanOuts, house }, null, 2))
    else reportLive(fanOuts, house)
    return fanOuts.some(({ gaps }) => gaps > 0) ? 1 : 0
  } finally {
    await server.stop()
    server.forget()
  }
}

/** Opens sockets at a new event of 400 places, holds one place after another, and notes when each socket has heard. */
export async function measureFanOut(server: Server, sockets: number): Promise<FanOut> {
  const eventId = await newEvent(server, { capacity: SEATS })
  const memoryBefore = memoryBytes(server.pid)
  const openedFrom = clock()
  const watchers = await openWatchers(server.origin, eventId, sockets)
  const openedPerSecond = sockets / ((clock() - openedFrom) / 1000)
  const heard: number[][] = []
  const fromRequest: number[] = []
  const cpuBefore = cpuSeconds(server.pid)
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const asked = clock()
    await hold(server, eventId)
    const answered = clock()
    const all = await watchers.heard((await availability(server, eventId)).seq)
    if (round >= WARM_UP) heard.push(all.map((at) => at - answered))
    if (round >= WARM_UP) fromRequest.push(Math.max(...all) - asked)
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
  }
  const cpuMsPerChange = ((cpuSeconds(server.pid) - cpuBefore) * 1000) / (WARM_UP + ROUNDS)
  const memoryMb = (memoryBytes(server.pid) - memoryBefore) / 1024 ** 2
  const gaps = watchers.gaps()
  watchers.close()
  const last = heard.map((round) => Math.max(...round))
  return {
    sockets,
    openedPerSecond,
    medianSocket: percentile(
      heard.map((round) => percentile(round, 0.5)),
      0.5,
    ),
    lastSocket: percentile(last, 0.5),
    lastSocketWorst: Math.max(...last),
    lastSocketFromRequest: percentile(fromRequest, 0.5),
    cpuMsPerChange,
    memoryMb,
    gaps,
  }
}

/** Reads the availability of a house of 50,000 seats: whole, unchanged, by its tag, and after a change. */
export async function measureLargeHouse(server: Server): Promise<LargeHouse> {
  const planId = await newPlan(server, MANY_SEATS)
  const eventId = await newEvent(server, { planId })
  const path = `/events/${eventId}/availability`
  const first = await timed(server, path)
  const unchanged = await timed(server, path)
  const notModified = await timed(server, path, { 'if-none-match': first.tag })
  await hold(server, eventId)
  const afterChange = await timed(server, path)
  return {
    seats: MANY_SEATS,
    bytes: first.bytes,
    first: first.ms,
    unchanged: unchanged.ms,
    notModified: notModified.ms,
    afterChange: afterChange.ms,
  }
}

/** Prints what was measured. */
export function reportLive(fanOuts: FanOut[], house: LargeHouse | null): void {
  const row = (name: string, of: (fanOut: FanOut) => number) => [name, ...fanOuts.map((fanOut) => figure(of(fanOut)))]
  printTable(
    ['one change told to', ...fanOuts.map(({ sockets }) => `${sockets} sockets`)],
    [
      row('answer → half of them, ms (median of 20)', ({ medianSocket }) => medianSocket),
      row('answer → the last one, ms (median)', ({ lastSocket }) => lastSocket),
      row('answer → the last one, ms (worst)', ({ lastSocketWorst }) => lastSocketWorst),
      row('request → the last one, ms (median)', ({ lastSocketFromRequest }) => lastSocketFromRequest),
      row('CPU of the server per change, ms', ({ cpuMsPerChange }) => cpuMsPerChange),
      row('memory of the server, MB', ({ memoryMb }) => memoryMb),
      row('sockets opened/s', ({ openedPerSecond }) => openedPerSecond),
      row('frames with a gap', ({ gaps }) => gaps),
    ],
  )
  if (house === null) return
  console.log('')
  printTable(
    ['availability of 50,000 seats', 'ms'],
    [
      [`first read, ${figure(house.bytes / 1000)} KB`, figure(house.first)],
      ['again', figure(house.unchanged)],
      ['with If-None-Match, 304', figure(house.notModified)],
      ['after a change', figure(house.afterChange)],
    ],
  )
}

async function timed({ origin }: Server, path: string, headers: Record<string, string> = {}) {
  const from = clock()
  const answer = await fetch(`${origin}/api/v1${path}`, { headers })
  const { byteLength: bytes } = await answer.arrayBuffer()
  return { ms: clock() - from, bytes, tag: answer.headers.get('etag') ?? '' }
}

const availability = async ({ origin }: Server, eventId: string): Promise<{ seq: number }> =>
  (await fetch(`${origin}/api/v1/events/${eventId}/availability`)).json() as Promise<{ seq: number }>

const hold = (server: Server, eventId: string) => post(server, `/events/${eventId}/holds`, { quantity: 1 }, false)

/** Puts an event on sale. @returns its id */
export async function newEvent(server: Server, places: { capacity: number } | { planId: string }): Promise<string> {
  const starts = Date.now() + 30 * 86_400_000
  const event = await post(server, '/events', {
    name: 'Watched',
    startsAt: new Date(starts).toISOString(),
    endsAt: new Date(starts + 7_200_000).toISOString(),
    timeZone: 'Europe/Berlin',
    status: 'ON_SALE',
    waitlist: false,
    ticketTypes: [{ name: 'Adult', price: 0, currency: 'EUR' }],
    ...places,
  })
  return event.id
}

/** Keeps a plan of rows of a hundred seats. @returns its id */
export async function newPlan(server: Server, seats: number): Promise<string> {
  const perRow = 100
  const rows = Array.from({ length: seats / perRow }, (_, row) => ({
    row_number: String(row + 1),
    row_number_position: 'both',
    position: { x: 0, y: row * 30 },
    seats: Array.from({ length: perRow }, (_, seat) => ({
      seat_number: String(seat + 1),
      seat_guid: `${row + 1}-${seat + 1}`,
      position: { x: seat * 30, y: 0 },
      category: 'Stalls',
    })),
  }))
  const plan = {
    name: 'Large',
    categories: [{ name: 'Stalls', color: '#3366cc' }],
    size: { width: perRow * 30, height: rows.length * 30 },
    zones: [{ name: 'House', position: { x: 0, y: 0 }, rows, areas: [] }],
  }
  return (await post(server, '/plans', { name: 'Large', plan, publish: true })).id
}

async function post({ origin, accessToken }: Server, path: string, body: unknown, signedIn = true) {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signedIn && { authorization: `Bearer ${accessToken}` }) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as { id: string }
}
