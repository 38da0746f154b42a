import { useId } from 'react'

interface ChoiceFieldProps {
  label: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange(value: string): void
  hint?: string | undefined
  complaint?: string | undefined
  required?: boolean
}

/** One of some values in the browser's own select, labelled; what is wrong with it is said beside it. */
export function ChoiceField({ label, value, options, onChange, hint, complaint, required }: ChoiceFieldProps) {
  const id = useId()
  const note = complaint ?? hint
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        required={required}
        aria-invalid={complaint !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        className="h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-sm text-ink aria-invalid:border-error"
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
      {note !== undefined && (
        <p id={`${id}-note`} className={complaint === undefined ? 'text-xs text-muted' : 'text-xs text-error'}>
          {note}
        </p>
      )}
    </div>
  )
}
