import { z } from 'zod'
import { moment } from './event-settings.ts'
import { instant, opaqueId } from './ids.ts'
import { inviteeFault } from './invitees.ts'
import { LIMITS } from './limits.ts'
import { page, pageQuery } from './page.ts'
import type { Booking } from './room.ts'

export const invitationStatus = z.enum(['PENDING', 'CONFIRMED', 'CANCELLED', 'WAITLIST']).meta({
  description:
    'CONFIRMED: they come and have a booking. WAITLIST: they would come, and get the first places that are free. ' +
    'CANCELLED: they said no (`answer` is `no`, and may still become `yes`), or it was taken back (`cancelledBy`)',
})
export type InvitationStatus = z.infer<typeof invitationStatus>

/** Someone who was asked to come, as the room of the event keeps it. Times are milliseconds since 1970. */
export interface Invitation {
  id: string
  eventId: string
  status: InvitationStatus
  answer: 'yes' | 'no' | null
  /** As it is compared: lower case, without spaces around it. */
  email: string
  name: string | null
  language: 'en' | 'fr'
  /** Kept for them until they answer, by `holdId`; later it is what they would have had. */
  seat: string | null
  holdId: string | null
  ticketTypeId: string | null
  /** How many they may bring, and how many they do. */
  mostPlusOnes: number
  plusOnes: number
  /** Of those they bring. */
  names: string[]
  /** Places of theirs that others have by now: passed on, they are theirs no more, but count as brought. */
  passedOn: number
  /** The seats of their booking. */
  seats: string[]
  message: string | null
  prospectId: string | null
  /** Until when they can answer; null: until the event begins. */
  expiresAt: number | null
  /** Whether they may be reminded. */
  reminders: boolean
  bookingId: string | null
  entryId: string | null
  cancelledBy: 'organiser' | 'event' | null
  cancellationReason: string | null
  /** The account or key that invited. */
  invitedBy: string | null
  createdAt: number
  /** When it was sent last, or sent again. */
  sentAt: number
  respondedAt: number | null
  updatedAt: number
  /** Grows with each change. */
  version: number
}

/** An invitation with what its room knows besides. */
export interface PlacedInvitation {
  invitation: Invitation
  booking: Booking | null
  /** How many places from the front they wait, from 1; null where they do not. */
  position: number | null
}

const plusOnes = z.int().min(0).max(LIMITS.plusOnes)
const languageCode = z.enum(['en', 'fr'])
const name = z.string().trim().min(1).max(200)
const message = z.string().trim().max(2000)
export const invitationResponse = z
  .object({
    answer: z.enum(['yes', 'no']),
    plusOnes: plusOnes.default(0).meta({ description: 'How many come along' }),
    names: z.array(name).max(LIMITS.plusOnes).optional().meta({ description: 'Of those who come along' }),
    contact: z
      .object({
        fullName: name.optional(),
        phoneNumber: z.string().trim().min(3).max(40).optional(),
        language: languageCode.optional(),
        notes: message.optional(),
      })
      .optional(),
    wait: z.boolean().default(false).meta({
      description: 'Where there are places for some of them only: wait for all, rather than be told for how many',
    }),
  })
  .refine(({ plusOnes: most, names = [] }) => names.length <= most, {
    message: 'More names than people who come along',
    path: ['names'],
  })
  .meta({ id: 'InvitationResponse' })
export type InvitationResponse = z.output<typeof invitationResponse>

export const invitationChange = z
  .object({
    name: name.nullable().optional(),
    language: languageCode.optional(),
    seat: z
      .string()
      .min(1)
      .max(200)
      .nullable()
      .optional()
      .meta({ description: 'Another seat, in one step; null: none' }),
    ticketTypeId: z.string().min(1).max(64).nullable().optional(),
    plusOnes: plusOnes.optional(),
    message: message.nullable().optional(),
    expiresAt: moment.nullable().optional(),
    reminders: z.boolean().optional(),
    version: z.int().optional().meta({ description: 'As it was read; 409 `stale_version` where it changed' }),
  })
  .meta({ id: 'InvitationChange' })
export type InvitationChange = z.output<typeof invitationChange>

export const invitationCancellation = z
  .object({ reason: z.string().trim().max(500).optional() })
  .meta({ id: 'InvitationCancellation' })

/** What can be asked about one invitation; all but the first two by organisers alone. */
export type InvitationAsk =
  | { do: 'look' }
  | { do: 'respond'; wish: InvitationResponse }
  | { do: 'change'; wish: InvitationChange }
  | { do: 'cancel'; reason: string | null }
  | { do: 'send' }

/** An invitation as who was invited sees it. */
export const invitation = z
  .object({
    id: opaqueId,
    eventId: opaqueId,
    status: invitationStatus,
    answer: z.enum(['yes', 'no']).nullable(),
    expired: z.boolean().meta({ description: 'It was not answered in time, and cannot be any more' }),
    answerable: z.boolean().meta({ description: 'Whether an answer is taken now' }),
    email: z.string(),
    name: z.string().nullable(),
    language: languageCode,
    seat: z.string().nullable().meta({ description: 'Kept for them until they answer' }),
    seats: z.array(z.string()).meta({ description: 'Those of their booking' }),
    ticketTypeId: opaqueId.nullable(),
    plusOnes: z.int().meta({ description: 'How many they bring' }),
    mostPlusOnes: z.int().meta({ description: 'How many they may bring' }),
    names: z.array(z.string()),
    message: z.string().nullable(),
    expiresAt: instant.nullable(),
    bookingId: opaqueId.nullable(),
    entryId: opaqueId.nullable(),
    position: z.int().nullable().meta({ description: 'Where they wait, from 1' }),
    cancelledBy: z.enum(['organiser', 'event']).nullable(),
    cancellationReason: z.string().nullable(),
    createdAt: instant,
    respondedAt: instant.nullable(),
    updatedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Invitation' })
export type InvitationView = z.infer<typeof invitation>

/** An invitation as organisers see it. */
export const listedInvitation = invitation
  .extend({
    prospectId: opaqueId.nullable(),
    reminders: z.boolean(),
    sentAt: instant,
    link: z.string().meta({ description: 'Its page. Whoever has it may answer' }),
  })
  .meta({ id: 'ListedInvitation' })
export type ListedInvitation = z.infer<typeof listedInvitation>

/** What one who was invited is told: also what it is about. */
export const invitationWithEvent = invitation
  .extend({
    event: z.object({
      id: opaqueId,
      name: z.string(),
      status: z.string(),
      startsAt: instant,
      endsAt: instant,
      timeZone: z.string(),
      place: z.string().nullable(),
      address: z.string().nullable(),
      city: z.string().nullable(),
    }),
    booking: z
      .object({ id: opaqueId, link: z.string(), quantity: z.int() })
      .nullable()
      .meta({ description: 'What came of a yes' }),
    links: z.object({ page: z.string(), calendar: z.string() }),
  })
  .meta({ id: 'InvitationWithEvent' })

export const invitedList = z
  .object({
    invitations: z.array(listedInvitation.extend({ outcome: z.enum(['created', 'existing']) })),
    created: z.int(),
    existing: z.int().meta({ description: 'Who was invited before, by the same address or prospect' }),
    refused: z.array(inviteeFault).meta({ description: 'Who was not invited, and why' }),
  })
  .meta({ id: 'InvitedList' })

export const invitationCounts = z
  .object({
    pending: z.int(),
    confirmed: z.int(),
    cancelled: z.int(),
    waitlist: z.int(),
    expired: z.int().meta({ description: 'Of the pending ones, those that cannot be answered any more' }),
    coming: z.int().meta({ description: 'People: those who said yes and have places, and who comes along' }),
  })
  .meta({ id: 'InvitationCounts' })
export type InvitationCounts = z.infer<typeof invitationCounts>

export const invitationQuery = pageQuery.extend({
  status: invitationStatus.optional(),
  email: z.string().max(320).optional(),
})
export const invitationPage = page(listedInvitation).extend({ counts: invitationCounts })
