import { z } from 'zod'
import {
  emailAddress,
  givenPassword,
  language,
  linkToken,
  newPassword,
  personName,
  platformRole,
  user,
  username,
} from './auth.ts'
import { instant, opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'

/** What someone may change of themselves without proving again who they are; what is left out stays. */
export const profileChange = z
  .object({
    username: username.nullable().optional(),
    firstName: personName.nullable().optional(),
    lastName: personName.nullable().optional(),
    language: language.nullable().optional(),
  })
  .meta({ id: 'ProfileChange' })
export type ProfileChange = z.infer<typeof profileChange>

export const passwordChange = z.object({ currentPassword: givenPassword, newPassword }).meta({ id: 'PasswordChange' })

/** The address changes when the link sent to the new one is followed. */
export const emailChange = z.object({ email: emailAddress, password: givenPassword }).meta({ id: 'EmailChange' })

/** Answered alike whether the address has an account or not. */
export const passwordResetRequest = z
  .object({ email: emailAddress, language: language.optional() })
  .meta({ id: 'PasswordResetRequest' })
export const passwordReset = z.object({ token: linkToken, password: newPassword }).meta({ id: 'PasswordReset' })
export const emailVerification = z.object({ token: linkToken }).meta({ id: 'EmailVerification' })

/** One place where someone is signed in. */
export const signIn = z
  .object({
    id: opaqueId,
    current: z.boolean(),
    createdAt: instant,
    lastSeenAt: instant,
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    provider: opaqueId.nullable(),
  })
  .meta({ id: 'SignIn' })
export type SignIn = z.infer<typeof signIn>

const code = z.string().trim().min(6).max(40)

export const secondFactor = z
  .object({
    enabled: z.boolean(),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'SecondFactor' })
export const secondFactorStart = z.object({ password: givenPassword }).meta({ id: 'SecondFactorStart' })
export const secondFactorOffer = z
  .object({
    secret: z.string().meta({ description: 'Base32, to type into an authenticator app' }),
    uri: z.string().meta({ description: 'otpauth:// URI, to show as a QR code' }),
  })
  .meta({ id: 'SecondFactorOffer' })
export const secondFactorConfirmation = z.object({ code }).meta({ id: 'SecondFactorConfirmation' })
/** Proof for switching the second factor off and for new recovery codes; the code may be a recovery code. */
export const secondFactorProof = z.object({ password: givenPassword, code }).meta({ id: 'SecondFactorProof' })
export const recoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()) })
  .meta({ id: 'RecoveryCodes', description: 'Shown once; each is good once' })

/** Someone with an account, as an ADMIN of the deployment sees them. */
export const account = user
  .extend({
    disabled: z.boolean(),
    secondFactor: z.boolean(),
    hasPassword: z.boolean().meta({ description: 'False for someone who signs in through an identity provider only' }),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof account>

export const accountQuery = pageQuery.extend({
  query: z.string().trim().max(100).default('').meta({ description: 'Text that name, username or email contain' }),
})

/** What an ADMIN may change of an account; what is left out stays. */
export const accountChange = z
  .object({ platformRole: platformRole.optional(), disabled: z.boolean().optional() })
  .meta({ id: 'AccountChange' })
