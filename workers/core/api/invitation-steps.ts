import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import {
  type InvitationAsk,
  invitationCancellation,
  invitationChange,
  invitationResponse,
  invitationWithEvent,
  listedInvitation,
  type PlacedInvitation,
} from '../../../contract/invitations.ts'
import type { RoomAnswer } from '../../../contract/room.ts'
import { failed, ok } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { type EventRow, eventById } from '../../../platform/db/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { cause } from '../../../platform/trace.ts'
import { problem } from '../problem.ts'
import { retryOf } from './asker.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { answeredInvitation, askRoom, asPlacedInvitation, visitInvitation } from './invitation-answer.ts'
import { eventIdOf, refusedBy } from './known-event.ts'
import { type ApiContext, answer, body, can, open, problems, router } from './route.ts'

export const invitationSteps = router()
const tags = ['invitations']
const named = z.object({
  invitation: z.string().min(1).max(200).meta({ description: 'The token of its link; to organisers also its id' }),
})
const theirs = { 200: answer(invitationWithEvent, 'The invitation as it stands now'), ...problems }
const organisers = { 200: answer(listedInvitation, 'The invitation as it stands now'), ...problems }

invitationSteps.openapi(
  open({
    method: 'get',
    path: '/invitations/{invitation}',
    tags,
    summary: 'What somebody is invited to, and what they said; no account is needed',
    request: { params: named },
    responses: theirs,
  }),
  async (c) => step(c, { do: 'look' }),
)

invitationSteps.openapi(
  open({
    method: 'post',
    path: '/invitations/{invitation}/respond',
    tags,
    summary: 'Say yes or no, for oneself and who comes along; it may be changed until it is too late',
    request: { params: named, headers: idempotencyHeader, body: body(invitationResponse) },
    responses: theirs,
  }),
  async (c) => step(c, { do: 'respond', wish: c.req.valid('json') }),
)

invitationSteps.openapi(
  can('booking.manage', {
    method: 'patch',
    path: '/invitations/{invitation}',
    tags,
    summary: 'Change an invitation: another seat, in one step, or what stands in it',
    request: { params: named, body: body(invitationChange) },
    responses: organisers,
  }),
  async (c) => {
    const ask = { do: 'change', wish: c.req.valid('json') } as const
    const done = await organise(c.env, c.var.caller, { id: c.req.valid('param').invitation, ask })
    return done.ok ? c.json(await asPlacedInvitation(c, done.value), 200) : refusedBy(c, done.error)
  },
)

invitationSteps.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/invitations/{invitation}/cancel',
    tags,
    summary: 'Take an invitation back: its places are free for others in the same step',
    request: { params: named, body: body(invitationCancellation, false) },
    responses: organisers,
  }),
  async (c) => {
    const ask = { do: 'cancel', reason: c.req.valid('json')?.reason ?? null } as const
    const done = await organise(c.env, c.var.caller, { id: c.req.valid('param').invitation, ask })
    return done.ok ? c.json(await asPlacedInvitation(c, done.value), 200) : refusedBy(c, done.error)
  },
)

invitationSteps.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/invitations/{invitation}/resend',
    tags,
    summary: 'Have an invitation sent again, with the same link; twice in a minute is once',
    request: { params: named },
    responses: organisers,
  }),
  async (c) => {
    const ask = { do: 'send' } as const
    const done = await organise(c.env, c.var.caller, { id: c.req.valid('param').invitation, ask })
    return done.ok ? c.json(await asPlacedInvitation(c, done.value), 200) : refusedBy(c, done.error)
  },
)

/** What whoever has the link asks, or an organiser who knows the id. */
const step = async (c: ApiContext, ask: InvitationAsk) => {
  const visit = await visitInvitation(c, c.req.param('invitation') ?? '')
  if ('refused' in visit) return visit.refused
  const retry = ask.do === 'respond' ? retryOf(c, visit, { id: visit.id, wish: ask.wish }) : null
  if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
  return answeredInvitation(c, await askRoom(c, visit, ask, retry))
}

/** What people of the organisation ask. @returns how the invitation stands then, and its event */
const organise = async (
  env: Pick<Env, 'DB' | 'EVENT_ROOM'>,
  { organisationId, userId }: Caller,
  { id, ask }: { id: string; ask: InvitationAsk },
): Promise<RoomAnswer<PlacedInvitation & { event: EventRow }>> => {
  const eventId = eventIdOf(id)
  const event = eventId === null ? null : await eventById(database(env.DB), organisationId, eventId)
  if (event === null) return failed({ reason: 'not_found' })
  const asker = { owners: [`u:${userId}`], links: [], organiser: true, actor: userId, cause: cause() }
  const done = await eventRoom(env.EVENT_ROOM, event.id).invitation(id, ask, asker)
  return done.ok ? ok({ ...done.value, event }) : done
}
