import { z } from 'zod'
import { contact } from './bookings.ts'
import { newHold } from './holds.ts'
import { opaqueId } from './ids.ts'

const name = z.string().trim().min(1).max(200)
const guid = z.string().min(1).max(100)
const version = z.int().min(1).optional().meta({ description: 'As it was read; 409 `stale_version` where it is older' })

/** What an organiser says who goes beyond what is for sale: it stands in the log with their name. */
const overriding = {
  override: z.boolean().optional().meta({ description: 'Organisers only, with a `reason`' }),
  reason: z.string().trim().min(1).max(500).optional(),
}

export const seatChange = z
  .object({
    seats: z
      .array(guid)
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'The seats that it has then, one for each of its tickets, in their order' }),
    moves: z
      .array(
        z.object({
          ticketId: opaqueId,
          seat: guid.nullish(),
          area: guid.nullish(),
          ticketTypeId: opaqueId.optional(),
        }),
      )
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Some of its tickets, each with its new place' }),
    version,
  })
  .refine(({ seats, moves }) => (seats === undefined) !== (moves === undefined), {
    message: 'Send one of seats and moves',
    path: ['seats'],
  })
  .meta({ id: 'SeatChange' })
export type SeatChange = z.infer<typeof seatChange>

export const ticketChange = z
  .object({
    quantity: z.int().min(0).max(100).optional().meta({
      description: 'How many places it has then: more like its first, or without its last. 0 cancels it',
    }),
    add: newHold.optional().meta({ description: 'Places to take as a hold takes them, in the same step' }),
    remove: z.array(opaqueId).min(1).max(100).optional().meta({ description: 'Tickets to give up' }),
    version,
    ...overriding,
  })
  .refine(({ quantity, add, remove }) => (quantity === undefined) !== (add === undefined && remove === undefined), {
    message: 'Send quantity, or one or both of add and remove',
    path: ['quantity'],
  })
  .meta({ id: 'TicketChange' })
export type TicketChange = z.infer<typeof ticketChange>

const attendee = z.object({ fullName: name.nullish(), emailAddress: z.email().max(320).nullish() })

export const detailChange = z
  .object({
    contact: contact.partial().optional(),
    attendees: z
      .array(z.object({ ticketId: opaqueId, attendee: attendee.nullable() }))
      .max(100)
      .optional()
      .meta({ description: 'Who comes with which ticket; null for nobody in particular' }),
    notes: z.string().trim().max(2000).nullable().optional(),
    version,
  })
  .meta({ id: 'BookingDetailChange' })
export type DetailChange = z.infer<typeof detailChange>

export const transferWish = z
  .object({
    ticketId: opaqueId.optional().meta({ description: 'This ticket alone; the whole booking where none is named' }),
    to: z.object({
      fullName: name,
      emailAddress: z.email().max(320),
      phoneNumber: z.string().trim().min(3).max(40).optional(),
      language: z.enum(['en', 'fr']).optional(),
    }),
    version,
  })
  .meta({ id: 'BookingTransfer' })
export type TransferWish = z.infer<typeof transferWish>

export const confirmation = z.object(overriding).meta({
  id: 'Confirmation',
  description: 'Nothing for a free booking. Organisers confirm what is paid elsewhere with `override` and a `reason`',
})
export type Confirmation = z.infer<typeof confirmation>

/** One change of a booking, as its room is asked for it. */
export type BookingChange =
  | { to: 'seats'; wish: SeatChange }
  | { to: 'tickets'; wish: TicketChange }
  | { to: 'details'; wish: DetailChange }
