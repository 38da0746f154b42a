import { z } from 'zod'
import { instant, projectId } from './ids.ts'
import { pageQuery } from './page.ts'

/** Made of what an SDK sent, or of a reader and a position, so longer than the ids we make. */
export const deadLetterId = z.string().regex(/^[\w:-]{1,100}$/)

export const deadLetterQuery = pageQuery.extend({ project: projectId.optional() })

/** What gave up: an accepted message that could not be digested, or an event that a reader of the log could not take. */
export const deadLetter = z
  .object({
    id: deadLetterId,
    projectId: projectId.nullable().meta({ description: 'Null for an event of the log' }),
    position: z.int().nullable().meta({ description: 'Of the event in the log; null for a message' }),
    source: z
      .string()
      .meta({ description: 'The queue it came from, or `reader:` and the name of a reader', example: 'occurrences' }),
    reason: z.string().meta({ example: 'digest_failed' }),
    detail: z.string(),
    createdAt: instant,
    redrivenAt: instant.nullable().meta({
      description: 'When it was last sent again; earlier than createdAt where it gave up once more',
    }),
  })
  .meta({ id: 'DeadLetter' })
export type DeadLetter = z.infer<typeof deadLetter>
