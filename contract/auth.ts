import { z } from 'zod'
import { instant, opaqueId } from './ids.ts'

export const role = z.enum(['owner', 'admin', 'member', 'viewer'])
export type Role = z.infer<typeof role>

/** Shortest password taken; NIST SP 800-63B asks for eight and for no rules of composition. */
const password = z.string().min(8).max(256)
const name = z.string().trim().min(1).max(100)

export const registration = z
  .object({
    email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
    password,
    username: z
      .string()
      .trim()
      .min(2)
      .max(50)
      .regex(/^[^\s@]+$/, 'A username has neither spaces nor @')
      .optional(),
    firstName: name.optional(),
    lastName: name.optional(),
    organization: name.optional(),
  })
  .meta({ id: 'Registration' })
export type Registration = z.infer<typeof registration>

export const credentials = z
  .object({
    email: z.string().trim().toLowerCase().min(1).max(254).optional(),
    username: z.string().trim().min(1).max(254).optional(),
    password: z.string().min(1).max(256),
  })
  .refine((given) => given.email !== undefined || given.username !== undefined, {
    path: ['email'],
    message: 'Give an email or a username',
  })
  .meta({ id: 'Credentials' })

/** The token comes from the body or from the browser's cookie; `organization` switches to another one of the person's. */
export const refreshRequest = z
  .object({ refreshToken: z.string().min(1).max(200).optional(), organization: opaqueId.optional() })
  .meta({ id: 'RefreshRequest' })

export const logoutRequest = z
  .object({ refreshToken: z.string().min(1).max(200).optional() })
  .meta({ id: 'LogoutRequest' })

export const user = z
  .object({
    id: opaqueId,
    email: z.string(),
    username: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>

export const membership = z.object({ id: opaqueId, name: z.string(), role }).meta({ id: 'Membership' })
export type Membership = z.infer<typeof membership>

export const session = z
  .object({
    user,
    organization: membership,
    accessToken: z.string(),
    refreshToken: z.string(),
    expiresIn: z.int().meta({ description: 'Seconds the access token lives' }),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof session>

export const me = z.object({ user, organization: membership, organizations: z.array(membership) }).meta({ id: 'Me' })

/** Who asks, as the access token says: the `sub`, `org` and `role` claims. */
export interface Caller {
  userId: string
  organisationId: string
  role: Role
}
