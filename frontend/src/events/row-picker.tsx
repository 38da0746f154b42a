import { ChevronRight } from 'lucide-react'
import type { Drawing } from '../plans/drawing.ts'
import { toggled } from './choice.ts'
import type { Part } from './places-bar.tsx'
import { useEventWords } from './words.ts'

interface RowPickerProps {
  drawing: Drawing
  chosen: ReadonlySet<string>
  stateOf(guid: string): Part
  onChosen(chosen: ReadonlySet<string>): void
}

/** The same seats as the map has, row by row, for who reads or types rather than points. */
export function RowPicker({ drawing, chosen, stateOf, onChosen }: RowPickerProps) {
  const { places: words } = useEventWords()
  return (
    <details className="group rounded-lg border border-line">
      <summary className="flex items-center gap-2 rounded-lg px-3 py-2 hover:bg-hover">
        <ChevronRight className="size-4 text-muted group-open:rotate-90" aria-hidden="true" />
        {words.byRows}
      </summary>
      <ul className="max-h-96 divide-y divide-line overflow-y-auto border-t border-line">
        {drawing.rows.map(({ label, zone, seats }) => {
          const free = seats.filter((guid) => stateOf(guid) === 'free').length
          const name = [zone, label].filter((part) => part !== '').join(' · ')
          return (
            <li key={seats[0] ?? name} className="flex items-center gap-3 px-3 py-1.5">
              <label className="flex min-w-0 flex-1 items-center gap-2.5">
                <input
                  type="checkbox"
                  className="size-4"
                  checked={seats.length > 0 && seats.every((guid) => chosen.has(guid))}
                  onChange={() => onChosen(toggled(chosen, seats))}
                />
                <span className="truncate">{name}</span>
              </label>
              <span className="text-xs text-muted tabular">{words.rowFree(free, seats.length)}</span>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
