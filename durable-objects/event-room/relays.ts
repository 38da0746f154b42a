import type { AvailabilityDelta } from '../../contract/availability-frames.ts'
import { type Placement, type Region, relayAt } from '../../platform/live-relays.ts'
import { onceIn } from '../live-audience.ts'
import { keepMark, readMark } from './rows.ts'

/** More than these, and telling them takes the room's time: then they are fuller. */
const MOST_OF_REGION = 64
/** A relay that does not answer as often is told nothing, until it says that it is there. */
const MOST_FAILURES = 3
const AGAIN_MS = 1000
/** How long after the last word it is noted that all have heard it. */
const MARK_MS = 1000

/** Which relay, and how many watch by it. */
export interface RelayState {
  region: Region
  n: number
  sockets: number
}

interface Relay extends RelayState {
  /** Is told of changes: somebody watches by it. */
  active: boolean
  /** The `seq` that it has, as far as the room knows. */
  told: number
  telling: boolean
  failures: number
  /** How often it said that it is there: what it said before that counts no more. */
  joins: number
}

/** Objects between a room and those who watch it, where they are too many for itself. */
export interface Relays {
  anyActive(): boolean
  /** @returns how many watch by them, as far as they have said. */
  sockets(): number
  /** @returns which relays of a region take sockets. `refused`: one that did not. */
  placement(region: Region, refused: number | null): Placement
  /** A relay has its first socket, or says that it is still there. */
  joined(relay: RelayState): void
  /** Tells each of them what changed since it was told last. One that is being told hears the rest when it answers. */
  tell(): void
}

interface Surroundings {
  eventId: () => string
  seq: () => number
  changes: (since: number) => AvailabilityDelta | null
  /** How many sockets a relay takes. */
  most: () => number
  /** Has all relays told, some moments later. */
  again: () => void
}

/** @returns the relays of a room, kept in its rows: the list only grows, so that who knows an old one finds its relays. */
export const relaysOf = (
  { storage: { sql }, waitUntil }: { storage: DurableObjectStorage; waitUntil: (task: Promise<unknown>) => void },
  namespace: Env['LIVE_RELAY'],
  { eventId, seq, changes, most, again }: Surroundings,
): Relays => {
  sql.exec(`CREATE TABLE IF NOT EXISTS relays
    (region TEXT NOT NULL, n INTEGER NOT NULL, active INTEGER NOT NULL, PRIMARY KEY (region, n)) WITHOUT ROWID`)
  const fresh = { sockets: 0, told: readMark(sql, 'relayed'), telling: false, failures: 0, joins: 0 }
  const relays = sql
    .exec<{ region: Region; n: number; active: number }>('SELECT region, n, active FROM relays ORDER BY region, n')
    .toArray()
    .map((row): Relay => ({ ...fresh, ...row, active: row.active === 1 }))

  const keep = ({ region, n, active }: Relay) =>
    sql.exec('INSERT OR REPLACE INTO relays VALUES (?, ?, ?)', region, n, Number(active))

  const find = ({ region, n }: Pick<RelayState, 'region' | 'n'>): Relay => {
    const known = relays.find((relay) => relay.region === region && relay.n === n)
    if (known !== undefined) return known
    const relay = { ...fresh, region, n, active: false }
    relays.push(relay)
    keep(relay)
    return relay
  }

  const setActive = (relay: Relay, active: boolean): void => {
    if (relay.active === active) return
    relay.active = active
    keep(relay)
  }

  const mark = onceIn(MARK_MS, () => {
    const behind = relays.some(({ active, told }) => active && told !== seq())
    if (!behind) keepMark(sql, 'relayed', seq())
  })

  const tellOne = async (relay: Relay): Promise<void> => {
    const { joins } = relay
    const stub = relayAt(namespace, { eventId: eventId(), region: relay.region, n: relay.n })
    // What is too long ago to be told, the relay asks for: it sees that it is not where the room is.
    const { seq: told, sockets } = await stub.tell(changes(relay.told) ?? changes(seq()))
    relay.failures = 0
    if (relay.joins !== joins) return
    relay.told = told
    relay.sockets = sockets
    if (sockets === 0) setActive(relay, false)
  }

  const failed = async (relay: Relay): Promise<void> => {
    relay.failures += 1
    if (relay.failures >= MOST_FAILURES) {
      console.warn(JSON.stringify({ level: 'warn', message: 'a relay is gone', event: eventId(), relay: relay.n }))
      setActive(relay, false)
    }
    await scheduler.wait(AGAIN_MS)
  }

  const tellSoon = async (relay: Relay): Promise<void> => {
    relay.telling = true
    try {
      await tellOne(relay)
      mark()
    } catch {
      await failed(relay)
    }
    relay.telling = false
    if (relay.active && relay.told !== seq()) again()
  }

  return {
    anyActive: () => relays.some(({ active }) => active),
    sockets: () => relays.reduce((sum, { active, sockets }) => sum + (active ? sockets : 0), 0),
    placement(region, refused) {
      if (refused !== null) find({ region, n: refused }).sockets = most()
      const there = relays.filter((relay) => relay.region === region)
      const open = there.filter(({ sockets }) => sockets < most())
      const more = open.length > 0 ? 0 : Math.min(Math.max(1, there.length), MOST_OF_REGION - there.length)
      for (let n = 0; n < more; n += 1) open.push(find({ region, n: there.length + n }))
      return { relays: (open.length > 0 ? open : there).map(({ n }) => n) }
    },
    joined({ region, n, sockets }) {
      const relay = find({ region, n })
      Object.assign(relay, { sockets, told: seq(), failures: 0, joins: relay.joins + 1 })
      setActive(relay, true)
    },
    tell() {
      for (const relay of relays) if (relay.active && !relay.telling && relay.told !== seq()) waitUntil(tellSoon(relay))
    },
  }
}
