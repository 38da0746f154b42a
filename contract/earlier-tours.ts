import { z } from 'zod'
import { opaqueId } from './ids.ts'
import { localDate, localTime } from './tours.ts'

/** What the earlier tour booking was sent: shapes of its own, kept for its clients. */

const people = z.int().min(1).max(100)
const name = z.string().trim().min(1).max(200)

/** How many: by whichever of the names its clients use. */
const howMany = {
  quantity: people.optional(),
  participants: people.optional(),
  numberOfPeople: people.optional(),
}

const customer = {
  customerName: name.optional(),
  customerEmail: z.email().max(320).optional(),
  customerPhone: z.string().trim().min(3).max(40).optional(),
  specialRequests: z.string().trim().max(2000).nullish(),
}

const departure = {
  tourId: opaqueId.optional(),
  departureId: opaqueId.optional(),
  eventId: opaqueId.optional(),
  date: localDate.optional(),
  time: localTime.optional(),
}

export const earlierBooking = z.object({
  ...departure,
  ...howMany,
  ...customer,
  ticketTypeId: opaqueId.optional(),
  version: z.int().optional().meta({ description: 'Not needed: whether there are places is decided in one step' }),
})
export type EarlierBooking = z.output<typeof earlierBooking>

export const earlierBookingChange = z.object({ ...departure, ...howMany, ...customer, version: z.int().optional() })
export type EarlierBookingChange = z.output<typeof earlierBookingChange>

export const earlierCancellation = z.object({ reason: z.string().trim().max(500).nullish() })

export const earlierPayment = z.object({
  paymentStatus: z.string().trim().toUpperCase().max(40),
  reason: z.string().trim().min(1).max(400).optional(),
})

const pages = {
  limit: z.coerce.number().int().min(1).max(100).default(100),
  cursor: z.string().max(500).optional(),
}
const words = z.string().trim().max(200).optional()
const price = z.coerce.number().min(0).max(10_000_000).optional()

export const earlierTourQuery = z.object({
  ...pages,
  q: words,
  query: words,
  search: words,
  location: words,
  minPrice: price.meta({ description: 'In whole units of its currency' }),
  maxPrice: price,
})
export type EarlierTourQuery = z.output<typeof earlierTourQuery>

export const earlierDepartureQuery = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(50),
  cursor: pages.cursor,
  date: localDate.optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  participants: z.coerce.number().int().min(1).max(100).optional(),
  departureId: opaqueId.optional().meta({ description: 'Whose socket; the next departure with places otherwise' }),
  since: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
})
export type EarlierDepartureQuery = z.output<typeof earlierDepartureQuery>

export const earlierBookingQuery = z.object({ ...pages, eventId: opaqueId.optional() })
