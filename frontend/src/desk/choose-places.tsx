import type { UseMutationResult } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { BookableEvent } from '../api/events.ts'
import type { Hold } from '../api/holds.ts'
import type { ApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { Panel } from '../components/panel.tsx'
import type { Places } from '../events/places.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import type { Drawing } from '../plans/drawing.ts'
import { ChooseSeats, SeatTypes } from './choose-seats.tsx'
import { Complaint } from './complaint.tsx'
import type { DeskDraft, DeskWish, Way } from './draft.ts'
import { Exceptions } from './exceptions.tsx'
import { TypeNumbers } from './type-numbers.tsx'
import { useAsking } from './use-asking.ts'

interface ChoosePlacesProps {
  event: BookableEvent
  places: Places
  /** Null where places have no numbers. */
  drawing: Drawing | null
  draft: DeskDraft
  onDraft(draft: DeskDraft): void
  sale: UseMutationResult<Hold, ApiError, DeskWish>
}

/** Which places: a number of them, the best there are, or seats on the map. */
export function ChoosePlaces({ event, places, drawing, draft, onDraft, sale }: ChoosePlacesProps) {
  const { desk } = useEventWords()
  const names = useSeatNames(event)
  const types = event.ticketTypes.filter(({ active }) => active)
  const categories = new Map(drawing?.seats.map(({ guid, category }) => [guid, category]))
  const { ask, forget, refusedAt, complaint } = useAsking({ draft, types, categories, names, sale })
  const change = (part: Partial<DeskDraft>) => {
    onDraft({ ...draft, ...part })
    forget()
  }
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    ask()
  }
  const alert = refusedAt(null)
  return (
    <div className="grid gap-4">
      {drawing !== null && <Ways way={draft.way} drawing={drawing} onWay={(way) => change({ way })} />}
      {drawing !== null && draft.way === 'seats' && (
        <ChooseSeats
          drawing={drawing}
          names={names}
          places={places}
          seats={draft.seats}
          onSeats={(seats) => change({ seats })}
        />
      )}
      <form onSubmit={submit} noValidate>
        <Panel title={desk.what} aside={<Free free={places.numbers.free} />}>
          <div className="grid gap-4 p-4">
            {alert !== undefined && <FormAlert>{alert}</FormAlert>}
            {draft.way === 'seats' ? (
              <SeatTypes
                event={event}
                types={types}
                names={names}
                draft={draft}
                categories={categories}
                change={change}
              />
            ) : (
              <TypeNumbers
                types={types}
                places={places}
                draft={draft}
                areas={drawing?.areas ?? []}
                change={change}
                complaint={complaint}
              />
            )}
            <Complaint>
              {refusedAt('places') ??
                (complaint('units') !== undefined || complaint('seats') !== undefined ? desk.nothingChosen : undefined)}
            </Complaint>
            <Field
              label={desk.code}
              hint={desk.codeHint}
              value={draft.code}
              onChange={({ target }) => change({ code: target.value })}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              complaint={refusedAt('code')}
            />
            <Exceptions draft={draft} change={change} refused={refusedAt('override')} complaint={complaint('reason')} />
            <div className="flex justify-end">
              <Button type="submit" look="primary" size="large" disabled={sale.isPending}>
                {desk.hold}
              </Button>
            </div>
          </div>
        </Panel>
      </form>
    </div>
  )
}

function Free({ free }: { free: number }) {
  const { places } = useEventWords()
  const format = useFormat()
  return <span className="text-xs text-muted tabular">{places.freeShort(format.number(free))}</span>
}

function Ways({ way, drawing, onWay }: { way: Way; drawing: Drawing; onWay(way: Way): void }) {
  const { desk } = useEventWords()
  const seated: readonly Way[] = drawing.seats.length > 0 ? ['best', 'seats'] : []
  const ways: readonly Way[] = drawing.areas.length > 0 ? [...seated, 'numbers'] : seated
  if (ways.length < 2) return null
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{desk.way}</legend>
      {ways.map((each) => (
        <Button
          key={each}
          look={each === way ? 'primary' : 'outline'}
          aria-pressed={each === way}
          onClick={() => onWay(each)}
        >
          {desk.ways[each]}
        </Button>
      ))}
    </fieldset>
  )
}
