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

const draft = { ...concert, status: 'DRAFT' }

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

const tour = { aggregate: 'tour', owner: 'database' } as const

const walk = { tourId: 'r_9nC2', name: 'Old town by night', status: 'ACTIVE', timeZone: 'Europe/Berlin' }

const tourData = z.object({ tourId: opaqueId, name: z.string(), status: z.string(), timeZone: z.string() })

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
  'event.deleted': { ...event, summary: 'A draft of an event was thrown away', data: eventData, example: draft },
  'event.reminder': {
    ...event,
    summary: 'An event begins soon',
    data: z.object({ eventId: opaqueId, name: z.string(), startsAt: instant, timeZone: z.string() }),
    example: { eventId: 'e_5hQ1', name: 'Chamber concert', startsAt: concert.startsAt, timeZone: 'Europe/Berlin' },
  },
  'tour.created': { ...tour, summary: 'There is another tour', data: tourData, example: walk },
  'tour.updated': {
    ...tour,
    summary: 'A tour was changed; its departures follow',
    data: tourData.extend({ changed: z.array(z.string()) }),
    example: { ...walk, changed: ['options'] },
  },
  'tour.deleted': { ...tour, summary: 'A tour is offered no more', data: tourData, example: walk },
  'tour.availability.low': {
    // Its subject is the event, with a tour or without: the rooms of a tour's departures know nothing of one another.
    aggregate: 'tour',
    owner: 'room',
    summary: 'Few places of an event are left: a fifth, unless it says otherwise',
    data: z.object({ tourId: opaqueId.nullable(), eventId: opaqueId, free: z.int().min(0), capacity: z.int().min(1) }),
    example: { tourId: 'r_9nC2', eventId: 'e_5hQ1', free: 7, capacity: 40 },
  },
} as const satisfies Record<string, CatalogueEntry>
