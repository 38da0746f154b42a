import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { EventSettings } from '../../../contract/event-settings.ts'
import type { ToldPlaces } from '../../../contract/events.ts'
import type { EventStatus } from '../../../contract/room.ts'
import type { TourSettings, TourStatus } from '../../../contract/tours.ts'

export const tours = sqliteTable(
  'tours',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    name: text('name').notNull(),
    status: text('status').$type<TourStatus>().notNull(),
    /** IANA name: the clock that its departures start by. */
    timeZone: text('time_zone').notNull(),
    /** Options, schedule and all that its departures begin with. */
    settings: text('settings', { mode: 'json' }).$type<TourSettings>().notNull(),
    /** Departures were made up to this moment; what was changed since is made again from now. */
    generatedUntil: integer('generated_until').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
    /** Grows by one with each change, so that a stale write is noticed. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('tours_organisation').on(table.organisationId, table.name, table.id),
    index('tours_due').on(table.status, table.generatedUntil),
  ],
)

/** What can be booked. Columns are what is searched; the rest is one document, and the room is told of both. */
export const events = sqliteTable(
  'events',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    name: text('name').notNull(),
    status: text('status').$type<EventStatus>().notNull(),
    /** Bookable by who knows its address, and in no public list. */
    unlisted: integer('unlisted', { mode: 'boolean' }).notNull().default(false),
    startsAt: integer('starts_at').notNull(),
    endsAt: integer('ends_at').notNull(),
    /** IANA name. */
    timeZone: text('time_zone').notNull(),
    place: text('place'),
    city: text('city'),
    /** ISO 3166-1 alpha-2. */
    country: text('country'),
    /** Of the ticket types that the public sees, in minor units; null where it sees none. */
    lowestPrice: integer('lowest_price'),
    highestPrice: integer('highest_price'),
    currency: text('currency').notNull(),
    tourId: text('tour_id'),
    optionId: text('option_id'),
    /** Which departure of its tour it is: option and local start. Unique, so that none is made twice. */
    departure: text('departure'),
    venueId: text('venue_id'),
    planId: text('plan_id'),
    planVersion: integer('plan_version'),
    /** Null: as many places as the plan has, or any number. */
    capacity: integer('capacity'),
    /** Free places as the room last told, by its `seq`; decides nothing. Null until it told. */
    free: integer('free'),
    freeSeq: integer('free_seq').notNull().default(0),
    /** What became of all of them, told together with `free`. */
    places: text('places', { mode: 'json' }).$type<ToldPlaces>(),
    /** Name, places and tour without case and accents, for the search. */
    searched: text('searched').notNull(),
    settings: text('settings', { mode: 'json' }).$type<EventSettings>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    cancelledAt: integer('cancelled_at'),
    deletedAt: integer('deleted_at'),
    /** Grows by one with each change: a stale write is noticed, and the room takes only what is newer. */
    version: integer('version').notNull().default(1),
    /** The newest version that the room has taken. */
    configuredVersion: integer('configured_version').notNull().default(0),
    /** Why the room did not take the newest, as JSON; null where it did, or was not reached. */
    configureRefusal: text('configure_refusal'),
  },
  (table) => [
    index('events_organisation').on(table.organisationId, table.startsAt, table.id),
    index('events_start').on(table.startsAt, table.id),
    index('events_plan').on(table.planId),
    index('events_venue').on(table.venueId),
    uniqueIndex('events_departure').on(table.tourId, table.departure),
    // Those that end by themselves; the names of status are in the query of platform/db/events.ts too.
    index('events_ending').on(table.endsAt).where(sql`status IN ('SCHEDULED', 'ON_SALE', 'PAUSED', 'CLOSED')`),
    index('events_unconfigured').on(table.updatedAt).where(sql`configured_version < version`),
  ],
)
