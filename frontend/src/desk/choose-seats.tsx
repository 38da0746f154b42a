import { X } from 'lucide-react'
import type { BookableEvent, TicketType } from '../api/events.ts'
import { IconButton } from '../components/button.tsx'
import { Panel } from '../components/panel.tsx'
import { Select } from '../components/select.tsx'
import { NamedSeats } from '../events/block-seats.tsx'
import { shownAmount } from '../events/money.ts'
import type { Places } from '../events/places.ts'
import { type Part, PlacesLegend } from '../events/places-bar.tsx'
import { SeatMap } from '../events/seat-map.tsx'
import { useEventWords } from '../events/words.ts'
import { useLanguage } from '../i18n/language.tsx'
import type { Drawing } from '../plans/drawing.ts'
import type { SeatNames } from '../plans/seat-names.ts'
import { type DeskDraft, typesFor } from './draft.ts'

/** As many as one hold takes. */
const MOST_SEATS = 100

interface ChooseSeatsProps {
  drawing: Drawing
  names: SeatNames
  places: Places
  seats: readonly string[]
  onSeats(seats: readonly string[]): void
}

/** Free seats, on the map, by rows or by name. */
export function ChooseSeats({ drawing, names, places, seats, onSeats }: ChooseSeatsProps) {
  const { places: words, desk } = useEventWords()
  const stateOf = (guid: string): Part => places.seats.get(guid) ?? 'free'
  const chosen = new Set(seats)
  // Who chose a seat before somebody else took it keeps it in the list, and hears of it when they ask for it.
  const choose = (guids: Iterable<string>) =>
    onSeats([...new Set(guids)].filter((guid) => chosen.has(guid) || stateOf(guid) === 'free').slice(0, MOST_SEATS))
  return (
    <Panel title={words.house}>
      <div className="grid gap-3 p-4">
        <SeatMap
          drawing={drawing}
          names={names}
          stateOf={stateOf}
          chosen={chosen}
          onChosen={choose}
          hint={desk.mapHint}
        >
          <PlacesLegend counts={places.numbers} />
          <NamedSeats names={names} chosen={drawing.seats.filter(({ guid }) => chosen.has(guid))} onChosen={choose} />
        </SeatMap>
      </div>
    </Panel>
  )
}

interface SeatTypesProps {
  event: BookableEvent
  types: readonly TicketType[]
  names: SeatNames
  draft: DeskDraft
  /** Of the plan, by guid. */
  categories: ReadonlyMap<string, string>
  change(part: Partial<DeskDraft>): void
}

/** What is chosen, each seat with its ticket type. */
export function SeatTypes({ event, types, names, draft, categories, change }: SeatTypesProps) {
  const { desk, form } = useEventWords()
  const { language } = useLanguage()
  const { seats, seatTypes } = draft
  if (seats.length === 0) return <p className="text-muted">{desk.chooseSeats}</p>
  const priced = ({ name, price }: TicketType) =>
    `${name} · ${price === 0 ? form.gratis : shownAmount(price, { currency: event.currency, language })}`
  return (
    <ul className="max-h-96 divide-y divide-line overflow-y-auto rounded-lg border border-line">
      {seats.map((guid) => {
        const fitting = typesFor(types, categories.get(guid))
        const [first] = fitting
        return (
          <li key={guid} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-1.5">
            <span className="min-w-32 flex-1 font-medium wrap-anywhere">{names.nameOf(guid)}</span>
            {fitting.length > 1 && first !== undefined ? (
              <Select
                label={desk.typeOf(names.nameOf(guid))}
                value={seatTypes[guid] ?? first.id}
                options={fitting.map((type) => [type.id, priced(type)] as const)}
                onChange={(id) => change({ seatTypes: { ...seatTypes, [guid]: id } })}
              />
            ) : (
              <span className="text-muted">{first === undefined ? desk.noType : priced(first)}</span>
            )}
            <IconButton
              label={desk.dropSeat(names.nameOf(guid))}
              onClick={() => change({ seats: seats.filter((other) => other !== guid) })}
            >
              <X />
            </IconButton>
          </li>
        )
      })}
    </ul>
  )
}
