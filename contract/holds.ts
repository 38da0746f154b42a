import { z } from 'zod'
import { instant, opaqueId } from './ids.ts'

/** Places in one request; a group that is larger asks several times. */
const MOST_PLACES = 100

const seatGuid = z.string().min(1).max(100)
const count = z.int().min(1).max(MOST_PLACES)

/** The ways to say which places: exactly one of them. */
const WAYS = ['seats', 'bestAvailable', 'quantity', 'units'] as const

export const newHold = z
  .object({
    seats: z
      .array(seatGuid)
      .min(1)
      .max(MOST_PLACES)
      .optional()
      .meta({ description: 'Named seats, by their guid in the plan', example: ['A-1', 'A-2'] }),
    bestAvailable: count.optional().meta({ description: 'As many seats, chosen and held in one step' }),
    quantity: count.optional().meta({ description: 'As many places without names' }),
    units: z
      .array(z.object({ ticketTypeId: opaqueId, quantity: count, area: z.string().min(1).max(100).optional() }))
      .min(1)
      .max(20)
      .optional()
      .meta({ description: 'Places without names, of several ticket types' }),
    ticketTypeId: opaqueId.optional(),
    ticketTypes: z
      .record(seatGuid, opaqueId)
      .optional()
      .meta({ description: 'Ticket types of single seats, by guid; the others get `ticketTypeId`' }),
    category: z.string().min(1).max(100).optional().meta({ description: 'Of the plan; for `bestAvailable`' }),
    area: z.string().min(1).max(100).optional().meta({ description: 'Of the plan; for `quantity`' }),
    accessible: z
      .union([z.boolean(), z.int().min(0).max(MOST_PLACES)])
      .optional()
      .meta({ description: 'How many of the places must be accessible; `true` is one. The others are beside them' }),
    together: z.boolean().optional().meta({ description: 'Side by side (the rule), or near one another too' }),
    code: z.string().trim().min(1).max(100).optional(),
    override: z.boolean().optional().meta({
      description: 'Organisers only: though the sale is closed, or a pool or the capacity has not as many left',
    }),
    reason: z.string().trim().min(1).max(500).optional().meta({ description: 'Why; stands in the log' }),
    complimentary: z.boolean().optional().meta({ description: 'For nothing; organisers only, with a `reason`' }),
    replaces: opaqueId.optional().meta({
      description:
        'A hold of your own that this one takes the place of: in one step, and only if all of this can be had',
    }),
  })
  .refine((wish) => WAYS.filter((way) => wish[way] !== undefined).length === 1, {
    message: 'Send one of seats, bestAvailable, quantity and units',
    path: ['seats'],
  })
  .refine(({ override, complimentary, reason }) => (override ?? complimentary) !== true || reason !== undefined, {
    message: 'Say why',
    path: ['reason'],
  })
  .refine(({ seats }) => seats === undefined || new Set(seats).size === seats.length, {
    message: 'A seat is named twice',
    path: ['seats'],
  })
  .meta({ id: 'NewHold' })
export type NewHold = z.infer<typeof newHold>

export const heldPlace = z
  .object({
    seat: z.string().nullable(),
    area: z.string().nullable(),
    ticketTypeId: opaqueId,
    price: z.int().meta({ description: 'In minor units; fixed for as long as the hold lasts' }),
  })
  .meta({ id: 'HeldPlace' })

export const hold = z
  .object({
    id: opaqueId,
    eventId: opaqueId,
    seats: z.array(z.string()),
    quantity: z.int(),
    places: z.array(heldPlace),
    total: z.int(),
    currency: z.string(),
    placedAt: instant,
    expiresAt: instant,
    extendableUntil: instant,
    bookingId: opaqueId.nullable(),
  })
  .meta({ id: 'Hold' })
export type HoldView = z.infer<typeof hold>
