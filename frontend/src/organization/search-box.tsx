import { Search } from 'lucide-react'

/** Narrows a list while someone types. */
export function SearchBox(props: { label: string; text: string; onText(text: string): void }) {
  return (
    <span className="relative w-full sm:w-60">
      <Search className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted" aria-hidden="true" />
      <input
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={props.text}
        onChange={(event) => props.onText(event.target.value)}
        className="h-8 w-full rounded-md border border-edge bg-surface ps-8 pe-2 text-sm text-ink placeholder:text-muted"
      />
    </span>
  )
}
