import { z } from 'zod'
import { line } from './event-settings.ts'
import { countryCode, timeZone } from './events.ts'
import { instant, opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'

const coordinates = z
  .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
  .meta({ description: 'Degrees, WGS 84' })

const fields = {
  name: line(200),
  address: line(500).nullable(),
  city: line(100).nullable(),
  country: countryCode.nullable(),
  coordinates: coordinates.nullable(),
  timeZone: timeZone.refine((name) => isTimeZone(name), 'The IANA database has no such time zone'),
  accessibility: z
    .string()
    .trim()
    .max(5000)
    .nullable()
    .meta({ description: 'What who uses a wheelchair, hears or sees badly should know: lifts, loops, doors' }),
}

const { name, timeZone: zone, ...rest } = fields

export const newVenue = z
  .object({
    name,
    timeZone: zone,
    address: rest.address.default(null),
    city: rest.city.default(null),
    country: rest.country.default(null),
    coordinates: rest.coordinates.default(null),
    accessibility: rest.accessibility.default(null),
  })
  .meta({ id: 'NewVenue' })
export type NewVenue = z.infer<typeof newVenue>

/** What is left out stays as it is. */
export const venueChange = z
  .object({ ...fields, version: z.int() })
  .partial()
  .meta({ id: 'VenueChange' })
export type VenueChange = z.infer<typeof venueChange>

export const venue = z
  .object({
    id: opaqueId,
    ...fields,
    createdAt: instant,
    updatedAt: instant,
    version: z.int().meta({ description: 'Grows with each change; give it back to be told when another came between' }),
  })
  .meta({ id: 'Venue' })
export type Venue = z.infer<typeof venue>

export const venueQuery = pageQuery.extend({
  query: z.string().trim().max(100).optional().meta({ description: 'Part of the name or of the city' }),
})

// As the runtime has it: events of the venue show their times by this clock. An offset alone knows no summer time.
const isTimeZone = (text: string): boolean => {
  if (!/^[a-z]/i.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
