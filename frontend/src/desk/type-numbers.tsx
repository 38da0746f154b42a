import { ChoiceField } from '../activity/choice-field.tsx'
import type { TicketType } from '../api/events.ts'
import { Field } from '../components/field.tsx'
import { shownAmount } from '../events/money.ts'
import type { Places } from '../events/places.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat, useLanguage } from '../i18n/language.tsx'
import { CheckField } from '../organization/check-field.tsx'
import type { DrawnArea } from '../plans/drawing.ts'
import type { DeskDraft } from './draft.ts'

interface TypeNumbersProps {
  types: readonly TicketType[]
  places: Places
  draft: DeskDraft
  areas: readonly DrawnArea[]
  change(part: Partial<DeskDraft>): void
  complaint(field: string): string | undefined
}

/** How many of each ticket type. */
export function TypeNumbers({ types, places, draft, areas, change, complaint }: TypeNumbersProps) {
  const { desk } = useEventWords()
  const put = (id: string, text: string) => change({ numbers: { ...draft.numbers, [id]: text } })
  const free = new Map(places.numbers.ticketTypes.map((type) => [type.id, type.free]))
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {types.map((type) => (
          <TypeNumber
            key={type.id}
            type={type}
            types={types}
            free={free.get(type.id)}
            value={draft.numbers[type.id] ?? ''}
            onValue={(text) => put(type.id, text)}
            complaint={complaint(`units/${type.id}`)}
          />
        ))}
      </ul>
      {draft.way === 'best' && (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label={desk.accessible}
            hint={desk.accessibleHint}
            inputMode="numeric"
            value={draft.accessible}
            onChange={({ target }) => change({ accessible: target.value })}
            complaint={complaint('accessible')}
          />
          <div className="sm:pt-7">
            <CheckField
              label={desk.together}
              hint={desk.togetherHint}
              checked={draft.together}
              onChange={({ target }) => change({ together: target.checked })}
            />
          </div>
        </div>
      )}
      {draft.way === 'numbers' && areas.length > 1 && (
        <ChoiceField
          label={desk.area}
          value={draft.area}
          options={[
            ['', desk.anyArea] as const,
            ...areas.flatMap(({ id, name }) => (id === null ? [] : [[id, name] as const])),
          ]}
          onChange={(area) => change({ area })}
        />
      )}
    </>
  )
}

interface TypeNumberProps {
  type: TicketType
  types: readonly TicketType[]
  free: number | undefined
  value: string
  onValue(text: string): void
  complaint: string | undefined
}

function TypeNumber({ type, types, free, value, onValue, complaint }: TypeNumberProps) {
  const { desk, form, places: words } = useEventWords()
  const { language } = useLanguage()
  const format = useFormat()
  const { price, currency, hidden, restrictions } = type
  const company = types.filter(({ id }) => restrictions?.accompaniedBy?.includes(id) === true).map(({ name }) => name)
  const said = [
    price === 0 ? form.gratis : shownAmount(price, { currency, language }),
    free === undefined ? null : words.freeShort(format.number(free)),
    hidden ? form.hidden : null,
    restrictions?.minQuantity == null ? null : desk.from(restrictions.minQuantity),
    restrictions?.maxQuantity == null ? null : desk.upTo(restrictions.maxQuantity),
    company.length === 0 ? null : desk.onlyWith(company.join(', ')),
  ]
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_6rem] items-center gap-3 px-3 py-2">
      <span className="min-w-0">
        <span className="font-medium wrap-anywhere">{type.name}</span>
        <span className="block text-xs text-muted tabular">{said.filter((part) => part !== null).join(' · ')}</span>
      </span>
      <span className="[&_label]:sr-only">
        <Field
          label={desk.numberOf(type.name)}
          type="number"
          inputMode="numeric"
          min={0}
          max={100}
          placeholder="0"
          value={value}
          onChange={({ target }) => onValue(target.value)}
          complaint={complaint}
          className="text-end tabular"
        />
      </span>
    </li>
  )
}
