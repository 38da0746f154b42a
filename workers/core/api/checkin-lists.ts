import { z } from 'zod'
import {
  type CheckinListView,
  checkinList,
  checkinListChange,
  checkinNumbers,
  listedTickets,
  listedTicketsQuery,
  newCheckinList,
} from '../../../contract/check-ins.ts'
import { bookableId } from '../../../contract/events.ts'
import { opaqueId } from '../../../contract/ids.ts'
import type { CheckinList } from '../../../domain/booking/check-in.ts'
import { linkKeys } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { retryOf, staff } from './asker.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { ownEvent, refusedBy } from './known-event.ts'
import { foundByName, listedTicketsOf } from './listed-tickets.ts'
import { answer, body, can, problems, router } from './route.ts'

export const checkinLists = router()
const tags = ['check-in']
const ofEvent = z.object({ id: bookableId })
const ofList = z.object({ id: bookableId, list: opaqueId })

checkinLists.openapi(
  can('checkin.scan', {
    method: 'get',
    path: '/events/{id}/checkin-lists',
    tags,
    summary: 'Who is let in where: the check-in lists of an event',
    request: { params: ofEvent },
    responses: { 200: answer(z.object({ data: z.array(checkinList) }), 'Its lists, oldest first'), ...problems },
  }),
  async (c) => {
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const lists = await eventRoom(c.env.EVENT_ROOM, event.id).checkinLists()
    return c.json({ data: lists.map((list) => asList(event.id, list)) }, 200)
  },
)

checkinLists.openapi(
  can('event.manage', {
    method: 'post',
    path: '/events/{id}/checkin-lists',
    tags,
    summary: 'Make a check-in list',
    request: { params: ofEvent, headers: idempotencyHeader, body: body(newCheckinList) },
    responses: { 201: answer(checkinList, 'The list'), ...problems },
  }),
  async (c) => {
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const wish = c.req.valid('json')
    const asker = staff(c.var.caller)
    const retry = retryOf(c, { asker, newcomer: false }, wish)
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const made = await eventRoom(c.env.EVENT_ROOM, event.id).changeList({ to: 'add', wish }, asker, retry)
    if (!made.ok) return refusedBy(c, made.error)
    if (made.repeated === true) c.header('Idempotency-Replayed', 'true')
    return c.json(asList(event.id, made.value), 201)
  },
)

checkinLists.openapi(
  can('event.manage', {
    method: 'patch',
    path: '/events/{id}/checkin-lists/{list}',
    tags,
    summary: 'Change a check-in list; scans of before stay as they are',
    request: { params: ofList, body: body(checkinListChange) },
    responses: { 200: answer(checkinList, 'The list'), ...problems },
  }),
  async (c) => {
    const { id, list } = c.req.valid('param')
    const event = await ownEvent(c, id)
    if (event === null) return problem(c, 'not_found')
    const ask = { to: 'change', id: list, wish: c.req.valid('json') } as const
    const changed = await eventRoom(c.env.EVENT_ROOM, id).changeList(ask, staff(c.var.caller), null)
    return changed.ok ? c.json(asList(id, changed.value), 200) : refusedBy(c, changed.error)
  },
)

checkinLists.openapi(
  can('event.manage', {
    method: 'delete',
    path: '/events/{id}/checkin-lists/{list}',
    tags,
    summary: 'Take a check-in list away; its scans stay',
    request: { params: ofList },
    responses: { 204: { description: 'Gone' }, ...problems },
  }),
  async (c) => {
    const { id, list } = c.req.valid('param')
    const event = await ownEvent(c, id)
    if (event === null) return problem(c, 'not_found')
    const ask = { to: 'drop', id: list } as const
    const gone = await eventRoom(c.env.EVENT_ROOM, id).changeList(ask, staff(c.var.caller), null)
    return gone.ok ? c.body(null, 204) : refusedBy(c, gone.error)
  },
)

checkinLists.openapi(
  can('checkin.scan', {
    method: 'get',
    path: '/events/{id}/checkin-lists/{list}/numbers',
    tags,
    summary: 'How many of a list are expected, came, and are in',
    request: { params: ofList },
    responses: { 200: answer(checkinNumbers, 'The numbers now'), ...problems },
  }),
  async (c) => {
    const { id, list } = c.req.valid('param')
    const event = await ownEvent(c, id)
    const numbers = event === null ? null : await eventRoom(c.env.EVENT_ROOM, id).checkinNumbers(list)
    return numbers === null ? problem(c, 'not_found') : c.json(numbers, 200)
  },
)

checkinLists.openapi(
  can('checkin.scan', {
    method: 'get',
    path: '/events/{id}/checkin-lists/{list}/tickets',
    tags,
    summary: 'The tickets of a list: all, for a device that will have no network, or those of a name',
    request: { params: ofList, query: listedTicketsQuery },
    responses: { 200: answer(listedTickets, 'A page of tickets'), ...problems },
  }),
  async (c) => {
    const { id, list } = c.req.valid('param')
    const { limit, cursor, query } = c.req.valid('query')
    const event = await ownEvent(c, id)
    if (event === null) return problem(c, 'not_found')
    const place = cursor === undefined ? [''] : readCursor(cursor, z.tuple([opaqueId]))
    if (place === null) return problem(c, 'invalid_cursor')
    const [after = ''] = place
    const room = eventRoom(c.env.EVENT_ROOM, id)
    const which = query === undefined ? { after, limit } : { ids: await foundByName(c.env, { event, query, limit }) }
    const found = await room.listedBookings(list, which)
    if (found === null) return problem(c, 'not_found')
    const keys = await linkKeys(c.env.KEY_RING)
    const data = found.bookings.flatMap((listed) => listedTicketsOf(keys, listed))
    return c.json({ data, next: found.next === null ? null : writeCursor([found.next]) }, 200)
  },
)

const asList = (eventId: string, { createdAt, from, until, ...list }: CheckinList): CheckinListView => ({
  ...list,
  eventId,
  from: at(from),
  until: at(until),
  createdAt: new Date(createdAt).toISOString(),
})

const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
