import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApiError } from '../api/problem.ts'
import { resetPassword } from '../api/session.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { complaintOf, refusalOf } from '../components/complaint.ts'
import { FormAlert } from '../components/form-alert.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Done } from './done.tsx'
import { Entry, EntryForm } from './entry.tsx'
import { LinkBroken } from './link-broken.tsx'
import { useLinkToken } from './link-token.ts'

const wayStyle = buttonStyle({ look: 'primary', size: 'large' })

export function ResetPasswordPage() {
  const token = useLinkToken()
  const { session } = useMessages()
  const queries = useQueryClient()
  const reset = useMutation({ mutationFn: resetPassword, onSuccess: () => queries.clear() })
  if (reset.isSuccess)
    return (
      <Done title={session.reset.doneTitle} text={session.reset.done}>
        <Link to="/login" search={{}} className={wayStyle}>
          {session.signIn}
        </Link>
      </Done>
    )
  if (token === undefined || reset.error?.problem.code === 'invalid_link')
    return (
      <LinkBroken>
        <Link to="/forgot-password" className={wayStyle}>
          {session.link.askAgain}
        </Link>
      </LinkBroken>
    )
  return <ResetForm reset={reset} token={token} />
}

type Reset = UseMutationResult<unknown, ApiError, { token: string; password: string }>

function ResetForm({ token, reset }: { token: string; reset: Reset }) {
  const { session, shell } = useMessages()
  const refusal = refusalOf(reset.error, ['password'], shell.refused)
  return (
    <Entry title={session.reset.title} text={session.reset.text}>
      <EntryForm onSubmit={(value) => reset.mutate({ token, password: value('password') })}>
        {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
        <PasswordField
          label={session.newPassword}
          name="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={256}
          hint={session.passwordHint}
          complaint={complaintOf(reset.error, 'password', shell.refused)}
        />
        <Button type="submit" look="primary" size="large" disabled={reset.isPending}>
          {session.reset.submit}
        </Button>
      </EntryForm>
    </Entry>
  )
}
