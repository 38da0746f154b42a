import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiError } from '../api/problem.ts'
import { type Credentials, signIn } from '../api/session.ts'
import { Button } from '../components/button.tsx'
import { refusalOf } from '../components/complaint.ts'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { CodeStep } from './code-step.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { Entry, EntryForm, textLinkStyle } from './entry.tsx'
import { keptInvitation } from './invitation.ts'
import { ProviderChoices } from './provider-choices.tsx'
import { useEnter } from './use-enter.ts'

const route = getRouteApi('/login')

const needsCode = (error: ApiError | null) => error?.problem.code === 'second_factor_required'

/** Two steps where the account has a second factor; the password waits in memory for the second one. */
export function LoginPage() {
  const { provider, problem, ...search } = route.useSearch()
  // Whoever came to answer an invitation goes on to it, whichever way the sign-in took them.
  const next = search.next ?? (keptInvitation() === undefined ? undefined : '/join')
  const enter = useEnter(signIn, next)
  const [proved, setProved] = useState<Credentials>()
  const prove = (given: Credentials) =>
    enter.mutate(given, { onError: (error) => setProved(needsCode(error) ? given : undefined) })
  const startAgain = () => {
    setProved(undefined)
    enter.reset()
  }
  if (proved === undefined)
    return <PasswordStep enter={enter} prove={prove} next={next} provider={provider} problem={problem} />
  return (
    <CodeStep
      error={needsCode(enter.error) ? null : enter.error}
      pending={enter.isPending}
      onCode={(code) => enter.mutate({ ...proved, code })}
      onLeave={startAgain}
    />
  )
}

interface PasswordStepProps {
  enter: ReturnType<typeof useEnter<Credentials>>
  prove(given: Credentials): void
  next: string | undefined
  provider: string | undefined
  problem: string | undefined
}

function PasswordStep({ enter, prove, next, provider, problem }: PasswordStepProps) {
  const { session, shell } = useMessages()
  const broughtBack = problem === undefined ? undefined : (wordsFor(problem, shell.refused) ?? session.notSignedIn)
  const refusal = enter.isIdle ? broughtBack : refusalOf(enter.error, [], shell.refused)
  return (
    <Entry title={session.signInTitle} text={session.pitch}>
      {refusal !== undefined && !needsCode(enter.error) && <FormAlert>{refusal}</FormAlert>}
      <EntryForm onSubmit={(value) => prove({ name: value('username').trim(), password: value('password') })}>
        <Field
          label={session.name}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          required
        />
        <PasswordField label={session.password} name="password" autoComplete="current-password" maxLength={256} />
        <Button type="submit" look="primary" size="large" disabled={enter.isPending}>
          {session.signIn}
        </Button>
        <Link to="/forgot-password" className={`justify-self-center ${textLinkStyle}`}>
          {session.forgot}
        </Link>
      </EntryForm>
      <ProviderChoices next={next} provider={provider} />
      <Elsewhere to="/register" next={next} text={session.noAccount} link={session.register} />
    </Entry>
  )
}

const wordsFor = (code: string, words: Record<string, string>) => (Object.hasOwn(words, code) ? words[code] : undefined)
