import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { forgotPassword } from '../api/session.ts'
import { Button } from '../components/button.tsx'
import { complaintOf, refusalOf } from '../components/complaint.ts'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { Done } from './done.tsx'
import { Entry, EntryForm, textLinkStyle } from './entry.tsx'

/** Says the same for every address, so that nobody learns here who has an account. */
export function ForgotPasswordPage() {
  const { language, messages } = useLanguage()
  const { session, shell } = messages
  const words = session.forgotPassword
  const send = useMutation({ mutationFn: (email: string) => forgotPassword({ email, language }) })
  if (send.isSuccess)
    return (
      <Done title={words.sentTitle} text={words.sent(send.variables)}>
        <Button size="large" onClick={() => send.reset()}>
          {words.again}
        </Button>
        <BackToSignIn />
      </Done>
    )
  const refusal = refusalOf(send.error, ['email'], shell.refused)
  return (
    <Entry title={words.title} text={words.text}>
      <EntryForm onSubmit={(value) => send.mutate(value('email').trim())}>
        {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
        <Field
          label={session.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          complaint={complaintOf(send.error, 'email', shell.refused)}
        />
        <Button type="submit" look="primary" size="large" disabled={send.isPending}>
          {words.submit}
        </Button>
      </EntryForm>
      <BackToSignIn />
    </Entry>
  )
}

function BackToSignIn() {
  const { forgotPassword } = useLanguage().messages.session
  return (
    <Link to="/login" search={{}} className={`justify-self-center ${textLinkStyle}`}>
      {forgotPassword.back}
    </Link>
  )
}
