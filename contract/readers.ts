import { z } from 'zod'
import { instant } from './ids.ts'

/** What reads the log: `streams`, `live`, or `kafka:` and the name of a lane of the bridge. */
export const readerName = z
  .string()
  .regex(/^[\w-]{1,40}(:[\w-]{1,40})?$/)
  .meta({ description: 'Name of the reader', example: 'kafka:main' })

const position = z.int().min(0)

/** Something that reads the log from a cursor of its own. Readers belong to the deployment and read all organisations. */
export const reader = z
  .object({
    name: readerName,
    state: z.enum(['running', 'paused']),
    cursor: position.meta({ description: 'Position of the last event it is done with' }),
    head: position.meta({ description: 'Position of the newest event in the log' }),
    lag: z.object({ all: z.int(), organization: z.int() }).meta({
      description: 'Events it has still to read, of everybody and of your organisation; counted up to 100,000',
    }),
    attempts: z.int().meta({ description: 'Tries in a row that got nowhere' }),
    reason: z.string().nullable().meta({ description: 'Why the last try got nowhere' }),
    failingSince: instant.nullable(),
    retryAt: instant.nullable(),
    movedAt: instant.nullable().meta({ description: 'When it was last done with an event' }),
  })
  .meta({ id: 'Reader' })
export type Reader = z.infer<typeof reader>

/** Where a reader is to go on: behind a position, or with the first event logged at or after a moment. */
export const rewind = z
  .union([
    z.strictObject({ position: position.meta({ description: 'It reads again what comes after this position' }) }),
    z.strictObject({ time: instant.meta({ description: 'It reads again what was logged from this moment on' }) }),
  ])
  .meta({ id: 'Rewind' })
export type Rewind = z.infer<typeof rewind>
