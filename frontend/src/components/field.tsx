import { type ComponentProps, type ReactNode, useEffect, useId } from 'react'

export const inputStyle =
  'h-9 w-full rounded-md border border-edge bg-surface px-3 text-sm text-ink placeholder:text-muted aria-invalid:border-error'

interface FieldProps extends ComponentProps<'input'> {
  label: string
  hint?: string
  complaint?: string | undefined
  /** Lies over the end of the input. */
  inside?: ReactNode
}

/** Puts the focus into the first field of a form that was refused: there is something to do, and it is read aloud. */
function useFocusOnComplaint(id: string, complaint: string | undefined) {
  useEffect(() => {
    const input = complaint === undefined ? null : document.getElementById(id)
    const first = input?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (first === input) first?.focus()
  }, [id, complaint])
}

/** A labelled input; what is wrong with it is said beside it and read with it. */
export function Field({ label, hint, complaint, inside, className, ...rest }: FieldProps) {
  const id = useId()
  useFocusOnComplaint(id, complaint)
  const note = complaint ?? hint
  const input = (
    <input
      {...rest}
      id={id}
      className={`${inputStyle} read-only:bg-sunken read-only:text-muted ${inside === undefined ? '' : 'pe-9'} ${className ?? ''}`}
      aria-invalid={complaint !== undefined}
      aria-describedby={note === undefined ? undefined : `${id}-note`}
    />
  )
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {inside === undefined ? (
        input
      ) : (
        <div className="relative">
          {input}
          {inside}
        </div>
      )}
      {note !== undefined && (
        <p id={`${id}-note`} className={complaint === undefined ? 'text-xs text-muted' : 'text-xs text-error'}>
          {note}
        </p>
      )}
    </div>
  )
}
