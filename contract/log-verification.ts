import { z } from 'zod'
import { instant } from './ids.ts'

/** Which part of an organisation's log to verify, by when the database took its events. */
export const verificationQuery = z.object({
  from: instant.optional().meta({ description: 'From the hour of this moment on; without it from the first' }),
  to: instant.optional().meta({ description: 'Up to the hour of this moment; without it up to the last' }),
  cursor: z.string().max(100).optional().meta({ description: 'The `next` of the answer before' }),
})

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256, hexadecimal' })

const finding = z
  .object({
    reason: z.enum([
      'hour_missing',
      'object_missing',
      'object_unreadable',
      'entry_changed',
      'entry_out_of_place',
      'entry_missing',
      'erased_without_record',
      'row_changed',
      'row_missing',
      'row_not_sealed',
    ]),
    position: z.int().meta({ description: 'Of the event in the log' }),
    id: z.string().nullable().meta({ description: 'Of the event, where it can be told' }),
    line: z.int().nullable().meta({ description: 'Of the object, from 1' }),
    hour: instant,
    key: z.string().nullable().meta({ description: 'Of the object in the bucket' }),
  })
  .meta({ id: 'LogFault' })

/** What verifying a stretch of the log found. It is whole when every answer up to `next: null` says `ok`. */
export const logVerification = z
  .object({
    ok: z.boolean(),
    hours: z.int().meta({ description: 'Objects opened' }),
    entries: z.int(),
    erased: z.int().meta({ description: 'Entries whose personal part was erased, as the log says itself' }),
    head: digest.nullable().meta({
      description: 'Link behind the last entry. Who keeps it elsewhere notices if all of the log is made anew.',
    }),
    sealedUntil: instant.nullable().meta({ description: 'End of the last hour that was verified' }),
    firstBroken: finding.nullable(),
    next: z.string().nullable(),
  })
  .meta({ id: 'LogVerification' })
export type LogVerification = z.infer<typeof logVerification>
