import { z } from 'zod'
import { line } from './event-settings.ts'
import { eventStatus, paragraphs, timeZone } from './events.ts'
import { opaqueId } from './ids.ts'

/** What the earlier event organiser was sent: shapes of its own, kept for its clients. */

const said = {
  title: line(200),
  description: paragraphs.nullable(),
  location: line(200).nullable(),
  eventDate: z.string().max(40).meta({ description: 'Without an offset it is what the clock of `timeZone` shows' }),
  endDate: z.string().max(40).nullable(),
  timeZone,
  maxCapacity: z.int().min(0).max(1_000_000).nullable(),
  waitlistEnabled: z.boolean(),
  status: eventStatus,
  planId: opaqueId.nullable(),
}

export const earlierEvent = z.object(said).partial().required({ title: true, eventDate: true })
export type EarlierEvent = z.output<typeof earlierEvent>

export const earlierEventChange = z.object(said).partial().extend({ version: z.int().optional() })
export type EarlierEventChange = z.output<typeof earlierEventChange>

/** A seat as it is printed: numbers came as text and as numbers. */
const printed = z.union([z.string().trim().max(100), z.int()]).transform(String)
const seat = z.object({
  seatRow: printed.nullish(),
  seatNumber: printed.nullish(),
  section: z.string().trim().max(200).nullish(),
})
export type EarlierSeat = z.output<typeof seat>

const email = z.string().trim().max(320)

export const earlierRegistration = seat.extend({
  eventId: opaqueId,
  userEmail: email,
  userName: z.string().trim().min(1).max(200).nullish(),
})
export type EarlierRegistration = z.output<typeof earlierRegistration>

export const earlierSeats = seat.extend({ seats: z.array(seat).min(1).max(100).optional() })
export type EarlierSeats = z.output<typeof earlierSeats>

export const earlierJoin = z.object({
  userEmail: email.optional(),
  email: email.optional(),
  userName: z.string().trim().min(1).max(200).optional(),
  quantity: z.int().min(1).max(100).default(1),
})

export const earlierEntry = z.object({ entryId: opaqueId.optional() })
