import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import type { Drawing } from './drawing.ts'
import { PlanDrawing } from './plan-drawing.tsx'

/** A plan as it is sold: each category in its colour, with how many places are of it. */
export function CategoryPlan({ drawing }: { drawing: Drawing }) {
  const { plans } = useEventWords()
  const format = useFormat()
  const categories = [...drawing.colors]
  const placesOf = (name: string) =>
    drawing.seats.filter(({ category }) => category === name).length +
    drawing.areas.reduce((sum, area) => sum + (area.category === name ? area.capacity : 0), 0)
  return (
    <div className="grid gap-3">
      <PlanDrawing
        drawing={drawing}
        label={plans.drawing(drawing.seats.length, drawing.rows.length)}
        groups={categories.map(([name, color]) =>
          color === '' ? { key: name, className: 'fill-accent' } : { key: name, color },
        )}
        groupOf={({ category }) => category}
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1.5">
        {categories.map(([name, color]) => (
          <li key={name} className="flex items-center gap-2">
            <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
              <circle cx="5" cy="5" r="5" {...(color === '' ? { className: 'fill-accent' } : { fill: color })} />
            </svg>
            <span className="text-muted">{name}</span>
            <span className="tabular">{format.number(placesOf(name))}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
