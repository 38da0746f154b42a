import { sha256Hex } from './crypto.ts'

/** Where an object is made, near to those who ask for it first (Cloudflare, Durable Objects, data location). */
export type Region = DurableObjectLocationHint

/** A relay of an event: the `n`th of its region. */
export interface RelayPlace {
  eventId: string
  region: Region
  n: number
}

const BY_CONTINENT: Readonly<Record<string, Region>> = { SA: 'sam', OC: 'oc', AF: 'afr' }

/** @returns the region that is nearest to a request, by what the edge says of it: its continent, and how far east it is. */
export const regionOf = (cf: object | undefined): Region => {
  const said = { continent: '', longitude: 0, ...cf }
  const continent = String(said.continent)
  const east = Number(said.longitude)
  if (continent === 'NA') return east < -100 ? 'wnam' : 'enam'
  if (continent === 'AS') return east < 60 ? 'me' : 'apac'
  return BY_CONTINENT[continent] ?? (east > 18 ? 'eeur' : 'weur')
}

const nameOf = ({ eventId, region, n }: RelayPlace): string => `event:${eventId}:relay:${region}:${n}`

/** @returns which relay has this name; null for a name that is none. */
export const relayNamed = (name: string | undefined): RelayPlace | null => {
  const [, eventId, region, n] = /^event:([\w-]+):relay:([a-z]+):(\d+)$/.exec(name ?? '') ?? []
  return eventId === undefined || region === undefined ? null : { eventId, region: region as Region, n: Number(n) }
}

/** @returns a relay, made in its region where it is not there yet. */
export const relayAt = (relays: Env['LIVE_RELAY'], place: RelayPlace) =>
  relays.get(relays.idFromName(nameOf(place)), { locationHint: place.region })

/** What a room answers who wants to watch it and has to go to one of these relays of their region. */
export interface Placement {
  relays: number[]
}

interface Watch {
  eventId: string
  region: Region
  /** Differs from connection to connection. */
  connection: string
  since: string | undefined
}

const PLACEMENT_MS = 5000
const PLACEMENTS = 1000
const TRIES = 3
const known = new Map<string, Placement & { until: number }>()

/**
 * Opens a socket that watches an event: in its room, or where that has enough of them in one of its relays. Relays of a
 * room only become more, so a list that is some seconds old is a good one.
 * @returns the upgraded answer, or null where nobody takes it now
 */
export const watchEvent = async (
  env: Pick<Env, 'EVENT_ROOM' | 'LIVE_RELAY'>,
  { eventId, region, connection, since }: Watch,
): Promise<Response | null> => {
  const from: Record<string, string> = since === undefined ? {} : { since }
  const room = env.EVENT_ROOM.get(env.EVENT_ROOM.idFromName(eventId))
  let refused: Record<string, string> = {}
  for (let tries = 0; tries < TRIES; tries += 1) {
    let placement = known.get(`${eventId} ${region}`)
    if (placement === undefined || placement.until < Date.now()) {
      const answer = await room.fetch(upgrade({ ...from, ...refused, region }))
      if (answer.webSocket !== null) return answer
      placement = remember(`${eventId} ${region}`, await answer.json<Placement>())
    }
    const n = pick(placement.relays, connection)
    const answer = await tried(relayAt(env.LIVE_RELAY, { eventId, region, n }).fetch(upgrade(from)))
    if (answer !== null) return answer
    // Full, or away: its room must name another one.
    known.delete(`${eventId} ${region}`)
    refused = { refused: String(n) }
  }
  return tried(room.fetch(upgrade({ ...from, region, anyway: 'yes' })))
}

const tried = async (answering: Promise<Response>): Promise<Response | null> => {
  try {
    const answer = await answering
    if (answer.webSocket !== null) return answer
    await answer.body?.cancel()
  } catch {
    console.warn(JSON.stringify({ level: 'warn', message: 'a relay does not answer' }))
  }
  return null
}

const upgrade = (query: Record<string, string>): Request =>
  new Request(`https://live/?${new URLSearchParams(query)}`, { headers: { Upgrade: 'websocket' } })

const remember = (key: string, placement: Placement): Placement & { until: number } => {
  const kept = { ...placement, until: Date.now() + PLACEMENT_MS }
  if (known.size >= PLACEMENTS) known.clear()
  known.set(key, kept)
  return kept
}

const pick = (relays: readonly number[], connection: string): number =>
  relays[Number.parseInt(sha256Hex(connection).slice(0, 8), 16) % relays.length] ?? 0
