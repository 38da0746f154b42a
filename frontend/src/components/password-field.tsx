import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { useMessages } from '../i18n/language.tsx'
import { Field } from './field.tsx'

/** A password that can be looked at: who sees what they type needs to type it only once. */
export function PasswordField(props: ComponentProps<typeof Field>) {
  const { session } = useMessages()
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  const label = shown ? session.hidePassword : session.showPassword
  return (
    <Field
      required
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      inside={
        <button
          type="button"
          onClick={() => setShown(!shown)}
          aria-label={label}
          title={label}
          className="absolute inset-y-0 end-0 grid w-9 place-items-center rounded-md text-muted hover:text-ink"
        >
          <Icon className="size-4" aria-hidden="true" />
        </button>
      }
    />
  )
}
