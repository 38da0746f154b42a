import { z } from 'zod'
import { code } from '../../../contract/event-settings.ts'
import { bookableId, event, eventCancellation, eventCopy, newCodes } from '../../../contract/events.ts'
import { copiedContent } from '../../../domain/booking/event-copy.ts'
import { randomId } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { eventById } from '../../../platform/db/events.ts'
import { problem } from '../problem.ts'
import { asEvent } from './event-answer.ts'
import { cancelEvent, deleteEvent } from './event-cancellation.ts'
import { soundEvent } from './event-plan.ts'
import { contentOf } from './kept-change.ts'
import { createCodes } from './new-codes.ts'
import { keepEvent } from './new-event.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const eventSteps = router()
const tags = ['events']
const ofEvent = z.object({ id: bookableId })

eventSteps.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/events/{id}/duplicate',
    tags,
    summary: 'Make another date of an event: its times move along, by the clock of its place',
    request: { params: ofEvent, body: body(eventCopy) },
    responses: { 201: answer(event, 'The new event'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const { organisationId, userId: actor } = caller
    const row = await eventById(database(c.env.DB), organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const content = copiedContent(contentOf(row), c.req.valid('json'), randomId)
    const sound = await soundEvent(c.env, { organisationId, content })
    if (!sound.ok) return problem(c, 'invalid', { errors: sound.error })
    const request = { organisationId, actor, factId, content: sound.value.content }
    return c.json(asEvent(await keepEvent(c.env, request, Date.now())), 201)
  },
)

eventSteps.openapi(
  creating('event.manage', {
    method: 'post',
    path: '/events/{id}/codes',
    tags,
    summary: 'Make many codes that differ in their text alone',
    request: { params: ofEvent, body: body(newCodes) },
    responses: { 201: answer(z.object({ codes: z.array(code), version: z.int() }), 'The new codes'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const row = await eventById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const request = { row, wish: c.req.valid('json'), actor: caller.userId, factId, now: Date.now() }
    const made = await createCodes(c.env, request)
    if (made.ok) return c.json(made.value, 201)
    return typeof made.error === 'string' ? problem(c, made.error) : problem(c, 'invalid', { errors: made.error })
  },
)

eventSteps.openapi(
  can('event.manage', {
    method: 'post',
    path: '/events/{id}/cancel',
    tags,
    summary: 'Cancel an event, and with it its bookings, waitlist and invitations',
    request: { params: ofEvent, body: body(eventCancellation, false) },
    responses: { 200: answer(event, 'The event'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await eventById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const { reason = null } = c.req.valid('json') ?? {}
    const request = { row, reason, actor: caller.userId, factId: randomId('e'), now: Date.now() }
    const cancelled = await cancelEvent(c.env, request)
    return cancelled.ok ? c.json(asEvent(cancelled.value), 200) : problem(c, cancelled.error)
  },
)

eventSteps.openapi(
  can('event.manage', {
    method: 'delete',
    path: '/events/{id}',
    tags,
    summary: 'Throw a draft away that nobody has places in',
    request: { params: ofEvent },
    responses: { 204: { description: 'Deleted' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await eventById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const request = { row, actor: caller.userId, factId: randomId('e'), now: Date.now() }
    const deleted = await deleteEvent(c.env, request)
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error)
  },
)
