import { z } from 'zod'
import { instant, opaqueId } from './ids.ts'

/** How many events a second a replay may tell. */
export const REPLAY_RATE = { least: 1, usual: 50, most: 500 } as const

const place = z.union([z.int().min(0), instant])

/** Which part of the log to tell again, and to whom. */
export const newReplay = z
  .strictObject({
    reader: z.string().max(100).meta({
      description: 'Name of the reader, exactly: `live`, or `kafka:` and the name of a lane',
      example: 'kafka:main',
    }),
    from: place.meta({ description: 'Position of the first event, or when it was logged' }),
    to: place.optional().meta({ description: 'Position of the last event, or when it was logged; now without it' }),
    type: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Type of the events; `*` stands for any characters', example: 'issue.*' }),
    rate: z
      .int()
      .min(REPLAY_RATE.least)
      .max(REPLAY_RATE.most)
      .default(REPLAY_RATE.usual)
      .meta({ description: 'Events a second' }),
    dryRun: z.boolean().default(false).meta({ description: 'Only count what would be told' }),
  })
  .meta({ id: 'NewReplay' })
export type NewReplay = z.infer<typeof newReplay>

const one = z.object({ position: z.int(), type: z.string(), loggedAt: instant }).nullable()
const range = {
  reader: z.string(),
  from: z.int().meta({ description: 'Position of the first event that may belong to it' }),
  to: z.int().meta({ description: 'Position of the last event that may belong to it' }),
  type: z.string().nullable(),
  rate: z.int(),
  total: z.int().meta({ description: 'Events to tell' }),
}

/** What a replay would do. */
export const replayPlan = z
  .object({
    ...range,
    dryRun: z.literal(true),
    first: one,
    last: one,
    seconds: z.number().meta({ description: 'How long it takes at this rate' }),
  })
  .meta({ id: 'ReplayPlan' })
export type ReplayPlan = z.infer<typeof replayPlan>

/** Events of an organisation that are told again to one reader, in the order of the log. */
export const replay = z
  .object({
    id: opaqueId,
    ...range,
    status: z.enum(['running', 'done', 'cancelled', 'failed']),
    reason: z.string().nullable().meta({ description: 'What it waits for, what it left out, or why it failed' }),
    done: z.int().meta({ description: 'Events told' }),
    progress: z.number().min(0).max(1),
    eta: instant.nullable().meta({ description: 'When it ends at this rate, while it runs' }),
    createdBy: opaqueId,
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Replay' })
export type Replay = z.infer<typeof replay>
