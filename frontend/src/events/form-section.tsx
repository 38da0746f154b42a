import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BookableEvent } from '../api/events.ts'
import type { ComplaintAt } from './complaints.ts'
import type { EventDraft } from './draft.ts'

export interface SectionProps {
  draft: EventDraft
  change(part: Partial<EventDraft>): void
  complaint: ComplaintAt
  /** The event as it is stored; null for one that is only being written. */
  event: BookableEvent | null
}

/** A titled part of a form, always in view. */
export function Section(props: { title: string; text?: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0 rounded-xl border border-line bg-surface p-4">
      <legend className="float-start w-full text-sm font-semibold">{props.title}</legend>
      {props.text !== undefined && <p className="clear-both pt-1 text-xs text-muted">{props.text}</p>}
      <div className="clear-both grid gap-4 pt-4">{props.children}</div>
    </fieldset>
  )
}

/** A part that most never need: folded, unless something in it is set or wrong. */
export function FoldedSection(props: { title: string; text: string; open: boolean; children: ReactNode }) {
  return (
    <details open={props.open} className="group min-w-0 rounded-xl border border-line bg-surface">
      <summary className="flex items-center gap-2 rounded-xl px-4 py-3 hover:bg-hover">
        <ChevronRight className="size-4 shrink-0 text-muted group-open:rotate-90" aria-hidden="true" />
        <span className="font-semibold">{props.title}</span>
        <span className="min-w-0 truncate text-xs text-muted">{props.text}</span>
      </summary>
      <div className="grid gap-4 border-t border-line p-4">{props.children}</div>
    </details>
  )
}

/** Fields beside each other where there is room. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-4 sm:grid-cols-2">{children}</div>
}
