import { z } from 'zod'
import { contact, newBooking } from './bookings.ts'
import { heldPlace } from './holds.ts'
import { instant, opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'
import type { Contact, Item } from './room.ts'

export const entryStatus = z
  .enum(['WAITING', 'OFFERED', 'CLAIMED', 'LAPSED', 'DECLINED', 'LEFT', 'REVOKED'])
  .meta({ description: 'WAITING and OFFERED may change; the others are how it ended' })
export type EntryStatus = z.infer<typeof entryStatus>

/** Someone who waits for places of an event, as its room keeps them. Times are milliseconds since 1970. */
export interface Entry {
  id: string
  eventId: string
  /** `u:<user>` or `g:<guest>`. */
  owner: string
  status: EntryStatus
  quantity: number
  /** Of these, as many have to be accessible. */
  accessible: number
  /** As it is compared: lower case, without spaces around it. */
  email: string
  contact: Contact
  /** Null: any ticket of the event, and so is one that is sold no more. */
  ticketTypeId: string | null
  /** Fewer places are better than none, where the event makes such offers. */
  allowPartial: boolean
  /** The highest goes first. An organiser gave it, for a reason. */
  priority: number
  priorityReason: string | null
  /** Place among those of the same priority; grows. An offer not taken leads to the end. */
  rank: number
  /** Since when others are offered places that were too few for this group; null where that never happened. */
  passedSince: number | null
  lapses: number
  offer: { holdId: string; expiresAt: number; quantity: number } | null
  bookingId: string | null
  /** Who was invited and said yes waits for this; the first places that fit are theirs, for nothing. */
  invitationId?: string
  joinedAt: number
  updatedAt: number
  /** Grows with each change. */
  version: number
}

/** An entry with what its room knows besides: how many come before it, and which places it is offered. */
export interface PlacedEntry extends Entry {
  /** From 1, among those who wait; null for who does not. */
  position: number | null
  places: Item[]
}

/** What can be asked about one entry; the last three by organisers alone. */
export type EntryAsk =
  | { do: 'look' }
  | { do: 'decline' }
  | { do: 'leave' }
  | { do: 'revoke'; note: string | null }
  | { do: 'prioritise'; priority: number; reason: string }
  | { do: 'offer' }

const quantity = z.int().min(1).max(100)

export const newEntry = z
  .object({
    quantity: quantity.default(1),
    email: z.email().max(320).meta({ description: 'Offers are told here; one address waits once for an event' }),
    name: z.string().trim().min(1).max(200).optional(),
    language: z.enum(['en', 'fr']).optional(),
    ticketTypeId: opaqueId.nullish().meta({
      description: 'Null or not sent: any ticket of the event. So is a type that is sold no more by then',
    }),
    accessible: z.int().min(0).max(100).default(0).meta({ description: 'How many of the places must be accessible' }),
    allowPartial: z
      .boolean()
      .default(false)
      .meta({ description: 'Fewer places are better than none; matters where the event’s `fit` is PARTIAL' }),
  })
  .refine(({ quantity: all, accessible }) => accessible <= all, {
    message: 'More accessible places than places',
    path: ['accessible'],
  })
  .meta({ id: 'NewEntry' })
export type NewEntry = z.output<typeof newEntry>

export const entry = z
  .object({
    id: opaqueId,
    eventId: opaqueId,
    status: entryStatus,
    position: z.int().nullable().meta({ description: 'From 1, among those who wait; null for who does not' }),
    quantity: z.int(),
    accessible: z.int(),
    email: z.string(),
    name: z.string().nullable(),
    ticketTypeId: opaqueId.nullable(),
    allowPartial: z.boolean(),
    lapses: z.int().meta({ description: 'Offers that were not taken in time' }),
    offer: z
      .object({
        holdId: opaqueId,
        expiresAt: instant,
        quantity: z.int().meta({ description: 'Fewer than wanted where `allowPartial` let that be' }),
        seats: z.array(z.string()),
        places: z.array(heldPlace),
        total: z.int().meta({ description: 'In minor units' }),
      })
      .nullable(),
    bookingId: opaqueId.nullable(),
    joinedAt: instant,
    updatedAt: instant,
    version: z.int(),
    link: z
      .string()
      .optional()
      .meta({ description: 'Its page, with the token that opens it; said to those it belongs to' }),
  })
  .meta({ id: 'Entry' })
export type EntryView = z.infer<typeof entry>

/** An entry as organisers see it. */
export const listedEntry = entry
  .extend({ priority: z.int(), priorityReason: z.string().nullable() })
  .meta({ id: 'ListedEntry' })
export type ListedEntry = z.infer<typeof listedEntry>

const reason = z.string().trim().min(1).max(500)
const named = z.object({ entryId: opaqueId })

export const entryNamed = named.meta({ id: 'EntryNamed' })
export const offerTaken = named
  .extend({ contact: contact.optional(), positions: newBooking.shape.positions })
  .meta({ id: 'OfferTaken', description: 'Without a contact, it is that of the entry' })
export type OfferTaken = z.output<typeof offerTaken>
export const entryRevoked = named.extend({ reason: reason.optional() }).meta({ id: 'EntryRevoked' })
export const entryPrioritised = named
  .extend({ priority: z.int().min(-1000).max(1000), reason })
  .meta({ id: 'EntryPrioritised', description: 'The highest priority goes first; 0 is everyone’s' })

export const entryQuery = pageQuery.extend({ status: entryStatus.optional() })
