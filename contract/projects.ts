import { z } from 'zod'
import { personName } from './auth.ts'
import { instant, projectId } from './ids.ts'

const name = personName
const platform = z.string().trim().min(1).max(50)

export const newProject = z.object({ name, platform: platform.optional() }).meta({ id: 'NewProject' })
export type NewProject = z.infer<typeof newProject>

export const project = z
  .object({
    id: projectId,
    name: z.string(),
    slug: z.string(),
    platform: z.string().nullable(),
    dsn: z.string().nullable().meta({ description: 'DSN of the first active key; null when every key is revoked' }),
    createdAt: instant,
    version: z.int().meta({ description: 'Grows with each change; give it back to be told when another came between' }),
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof project>

export const projectChange = z
  .object({
    name: name.optional(),
    slug: z
      .string()
      .trim()
      .max(40)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A slug is made of a-z, 0-9 and single dashes')
      .optional()
      .meta({ description: 'Short name for URLs; the ids of issues (`SHOP-12`) begin with it' }),
    platform: platform.nullable().optional(),
    version: z.int().optional(),
  })
  .meta({ id: 'ProjectChange' })
export type ProjectChange = z.infer<typeof projectChange>

/** Its name, typed again, so that nobody deletes a project by a slip. */
export const projectRemoval = z.object({ name: z.string() }).meta({ id: 'ProjectRemoval' })

export const newProjectKey = z.object({ name }).meta({ id: 'NewProjectKey' })

/** A key's number on the wire: decimal, as part of a path and as the `id` of a key. */
export const keyId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .meta({ description: 'Number of the key within its project', example: '1' })

const allowedOrigins = z
  .array(z.string().trim().max(300))
  .min(1)
  .max(50)
  .nullable()
  .meta({
    description:
      'Origins whose pages may send with the key, as `https://shop.example` or, for a domain and all below it, ' +
      '`*.shop.example`; null for all. Senders that are no browsers name no origin and are always let in.',
    example: ['https://shop.example', '*.shop.example'],
  })

export const projectKeyChange = z
  .object({ name: name.optional(), allowedOrigins: allowedOrigins.optional() })
  .meta({ id: 'ProjectKeyChange' })
export type ProjectKeyChange = z.infer<typeof projectKeyChange>

export const projectKey = z
  .object({
    id: keyId,
    name: z.string(),
    dsn: z.string(),
    publicKey: z.string(),
    active: z.boolean(),
    allowedOrigins,
    createdAt: instant,
  })
  .meta({ id: 'ProjectKey' })
export type ProjectKey = z.infer<typeof projectKey>

/** What was not kept, and why, hour by hour. */
export const outcome = z
  .object({ hour: instant, category: z.string(), reason: z.string(), quantity: z.int() })
  .meta({ id: 'Outcome' })
export type Outcome = z.infer<typeof outcome>
