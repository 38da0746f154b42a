import { type ComponentProps, useId } from 'react'

interface AreaFieldProps extends ComponentProps<'textarea'> {
  label: string
  hint?: string
  complaint?: string | undefined
}

/** A labelled input of several lines; what is wrong with it is said beside it and read with it. */
export function AreaField({ label, hint, complaint, ...rest }: AreaFieldProps) {
  const id = useId()
  const note = complaint ?? hint
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        rows={4}
        spellCheck={false}
        autoCapitalize="off"
        {...rest}
        id={id}
        className="w-full resize-y rounded-md border border-edge bg-surface px-3 py-2 font-mono text-sm text-ink placeholder:text-muted read-only:resize-none read-only:bg-sunken read-only:text-muted aria-invalid:border-error disabled:opacity-60"
        aria-invalid={complaint !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
      />
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={complaint === undefined ? 'text-xs text-muted' : 'text-xs wrap-anywhere text-error'}
        >
          {note}
        </p>
      )}
    </div>
  )
}
