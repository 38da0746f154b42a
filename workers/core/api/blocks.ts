import { z } from 'zod'
import { blockView, changedBlocks, newBlock, unblocking } from '../../../contract/blocks.ts'
import { bookableId } from '../../../contract/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { retryOf, staff } from './asker.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { ownEvent, refusedBy } from './known-event.ts'
import { answer, body, can, problems, router } from './route.ts'

export const blocks = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })

blocks.openapi(
  can('booking.read', {
    method: 'get',
    path: '/events/{id}/blocks',
    tags,
    summary: 'What organisers took off sale',
    request: { params: ofEvent },
    responses: { 200: answer(z.object({ data: z.array(blockView) }), 'All blocks'), ...problems },
  }),
  async (c) => {
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const found = await eventRoom(c.env.EVENT_ROOM, event.id).blocks()
    return c.json({ data: found.map(({ at, ...block }) => ({ ...block, at: new Date(at).toISOString() })) }, 200)
  },
)

blocks.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/events/{id}/blocks',
    tags,
    summary: 'Take free places off sale, all of them or none; what is off sale already stays so',
    request: { params: ofEvent, headers: idempotencyHeader, body: body(newBlock) },
    responses: { 200: answer(changedBlocks, 'By which they come back'), ...problems },
  }),
  async (c) => {
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const { seats, quantity, area, reason } = c.req.valid('json')
    const wish = { seats, quantity, ...(area !== null && { area }), ...(reason !== null && { reason }) }
    const asker = staff(c.var.caller)
    const retry = retryOf(c, { asker, newcomer: false }, wish)
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const done = await eventRoom(c.env.EVENT_ROOM, event.id).block(wish, asker, retry)
    if (done.ok && done.repeated === true) c.header('Idempotency-Replayed', 'true')
    return done.ok ? c.json({ ids: done.value }, 200) : refusedBy(c, done.error)
  },
)

blocks.openapi(
  can('booking.manage', {
    method: 'delete',
    path: '/events/{id}/blocks',
    tags,
    summary: 'Put places on sale again; what is on sale is left as it is',
    request: { params: ofEvent, body: body(unblocking) },
    responses: { 200: answer(changedBlocks, 'Those that were off sale'), ...problems },
  }),
  async (c) => {
    const event = await ownEvent(c, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const { seats, ids } = c.req.valid('json')
    const done = await eventRoom(c.env.EVENT_ROOM, event.id).unblock([...seats, ...ids], staff(c.var.caller))
    return done.ok ? c.json({ ids: done.value }, 200) : refusedBy(c, done.error)
  },
)
