import { z } from 'zod'
import { type emailAddress, personName, role } from './auth.ts'
import { instant, opaqueId } from './ids.ts'

/** Which role a value in the provider's role claim gives; what is not listed gives none. */
export const roleMapping = z.array(z.object({ value: z.string().min(1).max(200), role })).max(100)
export type RoleMapping = z.infer<typeof roleMapping>

const settings = z.object({
  name: personName,
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: z.string().trim().min(1).max(300),
  clientSecret: z.string().min(1).max(1000).nullable(),
  scopes: z
    .string()
    .trim()
    .max(500)
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/),
  roleClaim: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'Where roles stand in the claims, dots between the steps', example: 'realm_access.roles' }),
  roleMapping,
  audience: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .nullable()
    .meta({ description: 'Access tokens of this issuer for this `aud` are taken as bearer tokens; null takes none' }),
  enabled: z.boolean(),
  listed: z.boolean().meta({ description: 'Shown on the sign-in page of the deployment; an ADMIN of it decides' }),
})

export const newOidcProvider = settings
  .extend({
    clientSecret: settings.shape.clientSecret.default(null),
    scopes: settings.shape.scopes.default('openid profile email offline_access'),
    roleClaim: settings.shape.roleClaim.default('groups'),
    audience: settings.shape.audience.default(null),
    enabled: z.boolean().default(true),
    listed: z.boolean().default(false),
  })
  .meta({ id: 'NewOidcProvider' })
export type NewOidcProvider = z.infer<typeof newOidcProvider>

/** What is left out stays; `clientSecret: null` forgets it, and with another issuer it has to be said. */
export const oidcProviderChange = settings
  .partial()
  .extend({ version: z.int().optional() })
  .meta({ id: 'OidcProviderChange' })

export const oidcProvider = settings
  .omit({ clientSecret: true })
  .extend({
    id: opaqueId,
    hasClientSecret: z.boolean(),
    callbackUrl: z.string().meta({ description: 'The redirect URI to register at the provider' }),
    backchannelLogoutUrl: z.string().meta({ description: 'Where the provider says that someone signed out there' }),
    postLogoutUrl: z.string().meta({ description: 'The redirect URI after logout to register at the provider' }),
    loginUrl: z.string().meta({ description: 'Where people of the organisation begin to sign in' }),
    version: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'OidcProvider' })
export type OidcProvider = z.infer<typeof oidcProvider>

/** A provider as the sign-in page names it. */
export const signInProvider = z
  .object({ id: opaqueId, name: z.string(), organization: z.string() })
  .meta({ id: 'SignInProvider' })

/** What an identity provider posts as a form (OpenID Connect Back-Channel Logout 1.0, section 2.5). */
export const logoutToken = z.object({ logout_token: z.string().min(1).max(16_000) }).meta({ id: 'LogoutToken' })

/** The answer to signing out where an identity provider had vouched: the browser goes there, or stays signed in there. */
export const signedOut = z
  .object({ redirect: z.url().meta({ description: 'Where the provider signs this browser out' }) })
  .meta({ id: 'SignedOut' })

/** Claims of an ID token or of userinfo that we read (OpenID Connect Core 1.0, section 5.1). */
export interface ProviderClaims {
  sub: string
  sid?: string
  email?: z.infer<typeof emailAddress>
  email_verified?: boolean
  given_name?: string
  family_name?: string
  preferred_username?: string
  [claim: string]: unknown
}
