import { useFormat } from '../i18n/language.tsx'
import { useEventWords } from './words.ts'

export const PARTS = ['booked', 'held', 'offered', 'blocked', 'free'] as const
export type Part = (typeof PARTS)[number]

/** Fills of drawings and marks of their legends. */
export const partFills: Record<Part, string> = {
  booked: 'fill-accent',
  held: 'fill-warning',
  offered: 'fill-code-word',
  blocked: 'fill-muted',
  free: 'fill-ok-soft stroke-ok',
}

type Counts = Record<Part, number> & { capacity: number }

/** What became of all places, drawn: a policy forbids styles in markup. */
export function PlacesBar({ counts, className }: { counts: Counts; className?: string }) {
  const { places } = useEventWords()
  const format = useFormat()
  let at = 0
  const label = PARTS.map((part) => `${places.parts[part]}: ${format.number(counts[part])}`).join(', ')
  return (
    <svg
      viewBox="0 0 1000 12"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className={`w-full overflow-hidden rounded-full bg-hover ${className ?? 'h-3'}`}
    >
      {PARTS.map((part) => {
        const width = counts.capacity === 0 ? 0 : (counts[part] / counts.capacity) * 1000
        const bar =
          width === 0 ? null : (
            <rect key={part} x={at} width={width} height={12} strokeWidth={0} className={partFills[part]} />
          )
        at += width
        return bar
      })}
    </svg>
  )
}

/** What stands for a part in bars, maps and legends. */
export function PartMark({ part }: { part: Part }) {
  return (
    <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
      <circle cx="5" cy="5" r="4.5" strokeWidth="1" className={partFills[part]} />
    </svg>
  )
}

/** How many places are what, with the mark that stands for it in bars and maps. */
export function PlacesLegend({ counts }: { counts: Counts }) {
  const { places } = useEventWords()
  const format = useFormat()
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-2">
      {PARTS.map((part) => (
        <div key={part} className="flex items-center gap-2">
          <PartMark part={part} />
          <dt className="text-muted">{places.parts[part]}</dt>
          <dd className="font-semibold tabular">{format.number(counts[part])}</dd>
        </div>
      ))}
    </dl>
  )
}
