import { useMutation } from '@tanstack/react-query'
import { changeProfile } from '../api/account.ts'
import type { Me, ProfileChange } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { complaintOf } from '../components/complaint.ts'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { useLanguage, useMessages } from '../i18n/language.tsx'
import { Form } from './form.tsx'
import { LanguageField } from './language-field.tsx'
import { useRefreshMe } from './use-me.ts'

const fields = ['firstName', 'lastName', 'username', 'language']

/** An emptied field takes away what stood there. */
function changeOf(value: (name: string) => string): ProfileChange {
  const text = (name: string) => value(name).trim() || null
  const language = value('language') === 'fr' ? 'fr' : 'en'
  return { firstName: text('firstName'), lastName: text('lastName'), username: text('username'), language }
}

export function ProfileForm({ me, managed }: { me: Me; managed: boolean }) {
  const { account, shell } = useMessages()
  const save = useSaveProfile()
  const common = (name: string) => ({
    name,
    readOnly: managed,
    complaint: complaintOf(save.error, name, shell.refused),
  })
  return (
    <Panel title={account.profile.about}>
      <div className="max-w-lg p-4">
        <Form error={save.error} fields={fields} onSubmit={(value) => save.mutate(changeOf(value))}>
          <NameFields me={me} common={common} />
          {!managed && (
            <Field
              {...common('username')}
              label={account.profile.username}
              defaultValue={me.user.username ?? ''}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              minLength={2}
              maxLength={50}
              pattern="[^\s@]+"
              title={account.profile.usernameHint}
              hint={account.profile.usernameHint}
            />
          )}
          <LanguageField chosen={me.user.language} disabled={managed} />
          {!managed && (
            <Button type="submit" look="primary" className="justify-self-start" disabled={save.isPending}>
              {account.save}
            </Button>
          )}
        </Form>
      </div>
    </Panel>
  )
}

/** What was saved is what the pages speak from then on. */
function useSaveProfile() {
  const { messages, speak } = useLanguage()
  const refresh = useRefreshMe()
  return useMutation({
    mutationFn: changeProfile,
    onSuccess: (_, { language }) => {
      if (language !== null && language !== undefined) speak(language)
      say(messages.account.saved)
      return refresh()
    },
  })
}

interface NameFieldsProps {
  me: Me
  common(name: string): { name: string; readOnly: boolean; complaint: string | undefined }
}

function NameFields({ me, common }: NameFieldsProps) {
  const { session } = useMessages()
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        {...common('firstName')}
        label={session.firstName}
        defaultValue={me.user.firstName ?? ''}
        autoComplete="given-name"
        maxLength={100}
      />
      <Field
        {...common('lastName')}
        label={session.lastName}
        defaultValue={me.user.lastName ?? ''}
        autoComplete="family-name"
        maxLength={100}
      />
    </div>
  )
}
