import type { UseMutationResult } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import type { Hold } from '../api/holds.ts'
import type { ApiError, FieldProblem } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { Panel } from '../components/panel.tsx'
import { Fields } from '../events/form-section.tsx'
import type { Places } from '../events/places.ts'
import { useExplained } from '../events/told.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { CheckField } from '../organization/check-field.tsx'
import type { Drawing } from '../plans/drawing.ts'
import { ChooseSeats, SeatTypes } from './choose-seats.tsx'
import { type DeskDraft, type DeskField, type DeskWish, deskFieldOf, deskWish, type Way } from './draft.ts'
import { TypeNumbers } from './type-numbers.tsx'

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
  const { desk, complaints, refusals } = useEventWords()
  const names = useSeatNames(event)
  const explained = useExplained(names.nameOf)
  const [faults, setFaults] = useState<FieldProblem[]>([])
  const change = (part: Partial<DeskDraft>) => {
    onDraft({ ...draft, ...part })
    setFaults([])
    if (sale.isError) sale.reset()
  }
  const types = event.ticketTypes.filter(({ active }) => active)
  const categories = new Map(drawing?.seats.map(({ guid, category }) => [guid, category]))
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    const read = deskWish(draft, { types, categoryOf: (guid) => categories.get(guid) })
    setFaults(read.faults)
    if (read.faults.length === 0) sale.mutate(read.wish)
  }
  const field = sale.error === null ? null : deskFieldOf(sale.error.problem.code)
  const refusedAt = (at: DeskField | null) => {
    if (sale.error === null || field !== at) return undefined
    return sale.error.problem.code === 'limit' ? desk.wrongNumber : explained(sale.error)
  }
  const complaint = (at: string) => {
    const fault = faults.find(({ pointer }) => pointer === `/${at}`)
    const known: Record<string, string> = complaints
    return fault === undefined ? undefined : known[fault.code]
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
            <Exceptions
              draft={draft}
              change={change}
              refused={refusedAt('override') === undefined ? undefined : `${refusals.closed} ${desk.closedHint}`}
              complaint={complaint('reason')}
            />
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

interface ExceptionsProps {
  draft: DeskDraft
  change(part: Partial<DeskDraft>): void
  refused: string | undefined
  complaint: string | undefined
}

/** What only who organises may: it stands on record with the reason. */
function Exceptions({ draft, change, refused, complaint }: ExceptionsProps) {
  const { desk } = useEventWords()
  const { override, complimentary } = draft
  return (
    <div className="grid gap-4">
      <Fields>
        <CheckField
          label={desk.override}
          hint={desk.overrideHint}
          checked={override}
          onChange={({ target }) => change({ override: target.checked })}
        />
        <CheckField
          label={desk.complimentary}
          hint={desk.complimentaryHint}
          checked={complimentary}
          onChange={({ target }) => change({ complimentary: target.checked })}
        />
      </Fields>
      <Complaint>{refused}</Complaint>
      {(override || complimentary) && (
        <Field
          label={desk.reason}
          hint={desk.reasonHint}
          value={draft.reason}
          onChange={({ target }) => change({ reason: target.value })}
          maxLength={500}
          required
          complaint={complaint}
        />
      )}
    </div>
  )
}

/** What is wrong with several fields together. */
function Complaint({ children }: { children: ReactNode }) {
  if (children === undefined) return null
  return (
    <p role="alert" className="text-xs text-error">
      {children}
    </p>
  )
}
