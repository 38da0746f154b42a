import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { bookableId } from '../../../contract/events.ts'
import type { RoomAnswer } from '../../../contract/room.ts'
import {
  type EntryAsk,
  entryNamed,
  entryPrioritised,
  entryRevoked,
  listedEntry,
  type PlacedEntry,
} from '../../../contract/waitlist.ts'
import { failed } from '../../../domain/result.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { cause } from '../../../platform/trace.ts'
import { asListedEntry } from './entry-answer.ts'
import { knownEvent, refusedBy } from './known-event.ts'
import { answer, body, can, problems, router } from './route.ts'

export const waitlistSteps = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })
const theEntry = answer(listedEntry, 'The entry as it stands now')

waitlistSteps.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/events/{id}/waitlist/revoke',
    tags,
    summary: 'Take an entry off the list',
    request: { params: ofEvent, body: body(entryRevoked) },
    responses: { 200: theEntry, ...problems },
  }),
  async (c) => {
    const { entryId, reason = null } = c.req.valid('json')
    const ask = { do: 'revoke', note: reason } as const
    const done = await organise(c.env, c.var.caller, { eventId: c.req.valid('param').id, entryId, ask })
    return done.ok ? c.json(asListedEntry(done.value), 200) : refusedBy(c, done.error)
  },
)

waitlistSteps.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/events/{id}/waitlist/prioritise',
    tags,
    summary: 'Let an entry go before others, for a reason that is logged',
    request: { params: ofEvent, body: body(entryPrioritised) },
    responses: { 200: theEntry, ...problems },
  }),
  async (c) => {
    const { entryId, ...priority } = c.req.valid('json')
    const ask = { do: 'prioritise', ...priority } as const
    const done = await organise(c.env, c.var.caller, { eventId: c.req.valid('param').id, entryId, ask })
    return done.ok ? c.json(asListedEntry(done.value), 200) : refusedBy(c, done.error)
  },
)

waitlistSteps.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/events/{id}/waitlist/offer',
    tags,
    summary: 'Offer free places to an entry out of turn',
    request: { params: ofEvent, body: body(entryNamed) },
    responses: { 200: theEntry, ...problems },
  }),
  async (c) => {
    const { entryId } = c.req.valid('json')
    const ask = { do: 'offer' } as const
    const done = await organise(c.env, c.var.caller, { eventId: c.req.valid('param').id, entryId, ask })
    return done.ok ? c.json(asListedEntry(done.value), 200) : refusedBy(c, done.error)
  },
)

const organise = async (
  env: Pick<Env, 'DB' | 'EVENT_ROOM'>,
  { organisationId, userId }: Caller,
  { eventId, entryId, ask }: { eventId: string; entryId: string; ask: EntryAsk },
): Promise<RoomAnswer<PlacedEntry>> => {
  const event = await knownEvent(env, eventId)
  if (event?.organisationId !== organisationId) return failed({ reason: 'not_found' })
  const asker = { owners: [`u:${userId}`], links: [], organiser: true, actor: userId, cause: cause() }
  return eventRoom(env.EVENT_ROOM, eventId).entry(entryId, ask, asker)
}
