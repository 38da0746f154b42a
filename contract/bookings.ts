import { z } from 'zod'
import { instant, opaqueId } from './ids.ts'

const name = z.string().trim().min(1).max(200)

export const contact = z
  .object({
    fullName: name.optional(),
    firstName: name.optional(),
    lastName: name.optional(),
    emailAddress: z.email().max(320).optional(),
    phoneNumber: z.string().trim().min(3).max(40).optional(),
    language: z.enum(['en', 'fr']).optional(),
    notes: z.string().trim().max(2000).optional(),
  })
  .meta({ id: 'Contact' })
export type ContactWish = z.infer<typeof contact>

const attendee = z.object({ fullName: name.nullish(), emailAddress: z.email().max(320).nullish() })

export const newBooking = z
  .object({
    eventId: opaqueId,
    holdId: opaqueId,
    contact,
    positions: z
      .array(
        z.object({
          seat: z.string().min(1).max(100).optional(),
          ticketTypeId: opaqueId.optional(),
          attendee: attendee.optional(),
        }),
      )
      .max(100)
      .optional()
      .meta({
        description: 'Who sits where and with which ticket; by `seat`, the others in the order of the places held',
      }),
  })
  .meta({ id: 'NewBooking' })
export type NewBooking = z.infer<typeof newBooking>

export const bookingStatus = z
  .enum(['ON_HOLD', 'PENDING', 'CONFIRMED', 'REDEEMED', 'EXPIRED', 'CANCELLED', 'REJECTED'])
  .meta({ description: 'As in OCTO' })

export const ticket = z
  .object({
    id: opaqueId,
    seat: z.string().nullable(),
    area: z.string().nullable(),
    ticketTypeId: opaqueId,
    price: z.int(),
    status: z.enum(['HELD', 'VALID', 'USED', 'CANCELLED']),
    attendee: z.object({ fullName: z.string().nullable(), emailAddress: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Ticket' })

/** A ticket with what its QR code holds; for whom it belongs to. */
export const secretTicket = ticket
  .extend({ secret: z.string().nullable().meta({ description: 'Null while it is not good, or no more' }) })
  .meta({ id: 'SecretTicket' })

export const booking = z
  .object({
    id: opaqueId,
    eventId: opaqueId,
    status: bookingStatus,
    seats: z.array(z.string()),
    quantity: z.int(),
    tickets: z.array(ticket),
    contact: z.object({
      fullName: z.string().nullable(),
      emailAddress: z.string().nullable(),
      phoneNumber: z.string().nullable(),
      language: z.enum(['en', 'fr']),
      notes: z.string().nullable(),
    }),
    total: z.int().meta({ description: 'In minor units' }),
    currency: z.string(),
    expiresAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
    confirmedAt: instant.nullable(),
    cancellation: z.object({ reason: z.string().nullable(), cancelledAt: instant }).nullable(),
    entryId: opaqueId.nullable(),
    invitationId: opaqueId.nullable(),
    transferredFrom: opaqueId.optional().meta({ description: 'The booking that its ticket was passed on from' }),
    version: z.int(),
    link: z.url().optional().meta({
      description: 'To whom it belongs, alone: who follows it may do with the booking what they may',
    }),
  })
  .meta({ id: 'Booking' })
export type BookingView = z.infer<typeof booking>

export const cancellation = z
  .object({
    reason: z.string().trim().max(500).optional(),
    tickets: z
      .array(opaqueId)
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Some of its tickets; all where this is not sent' }),
  })
  .meta({ id: 'Cancellation' })
export type Cancellation = z.infer<typeof cancellation>
