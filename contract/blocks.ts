import { z } from 'zod'
import { instant, opaqueId } from './ids.ts'

const guid = z.string().min(1).max(128)

export const newBlock = z
  .object({
    seats: z.array(guid).max(10_000).default([]).meta({ description: 'Named seats, by their guid in the plan' }),
    quantity: z.int().min(0).max(1_000_000).default(0).meta({ description: 'Of places without names' }),
    area: guid.nullable().default(null).meta({ description: 'Of the plan; for `quantity`' }),
    reason: z.string().trim().max(500).nullable().default(null).meta({ description: 'Why; for who looks at it later' }),
  })
  .refine(({ seats, quantity }) => seats.length > 0 || quantity > 0, {
    message: 'Name seats or a number of places',
    path: ['seats'],
  })
  .meta({ id: 'NewBlock' })

export const unblocking = z
  .object({
    seats: z.array(guid).max(10_000).default([]),
    ids: z.array(opaqueId).max(10_000).default([]).meta({ description: 'Of blocks of places without names' }),
  })
  .meta({ id: 'Unblocking' })

/** Places that an organiser took off sale. */
export const blockView = z
  .object({
    id: z.string().meta({ description: 'The guid of its seat, or an id where it has none' }),
    seat: z.string().nullable(),
    area: z.string().nullable(),
    quantity: z.int(),
    reason: z.string().nullable(),
    by: z.string().nullable().meta({ description: 'The account or key that took them off sale' }),
    at: instant,
  })
  .meta({ id: 'Block' })

export const changedBlocks = z
  .object({ ids: z.array(z.string()).meta({ description: 'Blocks that this is about, by id; of a seat, its guid' }) })
  .meta({ id: 'ChangedBlocks' })
