import { z } from 'zod'
import { emailAddress, language, linkToken, personName, role } from './auth.ts'
import { instant, opaqueId } from './ids.ts'

/** An origin as browsers send it (RFC 6454): scheme, host and port, nothing after. */
export const webOrigin = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^https?:\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i,
    'An origin is scheme, host and port: https://shop.example',
  )
  // Some that look like one are none: a port of 99999, a host of 1.2.3.4.5.
  .refine((origin) => URL.canParse(origin), 'There is no such origin')
  .transform((origin) => new URL(origin).origin)

export const organisation = z
  .object({
    id: opaqueId,
    name: z.string(),
    role,
    createdAt: instant,
    allowedOrigins: z
      .array(z.string())
      .meta({ description: 'Other origins whose pages may call the API for this organisation' }),
    version: z.int(),
  })
  .meta({ id: 'Organization' })
export type Organisation = z.infer<typeof organisation>

export const newOrganisation = z.object({ name: personName }).meta({ id: 'NewOrganization' })
export const organisationChange = z
  .object({
    name: personName.optional(),
    allowedOrigins: z.array(webOrigin).max(50).optional(),
    version: z.int().optional(),
  })
  .meta({ id: 'OrganizationChange' })
/** Its name, typed again, so that nobody deletes an organisation by a slip. */
export const organisationRemoval = z.object({ name: z.string() }).meta({ id: 'OrganizationRemoval' })

export const member = z
  .object({
    userId: opaqueId,
    email: z.string(),
    username: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    role,
    joinedAt: instant,
    provider: opaqueId.nullable().meta({ description: 'The identity provider that decides their role, if one does' }),
    secondFactor: z.boolean(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof member>
export const roleChange = z.object({ role }).meta({ id: 'RoleChange' })

export const memberInvitation = z
  .object({
    id: opaqueId,
    email: z.string(),
    role,
    status: z.enum(['pending', 'accepted', 'declined', 'revoked', 'expired']),
    invitedBy: z.string().meta({ description: 'Email of who invited' }),
    createdAt: instant,
    sentAt: instant,
    expiresAt: instant,
    link: z.string().optional().meta({
      description:
        'Where to accept; answered only when it is made or sent again, to be handed over without a mail server',
    }),
  })
  .meta({ id: 'MemberInvitation' })
export type MemberInvitation = z.infer<typeof memberInvitation>
export const newMemberInvitation = z
  .object({ email: emailAddress, role, language: language.optional() })
  .meta({ id: 'NewMemberInvitation' })
export const invitationToken = z.object({ token: linkToken }).meta({ id: 'InvitationToken' })
/** What the holder of an invitation's link may know of it. */
export const invitationOffer = z
  .object({ organization: z.string(), email: z.string(), role, invitedBy: z.string(), expiresAt: instant })
  .meta({ id: 'InvitationOffer' })
