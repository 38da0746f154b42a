import { z } from 'zod'
import { bookableId } from '../../../contract/events.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import type { Asker } from '../../../contract/room.ts'
import { entry, entryQuery, listedEntry, type PlacedEntry } from '../../../contract/waitlist.ts'
import { database } from '../../../platform/db/commit.ts'
import { type EntryRow, entriesOf, entriesOwnedBy } from '../../../platform/db/waitlist.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { askerOf } from './asker.ts'
import { asPage, readCursor } from './cursor.ts'
import { asEntry, asListedEntry } from './entry-answer.ts'
import { knownEvent, visitEvent } from './known-event.ts'
import { type ApiContext, answer, can, open, problems, router } from './route.ts'

export const waitlistLists = router()
const tags = ['booking']

waitlistLists.openapi(
  can('booking.read', {
    method: 'get',
    path: '/events/{id}/waitlist',
    tags,
    summary: 'Who waits for places of an event, in the order of the line',
    request: { params: z.object({ id: bookableId }), query: entryQuery },
    responses: { 200: answer(page(listedEntry), 'A page of entries'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, status } = c.req.valid('query')
    const place = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), z.int(), opaqueId]))
    if (cursor !== undefined && place === null) return problem(c, 'invalid_cursor')
    const { organisationId } = c.var.caller
    const event = await knownEvent(c.env, c.req.valid('param').id)
    if (event?.organisationId !== organisationId) return problem(c, 'not_found')
    const { id: eventId } = event
    await eventRoom(c.env.EVENT_ROOM, eventId).flush()
    const after = place === null ? null : { turn: place[0], rank: place[1], id: place[2] }
    const rows = await entriesOf(database(c.env.DB), { organisationId, eventId, status }, { after, limit: limit + 1 })
    const positions = await positionsOf(c.env.EVENT_ROOM, rows)
    const item = (row: EntryRow) => asListedEntry(asTold(row, positions.get(row.id)))
    return c.json(asPage(rows, { limit, place: ({ turn, rank, id }) => [turn, rank, id], item }), 200)
  },
)

waitlistLists.openapi(
  open({
    method: 'get',
    path: '/waitlist',
    tags,
    summary: 'One’s own entries on waitlists, newest first; of one event where one is named',
    request: { query: pageQuery.extend({ eventId: bookableId.optional() }) },
    responses: { 200: answer(page(entry), 'A page of entries'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, eventId = null } = c.req.valid('query')
    const place = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), opaqueId]))
    if (cursor !== undefined && place === null) return problem(c, 'invalid_cursor')
    const asker = await whoAsks(c, eventId)
    if ('refused' in asker) return asker.refused
    if (eventId !== null) await eventRoom(c.env.EVENT_ROOM, eventId).flush()
    const before = place === null ? null : { joinedAt: place[0], id: place[1] }
    const rows = await entriesOwnedBy(
      database(c.env.DB),
      { owners: asker.owners, eventId },
      { before, limit: limit + 1 },
    )
    const positions = await positionsOf(c.env.EVENT_ROOM, rows)
    const item = (row: EntryRow) => asEntry(asTold(row, positions.get(row.id)))
    return c.json(asPage(rows, { limit, place: ({ joinedAt, id }) => [joinedAt, id], item }), 200)
  },
)

const whoAsks = async (
  c: ApiContext,
  eventId: string | null,
): Promise<Pick<Asker, 'owners'> | { refused: ReturnType<typeof problem> }> => {
  if (eventId === null) {
    const asking = await askerOf(c, '')
    return asking.ok ? asking.value.asker : { refused: problem(c, asking.error) }
  }
  const visit = await visitEvent(c, eventId)
  return 'refused' in visit ? visit : visit.asker
}

/** @returns how many places from the front those of these entries are that wait, by id; their rooms say. */
export const positionsOf = async (
  rooms: Env['EVENT_ROOM'],
  rows: readonly EntryRow[],
): Promise<Map<string, number>> => {
  const waiting = rows.filter(({ status }) => status === 'WAITING')
  const asked = [...Map.groupBy(waiting, ({ eventId }) => eventId)].map(([eventId, ofEvent]) =>
    eventRoom(rooms, eventId).positions(ofEvent.map(({ id }) => id)),
  )
  return new Map((await Promise.all(asked)).flatMap((positions) => [...positions]))
}

// What a list shows of an entry is what its room last told, but for its place in the line: that is asked for.
const asTold = ({ entry: told }: EntryRow, position: number | null = null): PlacedEntry => ({
  ...told,
  position,
  places: [],
})
