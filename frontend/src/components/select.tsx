import { ChevronDown } from 'lucide-react'

interface SelectProps<Value extends string> {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChange(value: Value): void
}

/** The browser's own select: a phone shows its own picker, a keyboard its own search. */
export function Select<Value extends string>({ label, value, options, onChange }: SelectProps<Value>) {
  const choose = (text: string) => {
    const chosen = options.find(([known]) => known === text)
    if (chosen !== undefined) onChange(chosen[0])
  }
  return (
    <span className="relative inline-flex">
      <select
        aria-label={label}
        value={value}
        onChange={(event) => choose(event.target.value)}
        className="h-9 max-w-48 appearance-none truncate rounded-md border border-edge bg-surface ps-3 pe-8 text-sm text-ink"
      >
        {options.map(([known, name]) => (
          <option key={known} value={known}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute end-2.5 top-2.5 size-4 text-muted" aria-hidden="true" />
    </span>
  )
}
