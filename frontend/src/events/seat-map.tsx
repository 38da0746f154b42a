import { type ReactNode, useState } from 'react'
import { type Drawing, type DrawnSeat, seatAt, seatsWithin } from '../plans/drawing.ts'
import { PlanDrawing, type Point } from '../plans/plan-drawing.tsx'
import type { SeatNames } from '../plans/seat-names.ts'
import { toggled } from './choice.ts'
import { PARTS, type Part, partFills } from './places-bar.tsx'
import { RowPicker } from './row-picker.tsx'
import { useEventWords } from './words.ts'

interface SeatMapProps {
  drawing: Drawing
  names: SeatNames
  stateOf(guid: string): Part
  chosen: ReadonlySet<string>
  /** Without it the map is only looked at. */
  onChosen?: ((chosen: ReadonlySet<string>) => void) | undefined
  hint: string
  /** Between the map and its rows: what is done with what is chosen. */
  children?: ReactNode
}

/** Who drags so little has clicked. In radii of a seat. */
const CLICK = 1

/** A house as it stands. Seats are chosen by a click or by drawing a rectangle over them, and in the list of rows below. */
export function SeatMap({ drawing, names, stateOf, chosen, onChosen, hint, children }: SeatMapProps) {
  const { places: words } = useEventWords()
  const [over, setOver] = useState<DrawnSeat | null>(null)
  const { rectangle, pointer } = useRectangle(drawing, {
    onOver: setOver,
    onSeats: (seats) => onChosen?.(toggled(chosen, seats)),
  })
  return (
    <>
      <PlanDrawing
        drawing={drawing}
        label={words.map}
        groups={PARTS.map((part) => ({ key: part, className: partFills[part] }))}
        groupOf={({ guid }) => stateOf(guid)}
        {...(onChosen !== undefined && { pointer })}
      >
        {drawing.seats
          .filter(({ guid }) => chosen.has(guid))
          .map(({ guid, x, y }) => (
            <circle
              key={guid}
              cx={x}
              cy={y}
              r={drawing.radius * 1.2}
              className="fill-none stroke-ink"
              strokeWidth={drawing.radius * 0.35}
            />
          ))}
        {rectangle !== null && (
          <rect {...rectangle} className="fill-accent/20 stroke-accent" strokeWidth={drawing.radius * 0.2} />
        )}
      </PlanDrawing>
      <p className="min-h-5 text-xs text-muted" aria-hidden="true">
        {over === null
          ? onChosen !== undefined && hint
          : `${names.nameOf(over.guid)} · ${words.parts[stateOf(over.guid)]}`}
      </p>
      {children}
      {onChosen !== undefined && <RowPicker drawing={drawing} chosen={chosen} stateOf={stateOf} onChosen={onChosen} />}
    </>
  )
}

interface Telling {
  onOver(seat: DrawnSeat | null): void
  onSeats(guids: string[]): void
}

/** One seat by a click, all in a rectangle by drawing it. */
function useRectangle(drawing: Drawing, { onOver, onSeats }: Telling) {
  const [drag, setDrag] = useState<{ from: Point; to: Point } | null>(null)
  const reach = drawing.radius * CLICK
  const wide = drag !== null && Math.hypot(drag.to.x - drag.from.x, drag.to.y - drag.from.y) > reach
  const end = (to: Point) => {
    if (drag === null) return
    const clicked = seatAt(drawing, drag.from)
    const seats = wide ? seatsWithin(drawing, drag.from, to) : clicked === null ? [] : [clicked]
    setDrag(null)
    onSeats(seats.map(({ guid }) => guid))
  }
  return {
    rectangle: drag !== null && wide ? rectangleOf(drag.from, drag.to) : null,
    pointer: {
      onDown: (from: Point) => setDrag({ from, to: from }),
      onMove: (to: Point) => {
        onOver(seatAt(drawing, to))
        if (drag !== null) setDrag({ from: drag.from, to })
      },
      onUp: end,
    },
  }
}

const rectangleOf = (from: Point, to: Point) => ({
  x: Math.min(from.x, to.x),
  y: Math.min(from.y, to.y),
  width: Math.abs(to.x - from.x),
  height: Math.abs(to.y - from.y),
})
