import { z } from 'zod'
import { instant } from './ids.ts'

const LONGEST_HOURS = 30 * 24

export const eventStreamQuery = z.object({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(LONGEST_HOURS)
    .default(24)
    .meta({ description: 'How many hours to count, the one that has begun included' }),
})

/** How many events of one type an organisation logged, in all and hour by hour. */
export const eventStream = z
  .object({
    type: z.string().meta({ example: 'issue.created' }),
    count: z.int(),
    lastTime: instant.meta({ description: 'When the latest of them happened, as its sender says' }),
    hours: z
      .array(z.object({ time: instant, count: z.int() }))
      .meta({ description: 'Quiet hours included, oldest first' }),
  })
  .meta({ id: 'EventStream' })
export type EventStream = z.infer<typeof eventStream>
