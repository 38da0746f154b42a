import { z } from 'zod'
import { instant, opaqueId } from './ids.ts'

/** Whom to erase from the log. */
export const newLogErasure = z.object({
  person: z
    .string()
    .trim()
    .min(3)
    .max(320)
    .meta({ description: 'An id or an address; upper and lower case are the same', example: 'ada@example.com' }),
})

/** What became of erasing someone. Whom it was is not kept. */
export const logErasure = z
  .object({
    id: opaqueId,
    status: z.enum(['running', 'done']),
    entries: z.int().meta({ description: 'Events that something was erased from, so far' }),
    progress: z.number().min(0).max(1),
    reason: z.string().nullable().meta({ description: 'What could not be opened, and so may still say something' }),
    createdBy: z.string(),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'LogErasure' })
export type LogErasure = z.infer<typeof logErasure>
