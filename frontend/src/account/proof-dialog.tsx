import { useMutation } from '@tanstack/react-query'
import type { SecondFactorProof } from '../api/account.ts'
import { Button } from '../components/button.tsx'
import { complaintOf } from '../components/complaint.ts'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Form } from './form.tsx'

interface ProofDialogProps<Made> {
  title: string
  text: string
  submit: string
  danger?: boolean
  send(proof: SecondFactorProof): Promise<Made>
  onDone(made: Made): void
  onClose(): void
}

/** Asks for both factors before one of them is touched. */
export function ProofDialog<Made>(props: ProofDialogProps<Made>) {
  const { account, shell } = useMessages()
  const prove = useMutation({ mutationFn: props.send, onSuccess: props.onDone })
  const about = (name: string) => complaintOf(prove.error, name, shell.refused)
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div className="grid max-w-sm gap-4">
        <p>{props.text}</p>
        <Form
          error={prove.error}
          fields={['password', 'code']}
          onSubmit={(value) => prove.mutate({ password: value('password'), code: value('code').replaceAll(/\s/g, '') })}
        >
          <PasswordField
            label={account.profile.yourPassword}
            name="password"
            autoComplete="current-password"
            complaint={about('password')}
          />
          <Field
            label={account.factor.codeOrRecovery}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            required
            minLength={6}
            maxLength={40}
            className="font-mono"
            complaint={about('code')}
          />
          <Button
            type="submit"
            look={props.danger === true ? 'danger' : 'primary'}
            className="justify-self-start"
            disabled={prove.isPending}
          >
            {props.submit}
          </Button>
        </Form>
      </div>
    </Dialog>
  )
}
