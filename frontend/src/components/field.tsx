import { type ComponentProps, useId } from 'react'

export const inputStyle =
  'h-9 w-full rounded-md border border-edge bg-surface px-3 text-sm text-ink placeholder:text-muted aria-invalid:border-error'

interface FieldProps extends ComponentProps<'input'> {
  label: string
  hint?: string
  complaint?: string | undefined
}

/** A labelled input; what is wrong with it is said beside it and read with it. */
export function Field({ label, hint, complaint, ...rest }: FieldProps) {
  const id = useId()
  const note = complaint ?? hint
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className={inputStyle}
        aria-invalid={complaint !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
      />
      {note !== undefined && (
        <p id={`${id}-note`} className={complaint === undefined ? 'text-xs text-muted' : 'text-xs text-error'}>
          {note}
        </p>
      )}
    </div>
  )
}
