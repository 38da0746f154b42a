import { useMutation } from '@tanstack/react-query'
import { confirmSecondFactor, startSecondFactor } from '../api/account.ts'
import type { RecoveryCodesMade, SecondFactorOffer } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { complaintOf } from '../components/complaint.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Form } from './form.tsx'
import { QrCode } from './qr-code.tsx'

interface SetUpProps {
  onMade(made: RecoveryCodesMade): void
  onClose(): void
}

/** First the password, then the secret and a code that shows that the app has it; nothing is on before that. */
export function SecondFactorSetUp({ onMade, onClose }: SetUpProps) {
  const { account, shell } = useMessages()
  const { factor, profile } = account
  const start = useMutation({ mutationFn: startSecondFactor })
  return (
    <Dialog title={factor.proveTitle} onClose={onClose}>
      {start.data !== undefined ? (
        <Confirm offer={start.data} onMade={onMade} />
      ) : (
        <div className="grid max-w-sm gap-4">
          <p>{factor.prove}</p>
          <Form error={start.error} fields={['password']} onSubmit={(value) => start.mutate(value('password'))}>
            <PasswordField
              label={profile.yourPassword}
              name="password"
              autoComplete="current-password"
              complaint={complaintOf(start.error, 'password', shell.refused)}
            />
            <Button type="submit" look="primary" className="justify-self-start" disabled={start.isPending}>
              {factor.next}
            </Button>
          </Form>
        </div>
      )}
    </Dialog>
  )
}

/** In fours, as people read and type it. */
const grouped = (secret: string) => secret.replaceAll(/(.{4})(?=.)/g, '$1 ')

function Confirm({ offer, onMade }: { offer: SecondFactorOffer; onMade: SetUpProps['onMade'] }) {
  const { account, shell } = useMessages()
  const { factor } = account
  const confirm = useMutation({ mutationFn: confirmSecondFactor, onSuccess: onMade })
  return (
    <div className="grid gap-5 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <QrCode text={offer.uri} label={factor.qr} />
      <div className="grid content-start gap-4">
        <p>{factor.scan}</p>
        <div className="grid justify-items-start gap-1.5">
          <p className="text-xs text-muted">{factor.secret}</p>
          <code className="font-mono text-sm wrap-anywhere">{grouped(offer.secret)}</code>
          <CopyButton text={offer.secret} />
        </div>
        <Form
          error={confirm.error}
          fields={['code']}
          onSubmit={(value) => confirm.mutate(value('code').replaceAll(/\s/g, ''))}
        >
          <Field
            label={factor.code}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\s*[0-9]{3}\s*[0-9]{3}\s*"
            maxLength={9}
            required
            autoFocus
            className="max-w-44 font-mono text-lg tracking-[0.3em]"
            complaint={complaintOf(confirm.error, 'code', shell.refused)}
          />
          <Button type="submit" look="primary" className="justify-self-start" disabled={confirm.isPending}>
            {factor.confirm}
          </Button>
        </Form>
      </div>
    </div>
  )
}
