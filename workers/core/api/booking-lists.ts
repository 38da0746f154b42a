import { z } from 'zod'
import { bookingExportQuery, bookingQuery } from '../../../contract/booking-lists.ts'
import { booking } from '../../../contract/bookings.ts'
import { bookableId } from '../../../contract/events.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { type BookingRow, bookingsOf, bookingsOwnedBy } from '../../../platform/db/bookings.ts'
import { database } from '../../../platform/db/commit.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { askerOf } from './asker.ts'
import { asBooking } from './booking-answer.ts'
import { exported, FORMATS } from './booking-export.ts'
import { asPage, readCursor } from './cursor.ts'
import { ownEvent, visitEvent } from './known-event.ts'
import { type ApiContext, answer, can, open, problems, router } from './route.ts'

export const bookingLists = router()
const tags = ['booking']

bookingLists.openapi(
  open({
    method: 'get',
    path: '/bookings',
    tags,
    summary: 'Bookings, newest first: of an event or organisation to its people, one’s own to everyone else',
    request: { query: bookingQuery },
    responses: { 200: answer(page(booking), 'A page of bookings'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, eventId = null, organization, status, query } = c.req.valid('query')
    const place = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), opaqueId]))
    if (cursor !== undefined && place === null) return problem(c, 'invalid_cursor')
    const reader = await readerOf(c, { eventId, organization })
    if ('refused' in reader) return reader.refused
    // Who made a booking a moment ago finds it here: its room writes what lists do not have yet.
    if (eventId !== null) await eventRoom(c.env.EVENT_ROOM, eventId).flush()
    const before = place === null ? null : { createdAt: place[0], id: place[1] }
    const filter = { eventId, status, query }
    const wanted = { before, limit: limit + 1 }
    const db = database(c.env.DB)
    const rows =
      'organisationId' in reader
        ? await bookingsOf(db, { ...filter, organisationId: reader.organisationId }, wanted)
        : await bookingsOwnedBy(db, { ...filter, owners: reader.owners }, wanted)
    const item = (row: BookingRow) => asBooking(row.booking)
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item }), 200)
  },
)

// As text, or the types of routes would take it for JSON.
const [CSV, NDJSON]: string[] = [FORMATS.csv.type, FORMATS.ndjson.type]

bookingLists.openapi(
  can('booking.read', {
    method: 'get',
    path: '/events/{id}/bookings/export',
    tags,
    summary: 'The bookings of an event as a file: CSV with a ticket on each line, or NDJSON with a booking',
    request: { params: z.object({ id: bookableId }), query: bookingExportQuery },
    responses: {
      200: {
        content: {
          'text/csv': { schema: z.string().meta({ description: 'RFC 4180, UTF-8, with names in the first line' }) },
          [NDJSON ?? '']: { schema: z.string().meta({ description: 'A Booking on each line' }) },
        },
        description: 'The file',
      },
      ...problems,
    },
  }),
  async (c) => {
    const { format, ...filter } = c.req.valid('query')
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    await eventRoom(c.env.EVENT_ROOM, event.id).flush()
    const about = { ...filter, organisationId: event.organisationId, eventId: event.id }
    c.header('Content-Disposition', `attachment; filename="bookings.${format}"`)
    const type = format === 'csv' ? CSV : NDJSON
    return c.body(exported(c.env, about, FORMATS[format]), 200, { 'Content-Type': type ?? '' })
  },
)

type Reader = { organisationId: string } | { owners: string[] } | { refused: ReturnType<typeof problem> }

/** @returns whose bookings are shown: those of the organisation to who may read them, else one's own. */
const readerOf = async (
  c: ApiContext,
  { eventId, organization }: { eventId: string | null; organization: string | undefined },
): Promise<Reader> => {
  if (eventId !== null) {
    const visit = await visitEvent(c, eventId)
    if ('refused' in visit) return visit
    return visit.reads ? { organisationId: visit.event.organisationId } : { owners: visit.asker.owners }
  }
  const asking = await askerOf(c, organization ?? '')
  if (!asking.ok) return { refused: problem(c, asking.error) }
  if (organization === undefined) return { owners: asking.value.asker.owners }
  return asking.value.reads ? { organisationId: organization } : { refused: problem(c, 'forbidden') }
}
