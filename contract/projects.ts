import { z } from 'zod'
import { instant, projectId } from './ids.ts'

const name = z.string().trim().min(1).max(100)

export const newProject = z
  .object({ name, platform: z.string().trim().min(1).max(50).optional() })
  .meta({ id: 'NewProject' })
export type NewProject = z.infer<typeof newProject>

export const project = z
  .object({
    id: projectId,
    name: z.string(),
    slug: z.string(),
    platform: z.string().nullable(),
    dsn: z.string().nullable().meta({ description: 'DSN of the first active key; null when every key is revoked' }),
    createdAt: instant,
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof project>

export const newProjectKey = z.object({ name }).meta({ id: 'NewProjectKey' })

/** A key's number on the wire: decimal, as part of a path and as the `id` of a key. */
export const keyId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .meta({ description: 'Number of the key within its project', example: '1' })

export const projectKey = z
  .object({
    id: keyId,
    name: z.string(),
    dsn: z.string(),
    publicKey: z.string(),
    active: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'ProjectKey' })
export type ProjectKey = z.infer<typeof projectKey>

/** What was not kept, and why, hour by hour. */
export const outcome = z
  .object({ hour: instant, category: z.string(), reason: z.string(), quantity: z.int() })
  .meta({ id: 'Outcome' })
export type Outcome = z.infer<typeof outcome>
