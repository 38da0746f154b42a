import type { Invitation, InvitationView, ListedInvitation, PlacedInvitation } from '../../../contract/invitations.ts'
import type { Retry, RoomAnswer } from '../../../contract/room.ts'
import { isExpired, whyNotAnswerable } from '../../../domain/booking/invitation.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../platform/db/events.ts'
import { invitationToken, readInvitationToken } from '../../../platform/invitation-links.ts'
import { linkKeys } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { type Asking, rememberOwner } from './asker.ts'
import { bookingLink } from './booking-answer.ts'
import { eventIdOf, refusedBy, visitEvent } from './known-event.ts'
import { publicOrigin } from './links.ts'
import type { ApiContext, Asked } from './route.ts'

/** Somebody at an invitation: by its link, or as an organiser by its id. */
export interface InvitationVisit extends Asking {
  id: string
  eventId: string
}

/** @returns who asks about which invitation, or the answer that refuses them. @param key its id, or the token of its link */
export const visitInvitation = async (
  c: ApiContext,
  key: string,
): Promise<InvitationVisit | { refused: ReturnType<typeof problem> }> => {
  const named = key.includes('.') ? readInvitationToken(await linkKeys(c.env.KEY_RING), key) : null
  const id = named ?? key
  const visit = await visitEvent(c, eventIdOf(id))
  if ('refused' in visit) return visit
  const { asker, event } = visit
  const links = named === null ? asker.links : [...asker.links, named]
  return { ...visit, asker: { ...asker, links }, id, eventId: event.id }
}

/** Asks the room about an invitation. Whoever answered by its link is known as the one whose booking it is. */
export const askRoom = async (
  c: ApiContext,
  { id, eventId, asker }: InvitationVisit,
  ask: Parameters<ReturnType<typeof eventRoom>['invitation']>[1],
  retry: Retry | null = null,
): Promise<RoomAnswer<PlacedInvitation>> => {
  const answer = await eventRoom(c.env.EVENT_ROOM, eventId).invitation(id, ask, asker, retry)
  if (answer.ok && answer.value.booking !== null) await rememberOwner(c, asker, answer.value.booking)
  return answer
}

/** @returns what a room answered about an invitation, with what it is about. */
export const answeredInvitation = async (c: ApiContext, asked: RoomAnswer<PlacedInvitation>) => {
  if (!asked.ok) return refusedBy(c, asked.error)
  if (asked.repeated === true) c.header('Idempotency-Replayed', 'true')
  const { invitation: one, booking } = asked.value
  const event = await anyEventById(database(c.env.DB), one.eventId)
  if (event === null) return problem(c, 'not_found')
  const had = booking?.tickets.filter(({ status }) => status !== 'CANCELLED').length ?? 0
  const view = {
    ...asInvitation(event, asked.value, Date.now()),
    event: asSubject(event),
    booking: booking === null ? null : { id: booking.id, link: await bookingLink(c, booking), quantity: had },
    links: await invitationLinks(c, one.id),
  }
  return c.json(view, 200)
}

/** @returns the addresses of an invitation for who may have them: its page and its calendar file. */
export const invitationLinks = async (c: Asked, id: string): Promise<{ page: string; calendar: string }> => {
  const token = invitationToken(await linkKeys(c.env.KEY_RING), id)
  const origin = publicOrigin(c)
  return { page: `${origin}/invitations/${token}`, calendar: `${origin}/api/v1/invitations/${token}/ical` }
}

/** @returns an invitation as the API says it. */
export const asInvitation = (
  event: Pick<EventRow, 'status' | 'startsAt'>,
  { invitation: one, position }: Omit<PlacedInvitation, 'booking'>,
  now: number,
): InvitationView => ({
  id: one.id,
  eventId: one.eventId,
  status: one.status,
  answer: one.answer,
  expired: one.status === 'PENDING' && (isExpired(one, now) || now >= event.startsAt),
  answerable: whyNotAnswerable(event, one, { asker: { organiser: false }, now }) === null,
  email: one.email,
  name: one.name,
  language: one.language,
  seat: one.seat,
  seats: one.seats,
  ticketTypeId: one.ticketTypeId,
  plusOnes: one.plusOnes,
  mostPlusOnes: one.mostPlusOnes,
  names: one.names,
  message: one.message,
  expiresAt: at(one.expiresAt),
  bookingId: one.bookingId,
  entryId: one.entryId,
  position,
  cancelledBy: one.cancelledBy,
  cancellationReason: one.cancellationReason,
  createdAt: new Date(one.createdAt).toISOString(),
  respondedAt: at(one.respondedAt),
  updatedAt: new Date(one.updatedAt).toISOString(),
  version: one.version,
})

/** @returns an invitation as organisers see it. */
export const asListedInvitation = async (
  c: Asked,
  event: Pick<EventRow, 'status' | 'startsAt'>,
  one: Invitation,
): Promise<ListedInvitation> => {
  const { page } = await invitationLinks(c, one.id)
  return { ...asInvitation(event, { invitation: one, position: null }, Date.now()), ...forOrganisers(one, page) }
}

/** @returns the same, with where they wait. */
export const asPlacedInvitation = async (
  c: Asked,
  { event, invitation: one, position }: Omit<PlacedInvitation, 'booking'> & { event: EventRow },
): Promise<ListedInvitation> => ({ ...(await asListedInvitation(c, event, one)), position })

const forOrganisers = ({ prospectId, reminders, sentAt }: Invitation, link: string) => ({
  prospectId,
  reminders,
  sentAt: new Date(sentAt).toISOString(),
  link,
})

const asSubject = (event: EventRow) => ({
  id: event.id,
  name: event.name,
  status: event.status,
  startsAt: new Date(event.startsAt).toISOString(),
  endsAt: new Date(event.endsAt).toISOString(),
  timeZone: event.timeZone,
  place: event.place,
  address: event.settings.address,
  city: event.city,
})

const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
