import { ChevronRight, Plus } from 'lucide-react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import type { ComplaintAt } from '../events/complaints.ts'
import { blankType, type PoolDraft, type TypeDraft } from '../events/draft.ts'
import { Fields } from '../events/form-section.tsx'
import { TicketTypes } from '../events/ticket-section.tsx'
import { useEventWords } from '../events/words.ts'
import { CheckField } from '../organization/check-field.tsx'
import { blankOption, blankRule, CANCEL_UNITS, type OptionDraft } from './draft.ts'
import { TourRule } from './tour-rule.tsx'

interface TourOptionsProps {
  options: readonly OptionDraft[]
  onChange(options: OptionDraft[]): void
  sold: Sold
}

/** What ticket types go by. */
interface Sold {
  currency: string
  categories: readonly string[]
  pools: PoolDraft[]
  complaint: ComplaintAt
}

const today = () => new Date().toISOString().slice(0, 10)

/** The ways in which a tour is given, each with its own rules of when. */
export function TourOptions({ options, onChange, sold }: TourOptionsProps) {
  const { tours } = useEventWords()
  const put = (option: OptionDraft) => onChange(options.map((one) => (one.id === option.id ? option : one)))
  return (
    <>
      {options.map((option, index) => (
        <div key={option.id} className="grid gap-4 rounded-lg border border-line p-3">
          <Option option={option} at={`options/${index}`} put={put} sold={sold} />
          {options.length > 1 && (
            <Button
              size="small"
              look="danger"
              className="justify-self-start"
              onClick={() => onChange(options.filter(({ id }) => id !== option.id))}
            >
              {tours.dropOption(option.name)}
            </Button>
          )}
        </div>
      ))}
      <Button className="justify-self-start" onClick={() => onChange([...options, blankOption('', today())])}>
        <Plus aria-hidden="true" />
        {tours.addOption}
      </Button>
    </>
  )
}

interface OptionProps {
  option: OptionDraft
  at: string
  put(option: OptionDraft): void
  sold: Sold
}

function Option({ option, at, put, sold }: OptionProps) {
  const { tours } = useEventWords()
  const { complaint } = sold
  const fields = [
    ['name', tours.optionName, 'internalName'],
    ['meetingPoint', tours.meetingPoint, 'meetingPoint'],
    ['duration', tours.duration, 'durationMinutes'],
    ['capacity', tours.capacity, 'capacity'],
    ['cutoff', tours.cutoff, 'cutoffMinutes'],
    ['language', tours.language, 'language'],
  ] as const
  return (
    <>
      <Fields>
        {fields.map(([name, label, pointer]) => (
          <Field
            key={name}
            label={label}
            value={option[name]}
            onChange={({ target }) => put({ ...option, [name]: target.value })}
            required={name === 'name'}
            complaint={complaint(`${at}/${pointer}`)}
          />
        ))}
      </Fields>
      <OptionDetails option={option} at={at} put={put} sold={sold} />
      <h3 className="font-medium">{tours.schedule}</h3>
      {option.rules.map((rule, index) => (
        <TourRule
          key={rule.key}
          rule={rule}
          at={`${at}/schedule/${index}`}
          complaint={complaint}
          put={(changed) =>
            put({ ...option, rules: option.rules.map((one) => (one.key === changed.key ? changed : one)) })
          }
          onDrop={() => put({ ...option, rules: option.rules.filter(({ key }) => key !== rule.key) })}
        />
      ))}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => put({ ...option, rules: [...option.rules, blankRule(today())] })}
      >
        <Plus aria-hidden="true" />
        {tours.addRule}
      </Button>
    </>
  )
}

/** What most options leave to the tour: folded. */
function OptionDetails({ option, at, put, sold }: OptionProps) {
  const { tours } = useEventWords()
  const numbers = [
    ['minUnits', tours.minUnits, 'restrictions/minUnits'],
    ['maxUnits', tours.maxUnits, 'restrictions/maxUnits'],
    ['cancelBefore', tours.cancelBefore, 'cancellationCutoffAmount'],
  ] as const
  const wrong = numbers.some(([, , pointer]) => sold.complaint(`${at}/${pointer}`) !== undefined)
  const { ticketTypes } = option
  return (
    <details className="group" {...(wrong && { open: true })}>
      <summary className="inline-flex items-center gap-1 rounded text-xs text-muted hover:text-ink">
        <ChevronRight className="size-3.5 group-open:rotate-90" aria-hidden="true" />
        {tours.moreOptions}
      </summary>
      <div className="grid gap-4 pt-3">
        <Fields>
          {numbers.map(([name, label, pointer]) => (
            <Field
              key={name}
              label={label}
              inputMode="numeric"
              value={option[name]}
              onChange={({ target }) => put({ ...option, [name]: target.value })}
              complaint={sold.complaint(`${at}/${pointer}`)}
            />
          ))}
          <ChoiceField
            label={tours.cancelUnit}
            value={option.cancelUnit}
            options={CANCEL_UNITS.map((unit) => [unit, tours.cancelUnits[unit]] as const)}
            onChange={(text) => put({ ...option, cancelUnit: CANCEL_UNITS.find((unit) => unit === text) ?? 'hour' })}
          />
        </Fields>
        <CheckField
          label={tours.ownTypes}
          hint={tours.ownTypesHint}
          checked={ticketTypes !== null}
          onChange={({ target }) => put({ ...option, ticketTypes: target.checked ? ownTypes(tours.firstType) : null })}
        />
        {ticketTypes !== null && (
          <TicketTypes
            types={ticketTypes}
            at={`${at}/ticketTypes`}
            onChange={(types) => put({ ...option, ticketTypes: types })}
            {...sold}
          />
        )}
      </div>
    </details>
  )
}

const ownTypes = (name: string): TypeDraft[] => [blankType(name)]
