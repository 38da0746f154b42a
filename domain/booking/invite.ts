import type { Invitation } from '../../contract/invitations.ts'
import type { InvitationOrder, Invited, Invitee, InviteeFault, InviteeFaultCode } from '../../contract/invitees.ts'
import type { Asker, Hold, Item, Refusal } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import type { Decided } from './hold.ts'
import { toldOfInvitation } from './invitation.ts'
import { seatForInvited } from './invitation-places.ts'
import type { Change, Moment, Room } from './room.ts'

/** Of one event: they stay in its room for as long as that does. */
const MOST_INVITATIONS = 20_000

/**
 * Invites people, by an organiser: each address once, whoever was invited before keeps what they have. A seat is kept for
 * who gets one. What is wrong with one is told of that one; where it is to be all or none, it is none.
 */
export const invite = (
  room: Room,
  { wish, asker }: { wish: InvitationOrder; asker: Asker },
  moment: Moment,
): Result<Decided<Invited>, Refusal> => {
  const refused = whyNotInvite(room, wish, { asker, now: moment.now })
  if (refused !== null) return failed(refused)
  const made: Making = { invitations: [], faults: [], changes: [], seats: [], fresh: new Map() }
  for (const invitee of wish.invitees) inviteOne(room, { invitee, wish, asker, made }, moment)
  const { invitations, faults, changes } = made
  if (wish.strict && faults.length > 0)
    return failed({ reason: 'invalid_places', detail: 'Not all of them can be invited, so nobody was', faults })
  return ok({ value: { invitations, faults }, changes })
}

interface Making extends Invited {
  changes: Change[]
  /** Places taken for those before in the list. */
  seats: Item[]
  fresh: Map<string, Invitation>
}

interface One {
  invitee: Invitee
  wish: InvitationOrder
  asker: Asker
  made: Making
}

const whyNotInvite = (
  room: Room,
  { invitees, expiresAt }: InvitationOrder,
  { asker, now }: { asker: Asker; now: number },
): Refusal | null => {
  const { settings } = room
  if (!asker.organiser) return { reason: 'not_found' }
  if (settings.status === 'CANCELLED' || settings.status === 'COMPLETED')
    return { reason: 'closed', detail: `The event is ${settings.status}` }
  if (now >= settings.startsAt) return { reason: 'closed', detail: 'The event has begun' }
  if (expiresAt !== null && expiresAt <= now) return { reason: 'expired', detail: 'The time to answer would be over' }
  return room.invitations.count() + invitees.length > MOST_INVITATIONS
    ? { reason: 'limit', detail: `An event has ${MOST_INVITATIONS} invitations at most` }
    : null
}

const inviteOne = (room: Room, { invitee, wish, asker, made }: One, moment: Moment): void => {
  const { source } = invitee
  const known = made.fresh.get(invitee.email) ?? sameProspect(made, invitee) ?? room.invitations.find(invitee)
  if (known !== undefined) {
    made.invitations.push({ source, invitation: known, made: false })
    return
  }
  const fault = (code: InviteeFaultCode, detail: string) =>
    made.faults.push({ source, email: invitee.email, code, detail })
  if (invitee.ticketTypeId !== null && !room.types.has(invitee.ticketTypeId)) {
    fault('invalid_places', 'The event has no such ticket type')
    return
  }
  const place = placeFor(room, invitee, made)
  if (!place.ok) {
    fault(place.error.reason as InviteeFault['code'], place.error.detail ?? '')
    return
  }
  const invitation = newInvitation(room, { invitee, wish, asker, held: place.value !== null }, moment)
  if (place.value !== null) {
    made.seats.push(place.value)
    made.changes.push({ put: 'hold', value: keptFor(room, invitation, { item: place.value, now: moment.now }) })
  }
  made.fresh.set(invitation.email, invitation)
  made.invitations.push({ source, invitation, made: true })
  const data = toldOfInvitation(invitation)
  const fact: Change = { fact: { type: 'invitation.created', subject: invitation.id, data } }
  made.changes.push({ put: 'invitation', value: invitation }, fact)
}

const sameProspect = ({ fresh }: Making, { prospectId }: Invitee): Invitation | undefined =>
  prospectId === null ? undefined : [...fresh.values()].find((one) => one.prospectId === prospectId)

const placeFor = (room: Room, { seat, ticketTypeId }: Invitee, { seats }: Making): Result<Item | null, Refusal> =>
  seat === null ? ok(null) : seatForInvited(room, { seat, ticketTypeId }, { taken: seats, instead: [] })

/** @returns the hold that keeps a seat for who was invited: nobody else can use or extend it. */
export const keptFor = (
  room: Room,
  { id, eventId, holdId, expiresAt }: Invitation,
  { item, now }: { item: Item; now: number },
): Hold => {
  // Without a date it lasts until the event begins, whenever that will be: the clock of the room knows.
  const end = expiresAt ?? Number.MAX_SAFE_INTEGER
  return {
    id: holdId ?? '',
    eventId,
    owner: `i:${id}`,
    kind: 'invitation',
    items: [item],
    placedAt: now,
    expiresAt: end,
    latest: end,
    currency: room.settings.currency,
    bookingId: null,
    entryId: null,
    code: null,
  }
}

const newInvitation = (
  room: Room,
  { invitee, wish, asker, held }: Omit<One, 'made'> & { held: boolean },
  { now, id }: Moment,
): Invitation => ({
  id: id('i'),
  eventId: room.settings.eventId,
  status: 'PENDING',
  answer: null,
  email: invitee.email,
  name: invitee.name,
  language: invitee.language,
  seat: invitee.seat,
  holdId: held ? id('h') : null,
  ticketTypeId: invitee.ticketTypeId,
  mostPlusOnes: invitee.plusOnes,
  plusOnes: 0,
  names: [],
  passedOn: 0,
  seats: [],
  message: wish.message,
  prospectId: invitee.prospectId,
  expiresAt: wish.expiresAt,
  reminders: wish.reminders,
  bookingId: null,
  entryId: null,
  cancelledBy: null,
  cancellationReason: null,
  invitedBy: asker.actor,
  createdAt: now,
  sentAt: now,
  respondedAt: null,
  updatedAt: now,
  version: 1,
})
