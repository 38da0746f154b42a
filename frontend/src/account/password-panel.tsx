import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changePassword, signInsQuery } from '../api/account.ts'
import { Button } from '../components/button.tsx'
import { complaintOf } from '../components/complaint.ts'
import { Panel } from '../components/panel.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { Form } from './form.tsx'

export function PasswordPanel({ email }: { email: string }) {
  const { account, shell } = useMessages()
  const words = account.password
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      say(words.done)
      return queries.invalidateQueries({ queryKey: signInsQuery.queryKey })
    },
  })
  const about = (name: string) => complaintOf(change.error, name, shell.refused)
  return (
    <Panel title={words.title}>
      <div className="max-w-lg p-4">
        <Form
          error={change.error}
          fields={['currentPassword', 'newPassword']}
          onSubmit={(value, form) =>
            change.mutate(
              { currentPassword: value('currentPassword'), newPassword: value('newPassword') },
              { onSuccess: () => form.reset() },
            )
          }
        >
          {/* Tells a password manager whose password this is. */}
          <input name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            label={words.current}
            name="currentPassword"
            autoComplete="current-password"
            maxLength={256}
            complaint={about('currentPassword')}
          />
          <PasswordField
            label={words.next}
            name="newPassword"
            autoComplete="new-password"
            minLength={8}
            maxLength={256}
            hint={words.hint}
            complaint={about('newPassword')}
          />
          <Button type="submit" look="primary" className="justify-self-start" disabled={change.isPending}>
            {words.submit}
          </Button>
        </Form>
      </div>
    </Panel>
  )
}
