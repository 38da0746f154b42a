import { z } from 'zod'
import { instant, opaqueId } from '../ids.ts'
import { type CatalogueEntry, PERSONAL } from './entry.ts'

const waitlist = { aggregate: 'waitlist', owner: 'room' } as const
const invitation = { aggregate: 'invitation', owner: 'room' } as const

const email = z.string().max(320).meta(PERSONAL)

const waiting = { entryId: 'w_e_5hQ1_k3', eventId: 'e_5hQ1', quantity: 2, email: 'ada@example.com' }
const invited = { invitationId: 'i_e_5hQ1_z9', eventId: 'e_5hQ1', email: 'ada@example.com', seat: 'A-1' }

const entryData = z.object({ entryId: opaqueId, eventId: opaqueId, quantity: z.int().min(1), email: email.nullish() })
const invitationData = z.object({
  invitationId: opaqueId,
  eventId: opaqueId,
  email: email.nullish(),
  name: z.string().meta(PERSONAL).nullish(),
  seat: z.string().nullish(),
  prospectId: opaqueId.nullish(),
  language: z.enum(['en', 'fr']).optional(),
  plusOnes: z.int().min(0).optional().meta({ description: 'How many they may bring' }),
  message: z.string().nullish().meta({ description: 'What the organiser writes to them' }),
  expiresAt: instant.nullish().meta({ description: 'Until when they can answer; null: until the event begins' }),
  reminders: z.boolean().optional(),
  version: z.int().optional().meta({ description: 'Of the invitation; grows with each change' }),
})
const invitationStatus = z.enum(['PENDING', 'CONFIRMED', 'CANCELLED', 'WAITLIST'])

/** Who waits for a place, and who was asked to come. */
export const WAITLIST = {
  'waitlist.joined': { ...waitlist, summary: 'Someone waits for a place', data: entryData, example: waiting },
  'waitlist.notification': {
    ...waitlist,
    summary: 'A place is free, and kept for the first who waits until a moment',
    data: entryData.extend({ holdId: opaqueId, expiresAt: instant }),
    example: { ...waiting, holdId: 'h_e_5hQ1_p4', expiresAt: '2027-05-01T10:10:00.000Z' },
  },
  'waitlist.promotion': {
    ...waitlist,
    summary: 'Who waited has a booking',
    data: entryData.extend({ bookingId: opaqueId }),
    example: { ...waiting, bookingId: 'b_e_5hQ1_x7' },
  },
  'waitlist.lapsed': {
    ...waitlist,
    summary: 'An offer was not taken in time',
    data: entryData.extend({ lapses: z.int().min(1), final: z.boolean() }),
    example: { ...waiting, lapses: 1, final: false },
  },
  'waitlist.left': {
    ...waitlist,
    summary: 'Someone waits no more',
    data: entryData.extend({
      reason: z.enum(['LEFT', 'DECLINED', 'REVOKED']),
      note: z.string().nullish().meta({ description: 'What an organiser said of it' }),
    }),
    example: { ...waiting, reason: 'LEFT' },
  },
  'waitlist.prioritised': {
    ...waitlist,
    summary: 'An organiser gave someone who waits another priority',
    data: entryData.extend({ priority: z.int(), before: z.int(), reason: z.string() }),
    example: { ...waiting, priority: 10, before: 0, reason: 'Was here last year when the show was cancelled' },
  },
  'invitation.created': { ...invitation, summary: 'Someone was invited', data: invitationData, example: invited },
  'invitation.responded': {
    ...invitation,
    summary: 'Who was invited comes, or does not',
    data: invitationData.extend({
      answer: z.enum(['yes', 'no']),
      plusOnes: z.int().min(0),
      bookingId: opaqueId.nullish(),
      status: invitationStatus.optional().meta({ description: 'WAITLIST: they would come, but there is no place yet' }),
      quantity: z.int().min(0).optional().meta({ description: 'Places that they have now' }),
      complimentary: z.boolean().optional().meta({ description: 'Their places cost nothing' }),
    }),
    example: { ...invited, answer: 'yes', plusOnes: 1, bookingId: 'b_e_5hQ1_x7' },
  },
  'invitation.cancelled': {
    ...invitation,
    summary: 'An invitation was taken back',
    data: invitationData.extend({ by: z.enum(['organiser', 'event']).optional(), reason: z.string().nullish() }),
    example: { ...invited, by: 'organiser' },
  },
  'invitation.changed': {
    ...invitation,
    summary: 'An organiser changed an invitation',
    data: invitationData.extend({ status: invitationStatus, changed: z.array(z.string()) }),
    example: { ...invited, status: 'PENDING', changed: ['seat'] },
  },
  'invitation.reminded': {
    ...invitation,
    summary: 'An organiser wants an invitation to be sent again',
    data: invitationData.extend({ status: invitationStatus }),
    example: { ...invited, status: 'PENDING' },
  },
} as const satisfies Record<string, CatalogueEntry>
