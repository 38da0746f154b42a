import type { AvailabilityDelta, AvailabilitySnapshot } from '../../contract/availability-frames.ts'
import type { Room } from '../../domain/booking/room.ts'
import { readSeq } from '../../domain/booking/watcher.ts'
import type { Region } from '../../platform/live-relays.ts'
import { logFailure } from '../../platform/log.ts'
import { waitingRoomOf } from '../../platform/waiting-rooms.ts'
import { type Audience, audienceOf, onceIn, RELAY_SOCKETS, type Told } from '../live-audience.ts'
import type { Deltas } from './deltas.ts'
import { type Published, publishedOf, SNAPSHOT_SEATS } from './published.ts'
import { type RelayState, type Relays, relaysOf } from './relays.ts'
import { keepMark, readMark } from './rows.ts'

/** Changes within this time are told as one: the latest wins. After a pause the first one waits for its neighbours only. */
const COALESCE_MS = 50
const FIRST_MS = 5
/** A crowd of watchers is told to the waiting room as often. */
const CROWD_MS = 10_000
/** So many sockets a room serves itself; see docs/decisions/0028-live-availability.md. */
const ROOM_SOCKETS = 500

/** What a relay begins with: the numbers, with every seat where the plan is no large one, and what it missed. */
export interface RelayStart {
  base: AvailabilitySnapshot
  whole: boolean
  missed: AvailabilityDelta | null
}

/** Everything by which a room is watched. */
export interface Live {
  published: Published
  audience: Audience
  relays: Relays
  /** Something changed: everyone is told soon. */
  moved(): void
  /** Takes a socket, or says which relays do. The worker has looked whether its client may watch. */
  admit(request: Request): Promise<Response>
  /** What changed since; null where the room does not know that any more. */
  changes(since: number): AvailabilityDelta | null
  /** A relay has its first socket, woke, or says that it is still there. @returns null where there is no event yet */
  follow(relay: RelayState & { since: number | null }): RelayStart | null
}

/** @returns how a room is watched: by sockets of its own, and by relays where those become too many. */
export const liveOf = (
  state: DurableObjectState,
  env: Pick<Env, 'LIVE_RELAY' | 'LIVE_ROOM_SOCKETS' | 'LIVE_RELAY_SOCKETS' | 'WAITING_ROOM'>,
  { deltas, roomNow }: { deltas: Deltas; roomNow: () => Room | null },
): Live => {
  const { sql } = state.storage
  const published = publishedOf(deltas, roomNow)
  const audience = audienceOf(state, published, toldOf(sql))
  const changes = (since: number): AvailabilityDelta | null => {
    const room = roomNow()
    return room === null ? null : published.changes(room, since)
  }
  const context = { storage: state.storage, waitUntil: (task: Promise<unknown>) => state.waitUntil(task) }
  const relays = relaysOf(context, env.LIVE_RELAY, {
    eventId: () => roomNow()?.settings.eventId ?? '',
    seq: published.seq,
    changes,
    most: () => Number(env.LIVE_RELAY_SOCKETS) || RELAY_SOCKETS,
    again: () => soon(),
  })
  let crowdToldAt = 0
  const tellCrowd = () => {
    const { eventId, mostWatching = null } = roomNow()?.settings ?? {}
    const sockets = audience.count() + relays.sockets()
    const due = mostWatching !== null && sockets > mostWatching && Date.now() - crowdToldAt >= CROWD_MS
    if (!due || eventId === undefined) return
    crowdToldAt = Date.now()
    // Who does not hear of a crowd hears of it in ten seconds.
    const told = waitingRoomOf(env.WAITING_ROOM, eventId).report({ holds: 0, sockets }, null)
    state.waitUntil(
      told.catch((error: unknown) => logFailure(error, { event: eventId, what: 'its crowd was not told' })),
    )
  }
  const tell = () => {
    tellCrowd()
    state.waitUntil(audience.tell())
    relays.tell()
  }
  const soon = onceIn(FIRST_MS, tell, COALESCE_MS)
  const moved = () => {
    if (audience.count() > 0 || relays.anyActive()) soon()
  }
  // Whatever changed before the memory of the object was lost, and was not told yet.
  moved()

  return {
    published,
    audience,
    relays,
    moved,
    changes,
    async admit(request) {
      const query = new URL(request.url).searchParams
      const most = Number(env.LIVE_ROOM_SOCKETS) || ROOM_SOCKETS
      tellCrowd()
      if (audience.count() < most || query.has('anyway')) return audience.admit(readSeq(query.get('since')))
      const region = (query.get('region') ?? 'weur') as Region
      return Response.json(relays.placement(region, readSeq(query.get('refused'))), { status: 503 })
    },
    follow({ since, ...relay }) {
      const room = roomNow()
      if (room === null) return null
      relays.joined(relay)
      tellCrowd()
      const whole = room.seats.size <= SNAPSHOT_SEATS
      const base = whole
        ? published.snapshot(room)
        : { type: 'snapshot' as const, seq: published.seq(), ...published.numbers(room), seats: {} }
      return { base, whole, missed: since === null ? null : changes(since) }
    },
  }
}

const toldOf = (sql: SqlStorage): Told => ({
  read: () => ({ seq: readMark(sql, 'told'), low: readMark(sql, 'toldLow') === 1 }),
  write({ seq, low }) {
    keepMark(sql, 'told', seq)
    keepMark(sql, 'toldLow', Number(low))
  },
})
