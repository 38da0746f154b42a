import { useEffect, useRef, useState } from 'react'
import type { ApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { complaintOf, refusalOf } from '../components/complaint.ts'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Entry, EntryForm, textLinkStyle } from './entry.tsx'

interface CodeStepProps {
  error: ApiError | null
  pending: boolean
  onCode(code: string): void
  onLeave(): void
}

/** Asks for the second factor; the focus is in the field whenever there is something to type. */
export function CodeStep({ error, pending, onCode, onLeave }: CodeStepProps) {
  const { session, shell } = useMessages()
  const words = session.code
  const [recovery, setRecovery] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another field, or a refusal, is what calls for the focus
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [recovery, error])
  const refusal = refusalOf(error, ['code'], shell.refused)
  const kind = recovery
    ? { label: words.recoveryLabel, autoComplete: 'off', maxLength: 40, className: 'font-mono' }
    : {
        label: words.label,
        autoComplete: 'one-time-code',
        inputMode: 'numeric' as const,
        pattern: '\\s*[0-9]{3}\\s*[0-9]{3}\\s*',
        maxLength: 9,
        className: 'font-mono text-lg tracking-[0.3em]',
      }
  return (
    <Entry title={words.title} text={recovery ? words.recoveryText : words.text}>
      <EntryForm onSubmit={(value) => onCode(value('code').replaceAll(/\s/g, ''))}>
        {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
        <Field
          key={String(recovery)}
          ref={input}
          name="code"
          required
          autoCapitalize="none"
          spellCheck={false}
          complaint={complaintOf(error, 'code', shell.refused)}
          {...kind}
        />
        <Button type="submit" look="primary" size="large" disabled={pending}>
          {words.submit}
        </Button>
      </EntryForm>
      <div className="grid justify-items-center gap-2">
        <button type="button" className={textLinkStyle} onClick={() => setRecovery(!recovery)}>
          {recovery ? words.useApp : words.useRecovery}
        </button>
        <button type="button" className={textLinkStyle} onClick={onLeave}>
          {words.other}
        </button>
      </div>
    </Entry>
  )
}
