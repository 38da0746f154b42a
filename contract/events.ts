import { z } from 'zod'
import {
  allotment,
  code,
  currencyCode,
  line,
  minorUnits,
  moment,
  newAllotment,
  newPool,
  newTicketType,
  pool,
  ticketType,
  waitingRoomPolicy,
  waitlistPolicy,
} from './event-settings.ts'
import { instant, opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'

export const bookableId = opaqueId.meta({ description: 'Id of an event', example: 'e_5hQ1' })

export const eventStatus = z
  .enum(['DRAFT', 'SCHEDULED', 'ON_SALE', 'PAUSED', 'CLOSED', 'COMPLETED', 'CANCELLED'])
  .meta({ description: 'A DRAFT is seen by its organisation alone; an event becomes CANCELLED by being cancelled' })

export const timeZone = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .meta({ description: 'Name in the IANA time zone database', example: 'Europe/Berlin' })

export const countryCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'A country is two letters of ISO 3166-1')
  .meta({ description: 'ISO 3166-1 alpha-2', example: 'DE' })

export const language = z.string().trim().min(2).max(35).meta({ description: 'BCP 47', example: 'de' })
export const paragraphs = z.string().trim().max(20_000)
export const imageUrl = z.httpUrl().max(2000)
const capacity = z.int().min(0).max(1_000_000)

const wish = z.object({
  name: line(200),
  description: paragraphs.nullable(),
  startsAt: moment,
  endsAt: moment,
  timeZone,
  status: eventStatus,
  unlisted: z.boolean().meta({ description: 'Bookable by its address alone, and in no public list' }),
  place: line(200).nullable().meta({ description: 'Name of the place; from the venue where there is one' }),
  address: line(500).nullable(),
  city: line(100).nullable(),
  country: countryCode.nullable(),
  language: language.nullable(),
  imageUrl: imageUrl.nullable(),
  venueId: opaqueId.nullable(),
  planId: opaqueId.nullable().meta({ description: 'Takes the version that is published now' }),
  planVersion: z.int().min(1).nullable(),
  capacity: capacity.nullable().meta({ description: 'Places in all; null for those of the plan, or any number' }),
  currency: currencyCode,
  saleStartsAt: moment.nullable(),
  saleEndsAt: moment.nullable(),
  cutoffMinutes: z
    .int()
    .min(0)
    .max(525_600)
    .nullable()
    .meta({ description: 'The sale ends this long before the start; null: it goes on until the event ends' }),
  cancellationCutoffMinutes: z
    .int()
    .min(0)
    .max(525_600)
    .meta({ description: 'Buyers may cancel until this long before the start; organisers at any time' }),
  holdSeconds: z.int().min(2).max(1800).meta({ description: '600 by default' }),
  maxPerBuyer: z.int().min(1).max(100_000).nullable(),
  lowPercent: z.int().min(0).max(100).meta({ description: 'Below this share of free places they count as few' }),
  noSingleSeats: z.boolean().meta({
    description: 'Refuse selections by hand that leave a seat single which need not be; the picker warns in any case',
  }),
  tourId: opaqueId.nullable(),
  optionId: opaqueId.nullable(),
  ticketTypes: z.array(newTicketType).max(200),
  pools: z.array(newPool).max(200),
  allotments: z.array(newAllotment).max(200),
  codes: z.array(code).max(5000),
  waitlist: z.union([z.boolean(), waitlistPolicy]),
  waitingRoom: waitingRoomPolicy,
})

export const newEvent = wish
  .partial()
  .required({ name: true, startsAt: true, endsAt: true, timeZone: true })
  .meta({ id: 'NewEvent' })
export type NewEvent = z.output<typeof newEvent>

export const eventChange = wish
  .partial()
  .extend({ version: z.int().optional().meta({ description: 'Or If-Match; 409 `stale_version` where it changed' }) })
  .meta({ id: 'EventChange' })
export type EventChange = z.output<typeof eventChange>

/** What everyone sees of an event. */
export const publicEvent = z
  .object({
    id: bookableId,
    organizationId: opaqueId,
    name: z.string(),
    description: z.string().nullable(),
    status: eventStatus,
    startsAt: instant,
    endsAt: instant,
    timeZone,
    place: z.string().nullable(),
    address: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    language: z.string().nullable(),
    imageUrl: z.string().nullable(),
    venueId: opaqueId.nullable(),
    planId: opaqueId.nullable(),
    planVersion: z.int().nullable(),
    tourId: opaqueId.nullable(),
    optionId: opaqueId.nullable(),
    capacity: z.int().nullable(),
    free: z.int().nullable().meta({ description: 'As last heard of its room; `availability` knows' }),
    currency: z.string(),
    lowestPrice: z.int().nullable(),
    highestPrice: z.int().nullable(),
    saleStartsAt: instant.nullable(),
    saleEndsAt: instant.nullable().meta({ description: 'When the sale ends, whatever ends it' }),
    cancellationCutoffMinutes: z.int(),
    holdSeconds: z.int(),
    maxPerBuyer: z.int().nullable(),
    waitlist: z.boolean(),
    ticketTypes: z.array(ticketType),
  })
  .meta({ id: 'PublicEvent' })
export type PublicEvent = z.output<typeof publicEvent>

/** Whether the room of an event has what was said last. */
export const configured = z
  .object({
    done: z.boolean(),
    reason: z.string().nullable().meta({ description: 'Why the room refuses it; null where it only was not reached' }),
    seats: z.array(z.string()),
  })
  .meta({ id: 'Configured' })

/** An event as its organisation sees it. */
export const event = publicEvent
  .extend({
    unlisted: z.boolean(),
    closesAt: instant.nullable(),
    cutoffMinutes: z.int().nullable(),
    lowPercent: z.int(),
    noSingleSeats: z.boolean(),
    pools: z.array(pool),
    allotments: z.array(allotment),
    codes: z.array(code),
    waitlistPolicy,
    waitingRoom: waitingRoomPolicy,
    cancellationReason: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
    version: z.int(),
    configured,
  })
  .meta({ id: 'Event' })
export type Event = z.output<typeof event>

/** What became of the places of an event that are not free. */
const toldPlaces = z
  .object({ capacity: z.int(), held: z.int(), offered: z.int(), booked: z.int(), blocked: z.int() })
  .meta({ id: 'ToldPlaces' })
export type ToldPlaces = z.output<typeof toldPlaces>

/** An event in a list. */
export const listedEvent = publicEvent
  .extend({
    unlisted: z.boolean(),
    places: toldPlaces.nullable().meta({ description: 'As last heard of its room, together with `free`' }),
    updatedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'ListedEvent' })
export type ListedEvent = z.output<typeof listedEvent>

const sort = z.enum(['startsAt', '-startsAt', 'name', 'price', '-price', '-updatedAt'])
export type EventSort = z.infer<typeof sort>

export const eventQuery = pageQuery.extend({
  query: z.string().trim().max(200).optional().meta({ description: 'Words that name, place or tour contain' }),
  place: z.string().trim().max(200).optional().meta({ description: 'Words that place, city or country contain' }),
  from: moment.optional().meta({ description: 'Those that end after this' }),
  to: moment.optional().meta({ description: 'Those that start before this' }),
  priceMin: z.coerce.number().pipe(minorUnits).optional(),
  priceMax: z.coerce.number().pipe(minorUnits).optional(),
  currency: currencyCode.optional(),
  available: z.stringbool().optional().meta({ description: 'Those on sale with places left' }),
  status: eventStatus.optional(),
  tourId: opaqueId.optional(),
  organization: opaqueId.optional().meta({ description: 'The public events of this one; one’s own otherwise' }),
  public: z.stringbool().default(false).meta({ description: 'What everyone sees, also to who is signed in' }),
  sort: sort.default('startsAt'),
})
export type EventQuery = z.output<typeof eventQuery>

export const eventCancellation = z
  .object({ reason: z.string().trim().max(2000).nullable().default(null) })
  .meta({ id: 'EventCancellation' })

/** Another date of the same; what else is said replaces what it has. */
export const eventCopy = wish
  .partial()
  .required({ startsAt: true })
  .meta({ id: 'EventCopy', description: '`endsAt` defaults to the same length; the copy is a DRAFT unless said' })
export type EventCopy = z.output<typeof eventCopy>

export const newCodes = code
  .omit({ code: true })
  .extend({
    count: z.int().min(1).max(5000),
    prefix: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[\p{L}\p{N}_.-]{0,20}$/u)
      .default(''),
    length: z.int().min(6).max(20).default(10).meta({ description: 'Random characters after the prefix' }),
    version: z.int().optional(),
  })
  .meta({ id: 'NewCodes' })
export type NewCodes = z.output<typeof newCodes>
