import { z } from 'zod'
import { type BookingComparison, bookingComparison, bookingRebuild } from '../../../contract/booking-lists.ts'
import { comparePart } from '../../../platform/booking-projection.ts'
import { database } from '../../../platform/db/commit.ts'
import { eventIdsAfter, isEventOf } from '../../../platform/db/events.ts'
import { type OwnerPlace, strayOwners } from '../../../platform/db/shown-bookings.ts'
import {
  compareEntries,
  compareInvitations,
  type ListedDifference,
  type ListedPart,
} from '../../../platform/listed-projection.ts'
import { problem } from '../problem.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { answer, body, can, problems, router } from './route.ts'

export const bookingRebuilds = router()

/** Parts of bookings that one request looks at. */
const PARTS = 10

const place = z.union([
  z.tuple([z.literal('rooms'), z.enum(['bookings', 'entries', 'invitations']), z.string(), z.string()]),
  z.tuple([z.literal('owners'), z.string(), z.int(), z.string()]),
])
type Place = z.infer<typeof place>

const BEGIN: Place = ['rooms', 'bookings', '', '']

bookingRebuilds.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/bookings/rebuild',
    tags: ['booking'],
    summary:
      'Compare lists of who booked, waits and was invited with what the rooms of your events say, and put them right',
    description: 'Part by part: goes on with `next` until that is null. `npm run rebuild-bookings` does so.',
    request: { body: body(bookingRebuild) },
    responses: { 200: answer(bookingComparison, 'What was found in this part'), ...problems },
  }),
  async (c) => {
    const { repair, cursor } = c.req.valid('json')
    const from = cursor === undefined ? BEGIN : readCursor(cursor, place)
    if (from === null) return problem(c, 'invalid_cursor')
    const { organisationId } = c.var.caller
    // A cursor is what its client makes of it: it must not name what is somebody else's.
    if (from[0] === 'rooms' && !(await isOwnPlace(c.env, organisationId, from))) return problem(c, 'invalid_cursor')
    const compared =
      from[0] === 'rooms'
        ? await compareRooms(c.env, { organisationId, from, repair })
        : await compareOwners(c.env, { organisationId, from, repair })
    return c.json(compared, 200)
  },
)

interface Wish<P extends Place> {
  organisationId: string
  from: P
  repair: boolean
}

const NOTHING = {
  events: 0,
  bookings: 0,
  entries: 0,
  invitations: 0,
  missing: 0,
  different: 0,
  stray: 0,
  owners: 0,
}

type RoomPlace = Extract<Place, ['rooms', ...unknown[]]>

// What is looked at after what; after the last of these comes the next event.
const AFTER = { bookings: 'entries', entries: 'invitations', invitations: 'bookings' } as const

const PREFIX = { bookings: 'b', entries: 'w', invitations: 'i' } as const

const isOwnPlace = async (env: Env, organisationId: string, [, kind, eventId, after]: RoomPlace): Promise<boolean> => {
  if (after !== '' && !after.startsWith(`${PREFIX[kind]}_${eventId}_`)) return false
  return eventId === '' ? kind === 'bookings' : isEventOf(database(env.DB), organisationId, eventId)
}

const compareRooms = async (
  env: Env,
  { organisationId, from, repair }: Wish<RoomPlace>,
): Promise<BookingComparison> => {
  const sum = { ...NOTHING }
  let [, kind, eventId, after] = from
  for (let part = 0; part < PARTS; part += 1) {
    if (kind === 'bookings' && after === '') {
      const [next] = await eventIdsAfter(database(env.DB), { organisationId, after: eventId, limit: 1 })
      if (next === undefined) return { ...sum, repaired: repair, next: writeCursor(['owners', '', 0, '']) }
      eventId = next
    }
    const found = await compareKind(env, kind, { part: { organisationId, eventId, after }, repair })
    for (const name of ['missing', 'different', 'stray', 'owners'] as const) sum[name] += found[name]
    sum[kind] += found.looked
    if (found.next === null && kind === 'invitations') sum.events += 1
    if (found.next === null) kind = AFTER[kind]
    after = found.next ?? ''
  }
  return { ...sum, repaired: repair, next: writeCursor(['rooms', kind, eventId, after]) }
}

const compareKind = async (
  env: Env,
  kind: RoomPlace[1],
  { part, repair }: { part: ListedPart; repair: boolean },
): Promise<ListedDifference & { owners: number }> => {
  if (kind === 'entries') return { ...(await compareEntries(env, part, repair)), owners: 0 }
  if (kind === 'invitations') return { ...(await compareInvitations(env, part, repair)), owners: 0 }
  const { bookings, missing, different, stray, owners, next } = await comparePart(env, part, repair)
  const counts = { missing: missing.length, different: different.length, stray: stray.length }
  return { looked: bookings, ...counts, owners, next }
}

const compareOwners = async (
  env: Env,
  { organisationId, from: [, ...after], repair }: Wish<Extract<Place, ['owners', ...unknown[]]>>,
): Promise<BookingComparison> => {
  const { stray, next } = await strayOwners(env.DB, { organisationId, after: after satisfies OwnerPlace, repair })
  return { ...NOTHING, owners: stray, repaired: repair, next: next === null ? null : writeCursor(['owners', ...next]) }
}
