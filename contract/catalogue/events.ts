import { z } from 'zod'
import { instant, opaqueId } from '../ids.ts'
import type { CatalogueEntry } from './entry.ts'

const event = { aggregate: 'event', owner: 'database' } as const

const concert = {
  eventId: 'e_5hQ1',
  name: 'Chamber concert',
  status: 'ON_SALE',
  startsAt: '2027-06-01T18:00:00.000Z',
  endsAt: '2027-06-01T20:00:00.000Z',
  timeZone: 'Europe/Berlin',
  capacity: 240,
  tourId: null,
}

const eventData = z.object({
  eventId: opaqueId,
  name: z.string(),
  status: z.string(),
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string().meta({ description: 'Name in the IANA time zone database' }),
  capacity: z.int().nullable(),
  tourId: opaqueId.nullable(),
})

/** What can be booked, and what is said of it before it happens. */
export const EVENTS = {
  'event.created': { ...event, summary: 'There is another event', data: eventData, example: concert },
  'event.updated': {
    ...event,
    summary: 'An event was changed',
    data: eventData.extend({ changed: z.array(z.string()) }),
    example: { ...concert, changed: ['startsAt'] },
  },
  'event.cancelled': {
    ...event,
    summary: 'An event will not happen',
    data: eventData.extend({ reason: z.string().nullable() }),
    example: { ...concert, status: 'CANCELLED', reason: 'The hall is flooded' },
  },
  'event.reminder': {
    ...event,
    summary: 'An event begins soon',
    data: z.object({ eventId: opaqueId, name: z.string(), startsAt: instant, timeZone: z.string() }),
    example: { eventId: 'e_5hQ1', name: 'Chamber concert', startsAt: concert.startsAt, timeZone: 'Europe/Berlin' },
  },
  'event.attendance_recorded': {
    ...event,
    summary: 'Someone came to an event, or did not',
    data: z.object({ eventId: opaqueId, bookingId: opaqueId, ticketId: opaqueId, attended: z.boolean() }),
    example: { eventId: 'e_5hQ1', bookingId: 'b_e_5hQ1_x7', ticketId: 't_2', attended: true },
  },
  'tour.availability.low': {
    aggregate: 'tour',
    owner: 'database',
    summary: 'Fewer than a fifth of the places of a departure are left',
    data: z.object({ tourId: opaqueId, eventId: opaqueId, free: z.int().min(0), capacity: z.int().min(1) }),
    example: { tourId: 'r_9nC2', eventId: 'e_5hQ1', free: 7, capacity: 40 },
  },
} as const satisfies Record<string, CatalogueEntry>
