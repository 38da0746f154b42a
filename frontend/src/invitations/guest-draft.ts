import type { InvitationChange, Invitee, ListedInvitation } from '../api/invitations.ts'
import { localMoment, momentOf } from '../events/zoned.ts'
import type { SeatNames } from '../plans/seat-names.ts'

/** An invitation as it stands in a form. */
export interface GuestDraft {
  name: string
  plusOnes: string
  /** As people say it. */
  seat: string
  /** Empty: any. */
  ticketTypeId: string
  language: string
  message: string
  /** By the clock of the event; empty: until it begins. */
  until: string
}

export const blankGuest = (language: string): GuestDraft => ({
  name: '',
  plusOnes: '0',
  seat: '',
  ticketTypeId: '',
  language,
  message: '',
  until: '',
})

interface Reading {
  names: SeatNames
  timeZone: string
}

/** The seat that is kept for somebody, or the first of those they have. */
const seatOf = ({ seat, seats }: Pick<ListedInvitation, 'seat' | 'seats'>) => seats[0] ?? seat

export const draftOfGuest = (guest: ListedInvitation, { names, timeZone }: Reading): GuestDraft => {
  const seat = seatOf(guest)
  return {
    name: guest.name ?? '',
    plusOnes: String(guest.mostPlusOnes),
    seat: seat === null ? '' : names.nameOf(seat),
    ticketTypeId: guest.ticketTypeId ?? '',
    language: guest.language,
    message: guest.message ?? '',
    until: guest.expiresAt === null ? '' : localMoment(guest.expiresAt, timeZone),
  }
}

/** What a text names; the text itself where that is no seat, for the API to refuse. */
const guidIn = (text: string, { names }: Reading): string | null => names.read(text).guids[0] ?? (text.trim() || null)

const languageOf = (text: string): 'en' | 'fr' => (text === 'fr' ? 'fr' : 'en')

/** What differs from what stands there, alone: what somebody else changed meanwhile stays. */
export function guestChangeOf(edits: Partial<GuestDraft>, before: GuestDraft, reading: Reading): InvitationChange {
  const said = (field: keyof GuestDraft): string | undefined => {
    const text = edits[field]?.trim()
    return text === undefined || text === before[field].trim() ? undefined : text
  }
  const { name, plusOnes, seat, ticketTypeId, language, message, until } = {
    name: said('name'),
    plusOnes: said('plusOnes'),
    seat: said('seat'),
    ticketTypeId: said('ticketTypeId'),
    language: said('language'),
    message: said('message'),
    until: said('until'),
  }
  return {
    ...(name !== undefined && { name: name || null }),
    ...(plusOnes !== undefined && { plusOnes: Number(plusOnes) }),
    ...(seat !== undefined && { seat: guidIn(seat, reading) }),
    ...(ticketTypeId !== undefined && { ticketTypeId: ticketTypeId || null }),
    ...(language !== undefined && { language: languageOf(language) }),
    ...(message !== undefined && { message: message || null }),
    ...(until !== undefined && { expiresAt: momentOf(until, reading.timeZone) }),
  }
}

/** Somebody who is invited alone. */
export function inviteeOf(email: string, draft: GuestDraft, reading: Reading): Invitee {
  const seat = guidIn(draft.seat, reading)
  return {
    email: email.trim(),
    plusOnes: Number(draft.plusOnes),
    language: languageOf(draft.language),
    ...(draft.name.trim() !== '' && { name: draft.name.trim() }),
    ...(seat !== null && { seat }),
    ...(draft.ticketTypeId !== '' && { ticketTypeId: draft.ticketTypeId }),
  }
}
