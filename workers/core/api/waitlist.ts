import { z } from 'zod'
import { booking } from '../../../contract/bookings.ts'
import { bookableId } from '../../../contract/events.ts'
import { entry, entryNamed, newEntry, offerTaken } from '../../../contract/waitlist.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { retryOf, withLink } from './asker.ts'
import { answeredBooking, byLink } from './booking-answer.ts'
import { answeredEntry, joinedAs, ofEntry, withEntry } from './entry-answer.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { visitEvent } from './known-event.ts'
import { answer, body, open, problems, router } from './route.ts'

export const waitlists = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })
const theEntry = answer(entry, 'The entry as it stands now')

waitlists.openapi(
  open({
    method: 'post',
    path: '/events/{id}/waitlist/join',
    tags,
    summary: 'Wait for places of an event that has none; one address waits once',
    request: { params: ofEvent, headers: idempotencyHeader, body: body(newEntry) },
    responses: { 201: answer(entry, 'The entry, or the one that the address has already'), ...problems },
  }),
  async (c) => {
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    const { asker, event } = visit
    const wish = c.req.valid('json')
    const retry = retryOf(c, visit, wish)
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const joined = await eventRoom(c.env.EVENT_ROOM, event.id).join(wish, asker, retry)
    return answeredEntry(c, joined, { asker: { ...asker, owners: joinedAs(visit, joined) }, status: 201 })
  },
)

waitlists.openapi(
  open({
    method: 'get',
    path: '/events/{id}/waitlist/{entryId}',
    tags,
    summary: 'One entry, to whom it belongs: where it stands, and what it is offered',
    request: { params: ofEntry, query: byLink },
    responses: { 200: theEntry, ...problems },
  }),
  async (c) => withEntry(c, c.req.valid('param'), { do: 'look' }),
)

waitlists.openapi(
  open({
    method: 'post',
    path: '/events/{id}/waitlist/confirm',
    tags,
    summary:
      'Take an offer: it becomes a booking, confirmed where nothing is to be paid. Again, it answers that booking',
    request: { params: ofEvent, query: byLink, body: body(offerTaken) },
    responses: { 200: answer(booking, 'The booking'), ...problems },
  }),
  async (c) => {
    const visit = await visitEvent(c, c.req.valid('param').id)
    if ('refused' in visit) return visit.refused
    const wish = c.req.valid('json')
    const asker = await withLink(c, visit.asker, { purpose: 'entry', id: wish.entryId })
    const taken = await eventRoom(c.env.EVENT_ROOM, visit.event.id).takeOffer(wish, asker)
    return answeredBooking(c, taken, { asker, status: 200 })
  },
)

waitlists.openapi(
  open({
    method: 'post',
    path: '/events/{id}/waitlist/decline',
    tags,
    summary: 'Say no to an offer, for good; it goes to the next',
    request: { params: ofEvent, query: byLink, body: body(entryNamed) },
    responses: { 200: theEntry, ...problems },
  }),
  async (c) => withEntry(c, { ...c.req.valid('param'), ...c.req.valid('json') }, { do: 'decline' }),
)

waitlists.openapi(
  open({
    method: 'post',
    path: '/events/{id}/waitlist/leave',
    tags,
    summary: 'Wait no more; what was offered goes to the next. Again, it changes nothing',
    request: { params: ofEvent, query: byLink, body: body(entryNamed) },
    responses: { 200: theEntry, ...problems },
  }),
  async (c) => withEntry(c, { ...c.req.valid('param'), ...c.req.valid('json') }, { do: 'leave' }),
)
