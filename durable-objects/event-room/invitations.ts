import type { Invitation, InvitationAsk, PlacedInvitation } from '../../contract/invitations.ts'
import type { Asker, Refusal, RoomAnswer } from '../../contract/room.ts'
import type { Decided } from '../../domain/booking/hold.ts'
import { isPassedOn, mayUseInvitation } from '../../domain/booking/invitation.ts'
import { decideInvitation } from '../../domain/booking/invitation-change.ts'
import type { Moment, Room } from '../../domain/booking/room.ts'
import { positionOf } from '../../domain/booking/waitlist-line.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { readInvitation } from './invitation-rows.ts'
import { readBooking } from './rows.ts'

/** @returns the rule for what is asked about one invitation, by who has its link or an organiser. */
export const askInvitation =
  (sql: SqlStorage, { id, ask, asker }: { id: string; ask: InvitationAsk; asker: Asker }) =>
  (room: Room, moment: Moment): Result<Decided<Invitation>, Refusal> => {
    const invitation = readInvitation(sql, id)
    if (invitation === null || !mayUseInvitation(asker, invitation)) return failed({ reason: 'not_found' })
    const booking = invitation.bookingId === null ? null : readBooking(sql, invitation.bookingId)
    return decideInvitation(room, { invitation, booking, asker, ask }, moment)
  }

/** @returns an answer with the invitation as it stands after the step, in which a place may have come free for it. */
export const invitationShown = (
  sql: SqlStorage,
  room: Room | null,
  answer: RoomAnswer<Invitation>,
): RoomAnswer<PlacedInvitation> => {
  if (!answer.ok) return answer
  const invitation = readInvitation(sql, answer.value.id) ?? answer.value
  const made = invitation.bookingId === null ? null : readBooking(sql, invitation.bookingId)
  // Whom it was passed on to is nothing to who was invited, whose link is good for ever.
  const booking = made === null || isPassedOn(made) ? null : made
  const entry = room?.waitlist.live.get(invitation.entryId ?? '')
  const position = room === null || entry === undefined ? null : positionOf(room.waitlist, entry)
  return ok({ invitation, booking, position })
}
