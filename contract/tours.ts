import { z } from 'zod'
import {
  currencyCode,
  line,
  newPool,
  newTicketType,
  type Pool,
  pool,
  type TicketType,
  ticketType,
  type WaitlistPolicyWire,
  waitlistPolicy,
} from './event-settings.ts'
import { countryCode, imageUrl, language, paragraphs, timeZone } from './events.ts'
import { instant, opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'

export const tourStatus = z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']).meta({
  description: 'Departures are made of an ACTIVE tour alone',
})
export type TourStatus = z.infer<typeof tourStatus>

export const localDate = z.iso.date().meta({ example: '2027-06-01' })
export const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day is written as 09:30')
  .meta({ example: '09:30' })

const weekday = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']).meta({ description: 'As in RFC 5545' })

/** When an option departs: on these weekdays at these times of day, by the clock of the tour. */
export const scheduleRule = z
  .object({
    weekdays: z.array(weekday).min(1).max(7),
    startTimes: z.array(localTime).min(1).max(48),
    from: localDate,
    until: localDate.nullable().default(null).meta({ description: 'The last day; null for no end' }),
    except: z.array(localDate).max(1000).default([]).meta({ description: 'Days without departures' }),
  })
  .meta({ id: 'ScheduleRule' })
export type ScheduleRule = z.output<typeof scheduleRule>

/** As OCTO's options (https://docs.octo.travel), with the rules its departures are made by. */
export const newTourOption = z
  .object({
    id: opaqueId.optional(),
    internalName: line(200),
    reference: line(100).nullable().default(null),
    default: z.boolean().default(false),
    language: language.nullable().default(null),
    durationMinutes: z.int().min(1).max(60_480),
    meetingPoint: line(500).nullable().default(null),
    capacity: z.int().min(1).max(100_000).nullable().default(null).meta({ description: 'Of each departure' }),
    cancellationCutoffAmount: z.int().min(0).max(10_000).default(0),
    cancellationCutoffUnit: z.enum(['minute', 'hour', 'day']).default('hour'),
    cutoffMinutes: z.int().min(0).max(525_600).default(0).meta({ description: 'Sale ends this long before' }),
    restrictions: z
      .object({
        minUnits: z.int().min(0).max(1000).default(0),
        maxUnits: z.int().min(1).max(1000).nullable().default(null),
      })
      .prefault({}),
    ticketTypes: z
      .array(newTicketType)
      .max(50)
      .nullable()
      .default(null)
      .meta({ description: 'Other ones than those of the tour; null for the same' }),
    schedule: z.array(scheduleRule).max(20).default([]),
  })
  .meta({ id: 'NewTourOption' })
export type NewTourOption = z.output<typeof newTourOption>

export interface TourOption extends Omit<NewTourOption, 'id' | 'ticketTypes'> {
  id: string
  ticketTypes: TicketType[] | null
}

/** What a tour has besides its columns: the document that is stored. */
export interface TourSettings {
  reference: string | null
  description: string | null
  languages: string[]
  city: string | null
  country: string | null
  imageUrl: string | null
  currency: string
  planId: string | null
  /** Departures are made this many days ahead. */
  horizonDays: number
  holdSeconds: number
  maxPerBuyer: number | null
  ticketTypes: TicketType[]
  pools: Pool[]
  waitlist: WaitlistPolicyWire
  options: TourOption[]
}

const settings = {
  name: line(200),
  reference: line(100).nullable(),
  status: tourStatus,
  description: paragraphs.nullable(),
  languages: z.array(language).max(50),
  city: line(100).nullable(),
  country: countryCode.nullable(),
  imageUrl: imageUrl.nullable(),
  currency: currencyCode,
  planId: opaqueId.nullable(),
  horizonDays: z.int().min(1).max(366),
  holdSeconds: z.int().min(2).max(1800),
  maxPerBuyer: z.int().min(1).max(100_000).nullable(),
  ticketTypes: z.array(newTicketType).max(50),
  pools: z.array(newPool).max(50),
  waitlist: z.union([z.boolean(), waitlistPolicy]),
  options: z.array(newTourOption).min(1).max(20),
  timeZone,
}

export const tourId = opaqueId.meta({ example: 'r_9nC2' })

export const newTour = z
  .object(settings)
  .partial()
  .required({ name: true, timeZone: true, options: true })
  .meta({ id: 'NewTour' })
export type NewTour = z.output<typeof newTour>

export const tourChange = z
  .object(settings)
  .partial()
  .extend({ version: z.int().optional() })
  .meta({ id: 'TourChange' })
export type TourChange = z.output<typeof tourChange>

export const tourCopy = z
  .object({ name: line(200) })
  .partial()
  .meta({ id: 'TourCopy', description: 'What the copy is called; the same where it is not said. It is a DRAFT' })
export type TourCopy = z.output<typeof tourCopy>

const tourOption = newTourOption
  .extend({
    id: opaqueId,
    ticketTypes: z.array(ticketType).nullable(),
    availabilityLocalStartTimes: z.array(z.string()).meta({ description: 'Of all its rules, as OCTO wants them' }),
  })
  .meta({ id: 'TourOption' })

export const tour = z
  .object({
    id: tourId,
    organizationId: opaqueId,
    name: z.string(),
    reference: z.string().nullable(),
    status: tourStatus,
    description: z.string().nullable(),
    languages: z.array(z.string()),
    timeZone: z.string(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    imageUrl: z.string().nullable(),
    currency: z.string(),
    planId: opaqueId.nullable(),
    horizonDays: z.int(),
    holdSeconds: z.int(),
    maxPerBuyer: z.int().nullable(),
    waitlist: z.boolean(),
    waitlistPolicy,
    ticketTypes: z.array(ticketType),
    pools: z.array(pool),
    options: z.array(tourOption),
    createdAt: instant,
    updatedAt: instant,
    version: z.int(),
    departuresUntil: instant.nullable().meta({ description: 'Made up to here; null while they are being made' }),
  })
  .meta({ id: 'Tour' })
export type Tour = z.output<typeof tour>

export const tourQuery = pageQuery.extend({
  query: z.string().trim().max(200).optional().meta({ description: 'Part of the name' }),
  organization: opaqueId.optional().meta({ description: 'The ACTIVE tours of this one; one’s own otherwise' }),
  public: z.stringbool().default(false).meta({ description: 'What everyone sees, also to who is signed in' }),
})
