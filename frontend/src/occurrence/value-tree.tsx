import { ChevronRight } from 'lucide-react'
import { webLink } from './payload.ts'

/** Free-form data: scalars as they are, objects and lists folded with their size. */
export function ValueTree({ value }: { value: unknown }) {
  if (typeof value === 'object' && value !== null) return <Branch value={value} />
  if (typeof value === 'string') return <Text text={value} />
  return <span className="text-code-number">{String(value)}</span>
}

function Text({ text }: { text: string }) {
  const link = webLink(text)
  if (link !== null)
    return (
      <a href={link} target="_blank" rel="noopener noreferrer nofollow" className="break-all text-accent underline">
        {text}
      </a>
    )
  const filtered = /^\[(Filtered|Redacted|redacted)\]$/.test(text)
  return <span className={filtered ? 'text-muted italic' : 'wrap-anywhere whitespace-pre-wrap'}>{text}</span>
}

/** What fits on a line is written on it. */
const shortEntries = 6
const shortLength = 72

function Branch({ value }: { value: object }) {
  const list = Array.isArray(value)
  const entries = Object.entries(value)
  const short = entries.length <= shortEntries ? JSON.stringify(value) : ''
  if (entries.length <= shortEntries && short.length <= shortLength)
    return <span className="wrap-anywhere">{short}</span>
  return (
    <details className="group/branch">
      <summary className="inline-flex min-h-6 items-center gap-1 text-muted hover:text-ink">
        <ChevronRight className="size-3 transition-transform group-open/branch:rotate-90" aria-hidden="true" />
        {list
          ? `[${entries.length}]`
          : `{${entries.length}} ${entries
              .slice(0, 3)
              .map(([key]) => key)
              .join(', ')}`}
      </summary>
      <ValueTable values={entries} nested />
    </details>
  )
}

/** Names and values of one object. */
export function ValueTable(props: { values: readonly (readonly [string, unknown])[]; nested?: boolean }) {
  return (
    <dl
      className={`grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] font-mono text-xs leading-relaxed ${props.nested === true ? 'border-s border-line ps-3' : ''}`}
    >
      {props.values.map(([name, value], row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: headers and query strings repeat names, and rows never move
        <div key={row} className="col-span-2 grid grid-cols-subgrid gap-x-4 rounded px-1 py-0.5 odd:bg-sunken">
          <dt className="max-w-56 wrap-anywhere text-muted">{name}</dt>
          <dd className="min-w-0">
            <ValueTree value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
