import type { Context } from 'hono'
import type { Caller } from '../../../contract/auth.ts'
import type { Refusal } from '../../../contract/room.ts'
import type { WaitingRoomRules } from '../../../contract/waiting-room.ts'
import { waitingRoomRules } from '../../../domain/booking/waiting-room/rules.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById } from '../../../platform/db/events.ts'
import { problem } from '../problem.ts'
import { type Asking, askerOf } from './asker.ts'
import type { ApiContext } from './route.ts'

/** What must be known of an event before its room is asked. */
export interface KnownEvent {
  id: string
  organisationId: string
  isPublic: boolean
  name: string
  timeZone: string
  waitingRoom: WaitingRoomRules
}

const CACHE_MS = 5000
const CACHE_EVENTS = 1000
const EVENT_ID = /^e_[\w-]{22}$/
const THING_ID = /^[hbwitq]_(e_[\w-]{22})_[\w-]{22}$/

// Public ones only: what is a draft now may be on sale a moment later, and what is public stays so or its room refuses.
const known = new Map<string, { event: KnownEvent; until: number }>()

/** @returns the event of this id if there is one, public or not. No object is touched for an id that nobody gave. */
export const knownEvent = async (env: Pick<Env, 'DB'>, id: string): Promise<KnownEvent | null> => {
  if (!EVENT_ID.test(id)) return null
  const now = Date.now()
  const cached = known.get(id)
  if (cached !== undefined && cached.until > now) return cached.event
  const row = await anyEventById(database(env.DB), id)
  if (row === null) return null
  const event = {
    id,
    organisationId: row.organisationId,
    isPublic: row.status !== 'DRAFT',
    name: row.name,
    timeZone: row.timeZone,
    waitingRoom: waitingRoomRules(row.settings, row.version),
  }
  if (known.size >= CACHE_EVENTS) known.clear()
  if (event.isPublic) known.set(id, { event, until: now + CACHE_MS })
  return event
}

/** @returns an event of the organisation that the caller of a guarded route acts in, drafts included; null for any other. */
export const ownEvent = async (
  c: { env: Pick<Env, 'DB'>; var: { caller: Pick<Caller, 'organisationId'> } },
  id: string,
): Promise<KnownEvent | null> => {
  const event = await knownEvent(c.env, id)
  return event?.organisationId === c.var.caller.organisationId ? event : null
}

/** @returns the id of the event whose room owns a thing (a hold, booking, entry, invitation), or null for a foreign id. */
export const eventIdOf = (thing: string): string | null => THING_ID.exec(thing)?.[1] ?? null

type Refused = { refused: ReturnType<typeof problem> }

/** @returns the event and who asks, or the answer that refuses them. A draft is there for its organisation alone. */
export const visitEvent = async (
  c: ApiContext,
  id: string | null,
): Promise<(Asking & { event: KnownEvent }) | Refused> => {
  const event = id === null ? null : await knownEvent(c.env, id)
  if (event === null) return { refused: problem(c, 'not_found') }
  const asking = await askerOf(c, event.organisationId)
  if (!asking.ok) return { refused: problem(c, asking.error) }
  const { asker } = asking.value
  return event.isPublic || asker.organiser ? { ...asking.value, event } : { refused: problem(c, 'not_found') }
}

/** @returns the problem of what a room refused. */
export const refusedBy = (c: Context, { reason, detail, seats }: Refusal) =>
  problem(c, reason, {
    ...(detail === undefined ? {} : { detail }),
    ...(seats === undefined || seats.length === 0
      ? {}
      : { errors: seats.map((seat) => ({ pointer: '/seats', code: reason, detail: seat })) }),
  })
