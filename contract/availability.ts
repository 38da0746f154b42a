import { z } from 'zod'
import { opaqueId } from './ids.ts'

export const placeState = z.enum(['free', 'held', 'offered', 'booked', 'blocked'])

const some = z.array(z.object({ id: z.string(), free: z.int() }))

export const availability = z
  .object({
    eventId: opaqueId,
    seq: z.int().meta({ description: 'Grows with each change; `live?since=` goes on from here' }),
    capacity: z.int(),
    free: z.int().meta({ description: 'capacity − held − offered − booked − blocked' }),
    held: z.int(),
    offered: z.int().meta({ description: 'Kept for who waits' }),
    booked: z.int(),
    blocked: z.int().meta({ description: 'Off sale, or kept for who has a code' }),
    low: z.boolean().meta({ description: 'Few are left, by the share that the event names' }),
    ticketTypes: some.meta({ description: 'Those that everyone sees' }),
    areas: some,
    layoutKey: z
      .string()
      .nullable()
      .meta({ description: 'Changes with the plan: `layout?key=` of it never does; null where there is no plan' }),
    seats: z.record(z.string(), placeState).meta({ description: 'Every seat of the plan, by guid' }),
  })
  .meta({ id: 'Availability' })

const point = { x: z.number(), y: z.number() }

/** Where the places of an event are, as anyone may see it: what contract/layout.ts says. */
export const layoutView = z
  .object({
    seats: z.array(
      z.object({
        guid: z.string(),
        category: z.string(),
        row: z.int().meta({ description: 'Index into `rows`' }),
        at: z.int().meta({ description: 'Two seats of a row are side by side where these differ by one' }),
        ...point,
        accessible: z.boolean(),
        companion: z.boolean(),
      }),
    ),
    rows: z.array(z.object({ label: z.string(), zone: z.string(), rank: z.int(), middle: z.number() })),
    areas: z.array(z.object({ id: z.string(), name: z.string(), category: z.string(), capacity: z.int() })),
    categories: z.array(z.object({ name: z.string(), color: z.string() })),
    focus: z.object(point).nullable(),
  })
  .meta({ id: 'Layout' })
