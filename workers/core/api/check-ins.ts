import { z } from 'zod'
import { type NewScan, newScans, type ScanView, scanPage, scanQuery, scans } from '../../../contract/check-ins.ts'
import { bookableId } from '../../../contract/events.ts'
import type { ScanAnswer, ScanAsk } from '../../../durable-objects/event-room/gate.ts'
import { readTicketSecret } from '../../../platform/booking-links.ts'
import { linkKeys, type MacKeys } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { staff } from './asker.ts'
import { asPage, readCursor } from './cursor.ts'
import { ownEvent, refusedBy } from './known-event.ts'
import { personOf } from './listed-tickets.ts'
import { answer, body, can, problems, router } from './route.ts'

export const checkIns = router()
const tags = ['check-in']
const ofEvent = z.object({ id: bookableId })

checkIns.openapi(
  can('checkin.scan', {
    method: 'post',
    path: '/events/{id}/checkins',
    tags,
    summary: 'Record a scan, or what a device gathered without a network; each counts once for its nonce',
    request: { params: ofEvent, body: body(newScans) },
    responses: { 200: answer(scans, 'What it comes to; of a batch in its order'), ...problems },
  }),
  async (c) => {
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const wish = c.req.valid('json')
    const keys = await linkKeys(c.env.KEY_RING)
    const asks = ('scans' in wish ? wish.scans : [wish]).map((one) => asAsk(keys, one))
    const done = await eventRoom(c.env.EVENT_ROOM, event.id).checkIn(asks, staff(c.var.caller))
    if (!done.ok) return refusedBy(c, done.error)
    const results = done.value.map(asScan)
    const [first] = results
    return 'scans' in wish || first === undefined ? c.json({ results }, 200) : c.json(first, 200)
  },
)

checkIns.openapi(
  can('checkin.scan', {
    method: 'get',
    path: '/events/{id}/checkins',
    tags,
    summary: 'The scans of an event, newest first',
    request: { params: ofEvent, query: scanQuery },
    responses: { 200: answer(scanPage, 'A page of scans'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, listId = null, result = null } = c.req.valid('query')
    const place = cursor === undefined ? [null] : readCursor(cursor, z.tuple([z.int()]))
    if (place === null) return problem(c, 'invalid_cursor')
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const asked = { listId, result, before: place[0], limit }
    const rows = await eventRoom(c.env.EVENT_ROOM, event.id).scans(asked)
    return c.json(asPage(rows, { limit, place: ({ n }) => [n], item: asRecorded }), 200)
  },
)

const asAsk = (keys: MacKeys, { secret, ticketId, at, device, ...wish }: NewScan): ScanAsk => {
  const shown = secret === undefined ? null : readTicketSecret(keys, secret)
  return {
    ...wish,
    ticketId: shown?.id ?? ticketId ?? null,
    generation: shown?.generation ?? null,
    at: at === undefined ? null : Date.parse(at),
    device: device ?? null,
  }
}

const asScan = ({ booking, ticketId, at, usedAt, ...scan }: ScanAnswer): ScanView => ({
  ...scan,
  at: new Date(at).toISOString(),
  usedAt: usedAt === null ? null : new Date(usedAt).toISOString(),
  ticket: ticketOf(booking, ticketId),
})

const ticketOf = (booking: ScanAnswer['booking'], ticketId: string | null): ScanView['ticket'] => {
  const ticket = booking?.tickets.find(({ id }) => id === ticketId)
  if (booking === null || ticket === undefined) return null
  const { id, ticketTypeId, seat, area } = ticket
  return { id, bookingId: booking.id, ticketTypeId, seat, area, fullName: personOf(booking, ticket).fullName }
}

const asRecorded = (row: {
  nonce: string
  list: string
  ticket: string | null
  result: ScanAnswer['result']
  direction: ScanAnswer['direction']
  at: number
  received_at: number
  forced: number
  device: string | null
  actor: string | null
}) => ({
  nonce: row.nonce,
  listId: row.list,
  ticketId: row.ticket,
  result: row.result,
  direction: row.direction,
  at: new Date(row.at).toISOString(),
  receivedAt: new Date(row.received_at).toISOString(),
  forced: row.forced === 1,
  device: row.device,
  actor: row.actor,
})
