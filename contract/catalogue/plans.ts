import { z } from 'zod'
import { opaqueId } from '../ids.ts'
import type { CatalogueEntry } from './entry.ts'

const venue = { aggregate: 'venue', owner: 'database' } as const
const plan = { aggregate: 'plan', owner: 'database' } as const

const theatre = { venueId: 'v_2kF8', name: 'Old theatre', city: 'Lyon', country: 'FR', timeZone: 'Europe/Paris' }
const stalls = { planId: 'p_7mQ3', name: 'Stalls and gallery', venueId: 'v_2kF8', version: 3, places: 240 }

const venueData = z.object({
  venueId: opaqueId,
  name: z.string(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  timeZone: z.string().meta({ description: 'Name in the IANA time zone database' }),
})

const planData = z.object({
  planId: opaqueId,
  name: z.string(),
  venueId: opaqueId.nullable(),
  version: z.int().min(1),
  places: z.int().min(0),
})

/** Where events happen, and what seats there are. */
export const PLANS = {
  'venue.created': { ...venue, summary: 'There is another venue', data: venueData, example: theatre },
  'venue.updated': { ...venue, summary: 'A venue was changed', data: venueData, example: theatre },
  'venue.deleted': { ...venue, summary: 'A venue was deleted', data: venueData, example: theatre },
  'plan.created': { ...plan, summary: 'There is another seating plan', data: planData, example: stalls },
  'plan.updated': { ...plan, summary: 'A seating plan was changed', data: planData, example: stalls },
  'plan.published': {
    ...plan,
    summary: 'A version of a seating plan was published: new events take it',
    data: planData,
    example: stalls,
  },
  'plan.deleted': { ...plan, summary: 'A seating plan was deleted', data: planData, example: stalls },
} as const satisfies Record<string, CatalogueEntry>
