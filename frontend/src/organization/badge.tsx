import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

const tones = {
  ok: 'bg-ok-soft text-ok',
  warning: 'bg-warning-soft text-warning',
  error: 'bg-error-soft text-error',
  plain: 'bg-hover text-muted',
} as const

export type Tone = keyof typeof tones

/** A state in a word and a shape, never by colour alone. */
export function Badge(props: { tone?: Tone; icon?: LucideIcon; title?: string; children: ReactNode }) {
  const Icon = props.icon
  return (
    <span
      title={props.title}
      className={`inline-flex max-w-full items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${tones[props.tone ?? 'plain']}`}
    >
      {Icon && <Icon className="size-3.5 shrink-0" aria-hidden="true" />}
      <span className="truncate">{props.children}</span>
    </span>
  )
}
