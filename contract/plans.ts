import { z } from 'zod'
import { line } from './event-settings.ts'
import { instant, opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'

const version = z
  .int()
  .meta({ description: 'Grows with each change; give it back to be told when another came between' })

/** Any object: it is passed on as it came, and what is wrong with it found level by level (see seating-plan-shape.ts). */
const document = z
  .custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null, 'Send a seating plan')
  .meta({
    type: 'object',
    additionalProperties: true,
    description:
      'A `SeatingPlan`: the JSON of pretix, with fields of ours where it has none. Faults in it are told by pointers',
  })

const publish = z.boolean().meta({ description: 'A published version is never changed; new events take the newest' })

export const newPlan = z
  .object({
    name: line(200).optional().meta({ description: 'As the document calls itself, where it is left out' }),
    plan: document,
    publish: publish.default(false),
    venueId: opaqueId.nullable().default(null),
  })
  .meta({ id: 'NewPlan' })
export type NewPlan = z.infer<typeof newPlan>

/** What is left out stays as it is; another document becomes the draft. */
export const planChange = z
  .object({ name: line(200), venueId: opaqueId.nullable(), plan: document, publish, version })
  .partial()
  .meta({ id: 'PlanChange' })
export type PlanChange = z.infer<typeof planChange>

export const planPublication = z.object({ version }).partial().meta({ id: 'PlanPublication' })

export const planCopy = z
  .object({ name: line(200) })
  .partial()
  .meta({ id: 'PlanCopy' })

export const planStatus = z.enum(['DRAFT', 'PUBLISHED']).meta({ description: 'PUBLISHED as soon as one version is' })

const places = {
  seats: z.int(),
  places: z.int().meta({ description: 'Seats and places without numbers' }),
  categories: z.array(z.object({ name: z.string(), color: z.string(), places: z.int() })),
}

export const plan = z
  .object({
    id: opaqueId,
    name: z.string(),
    venueId: opaqueId.nullable(),
    status: planStatus,
    version,
    draftVersion: z.int().nullable().meta({ description: 'The document that is worked on and not published yet' }),
    publishedVersion: z.int().nullable().meta({ description: 'The document that new events take' }),
    ...places,
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Plan' })
export type Plan = z.infer<typeof plan>

export const planVersion = z
  .object({
    version: z.int(),
    status: planStatus,
    ...places,
    bytes: z.int(),
    createdAt: instant,
    publishedAt: instant.nullable(),
  })
  .meta({ id: 'PlanVersion' })
export type PlanVersion = z.infer<typeof planVersion>

export const planQuery = pageQuery.extend({
  query: z.string().trim().max(100).optional().meta({ description: 'Part of the name' }),
  venueId: opaqueId.optional(),
})

export const planExportQuery = z.object({
  version: z.coerce.number().int().min(1).optional().meta({ description: 'The newest document where it is left out' }),
  format: z.enum(['signalbox', 'pretix']).default('signalbox').meta({
    description: 'All that was imported, or the fields of pretix alone, which takes no others',
  }),
})
