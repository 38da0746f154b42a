import { useMutation } from '@tanstack/react-query'
import { BadgeCheck, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { changeEmail, sendVerification } from '../api/account.ts'
import type { Me } from '../api/shapes.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { complaintOf, refusalOf } from '../components/complaint.ts'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { Form } from './form.tsx'

export function EmailPanel({ me, managed }: { me: Me; managed: boolean }) {
  const { profile } = useMessages().account
  const [changing, setChanging] = useState(false)
  const verified = me.user.emailVerified
  return (
    <Panel title={profile.email}>
      <div className="grid max-w-lg gap-4 p-4">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium wrap-anywhere">{me.user.email}</span>
          <Badge look={verified ? 'ok' : 'warning'}>
            {verified ? <BadgeCheck aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
            {verified ? profile.verified : profile.unverified}
          </Badge>
        </p>
        {!managed && !changing && (
          <div className="flex flex-wrap gap-2">
            {!verified && <SendAgain email={me.user.email} />}
            <Button onClick={() => setChanging(true)}>{profile.change}</Button>
          </div>
        )}
        {changing && <ChangeForm onDone={() => setChanging(false)} />}
      </div>
    </Panel>
  )
}

function SendAgain({ email }: { email: string }) {
  const { account, shell } = useMessages()
  const send = useMutation({
    mutationFn: sendVerification,
    onSuccess: () => say(account.profile.sent(email)),
    onError: (error) => say(refusalOf(error, [], shell.refused) ?? shell.failed.action, { failed: true }),
  })
  return (
    <Button onClick={() => send.mutate()} disabled={send.isPending}>
      {account.profile.verify}
    </Button>
  )
}

function ChangeForm({ onDone }: { onDone(): void }) {
  const { account, shell } = useMessages()
  const { profile } = account
  const change = useMutation({ mutationFn: changeEmail })
  if (change.isSuccess) return <p role="status">{profile.changeSent(change.variables.email)}</p>
  const about = (name: string) => complaintOf(change.error, name, shell.refused)
  return (
    <Form
      error={change.error}
      fields={['email', 'password']}
      onSubmit={(value) => change.mutate({ email: value('email').trim(), password: value('password') })}
    >
      <Field
        label={profile.newEmail}
        name="email"
        type="email"
        autoComplete="email"
        required
        autoFocus
        hint={profile.newEmailHint}
        complaint={about('email')}
      />
      <PasswordField
        label={profile.yourPassword}
        name="password"
        autoComplete="current-password"
        complaint={about('password')}
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={change.isPending}>
          {profile.sendLink}
        </Button>
        <Button onClick={onDone}>{account.cancel}</Button>
      </div>
    </Form>
  )
}
