import { z } from 'zod'
import type { PlanMap } from '../../../contract/plan-map.ts'
import type { Asker, RoomAnswer } from '../../../contract/room.ts'
import { failed, ok } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById } from '../../../platform/db/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { type Asking, withLink } from '../api/asker.ts'
import { askRoom, visitInvitation } from '../api/invitation-answer.ts'
import { eventIdOf, refusedBy, visitEvent } from '../api/known-event.ts'
import { type ApiContext, open, router } from '../api/route.ts'
import { mapOf } from '../pages/booking/visit.ts'
import type { problem } from '../problem.ts'
import { accountOf } from './organised-waitlist.ts'
import { asUnderApi } from './refusal.ts'
import {
  bookingRegistration,
  entryRegistration,
  invitedRegistration,
  type Registration,
} from './registration-answer.ts'

/** The yes and the no at the paths of the earlier organiser, for whatever an invitation of theirs is here. */
export const registrationSteps = router()

const hide = true
const responses = { 200: { description: 'As the earlier system answered' } }
const ofRegistration = z.object({ id: z.string().min(1).max(200) })

for (const step of ['confirm', 'cancel'] as const) {
  registrationSteps.use(`/invitations/:id/${step}`, ...asUnderApi)
  registrationSteps.openapi(
    open({ method: 'put', path: `/invitations/{id}/${step}`, hide, request: { params: ofRegistration }, responses }),
    async (c) => {
      const { id } = c.req.valid('param')
      const done = await decided(c, id, step)
      if ('refused' in done) return done.refused
      return done.answer.ok ? c.json(done.answer.value, 200) : refusedBy(c, done.answer.error)
    },
  )
}

type Step = 'confirm' | 'cancel'
type Decided = { answer: RoomAnswer<Registration> } | { refused: ReturnType<typeof problem> }

const decided = (c: ApiContext, id: string, step: Step): Promise<Decided> => {
  if (id.startsWith('b_')) return ofBooking(c, id, step)
  return id.startsWith('w_') ? ofEntry(c, id, step) : ofInvitation(c, id, step)
}

const ofBooking = async (c: ApiContext, id: string, step: Step): Promise<Decided> => {
  const visit = await visitEvent(c, eventIdOf(id))
  if ('refused' in visit) return visit
  const asker = await withLink(c, visit.asker, { purpose: 'booking', id })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const map = await mapAt(c, visit.event.id)
  const done = step === 'confirm' ? await room.confirm(id, asker) : await room.cancel(id, {}, asker)
  return { answer: done.ok ? ok(bookingRegistration(done.value, map)) : done }
}

const ofEntry = async (c: ApiContext, id: string, step: Step): Promise<Decided> => {
  const visit = await visitEvent(c, eventIdOf(id))
  if ('refused' in visit) return visit
  const asker = await withLink(c, visit.asker, { purpose: 'entry', id })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  if (step === 'confirm') {
    const taken = await room.takeOffer({ entryId: id }, asker)
    return { answer: taken.ok ? ok(bookingRegistration(taken.value, await mapAt(c, visit.event.id))) : taken }
  }
  const left = await room.entry(id, { do: 'leave' }, asker)
  return { answer: left.ok ? ok(entryRegistration(left.value)) : left }
}

const ofInvitation = async (c: ApiContext, key: string, step: Step): Promise<Decided> => {
  const visit = await visitInvitation(c, key)
  if ('refused' in visit) return visit
  const named = { ...visit, asker: await asAddressed(c, visit) }
  const seen = await askRoom(c, named, { do: 'look' })
  if (!seen.ok) return { answer: seen }
  const { status, plusOnes, names } = seen.value.invitation
  const stands = step === 'confirm' && (status === 'CONFIRMED' || status === 'WAITLIST')
  const said = {
    do: 'respond',
    wish: { answer: step === 'confirm' ? 'yes' : 'no', plusOnes, names, wait: true },
  } as const
  const back = step === 'cancel' && named.asker.organiser
  const done = stands ? seen : await askRoom(c, named, back ? { do: 'cancel', reason: null } : said)
  if (!done.ok) return { answer: done.error.reason === 'not_found' ? failed({ reason: 'not_found' }) : done }
  return { answer: ok(invitedRegistration(done.value.invitation, await mapAt(c, visit.eventId))) }
}

/**
 * Who is signed in with the address that was invited needs no link: it was sent there, and they proved to read it. Only
 * the room knows which address that was, so it is asked as an organiser would ask.
 */
const asAddressed = async (c: ApiContext, visit: Asking & { id: string; eventId: string }): Promise<Asker> => {
  const { asker, id, eventId } = visit
  if (asker.organiser || asker.links.includes(id)) return asker
  const account = await accountOf(c, visit)
  if (account?.verified !== true) return asker
  const seen = await eventRoom(c.env.EVENT_ROOM, eventId).invitation(id, { do: 'look' }, { ...asker, organiser: true })
  const theirs = seen.ok && seen.value.invitation.email === account.email.toLowerCase()
  return theirs ? { ...asker, links: [...asker.links, id] } : asker
}

const mapAt = async (c: ApiContext, eventId: string): Promise<PlanMap | null> => {
  const event = await anyEventById(database(c.env.DB), eventId)
  return event === null ? null : mapOf(c.env, event)
}
