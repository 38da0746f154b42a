import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { type ApiError, complaintAbout } from '../api/problem.ts'
import { register, signIn } from '../api/session.ts'
import { Brand } from '../components/brand.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { type Messages, useMessages } from '../i18n/language.tsx'
import { safeNext } from './next.ts'

const loginRoute = getRouteApi('/login')
const registerRoute = getRouteApi('/register')

const emailField = { name: 'email', type: 'email', autoComplete: 'username', required: true }

export function LoginPage() {
  const { session } = useMessages()
  const { next } = loginRoute.useSearch()
  const enter = useEnter(signIn, next)
  usePageTitle(session.signIn)
  return (
    <SessionForm
      title={session.signInTitle}
      submit={session.signIn}
      enter={enter}
      elsewhere={<Elsewhere to="/register" next={next} text={session.noAccount} link={session.register} />}
    >
      <Field {...emailField} label={session.email} />
      <Field label={session.password} name="password" type="password" autoComplete="current-password" required />
    </SessionForm>
  )
}

export function RegisterPage() {
  const { session } = useMessages()
  const { next } = registerRoute.useSearch()
  const enter = useEnter(register, next)
  usePageTitle(session.register)
  const about = (field: string) => complaintAbout(enter.error, field)
  return (
    <SessionForm
      title={session.registerTitle}
      submit={session.register}
      enter={enter}
      elsewhere={<Elsewhere to="/login" next={next} text={session.haveAccount} link={session.signIn} />}
    >
      <Field
        label={session.organization}
        name="organization"
        autoComplete="organization"
        hint={session.organizationHint}
        complaint={about('organization')}
      />
      <Field {...emailField} label={session.email} complaint={about('email')} />
      <Field
        label={session.password}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
        hint={session.passwordHint}
        complaint={about('password')}
      />
    </SessionForm>
  )
}

interface ElsewhereProps {
  to: '/login' | '/register'
  next: string | undefined
  text: string
  link: string
}

function Elsewhere({ to, next, text, link }: ElsewhereProps) {
  return (
    <p className="text-center text-muted">
      {text}{' '}
      <Link to={to} search={next === undefined ? {} : { next }} className="font-medium text-accent underline">
        {link}
      </Link>
    </p>
  )
}

interface Entry {
  email: string
  password: string
  organization?: string
}

type Enter = UseMutationResult<unknown, ApiError, Entry>

/** Signs in by one of the two ways, forgets what another user may have left in the caches, and goes on. */
function useEnter(send: (entry: Entry) => Promise<unknown>, next: string | undefined): Enter {
  const queries = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      queries.clear()
      router.history.replace(safeNext(next))
    },
  })
}

interface SessionFormProps {
  title: string
  submit: string
  enter: Enter
  /** The way to the other form. */
  elsewhere: ReactNode
  children: ReactNode
}

function SessionForm(props: SessionFormProps) {
  const { session } = useMessages()
  const { enter } = props
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => String(form.get(name) ?? '').trim()
    const organization = value('organization')
    const entry = { email: value('email'), password: String(form.get('password') ?? '') }
    enter.mutate(organization === '' ? entry : { ...entry, organization })
  }
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 grid justify-items-center gap-3 text-center">
          <Brand className="size-12" />
          <h1 className="text-xl font-semibold tracking-tight">{props.title}</h1>
          <p className="text-muted">{session.pitch}</p>
        </div>
        <form onSubmit={submit} className="grid gap-4 rounded-xl border border-line bg-surface p-6 shadow-xs">
          {enter.isError && (
            <p role="alert" className="rounded-md bg-error-soft px-3 py-2 text-error">
              {explain(enter.error, session)}
            </p>
          )}
          {props.children}
          <Button type="submit" look="primary" size="large" disabled={enter.isPending}>
            {props.submit}
          </Button>
          {props.elsewhere}
        </form>
      </div>
    </main>
  )
}

function explain({ problem, message }: ApiError, session: Messages['session']): string {
  if (problem?.status === 401) return session.badCredentials
  if (problem?.status === 429) return session.tooMany
  if (problem?.code === 'invalid') return session.invalid
  if (problem?.code === 'email_taken') return session.emailTaken
  return problem?.detail ?? message
}
