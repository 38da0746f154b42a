import type { Invitation } from '../../contract/invitations.ts'
import type { Booking } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import { changedInvitation, responded, takenBack } from './invitation.ts'
import type { Change, Room } from './room.ts'
import { isLive } from './seat-change.ts'

/**
 * Lets invitations follow what became of their bookings and of their places in the line, whoever changed those.
 * @param changes that were made so already
 * @returns what else becomes so
 */
export const followInvitations = (room: Room, changes: readonly Change[], now: number): Change[] => {
  const followed = new Map<string, Change[]>()
  const note = (before: Invitation | undefined, next: (one: Invitation) => Change[]) => {
    const made = before === undefined ? [] : next(latest(followed, before))
    if (before !== undefined && made.length > 0) followed.set(before.id, [...(followed.get(before.id) ?? []), ...made])
  }
  for (const change of changes) {
    if (!('put' in change)) continue
    if (change.put === 'booking' && change.value.invitationId !== null)
      note(room.invitations.get(change.value.invitationId), (one) => afterBooking(one, change, now))
    if (change.put === 'entry' && change.value.invitationId !== undefined)
      note(room.invitations.get(change.value.invitationId), (one) =>
        afterEntry(room, { one, entry: change.value }, now),
      )
  }
  return [...followed.values()].flat()
}

const latest = (followed: ReadonlyMap<string, Change[]>, before: Invitation): Invitation =>
  (followed.get(before.id) ?? []).reduce(
    (one, change) => ('put' in change && change.put === 'invitation' ? change.value : one),
    before,
  )

const afterBooking = (
  one: Invitation,
  { value, was }: { value: Booking; was: Booking | null },
  now: number,
): Change[] => {
  const live = value.tickets.filter(isLive)
  const seats = live.flatMap(({ seat }) => seat ?? [])
  if (one.status === 'WAITLIST' && value.entryId === one.entryId && value.status === 'CONFIRMED') {
    const had = { status: 'CONFIRMED', bookingId: value.id, entryId: null, plusOnes: live.length - 1, seats } as const
    return [{ put: 'invitation', value: changedInvitation(one, now, had) }]
  }
  if (one.status !== 'CONFIRMED' || one.bookingId !== value.id) return []
  if (value.status === 'CANCELLED') return afterCancellation(one, value, now)
  const passedOn = one.passedOn + (was === null ? 0 : gone(was, value))
  const plusOnes = Math.max(0, live.length - 1)
  if (passedOn === one.passedOn && plusOnes === one.plusOnes && seats.join() === one.seats.join()) return []
  return [{ put: 'invitation', value: changedInvitation(one, now, { plusOnes, seats, passedOn }) }]
}

/** @returns how many tickets went to another booking: they are not cancelled, and not here any more. */
const gone = (was: Booking, is: Booking): number =>
  was.tickets.filter(({ id }) => is.tickets.every((ticket) => ticket.id !== id)).length

const afterCancellation = (one: Invitation, { cancellation }: Booking, now: number): Change[] => {
  const by = cancellation?.by ?? 'organiser'
  if (by !== 'buyer') return takenBack(one, { by, reason: cancellation?.reason ?? null, now })
  return saidNo(one, now)
}

const saidNo = (one: Invitation, now: number): Change[] => {
  const nothing = { plusOnes: 0, names: [], seats: [], bookingId: null, entryId: null }
  return responded(changedInvitation(one, now, { ...nothing, status: 'CANCELLED', answer: 'no', respondedAt: now }), 0)
}

const afterEntry = (room: Room, { one, entry }: { one: Invitation; entry: Entry }, now: number): Change[] => {
  if (one.status !== 'WAITLIST' || one.entryId !== entry.id) return []
  switch (entry.status) {
    case 'LEFT':
    case 'DECLINED':
      return saidNo(one, now)
    case 'REVOKED':
    case 'LAPSED': {
      const by = room.settings.status === 'CANCELLED' ? 'event' : 'organiser'
      return takenBack(one, { by, reason: room.settings.cancellationReason ?? null, now })
    }
    default:
      return []
  }
}
