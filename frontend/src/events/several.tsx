interface SeveralProps {
  title: string
  options: readonly (readonly [string, string])[]
  chosen: readonly string[]
  onChange(chosen: string[]): void
}

/** Some of a few. */
export function Several({ title, options, chosen, onChange }: SeveralProps) {
  const toggle = (value: string, on: boolean) =>
    onChange(options.map(([known]) => known).filter((known) => (known === value ? on : chosen.includes(known))))
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 text-sm font-medium">{title}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {options.map(([value, name]) => (
          <label key={value} className="inline-flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={chosen.includes(value)}
              onChange={({ target }) => toggle(value, target.checked)}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
