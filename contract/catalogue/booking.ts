import { z } from 'zod'
import { instant, opaqueId } from '../ids.ts'
import { type CatalogueEntry, PERSONAL } from './entry.ts'

const booking = { aggregate: 'booking', owner: 'room' } as const

const personal = z.string().meta(PERSONAL)
const currency = z.string().length(3).meta({ description: 'ISO 4217', example: 'EUR' })

const booked = {
  bookingId: 'b_e_5hQ1_x7',
  eventId: 'e_5hQ1',
  status: 'CONFIRMED',
  quantity: 2,
  seats: ['A-1', 'A-2'],
  total: 9000,
  currency: 'EUR',
  contact: { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' },
}
const taken = { ...booked, status: 'ON_HOLD', expiresAt: '2027-05-01T10:10:00.000Z' }

const bookingData = z.object({
  bookingId: opaqueId,
  eventId: opaqueId,
  status: z.string().meta({ description: 'As in OCTO: ON_HOLD, CONFIRMED, EXPIRED, CANCELLED, REDEEMED …' }),
  quantity: z.int().min(1),
  seats: z.array(z.string()).nullable(),
  total: z.int().min(0).meta({ description: 'In minor units of the currency' }),
  currency,
  contact: z.object({
    fullName: personal.nullish(),
    emailAddress: personal.nullish(),
    phoneNumber: personal.nullish(),
  }),
  override: z.string().optional().meta({ description: 'Why an organiser went beyond what was for sale' }),
})

// The row of an event counts its own facts, so what its room says of it is of another aggregate.
const places = { aggregate: 'availability', owner: 'room' } as const

const placesData = z.object({
  eventId: opaqueId,
  seats: z.array(z.string()).meta({ description: 'Guids of the plan; of very many, each fact has five hundred' }),
  quantity: z.int().min(0).meta({ description: 'Of places without numbers' }),
})

/** What becomes of places that someone took. */
export const BOOKING = {
  'booking.held': {
    ...booking,
    summary: 'Someone books: the places are theirs until a moment',
    data: bookingData.extend({ expiresAt: instant }),
    example: taken,
  },
  'booking.confirmed': { ...booking, summary: 'A booking stands', data: bookingData, example: booked },
  'booking.changed': {
    ...booking,
    summary: 'A booking has other tickets, seats, attendees or owners than before, or waits longer',
    data: bookingData.extend({
      changed: z
        .array(z.enum(['seats', 'tickets', 'contact', 'attendees', 'owners', 'expiresAt']))
        .meta({ description: '`owners`: another browser or account may use it from now on' }),
    }),
    example: { ...booked, quantity: 1, seats: ['A-1'], total: 4500, changed: ['tickets'] },
  },
  'booking.transferred': {
    ...booking,
    summary: 'A booking, or a ticket of one, was passed on to somebody else',
    data: bookingData.extend({
      fromBookingId: opaqueId.nullable().meta({ description: 'Where one ticket of a booking was passed on alone' }),
      ticketIds: z.array(opaqueId),
      linkGeneration: z.int().min(1).meta({ description: 'Which link of the booking is good from now on' }),
    }),
    example: {
      ...booked,
      contact: { fullName: 'Charles Babbage', emailAddress: 'charles@example.com' },
      fromBookingId: null,
      ticketIds: ['t_e_5hQ1_x7_1', 't_e_5hQ1_x7_2'],
      linkGeneration: 2,
    },
  },
  'booking.cancelled': {
    ...booking,
    summary: 'A booking was cancelled, and its places are free',
    data: bookingData.extend({ reason: z.string().nullable() }),
    example: { ...booked, status: 'CANCELLED', reason: 'Ill' },
  },
  'booking.completed': {
    ...booking,
    summary: 'A booking was used, or its event is over',
    data: bookingData,
    example: { ...booked, status: 'REDEEMED' },
  },
  'booking.expired': {
    ...booking,
    summary: 'A booking was not paid or confirmed in time',
    data: bookingData,
    example: { ...booked, status: 'EXPIRED' },
  },
  'ticket.attendance_recorded': {
    aggregate: 'ticket',
    owner: 'room',
    summary: 'Someone came in to an event with a ticket, or went out',
    data: z.object({
      eventId: opaqueId,
      bookingId: opaqueId,
      ticketId: opaqueId,
      attended: z.boolean(),
      direction: z.enum(['entry', 'exit']),
      at: instant.meta({ description: 'When the ticket was scanned, which may be long before anybody heard of it' }),
      listId: opaqueId.meta({ description: 'The check-in list' }),
      listName: z.string(),
      forced: z.boolean().meta({ description: 'Let in though something spoke against it' }),
    }),
    example: {
      eventId: 'e_5hQ1',
      bookingId: 'b_e_5hQ1_x7',
      ticketId: 't_e_5hQ1_x7_1',
      attended: true,
      direction: 'entry',
      at: '2027-06-01T17:40:00.000Z',
      listId: 'c_2',
      listName: 'Main door',
      forced: false,
    },
  },
  'ticket.checkin_list_changed': {
    aggregate: 'ticket',
    owner: 'room',
    summary: 'There is another check-in list, or one is other than before, or gone',
    data: z.object({
      eventId: opaqueId,
      listId: opaqueId,
      name: z.string(),
      became: z.enum(['created', 'updated', 'deleted']),
    }),
    example: { eventId: 'e_5hQ1', listId: 'c_2', name: 'Main door', became: 'created' },
  },
  'availability.blocked': {
    ...places,
    summary: 'Places were taken off sale',
    data: placesData.extend({ reason: z.string().nullable() }),
    example: { eventId: 'e_5hQ1', seats: ['A-1', 'A-2'], quantity: 0, reason: 'The camera stands here' },
  },
  'availability.unblocked': {
    ...places,
    summary: 'Places that were off sale are on sale again',
    data: placesData,
    example: { eventId: 'e_5hQ1', seats: ['A-1'], quantity: 0 },
  },
  'availability.changed': {
    aggregate: 'availability',
    owner: 'room',
    summary: 'An event has more free places, or fewer',
    data: z.object({
      eventId: opaqueId,
      seq: z.int(),
      capacity: z.int(),
      free: z.int(),
      held: z.int(),
      offered: z.int(),
      booked: z.int(),
      blocked: z.int(),
    }),
    example: { eventId: 'e_5hQ1', seq: 81, capacity: 240, free: 12, held: 4, offered: 2, booked: 220, blocked: 2 },
  },
} as const satisfies Record<string, CatalogueEntry>
