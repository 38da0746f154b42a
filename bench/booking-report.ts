import { cpus, loadavg, totalmem } from 'node:os'
import type { BookingFigures, Pace } from './booking.ts'
import { figure, printTable } from './table.ts'

/** What a figure was taken on. The load counts what else ran. */
export interface Machine {
  cpus: number
  model: string
  memoryGb: number
  load: number
}

export const machineNow = (): Machine => ({
  cpus: cpus().length,
  model: cpus()[0]?.model ?? 'unknown',
  memoryGb: totalmem() / 2 ** 30,
  load: loadavg()[0] ?? 0,
})

/** What we want of one room, on one thread with database, bucket and queues beside it. */
const GOALS = { holds: 1000, holdP99: 40, purchases: 250 }

/**
 * pretix 2026.8 with 4 workers, PostgreSQL and redis, measured on a machine of this kind: holds by its API (by its shop
 * 9/s), orders at their fastest.
 */
const PRETIX = { holds: 40, holdP99: 759, purchases: 17, purchaseP99: 1600 }

/** Prints what was measured, with the goals and what pretix does beside it. */
export function printBooking({ machine, livez, hold, best, purchase, ...memory }: BookingFigures): void {
  const { cpus: many, model, memoryGb, load } = machine
  console.log(`${many} × ${model}, ${figure(memoryGb)} GiB, load ${figure(load)}; one room, one thread\n`)
  const row = (name: string, of: (pace: Pace) => number, goal = '', pretix = '') => [
    name,
    figure(of(hold)),
    figure(of(best)),
    figure(of(purchase)),
    goal,
    pretix,
  ]
  printTable(
    ['closed loop', 'hold', 'best 2 of 2,000', 'hold, book, confirm', 'goal', 'pretix: hold · order'],
    [
      row(
        'a second',
        ({ perSecond }) => perSecond,
        `${GOALS.holds} · ${GOALS.purchases}`,
        `${PRETIX.holds} · ${PRETIX.purchases}`,
      ),
      row('p50, ms', ({ p50 }) => p50),
      row('p99, ms', ({ p99 }) => p99, `${GOALS.holdP99} of a hold`, `${PRETIX.holdP99} · ${PRETIX.purchaseP99}`),
      row('its hold, p99, ms', ({ holdP99 }) => holdP99),
      row('CPU of the server each, ms', ({ cpuMsEach }) => cpuMsEach),
      row('of what /livez is answered', ({ ofLivez }) => ofLivez),
      row('other answers', ({ others }) => Object.values(others).reduce((sum, n) => sum + n, 0)),
    ],
  )
  console.log('')
  printTable(
    ['', ''],
    [
      ['/livez a second, same process and client', figure(livez)],
      ['memory with the demo alone, MB', figure(memory.idleMb)],
      ['memory after all of this, MB', figure(memory.endMb)],
      ['bytes for each seat of a house, its room awake', figure(memory.bytesPerSeat)],
      ['bytes for each two places held', figure(memory.bytesPerHold)],
    ],
  )
  console.log('')
}
