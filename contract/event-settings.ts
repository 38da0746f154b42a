import { z } from 'zod'
import { opaqueId } from './ids.ts'

/** A moment with any offset; answered in UTC. */
export const moment = z.iso
  .datetime({ offset: true, error: 'A moment is written as 2027-06-01T18:00:00Z or with an offset' })
  .transform((text) => new Date(text).toISOString())
  .meta({ example: '2027-06-01T18:00:00.000Z' })

/** Text of one line. */
export const line = (most: number) => z.string().trim().min(1).max(most)

const quantity = z.int().min(1).max(100_000)
const age = z.int().min(0).max(150)

/** ISO 4217. */
export const currencyCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'There is no such currency in ISO 4217')
  .meta({ description: 'ISO 4217', example: 'EUR' })

/** Minor units: cents of EUR, whole JPY. */
export const minorUnits = z.int().min(0).max(1_000_000_000)

/** Who a ticket is for, as OCTO's units say it (https://docs.octo.travel). */
export const unitType = z.enum([
  'ADULT',
  'YOUTH',
  'CHILD',
  'INFANT',
  'FAMILY',
  'SENIOR',
  'STUDENT',
  'MILITARY',
  'OTHER',
])

/** As OCTO's unit restrictions. */
export const unitRestrictions = z
  .object({
    minAge: age.nullable().default(null),
    maxAge: age.nullable().default(null),
    idRequired: z.boolean().default(false),
    minQuantity: quantity.nullable().default(null),
    maxQuantity: quantity.nullable().default(null),
    paxCount: quantity.default(1).meta({ description: 'How many people come on one ticket; it takes one place' }),
    accompaniedBy: z
      .array(opaqueId)
      .max(20)
      .default([])
      .meta({ description: 'Ticket types of which at least one has to be taken with it' }),
  })
  .meta({ id: 'UnitRestrictions' })

export const newTicketType = z
  .object({
    id: opaqueId.optional().meta({ description: 'Kept where it is given, so that pools and codes can name it' }),
    name: line(100),
    description: z.string().trim().max(2000).nullable().default(null),
    type: unitType.default('OTHER'),
    price: minorUnits.default(0).meta({ description: 'In minor units of the currency' }),
    currency: currencyCode.optional(),
    restrictions: unitRestrictions.prefault({}),
    categories: z
      .array(line(100))
      .max(100)
      .nullable()
      .default(null)
      .meta({ description: 'Categories of the plan whose seats it may take; null for all' }),
    pools: z.array(opaqueId).max(20).default([]).meta({ description: 'A sale takes one unit of each' }),
    hidden: z.boolean().default(false).meta({ description: 'Sold only with a code that names it' }),
    active: z.boolean().default(true),
    saleStartsAt: moment.nullable().default(null),
    saleEndsAt: moment.nullable().default(null),
  })
  .meta({ id: 'NewTicketType' })

export const ticketType = newTicketType
  .extend({ id: opaqueId, currency: z.string().length(3) })
  .meta({ id: 'TicketType' })
export type TicketType = z.output<typeof ticketType>

export const pool = z
  .object({
    id: opaqueId,
    name: line(100),
    size: z.int().min(0).max(1_000_000).nullable().meta({ description: 'Null for any number' }),
  })
  .meta({ id: 'Pool' })
export type Pool = z.output<typeof pool>
export const newPool = pool.extend({ id: opaqueId.optional() }).meta({ id: 'NewPool' })

export const newAllotment = z
  .object({
    id: opaqueId.optional(),
    name: line(100),
    seats: z.array(line(200)).max(10_000).default([]).meta({ description: 'Guids of the plan' }),
    quantity: z.int().min(0).max(100_000).default(0).meta({ description: 'Of places without numbers' }),
    releasesAt: moment.nullable().default(null).meta({ description: 'When what is left of it goes on sale to all' }),
  })
  .meta({ id: 'NewAllotment' })
export const allotment = newAllotment.extend({ id: opaqueId }).meta({ id: 'Allotment' })
export type Allotment = z.output<typeof allotment>

export const discount = z
  .union([
    z.object({ percent: z.number().min(0).max(100) }),
    z.object({ amount: minorUnits.meta({ description: 'Taken off each price' }) }),
  ])
  .meta({ id: 'Discount' })

export const code = z
  .object({
    code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[\p{L}\p{N}_.-]{3,40}$/u, 'A code is 3 to 40 letters, digits, dashes, dots or underscores')
      .meta({ description: 'In upper case; whoever types it need not care' }),
    ticketTypes: z.array(opaqueId).max(100).default([]).meta({ description: 'Hidden ticket types that it opens' }),
    allotmentId: opaqueId.nullable().default(null),
    discount: discount.nullable().default(null),
    maxUses: quantity.nullable().default(null),
    startsAt: moment.nullable().default(null),
    endsAt: moment.nullable().default(null),
    tag: line(100).nullable().default(null).meta({ description: 'To find again what was made together' }),
  })
  .meta({ id: 'Code' })
export type Code = z.output<typeof code>

export const waitlistPolicy = z
  .object({
    enabled: z.boolean().default(true),
    fit: z.enum(['STRICT', 'SKIP_IF_NOT_FIT', 'PARTIAL']).default('SKIP_IF_NOT_FIT').meta({
      description: 'Where a group does not fit: all wait, the next who fits goes first, or it gets what there is',
    }),
    offerSeconds: z.int().min(60).max(604_800).default(43_200),
    maxLapses: z.int().min(1).max(100).default(3),
    confirmsItself: z.boolean().default(false).meta({ description: 'An offer of a free event becomes a booking' }),
    invitedFirst: z.boolean().default(false).meta({ description: 'Who was invited and finds no place goes first' }),
    closesAt: moment.nullable().default(null),
  })
  .meta({ id: 'WaitlistPolicy' })
export type WaitlistPolicyWire = z.output<typeof waitlistPolicy>

/** How a crowd queues before it may hold places; see contract/waiting-room.ts. */
export const waitingRoomPolicy = z
  .object({
    mode: z.enum(['off', 'on', 'auto']).default('off').meta({
      description: '`auto` switches it on at a load, and off again when nobody waits any more',
    }),
    rate: z.int().min(0).max(100_000).nullable().default(300).meta({
      description: 'People admitted in a minute. 0 stops admission; null admits as fast as `mostInside` allows',
    }),
    opensAt: moment.nullable().default(null).meta({
      description: 'Whoever came before this moment is drawn at random; null: the start of the sale',
    }),
    admittedMinutes: z.int().min(2).max(60).default(10).meta({
      description: 'How long an admission is good. Who has not come by then queues again, at the end',
    }),
    mostInside: z.int().min(1).max(1_000_000).nullable().default(null).meta({
      description: 'How many may be admitted and not done at the same time; null for any number',
    }),
    holdsPerSecond: z.int().min(1).max(100_000).default(200).meta({
      description: 'How many holds a second switch `auto` on',
    }),
    sockets: z.int().min(1).max(10_000_000).default(5000).meta({
      description: 'How many open sockets of the event switch `auto` on',
    }),
  })
  .meta({ id: 'WaitingRoomPolicy' })
export type WaitingRoomWire = z.output<typeof waitingRoomPolicy>

/** What an event has besides its columns: the document that is stored, moments as RFC 3339. */
export interface EventSettings {
  description: string | null
  address: string | null
  language: string | null
  imageUrl: string | null
  saleStartsAt: string | null
  saleEndsAt: string | null
  /** The sale ends this long before the start; null: it goes on until the event ends. */
  cutoffMinutes: number | null
  /** Buyers may cancel until this long before the start. */
  cancellationCutoffMinutes: number
  holdSeconds: number
  maxPerBuyer: number | null
  lowPercent: number
  noSingleSeats: boolean
  ticketTypes: TicketType[]
  pools: Pool[]
  allotments: Allotment[]
  codes: Code[]
  waitlist: WaitlistPolicyWire
  waitingRoom: WaitingRoomWire
  cancellationReason: string | null
  /** The version of the tour that a departure was made of last; null for all that follows no rule. */
  tourVersion: number | null
}
