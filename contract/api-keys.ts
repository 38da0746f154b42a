import { z } from 'zod'
import { personName } from './auth.ts'
import { instant, opaqueId } from './ids.ts'

export const apiKey = z
  .object({
    id: opaqueId,
    name: z.string(),
    hint: z.string().meta({ description: 'Its first and last characters', example: 'sbx_Ab3d…9Zx2' }),
    scopes: z.array(z.string()).meta({ description: 'The permissions it has, as routes name them in x-permission' }),
    createdBy: opaqueId,
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof apiKey>

export const newApiKey = z
  .object({
    name: personName,
    scopes: z.array(z.string().max(60)).min(1).max(60),
    expiresInDays: z.int().min(1).max(3650).nullable().default(90),
  })
  .meta({ id: 'NewApiKey' })

export const madeApiKey = apiKey
  .extend({ key: z.string().meta({ description: 'The key itself; answered this once' }) })
  .meta({ id: 'MadeApiKey' })
