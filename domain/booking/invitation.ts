import type { DataOf } from '../../contract/domain-events.ts'
import type { Invitation, InvitationResponse } from '../../contract/invitations.ts'
import type { Asker, Booking, Refusal, RoomSettings, Ticket } from '../../contract/room.ts'
import type { Result } from '../result.ts'
import type { Decided } from './hold.ts'
import type { Change } from './room.ts'

/** What a rule decides of one invitation. */
export type InvitationOutcome = Result<Decided<Invitation>, Refusal>

/** Who answers which invitation, and what came of an earlier yes. */
export interface Answering {
  invitation: Invitation
  booking: Booking | null
  wish: InvitationResponse
  asker: Asker
}

/** Why places of who was invited cost nothing: stands with their bookings, and in what is told of them. */
export const COMPLIMENTARY = 'Complimentary: invited'

/** @returns an invitation with a change, as its next version. */
export const changedInvitation = (before: Invitation, now: number, change: Partial<Invitation>): Invitation => ({
  ...before,
  ...change,
  updatedAt: now,
  version: before.version + 1,
})

/** @returns what facts say of an invitation. Never its link: whoever has that may answer. */
export const toldOfInvitation = (one: Invitation): DataOf<'invitation.created'> => ({
  invitationId: one.id,
  eventId: one.eventId,
  email: one.email,
  name: one.name,
  seat: one.seat,
  prospectId: one.prospectId,
  language: one.language,
  plusOnes: one.mostPlusOnes,
  message: one.message,
  expiresAt: one.expiresAt === null ? null : new Date(one.expiresAt).toISOString(),
  reminders: one.reminders,
  version: one.version,
})

/** @returns what becomes so when who was invited has answered, or changed their mind. */
export const responded = (value: Invitation, quantity: number): Change[] => [
  { put: 'invitation', value },
  {
    fact: {
      type: 'invitation.responded',
      subject: value.id,
      data: {
        ...toldOfInvitation(value),
        answer: value.answer ?? 'no',
        plusOnes: value.plusOnes,
        bookingId: value.bookingId,
        status: value.status,
        quantity,
        complimentary: value.bookingId !== null,
      },
    },
  },
]

/** @returns what becomes so when an invitation is taken back, or its event is. */
export const takenBack = (
  before: Invitation,
  { by, reason, now }: { by: 'organiser' | 'event'; reason: string | null; now: number },
): Change[] => {
  const value = changedInvitation(before, now, {
    status: 'CANCELLED',
    cancelledBy: by,
    cancellationReason: reason,
    holdId: null,
    entryId: null,
    seats: [],
  })
  const data = { ...toldOfInvitation(value), by, reason }
  return [{ put: 'invitation', value }, { fact: { type: 'invitation.cancelled', subject: value.id, data } }]
}

/** @returns whether it is too late to answer, by what was said when it was made. */
export const isExpired = ({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: number): boolean =>
  expiresAt !== null && expiresAt <= now

/** @returns why no answer is taken now, or null. Organisers may answer for somebody later than they could. */
export const whyNotAnswerable = (
  { status, startsAt }: Pick<RoomSettings, 'status' | 'startsAt'>,
  invitation: Pick<Invitation, 'cancelledBy' | 'expiresAt'>,
  { asker, now }: { asker: Pick<Asker, 'organiser'>; now: number },
): Refusal | null => {
  if (status === 'CANCELLED' || invitation.cancelledBy === 'event')
    return { reason: 'closed', detail: 'The event is cancelled' }
  if (invitation.cancelledBy !== null) return { reason: 'closed', detail: 'The invitation was taken back' }
  if (status === 'DRAFT' || status === 'COMPLETED') return { reason: 'closed', detail: `The event is ${status}` }
  if (asker.organiser) return null
  if (now >= startsAt) return { reason: 'expired', detail: 'The event has begun' }
  return isExpired(invitation, now) ? { reason: 'expired', detail: 'The time to answer is over' } : null
}

/** @returns whether an invitation may be used by who asks: an organiser, or who has its link. */
export const mayUseInvitation = ({ organiser, links }: Asker, { id }: Pick<Invitation, 'id'>): boolean =>
  organiser || links.includes(id)

/** @returns whether somebody else has the booking by now: what it was made of has no say in it any more. */
export const isPassedOn = ({ linkGeneration = 1 }: Booking): boolean => linkGeneration !== 1

export const PASSED_ON: Refusal = { reason: 'not_changeable', detail: 'The booking was passed on to somebody else' }

/** @returns how many can come, where not all of a party can. */
export const onlyFor = (most: number): Refusal => ({
  reason: 'capacity',
  most,
  detail: most === 1 ? 'There is a place for you alone' : `There are places for ${most} of you`,
})

/** @returns who comes with a ticket, where that is known. */
export const attendeeNamed = (fullName: string | undefined): Ticket['attendee'] =>
  fullName === undefined ? null : { fullName, emailAddress: null }
