import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { invitationQuery, register } from '../api/session.ts'
import type { InvitationOffer, Registration } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { complaintOf, refusalOf } from '../components/complaint.ts'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { type Language, useLanguage, useMessages } from '../i18n/language.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { Entry, EntryForm } from './entry.tsx'
import { forgetInvitation } from './invitation.ts'
import { useLinkToken } from './link-token.ts'
import { InvitationBroken, OfferLoading } from './offer.tsx'
import { useEnter } from './use-enter.ts'

const route = getRouteApi('/register')

/** Who was invited sees what they join; the address is the invitation's, and no organisation is made. */
export function RegisterPage() {
  const invitation = useLinkToken('invitation')
  return invitation === undefined ? <RegisterForm /> : <RegisterInvited token={invitation} />
}

function RegisterInvited({ token }: { token: string }) {
  const { data, error } = useQuery(invitationQuery(token))
  if (error !== null) return <InvitationBroken error={error} />
  return data === undefined ? <OfferLoading /> : <RegisterForm token={token} offer={data} />
}

function registrationOf(value: (name: string) => string, language: Language, invitation?: string): Registration {
  const said = ['organization', 'firstName', 'lastName'].map((name) => [name, value(name).trim()])
  const given = Object.fromEntries(said.filter(([, text]) => text !== ''))
  const wish = { ...given, email: value('email').trim(), password: value('password'), language }
  return invitation === undefined ? wish : { ...wish, invitation }
}

async function registerOnce(wish: Registration) {
  await register(wish)
  forgetInvitation()
}

const fields = ['organization', 'firstName', 'lastName', 'email', 'password']

function RegisterForm({ token, offer }: { token?: string; offer?: InvitationOffer }) {
  const { language, messages } = useLanguage()
  const { session, shell } = messages
  const { next } = route.useSearch()
  const enter = useEnter(registerOnce, next)
  const about = (field: string) => complaintOf(enter.error, field, shell.refused)
  const refusal = refusalOf(enter.error, fields, shell.refused)
  const title = offer === undefined ? session.registerTitle : session.join.title(offer.organization)
  return (
    <Entry title={title} text={offer === undefined ? session.pitch : session.join.registerText(offer.organization)}>
      <EntryForm onSubmit={(value) => enter.mutate(registrationOf(value, language, token))}>
        {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
        {offer === undefined && (
          <Field
            label={session.organization}
            name="organization"
            autoComplete="organization"
            maxLength={100}
            hint={session.organizationHint}
            complaint={about('organization')}
          />
        )}
        <NameFields about={about} />
        <Field
          label={session.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          {...(offer !== undefined && { readOnly: true, value: offer.email, hint: session.join.lockedEmail })}
          complaint={about('email')}
        />
        <PasswordField
          label={session.password}
          name="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={256}
          hint={session.passwordHint}
          complaint={about('password')}
        />
        <Button type="submit" look="primary" size="large" disabled={enter.isPending}>
          {offer === undefined ? session.register : session.join.registerSubmit}
        </Button>
      </EntryForm>
      <Elsewhere
        to="/login"
        next={offer === undefined ? next : '/join'}
        text={session.haveAccount}
        link={session.signIn}
      />
    </Entry>
  )
}

function NameFields({ about }: { about(field: string): string | undefined }) {
  const { session } = useMessages()
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field
        label={session.firstName}
        name="firstName"
        autoComplete="given-name"
        maxLength={100}
        placeholder={session.optional}
        complaint={about('firstName')}
      />
      <Field
        label={session.lastName}
        name="lastName"
        autoComplete="family-name"
        maxLength={100}
        placeholder={session.optional}
        complaint={about('lastName')}
      />
    </div>
  )
}
