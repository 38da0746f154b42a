import { fork } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import type { Bought, Crowd } from './booking-client.ts'
import { type FanOut, measureFanOut, newEvent, newPlan, reportLive } from './booking-live.ts'
import { type Machine, machineNow, printBooking } from './booking-report.ts'
import { cpuSeconds, memoryBytes } from './processes.ts'
import { type Server, startServer } from './server.ts'
import { percentile } from './table.ts'

const WARM_UP_SECONDS = 3
const HOUSE = 2000
/** Of the thousand that it has: the last single seats of its rows are no pairs. */
const PAIRS = 900
const LARGE_HOUSE = 20_000
const HELD_FOR_MEMORY = 5000

/** What one kind of request came to. Times in milliseconds. */
export interface Pace {
  perSecond: number
  p50: number
  p99: number
  holdP50: number
  holdP99: number
  cpuMsEach: number
  /** Share of what the same process answers of the cheapest request in the same run. */
  ofLivez: number
  others: Record<string, number>
}

export interface BookingFigures {
  machine: Machine
  livez: number
  hold: Pace
  best: Pace
  purchase: Pace
  /** MB of all processes: with nothing but the demo, and after all of it. */
  idleMb: number
  endMb: number
  /** Bytes for each seat of a house that nobody has touched but its room, and for each place held in it. */
  bytesPerSeat: number
  bytesPerHold: number
}

/**
 * `bench booking [--seconds N] [--clients N] [--sockets 1000,5000 | --sockets none] [--json]`: one event and its crowd.
 * @returns the exit code: 1 where something was answered that should not have been
 */
export async function benchBooking(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      clients: { type: 'string', default: '16' },
      sockets: { type: 'string', default: '1000,5000' },
      json: { type: 'boolean', default: false },
    },
  })
  const server = await startServer()
  try {
    const figures = await measure(server, { seconds: Number(values.seconds), clients: Number(values.clients) })
    const sockets = values.sockets === 'none' ? [] : values.sockets.split(',').map(Number)
    const fanOuts: FanOut[] = []
    for (const many of sockets) fanOuts.push(await measureFanOut(server, many))
    if (values.json) console.log(JSON.stringify({ ...figures, fanOuts }, null, 2))
    else {
      printBooking(figures)
      if (fanOuts.length > 0) reportLive(fanOuts, null)
    }
    const wrong = [figures.hold, figures.best, figures.purchase].some(({ others }) => Object.keys(others).length > 0)
    return wrong ? 1 : 0
  } finally {
    await server.stop()
    server.forget()
  }
}

interface Load {
  seconds: number
  clients: number
}

async function measure(server: Server, load: Load): Promise<BookingFigures> {
  const idle = memoryBytes(server.pid)
  const open = await newEvent(server, { capacity: 1_000_000 })
  await crowd(server, { ...load, does: 'purchase', eventId: open, seconds: WARM_UP_SECONDS })
  const livez = await crowd(server, { ...load, does: 'livez', eventId: open })
  const livezPerSecond = livez.latencies.length / livez.seconds
  const paceOf = (bought: Bought & { cpu: number }): Pace => {
    const perSecond = bought.latencies.length / bought.seconds
    return {
      perSecond,
      p50: percentile(bought.latencies, 0.5),
      p99: percentile(bought.latencies, 0.99),
      holdP50: percentile(bought.holdLatencies, 0.5),
      holdP99: percentile(bought.holdLatencies, 0.99),
      cpuMsEach: (1000 * bought.cpu) / bought.latencies.length,
      ofLivez: perSecond / livezPerSecond,
      others: bought.others,
    }
  }
  const hold = paceOf(await crowd(server, { ...load, does: 'hold', eventId: open }))
  const house = await newEvent(server, { planId: await newPlan(server, HOUSE) })
  const best = paceOf(await crowd(server, { ...load, does: 'best', eventId: house, most: PAIRS }))
  const purchase = paceOf(await crowd(server, { ...load, does: 'purchase', eventId: open }))
  const endMb = memoryBytes(server.pid) / 1e6
  return {
    machine: machineNow(),
    livez: livezPerSecond,
    hold,
    best,
    purchase,
    idleMb: idle / 1e6,
    endMb,
    ...(await placesOf(server, load)),
  }
}

/** What places take in memory: of a house as its room wakes, and of places as they are held in it. */
async function placesOf(server: Server, { clients }: Load): Promise<{ bytesPerSeat: number; bytesPerHold: number }> {
  const planId = await newPlan(server, LARGE_HOUSE)
  const before = memoryBytes(server.pid)
  const eventId = await newEvent(server, { planId })
  await fetch(`${server.origin}/api/v1/events/${eventId}/availability`)
  const awake = memoryBytes(server.pid)
  await crowd(server, { does: 'best', eventId, clients, seconds: 60, most: HELD_FOR_MEMORY })
  const held = memoryBytes(server.pid)
  return { bytesPerSeat: (awake - before) / LARGE_HOUSE, bytesPerHold: (held - awake) / HELD_FOR_MEMORY }
}

async function crowd(server: Server, wish: Omit<Crowd, 'origin'>): Promise<Bought & { cpu: number }> {
  const client = fork(new URL('./index.ts', import.meta.url).pathname, ['crowd'], { serialization: 'advanced' })
  const cpu = cpuSeconds(server.pid)
  client.send({ ...wish, origin: server.origin } satisfies Crowd)
  const [bought] = (await once(client, 'message')) as [Bought]
  client.kill()
  return { ...bought, cpu: cpuSeconds(server.pid) - cpu }
}
