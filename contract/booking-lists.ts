import { z } from 'zod'
import { bookingStatus } from './bookings.ts'
import { bookableId } from './events.ts'
import { opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'

const query = z.string().trim().min(1).max(100).optional().meta({
  description: 'Words of names or addresses, of the contact or of who comes; or the id',
})

export const bookingQuery = pageQuery.extend({
  eventId: bookableId.optional(),
  organization: opaqueId.optional().meta({
    description: 'All bookings of your organisation, whatever the event; one’s own where neither is named',
  }),
  status: bookingStatus.optional(),
  query,
})

export const bookingExportQuery = z.object({
  format: z.enum(['csv', 'ndjson']).default('csv'),
  status: bookingStatus.optional(),
  query,
})

export const bookingRebuild = z
  .object({
    repair: z.boolean().default(true).meta({ description: 'Whether what differs is put right, or only counted' }),
    cursor: z.string().max(500).optional().meta({ description: '`next` of the answer before' }),
  })
  .meta({ id: 'BookingRebuild' })

/** How lists compare with rooms, for the part that was looked at. All but how many were looked at is 0 where they are the same. */
export const bookingComparison = z
  .object({
    events: z.int().meta({ description: 'Whose bookings were all looked at' }),
    bookings: z.int(),
    entries: z.int().meta({ description: 'Of waitlists' }),
    invitations: z.int(),
    missing: z.int().meta({ description: 'In the room, and in no list' }),
    different: z.int().meta({ description: 'Another one in lists than in the room' }),
    stray: z.int().meta({ description: 'In lists, and not in the room' }),
    owners: z.int().meta({ description: 'Owners that lists lack, or have and should not' }),
    repaired: z.boolean(),
    next: z.string().nullable().meta({ description: 'Goes on where this ended; null at the end' }),
  })
  .meta({ id: 'BookingComparison' })
export type BookingComparison = z.infer<typeof bookingComparison>
