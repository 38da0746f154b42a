import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Standing, WaitingRoomRules } from '../../contract/waiting-room.ts'
import type { WaitingRoom } from '../../durable-objects/waiting-room.ts'

/** Far from now, so that no alarm goes off by itself. */
export const START = Date.UTC(2040, 0, 1)
export const MINUTE = 60_000

export const RULES: WaitingRoomRules = {
  mode: 'on',
  rate: 6000,
  opensAt: START,
  admittedMinutes: 10,
  mostInside: null,
  holdsPerSecond: 50,
  sockets: 100,
  version: 1,
}

export const roomOf = (event: string): DurableObjectStub<WaitingRoom> => {
  const { WAITING_ROOM } = env as Env
  return WAITING_ROOM.get(WAITING_ROOM.idFromName(event))
}

/** Does something in the object itself: 20,000 calls one by one would be a test of calling. */
export const inRoom = <T>(event: string, act: (room: WaitingRoom, state: DurableObjectState) => T) =>
  runInDurableObject(roomOf(event), act)

export const namesOf = (count: number, prefix = 'g:guest') =>
  Array.from({ length: count }, (_, number) => `${prefix}${String(number).padStart(6, '0')}`)

/** What a watch has seen go wrong; empty where all is well. */
export interface Watch {
  wrongs: string[]
  /** Looks at everyone's standing at a moment. */
  look(standings: Map<string, Standing>, now: number): void
  /** How many were seen admitted. */
  admitted(): number
}

/**
 * Watches a waiting room from outside, as its guests see it: nobody is admitted twice, nobody before someone who stood
 * before them, and as many as the rate says, give or take a twentieth.
 * @param rate people a minute, from `opensAt` on
 */
export const watch = ({ rate, opensAt }: { rate: number; opensAt: number }): Watch => {
  const until = new Map<string, number>()
  let before = new Map<string, Standing>()
  const wrongs: string[] = []

  const once = (guest: string, { state, admittedUntil }: Standing) => {
    const known = until.get(guest)
    if (known !== undefined && state === 'waiting') wrongs.push(`${guest} was admitted and waits again`)
    if (known !== undefined && admittedUntil !== null && admittedUntil !== known)
      wrongs.push(`${guest} was admitted twice`)
    if (admittedUntil !== null) until.set(guest, admittedUntil)
  }
  const inOrder = (standings: Map<string, Standing>) => {
    const aheadOf = (wanted: string) =>
      [...standings].flatMap(([guest, { state }]) => (state === wanted ? (before.get(guest)?.ahead ?? []) : []))
    const fromWaiting = [...standings].filter(([guest]) => before.get(guest)?.state === 'waiting')
    const admittedNow = fromWaiting.flatMap(([guest, { state }]) =>
      state === 'admitted' ? (before.get(guest)?.ahead ?? []) : [],
    )
    const last = admittedNow.reduce((most, ahead) => Math.max(most, ahead), -1)
    const first = aheadOf('waiting').reduce((least, ahead) => Math.min(least, ahead), Number.POSITIVE_INFINITY)
    if (last > first) wrongs.push(`someone with ${last} ahead was admitted before someone with ${first}`)
  }
  const atRate = (now: number) => {
    const due = (rate * (now - opensAt)) / MINUTE
    if (until.size > due * 1.05 + 1) wrongs.push(`${until.size} were admitted where ${due} were due`)
    if (until.size < due * 0.95 - 1) wrongs.push(`only ${until.size} were admitted where ${due} were due`)
  }

  return {
    wrongs,
    look(standings, now) {
      for (const [guest, standing] of standings) once(guest, standing)
      inOrder(standings)
      if (now >= opensAt) atRate(now)
      before = standings
    },
    admitted: () => until.size,
  }
}

/** Of 9 × 9 degrees of freedom: a fair draw gives more once in a million. */
export const UNFAIR = 157

/**
 * @param ahead how many stand before each, in the order in which they came
 * @returns chi-square of tenths by coming against tenths by standing
 */
export const unfairness = (ahead: number[]): number => {
  const counts = new Array<number>(100).fill(0)
  const order = ahead.map((before, came) => ({ before, came })).sort((a, b) => a.before - b.before)
  order.forEach(({ came }, rank) => {
    const cell = Math.floor((came * 10) / ahead.length) * 10 + Math.floor((rank * 10) / ahead.length)
    counts[cell] = (counts[cell] ?? 0) + 1
  })
  const expected = ahead.length / 100
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
