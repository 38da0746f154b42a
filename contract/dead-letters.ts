import { z } from 'zod'
import { instant, projectId } from './ids.ts'
import { pageQuery } from './page.ts'

/** Made of what an SDK sent, so longer than the ids we make. */
export const deadLetterId = z.string().regex(/^[\w-]{1,100}$/)

export const deadLetterQuery = pageQuery.extend({ project: projectId.optional() })

/** An accepted message that could not be digested: its bytes are kept, so it can be sent again. */
export const deadLetter = z
  .object({
    id: deadLetterId,
    projectId,
    source: z.string().meta({ description: 'The queue it came from', example: 'occurrences' }),
    reason: z.string().meta({ example: 'digest_failed' }),
    detail: z.string(),
    createdAt: instant,
    redrivenAt: instant
      .nullable()
      .meta({ description: 'When it was last sent again; earlier than createdAt where it gave up once more' }),
  })
  .meta({ id: 'DeadLetter' })
export type DeadLetter = z.infer<typeof deadLetter>
