import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { confirmEmail } from '../api/session.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { refusalOf } from '../components/complaint.ts'
import { FormAlert } from '../components/form-alert.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Done } from './done.tsx'
import { Entry } from './entry.tsx'
import { LinkBroken } from './link-broken.tsx'
import { useLinkToken } from './link-token.ts'

export function VerifyEmailPage() {
  return <ConfirmPage words={useMessages().session.verify} />
}

export function ChangeEmailPage() {
  return <ConfirmPage words={useMessages().session.changeEmail} />
}

type Words = Record<'title' | 'text' | 'submit' | 'doneTitle' | 'done', string>

/**
 * Confirms at the press of a button, not at the opening of the page: scanners of mail open links, some of them in a
 * whole browser that runs scripts, and would confirm to a stranger that the address is theirs.
 */
function ConfirmPage({ words }: { words: Words }) {
  const { session, shell } = useMessages()
  const token = useLinkToken()
  const queries = useQueryClient()
  const confirm = useMutation({
    mutationFn: confirmEmail,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  })
  const toProfile = (label: string) => (
    <Link to="/settings/profile" className={buttonStyle({ look: 'primary', size: 'large' })}>
      {label}
    </Link>
  )
  if (confirm.isSuccess)
    return (
      <Done title={words.doneTitle} text={words.done}>
        {toProfile(session.link.goOn)}
      </Done>
    )
  if (token === undefined || confirm.error?.problem.code === 'invalid_link')
    return <LinkBroken>{toProfile(session.link.toSettings)}</LinkBroken>
  const refusal = refusalOf(confirm.error, [], shell.refused)
  return (
    <Entry title={words.title} text={words.text}>
      {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
      <Button look="primary" size="large" disabled={confirm.isPending} onClick={() => confirm.mutate(token)}>
        {words.submit}
      </Button>
    </Entry>
  )
}
