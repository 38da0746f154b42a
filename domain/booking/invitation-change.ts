import type { Invitation, InvitationAsk, InvitationChange } from '../../contract/invitations.ts'
import type { Asker, Booking, Refusal } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { cancelled } from './booking.ts'
import { changedInvitation, type InvitationOutcome, takenBack, toldOfInvitation } from './invitation.ts'
import { respond } from './invitation-answer.ts'
import { seatForInvited } from './invitation-places.ts'
import { keptFor } from './invite.ts'
import type { Change, Moment, Room } from './room.ts'
import { isLive, moveSeats } from './seat-change.ts'
import { over } from './waitlist-entry.ts'

/** An invitation that somebody may use, and what came of it so far. */
export interface AboutInvitation {
  invitation: Invitation
  booking: Booking | null
  asker: Asker
}

/** A second click on "send again" within this time is the first one. */
const AGAIN_MS = 60_000

/** Decides what is asked about one invitation. */
export const decideInvitation = (
  room: Room,
  { ask, ...about }: AboutInvitation & { ask: InvitationAsk },
  moment: Moment,
): InvitationOutcome => {
  if (ask.do === 'look') return ok({ value: about.invitation, changes: [] })
  if (ask.do === 'respond') return respond(room, { ...about, wish: ask.wish }, moment)
  if (!about.asker.organiser) return failed({ reason: 'not_found' })
  switch (ask.do) {
    case 'cancel':
      return takeBack(room, { ...about, reason: ask.reason }, moment)
    case 'send':
      return sendAgain(about, moment)
    case 'change':
      return change(room, { ...about, wish: ask.wish }, moment)
  }
}

/** Takes an invitation back: its seat, booking or place in the line are free in the same step. */
const takeBack = (
  room: Room,
  { invitation, booking, reason }: AboutInvitation & { reason: string | null },
  { now }: Moment,
): InvitationOutcome => {
  if (invitation.cancelledBy !== null) return ok({ value: invitation, changes: [] })
  const back = takenBack(invitation, { by: 'organiser', reason, now })
  return ok({ value: invitation, changes: [...back, ...givenUp(room, { invitation, booking, reason }, now)] })
}

const givenUp = (
  room: Room,
  { invitation, booking, reason }: Omit<AboutInvitation, 'asker'> & { reason: string | null },
  now: number,
): Change[] => {
  if (booking?.status === 'CONFIRMED') {
    const tickets = booking.tickets.map((ticket) => ({ ...ticket, status: 'CANCELLED' as const }))
    return cancelled(room, { booking, tickets, cancellation: { reason, at: now, by: 'organiser' } }).changes
  }
  const entry = room.waitlist.live.get(invitation.entryId ?? '')
  if (entry !== undefined) return over(entry, { status: 'REVOKED', now, note: reason })
  return room.holds.has(invitation.holdId ?? '') ? [{ drop: 'hold', id: invitation.holdId ?? '' }] : []
}

const sendAgain = ({ invitation }: AboutInvitation, { now }: Moment): InvitationOutcome => {
  if (invitation.cancelledBy !== null) return failed(TAKEN_BACK)
  if (now - invitation.sentAt < AGAIN_MS) return ok({ value: invitation, changes: [] })
  const value = changedInvitation(invitation, now, { sentAt: now })
  const data = { ...toldOfInvitation(value), status: value.status }
  const fact: Change = { fact: { type: 'invitation.reminded', subject: value.id, data } }
  return ok({ value, changes: [{ put: 'invitation', value }, fact] })
}

type Changing = AboutInvitation & { wish: InvitationChange }

const change = (room: Room, changing: Changing, moment: Moment): InvitationOutcome => {
  const { invitation, wish } = changing
  if (wish.version !== undefined && wish.version !== invitation.version) return failed({ reason: 'stale_version' })
  if (invitation.cancelledBy !== null) return failed(TAKEN_BACK)
  if (wish.ticketTypeId != null && !room.types.has(wish.ticketTypeId)) return failed({ reason: 'not_found' })
  const said = detailsOf(invitation, wish)
  const placed = withSeat(room, { ...changing, said }, moment)
  if (!placed.ok) return placed
  const { details, changes } = placed.value
  const what = (Object.keys(details) as (keyof Invitation)[]).filter((key) => details[key] !== invitation[key])
  if (what.length === 0 && changes.length === 0) return ok({ value: invitation, changes: [] })
  const value = changedInvitation(invitation, moment.now, details)
  const data = { ...toldOfInvitation(value), status: value.status, changed: what.filter((key) => key !== 'holdId') }
  const fact: Change = { fact: { type: 'invitation.changed', subject: value.id, data } }
  return ok({ value, changes: [...changes, { put: 'invitation', value }, fact] })
}

const detailsOf = (before: Invitation, wish: InvitationChange): Partial<Invitation> => ({
  name: wish.name === undefined ? before.name : wish.name,
  language: wish.language ?? before.language,
  ticketTypeId: wish.ticketTypeId === undefined ? before.ticketTypeId : wish.ticketTypeId,
  mostPlusOnes: wish.plusOnes ?? before.mostPlusOnes,
  message: wish.message === undefined ? before.message : wish.message,
  reminders: wish.reminders ?? before.reminders,
  expiresAt:
    wish.expiresAt === undefined ? before.expiresAt : wish.expiresAt === null ? null : Date.parse(wish.expiresAt),
})

type Seated = Result<{ details: Partial<Invitation>; changes: Change[] }, Refusal>

/** Gives them another seat: the one that is kept for them, or that of their booking. */
const withSeat = (room: Room, changing: Changing & { said: Partial<Invitation> }, moment: Moment): Seated => {
  const { invitation, wish, said } = changing
  const seat = wish.seat === undefined ? invitation.seat : wish.seat
  if (invitation.status === 'PENDING') return keptSeat(room, { ...changing, seat }, moment)
  if (wish.seat === undefined) return ok({ details: said, changes: [] })
  if (invitation.status !== 'CONFIRMED')
    return failed({ reason: 'not_changeable', detail: 'They have no place that could be another' })
  return movedSeat(room, { ...changing, seat }, moment)
}

const keptSeat = (
  room: Room,
  { invitation, said, seat }: Changing & { said: Partial<Invitation>; seat: string | null },
  { now, id }: Moment,
): Seated => {
  const old = room.holds.get(invitation.holdId ?? '')
  const dropped: Change[] = old === undefined ? [] : [{ drop: 'hold', id: old.id }]
  if (seat === null) return ok({ details: { ...said, seat, holdId: null }, changes: dropped })
  const same = seat === invitation.seat && said.expiresAt === invitation.expiresAt
  if (same && (old !== undefined || said.ticketTypeId === invitation.ticketTypeId))
    return ok({ details: said, changes: [] })
  const taking = { taken: [], instead: old?.items ?? [] }
  const item = seatForInvited(room, { seat, ticketTypeId: said.ticketTypeId ?? null }, taking)
  if (!item.ok) return item
  const details = { ...said, seat, holdId: id('h') }
  const hold = keptFor(room, { ...invitation, ...details }, { item: item.value, now })
  return ok({ details, changes: [...dropped, { put: 'hold', value: hold }] })
}

const movedSeat = (
  room: Room,
  { booking, asker, said, seat }: Changing & { said: Partial<Invitation>; seat: string | null },
  moment: Moment,
): Seated => {
  const first = booking?.tickets.find(isLive)
  if (booking === null || first === undefined || seat === null)
    return failed({ reason: 'not_changeable', detail: 'Their booking has no seat that could be another' })
  const moved = moveSeats(room, { booking, wish: { moves: [{ ticketId: first.id, seat }] }, asker }, moment)
  if (!moved.ok) return moved
  const seats = moved.value.value.tickets.flatMap((ticket) => (isLive(ticket) ? (ticket.seat ?? []) : []))
  return ok({ details: { ...said, seat, seats }, changes: moved.value.changes })
}

const TAKEN_BACK: Refusal = { reason: 'not_changeable', detail: 'The invitation was taken back' }
