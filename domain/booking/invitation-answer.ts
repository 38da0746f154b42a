import type { ContactWish } from '../../contract/bookings.ts'
import type { Invitation, InvitationResponse } from '../../contract/invitations.ts'
import type { Hold, Item, Refusal } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { failed, ok, type Result } from '../result.ts'
import { cancel, confirmed, contactOf, newBooking, standing } from './booking.ts'
import {
  type Answering,
  attendeeNamed,
  COMPLIMENTARY,
  changedInvitation,
  type InvitationOutcome,
  isPassedOn,
  onlyFor,
  PASSED_ON,
  responded,
  whyNotAnswerable,
} from './invitation.ts'
import { type InvitedParty, mostForInvited, placesForInvited } from './invitation-places.ts'
import { changedParty } from './invited-party.ts'
import type { Change, Moment, Room } from './room.ts'
import { changedEntry, over, toldOf } from './waitlist-entry.ts'
import { canEverFit, waitlistEnd } from './waitlist-policy.ts'

/** Before those of everyone else, where the event puts the invited first. */
const INVITED_PRIORITY = 100

/**
 * Takes an answer, which may be changed until it is too late. A yes is a booking that stands, for nothing, for all who come
 * or for nobody; where no place is left at all, the invited wait and get the first that are. A no gives everything back.
 */
export const respond = (room: Room, answering: Answering, moment: Moment): InvitationOutcome => {
  const { invitation, wish, asker } = answering
  const refused = whyNotAnswerable(room.settings, invitation, { asker, now: moment.now })
  if (refused !== null) return failed(refused)
  if (wish.answer === 'no') return declined(room, answering, moment)
  const most = invitation.mostPlusOnes - invitation.passedOn
  if (wish.plusOnes > most)
    return failed({ reason: 'limit', detail: most > 0 ? `You may bring ${most}` : 'You cannot bring anyone along' })
  switch (invitation.status) {
    case 'CONFIRMED':
      return changedParty(room, answering, moment)
    case 'WAITLIST':
      return waitsForOthers(room, answering, moment)
    default:
      return comes(room, answering, moment)
  }
}

const declined = (room: Room, { invitation, booking, asker }: Answering, moment: Moment): InvitationOutcome => {
  const { now } = moment
  if (invitation.answer === 'no' && invitation.status === 'CANCELLED') return ok({ value: invitation, changes: [] })
  const given = givenBack(room, { invitation, booking, asker }, moment)
  if (!given.ok) return given
  const value = changedInvitation(invitation, now, {
    ...NOWHERE,
    status: 'CANCELLED',
    answer: 'no',
    respondedAt: now,
  })
  return ok({ value, changes: [...given.value, ...responded(value, 0)] })
}

const NOWHERE = { plusOnes: 0, names: [], seats: [], bookingId: null, entryId: null, holdId: null }

const givenBack = (
  room: Room,
  { invitation, booking, asker }: Omit<Answering, 'wish'>,
  moment: Moment,
): Result<Change[], Refusal> => {
  if (invitation.status === 'CONFIRMED' && booking !== null) {
    if (isPassedOn(booking)) return failed(PASSED_ON)
    const done = cancel(room, { booking, asker: { ...asker, owners: booking.owners }, wish: {} }, moment)
    return done.ok ? ok(done.value.changes) : done
  }
  const entry = room.waitlist.live.get(invitation.entryId ?? '')
  if (entry !== undefined) return ok(over(entry, { status: 'LEFT', now: moment.now }))
  return ok(room.holds.has(invitation.holdId ?? '') ? [{ drop: 'hold', id: invitation.holdId ?? '' }] : [])
}

const comes = (room: Room, answering: Answering, moment: Moment): InvitationOutcome => {
  const { invitation, wish } = answering
  const kept = room.holds.get(invitation.holdId ?? '')
  const party: InvitedParty = {
    quantity: 1 + wish.plusOnes - (kept?.items.length ?? 0),
    beside: kept?.items.flatMap(({ seat }) => seat ?? []) ?? [],
    wanted: kept === undefined ? invitation.seat : null,
    ticketTypeId: invitation.ticketTypeId,
    now: moment.now,
    random: moment.random,
  }
  const items = placesForInvited(room, party)
  if (items !== null) return booked(room, { ...answering, kept, items: [...(kept?.items ?? []), ...items] }, moment)
  const most = mostForInvited(room, party) + (kept?.items.length ?? 0)
  if (most > 0 && (kept !== undefined || !wish.wait)) return failed(onlyFor(most))
  return waits(room, answering, moment)
}

type Coming = Answering & { kept: Hold | undefined; items: Item[] }

const booked = (room: Room, coming: Coming, moment: Moment): InvitationOutcome => {
  const { invitation, wish, asker, items } = coming
  const { now } = moment
  const hold = complimentary(room, coming, moment)
  const contact = contactFor(coming)
  const names = [contact.fullName, ...(wish.names ?? [])]
  const places = items.map((item, n) => ({ item, attendee: attendeeNamed(names[n]) }))
  const owners = [hold.owner, ...(asker.organiser ? [] : asker.owners)]
  const made = newBooking(room, { hold, asker: { ...asker, owners }, contact, places }, moment)
  const booking = { ...standing(made, now), invitationId: invitation.id }
  const value = changedInvitation(invitation, now, {
    status: 'CONFIRMED',
    answer: 'yes',
    plusOnes: wish.plusOnes,
    names: wish.names ?? [],
    seats: items.flatMap(({ seat }) => seat ?? []),
    holdId: null,
    bookingId: booking.id,
    entryId: null,
    respondedAt: now,
  })
  return ok({ value, changes: [...confirmed({ booking, was: null }), ...responded(value, items.length)] })
}

/** A hold that is never kept: what a booking is made of. */
const complimentary = (room: Room, { invitation, kept, items }: Coming, { now, id }: Moment): Hold => ({
  id: kept?.id ?? id('h'),
  eventId: room.settings.eventId,
  owner: `i:${invitation.id}`,
  kind: 'invitation',
  items,
  placedAt: now,
  expiresAt: now,
  latest: now,
  currency: room.settings.currency,
  bookingId: null,
  entryId: null,
  code: null,
  override: COMPLIMENTARY,
})

const contactFor = ({ invitation, wish: { contact = {} } }: Answering): ContactWish => {
  const fullName = contact.fullName ?? invitation.name ?? undefined
  return {
    ...(fullName === undefined ? {} : { fullName }),
    emailAddress: invitation.email,
    language: contact.language ?? invitation.language,
    ...(contact.phoneNumber === undefined ? {} : { phoneNumber: contact.phoneNumber }),
    ...(contact.notes === undefined ? {} : { notes: contact.notes }),
  }
}

const waits = (room: Room, answering: Answering, moment: Moment): InvitationOutcome => {
  const { invitation, wish } = answering
  const { settings, waitlist } = room
  const { now } = moment
  const quantity = 1 + wish.plusOnes
  const refused = whyNotWait(room, { invitation, quantity }, now)
  if (refused !== null) return failed(refused)
  const first = settings.waitlist.invitedFirst === true
  const entry: Entry = {
    id: moment.id('w'),
    eventId: settings.eventId,
    owner: `i:${invitation.id}`,
    status: 'WAITING',
    quantity,
    accessible: 0,
    email: invitation.email,
    contact: contactOf(contactFor(answering)),
    ticketTypeId: invitation.ticketTypeId,
    allowPartial: false,
    priority: first ? INVITED_PRIORITY : 0,
    priorityReason: first ? 'Invited' : null,
    rank: waitlist.last + 1,
    passedSince: null,
    lapses: 0,
    offer: null,
    bookingId: null,
    invitationId: invitation.id,
    joinedAt: now,
    updatedAt: now,
    version: 1,
  }
  const joined: Change = { fact: { type: 'waitlist.joined', subject: entry.id, data: toldOf(entry) } }
  const value = waiting(invitation, { wish, entryId: entry.id, now })
  return ok({ value, changes: [{ put: 'entry', value: entry }, joined, ...responded(value, 0)] })
}

const waiting = (
  invitation: Invitation,
  { wish, entryId, now }: { wish: InvitationResponse; entryId: string; now: number },
): Invitation =>
  changedInvitation(invitation, now, {
    status: 'WAITLIST',
    answer: 'yes',
    plusOnes: wish.plusOnes,
    names: wish.names ?? [],
    holdId: null,
    entryId,
    respondedAt: now,
  })

const whyNotWait = (
  room: Room,
  { invitation: { ticketTypeId }, quantity }: { invitation: Invitation; quantity: number },
  now: number,
): Refusal | null => {
  const { settings } = room
  const waitable = settings.waitlist.enabled && now < waitlistEnd(settings)
  return waitable && canEverFit(room, { quantity, ticketTypeId, accessible: 0 })
    ? null
    : { reason: 'capacity', detail: 'Every place is taken' }
}

const waitsForOthers = (room: Room, { invitation, wish }: Answering, { now }: Moment): InvitationOutcome => {
  const entry = room.waitlist.live.get(invitation.entryId ?? '')
  const quantity = 1 + wish.plusOnes
  if (entry === undefined) return failed({ reason: 'expired', detail: 'They wait no more' })
  const value = waiting(invitation, { wish, entryId: entry.id, now })
  if (entry.quantity === quantity)
    return ok(
      value.names.join() === invitation.names.join()
        ? { value: invitation, changes: [] }
        : { value, changes: responded(value, 0) },
    )
  const refused = whyNotWait(room, { invitation, quantity }, now)
  if (refused !== null) return failed(refused)
  const asked: Change = { put: 'entry', value: changedEntry(entry, now, { quantity }) }
  return ok({ value, changes: [asked, ...responded(value, 0)] })
}
