import { useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import type { Drawing } from '../plans/drawing.ts'
import { BlockSeats } from './block-seats.tsx'
import type { Places } from './places.ts'
import type { Part } from './places-bar.tsx'
import { SeatMap } from './seat-map.tsx'
import { useSeatNames } from './use-seat-names.ts'
import { useEventWords } from './words.ts'

interface HouseMapProps {
  event: BookableEvent
  drawing: Drawing
  places: Places
  /** Whether seats can be chosen, to take them off sale or put them back. */
  may: boolean
}

/** The house as it stands, where seats are taken off sale and put back. */
export function HouseMap({ event, drawing, places, may }: HouseMapProps) {
  const { places: words } = useEventWords()
  const names = useSeatNames(event)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const stateOf = (guid: string): Part => places.seats.get(guid) ?? 'free'
  return (
    <div className="grid gap-3 p-4">
      <SeatMap
        drawing={drawing}
        names={names}
        stateOf={stateOf}
        chosen={chosen}
        onChosen={may ? setChosen : undefined}
        hint={words.mapHint}
      >
        {may && (
          <BlockSeats
            event={event}
            names={names}
            chosen={drawing.seats.filter(({ guid }) => chosen.has(guid))}
            stateOf={stateOf}
            onChosen={(guids) => setChosen(new Set(guids))}
          />
        )}
      </SeatMap>
    </div>
  )
}
