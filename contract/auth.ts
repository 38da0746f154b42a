import { z } from 'zod'
import { instant, opaqueId } from './ids.ts'

export const role = z.enum(['owner', 'admin', 'member', 'viewer'])
export type Role = z.infer<typeof role>

/** What someone may do beyond organisations. */
export const platformRole = z.enum(['USER', 'ADMIN'])
export type PlatformRole = z.infer<typeof platformRole>

/** Languages that pages and mails speak. */
export const language = z.enum(['en', 'fr'])
export type Language = z.infer<typeof language>

export const emailAddress = z.string().trim().toLowerCase().pipe(z.email().max(254))

/** Shortest password taken; NIST SP 800-63B asks for eight and for no rules of composition. */
export const newPassword = z.string().min(8).max(256)

/** A password as someone types it to prove who they are; whatever it is, it is compared. */
export const givenPassword = z.string().min(1).max(256)

/** One line, and no character that turns what is beside it around: names stand in the subject of mails. */
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'A name is one line of plain text')
/**
 * Brought to one form, so that a name is the same from every keyboard and nobody passes for another with letters of
 * another width; and without characters that nobody sees, or that turn around what is beside them.
 */
export const username = z
  .string()
  .trim()
  .normalize('NFKC')
  .min(2)
  .max(50)
  .regex(
    /^[^\s@\p{C}\p{Default_Ignorable_Code_Point}]+$/u,
    'A username has neither spaces nor @ nor characters that nobody sees',
  )

/** A token of ours as it stands in a link or a cookie. */
export const linkToken = z.string().min(1).max(200)

export const registration = z
  .object({
    email: emailAddress,
    password: newPassword,
    username: username.optional(),
    firstName: personName.optional(),
    lastName: personName.optional(),
    organization: personName.optional(),
    language: language.optional(),
    invitation: linkToken.optional().meta({
      description: 'Token of an invitation sent to this email: joins that organisation and makes none',
    }),
  })
  .meta({ id: 'Registration' })
export type Registration = z.infer<typeof registration>

export const credentials = z
  .object({
    email: z.string().trim().toLowerCase().min(1).max(254).optional(),
    username: z.string().trim().normalize('NFKC').min(1).max(254).optional(),
    password: givenPassword,
    code: z
      .string()
      .trim()
      .max(40)
      .optional()
      .meta({ description: 'Six digits of the authenticator app, or a recovery code, where a second factor is set' }),
  })
  .refine((given) => given.email !== undefined || given.username !== undefined, {
    path: ['email'],
    message: 'Give an email or a username',
  })
  .meta({ id: 'Credentials' })

/** The token comes from the body or from the browser's cookie; `organization` switches to another one of the person's. */
export const refreshRequest = z
  .object({ refreshToken: linkToken.optional(), organization: opaqueId.optional() })
  .meta({ id: 'RefreshRequest' })

export const logoutRequest = z.object({ refreshToken: linkToken.optional() }).meta({ id: 'LogoutRequest' })

export const user = z
  .object({
    id: opaqueId,
    email: z.string(),
    emailVerified: z.boolean(),
    username: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    language: language.nullable(),
    platformRole,
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

export const me = z
  .object({
    user,
    organization: membership,
    organizations: z.array(membership),
    provider: opaqueId
      .nullable()
      .meta({ description: 'The identity provider that vouched for this sign-in; null for a password' }),
  })
  .meta({ id: 'Me' })

/** How someone proved who they are. */
export type Credential =
  | { kind: 'session'; id: string; providerId: string | null }
  | { kind: 'key'; scopes: readonly string[] }
  | { kind: 'issuer'; providerId: string }

/** Who asks. */
export interface Caller {
  /** Id of the person, or of the API key; facts name it as their actor. */
  userId: string
  organisationId: string
  role: Role
  platformRole: PlatformRole
  credential: Credential
}
