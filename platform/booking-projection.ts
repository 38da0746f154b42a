import type { Booking } from '../contract/room.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { searchedOf, showBookings } from './db/bookings.ts'
import { lackingOwners, type ShownBooking, shownBetween, unshown } from './db/shown-bookings.ts'
import { eventRoom } from './rooms.ts'

/** Bookings compared at once. */
const PAGE = 200

/** Some of the bookings of an event: those after one in the order of ids; of all where `after` is empty. */
export interface Part {
  organisationId: string
  eventId: string
  after: string
}

/** How lists differ from a room. A row that is wrong is named with its version, so that only what was seen is replaced. */
export interface Difference {
  bookings: number
  missing: Booking[]
  different: { booking: Booking; seen: number }[]
  stray: { id: string; seen: number }[]
  /** How many owners no list knows. */
  owners: number
  /** Id of the last booking that was looked at; null where there is no other. */
  next: string | null
}

/** Compares what lists show with what a room says, for a part of its bookings, and puts it right where that is wanted. */
export const comparePart = async (
  env: Pick<Env, 'DB' | 'EVENT_ROOM'>,
  part: Part,
  repair: boolean,
): Promise<Difference> => {
  const room = eventRoom(env.EVENT_ROOM, part.eventId)
  await room.flush()
  const before = await room.bookingsAfter(part.after, PAGE)
  const next = before.length < PAGE ? null : (before.at(-1)?.id ?? null)
  const whole = `b_${part.eventId}_`
  const shown = await shownBetween(env.DB, { ...part, after: part.after || whole, until: next ?? `${whole}~` })
  // People go on booking meanwhile: only what the room says before and after can be held against a list.
  const after = await room.bookingsAfter(part.after, 2 * PAGE)
  const lacking = await lackingOwners(env.DB, before)
  const found = { ...differenceOf({ before, shown, after }), owners: lacking, next }
  if (repair && !isSame(found)) await env.DB.batch(repairs(env.DB, part, { found, before }))
  return found
}

interface Seen {
  before: readonly Booking[]
  shown: ReadonlyMap<string, ShownBooking>
  after: readonly Booking[]
}

const differenceOf = ({ before, shown, after }: Seen): Omit<Difference, 'owners' | 'next'> => {
  const stood = new Map(after.map(({ id, version }) => [id, version]))
  const steady = before.filter(({ id, version }) => stood.get(id) === version)
  const known = new Set([...before, ...after].map(({ id }) => id))
  return {
    bookings: before.length,
    missing: steady.filter(({ id }) => !shown.has(id)),
    different: steady.flatMap((booking) => {
      const row = shown.get(booking.id)
      return row === undefined || isShownAs(booking, row) ? [] : [{ booking, seen: row.version }]
    }),
    stray: [...shown.values()].flatMap(({ id, version }) => (known.has(id) ? [] : [{ id, seen: version }])),
  }
}

const isSame = ({ missing, different, stray, owners }: Difference): boolean =>
  missing.length + different.length + stray.length + owners === 0

const isShownAs = (booking: Booking, row: ShownBooking): boolean =>
  row.version === booking.version &&
  row.status === booking.status &&
  row.createdAt === booking.createdAt &&
  row.searched === searchedOf(booking) &&
  canonicalJson(JSON.parse(row.booking)) === canonicalJson(booking)

const repairs = (
  binding: D1Database,
  { organisationId, eventId }: Part,
  { found, before }: { found: Difference; before: readonly Booking[] },
): D1PreparedStatement[] => {
  const wrong = [...found.different.map(({ booking, seen }) => ({ id: booking.id, seen })), ...found.stray]
  const right = before.map((booking) => ({ organisationId, eventId, booking }))
  return [unshown(binding, organisationId, wrong), ...showBookings(binding, right)]
}
