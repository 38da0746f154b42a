import { ChevronRight, Info } from 'lucide-react'
import type { EventNote } from '../../../contract/occurrences.ts'
import { useMessages } from '../i18n/language.tsx'
import { asText } from './payload.ts'

/** What was left out of an event or changed in it, and why: nothing is dropped in silence. */
export function Notes({ notes }: { notes: readonly EventNote[] }) {
  const { occurrence } = useMessages()
  if (notes.length === 0) return null
  const reasons: Record<string, string> = occurrence.noteReasons
  return (
    <details className="group/notes rounded-xl border border-line bg-warning-soft px-4 py-2.5">
      <summary className="flex items-center gap-2 font-medium">
        <Info className="size-4 text-warning" aria-hidden="true" />
        {occurrence.notes(notes.length)}
        <ChevronRight className="ms-auto size-4 transition-transform group-open/notes:rotate-90" aria-hidden="true" />
      </summary>
      <ul className="mt-2 grid gap-1.5 border-t border-line pt-2">
        {notes.map((note, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: notes never move
          <li key={i}>
            <code className="font-mono text-xs font-semibold">{note.name}</code> {reasons[note.type] ?? note.type}
            {note.value != null && (
              <code className="ms-1 font-mono text-xs break-all text-muted">{asText(note.value)}</code>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
