import { z } from 'zod'
import { type BookingComparison, bookingComparison, bookingRebuild } from '../../../contract/booking-lists.ts'
import { comparePart } from '../../../platform/booking-projection.ts'
import { database } from '../../../platform/db/commit.ts'
import { eventIdsAfter } from '../../../platform/db/events.ts'
import { type OwnerPlace, strayOwners } from '../../../platform/db/shown-bookings.ts'
import { problem } from '../problem.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { answer, body, can, problems, router } from './route.ts'

export const bookingRebuilds = router()

/** Parts of bookings that one request looks at. */
const PARTS = 10

const place = z.union([
  z.tuple([z.literal('rooms'), z.string(), z.string()]),
  z.tuple([z.literal('owners'), z.string(), z.int(), z.string()]),
])
type Place = z.infer<typeof place>

const BEGIN: Place = ['rooms', '', '']

bookingRebuilds.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/bookings/rebuild',
    tags: ['booking'],
    summary: 'Compare lists of bookings with what the rooms of your events say, and put them right',
    description: 'Part by part: goes on with `next` until that is null. `npm run rebuild-bookings` does so.',
    request: { body: body(bookingRebuild) },
    responses: { 200: answer(bookingComparison, 'What was found in this part'), ...problems },
  }),
  async (c) => {
    const { repair, cursor } = c.req.valid('json')
    const from = cursor === undefined ? BEGIN : readCursor(cursor, place)
    if (from === null) return problem(c, 'invalid_cursor')
    const { organisationId } = c.var.caller
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

const NOTHING = { events: 0, bookings: 0, missing: 0, different: 0, stray: 0, owners: 0 }

const compareRooms = async (
  env: Env,
  { organisationId, from, repair }: Wish<Extract<Place, ['rooms', ...unknown[]]>>,
): Promise<BookingComparison> => {
  const sum = { ...NOTHING }
  let [, eventId, after] = from
  for (let part = 0; part < PARTS; part += 1) {
    if (after === '') {
      const [next] = await eventIdsAfter(database(env.DB), { organisationId, after: eventId, limit: 1 })
      if (next === undefined) return { ...sum, repaired: repair, next: writeCursor(['owners', '', 0, '']) }
      eventId = next
    }
    const found = await comparePart(env, { organisationId, eventId, after }, repair)
    sum.bookings += found.bookings
    sum.missing += found.missing.length
    sum.different += found.different.length
    sum.stray += found.stray.length
    sum.owners += found.owners
    if (found.next === null) sum.events += 1
    after = found.next ?? ''
  }
  return { ...sum, repaired: repair, next: writeCursor(['rooms', eventId, after]) }
}

const compareOwners = async (
  env: Env,
  { organisationId, from: [, ...after], repair }: Wish<Extract<Place, ['owners', ...unknown[]]>>,
): Promise<BookingComparison> => {
  const { stray, next } = await strayOwners(env.DB, { organisationId, after: after satisfies OwnerPlace, repair })
  return { ...NOTHING, owners: stray, repaired: repair, next: next === null ? null : writeCursor(['owners', ...next]) }
}
