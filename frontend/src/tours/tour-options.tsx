import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import type { ComplaintAt } from '../events/complaints.ts'
import { Fields } from '../events/form-section.tsx'
import { Several } from '../events/ticket-section.tsx'
import { useEventWords } from '../events/words.ts'
import { useLanguage } from '../i18n/language.tsx'
import { blankOption, blankRule, type OptionDraft, type RuleDraft, WEEKDAYS } from './draft.ts'

interface TourOptionsProps {
  options: readonly OptionDraft[]
  onChange(options: OptionDraft[]): void
  complaint: ComplaintAt
}

const today = () => new Date().toISOString().slice(0, 10)

/** The ways in which a tour is given, each with its own rules of when. */
export function TourOptions({ options, onChange, complaint }: TourOptionsProps) {
  const { tours } = useEventWords()
  const put = (option: OptionDraft) => onChange(options.map((one) => (one.id === option.id ? option : one)))
  return (
    <>
      {options.map((option, index) => (
        <div key={option.id} className="grid gap-4 rounded-lg border border-line p-3">
          <Option option={option} at={`options/${index}`} put={put} complaint={complaint} />
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
  complaint: ComplaintAt
}

function Option({ option, at, put, complaint }: OptionProps) {
  const { tours } = useEventWords()
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
      <h3 className="font-medium">{tours.schedule}</h3>
      {option.rules.map((rule, index) => (
        <Rule
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

interface RuleProps {
  rule: RuleDraft
  at: string
  put(rule: RuleDraft): void
  onDrop(): void
  complaint: ComplaintAt
}

/** The first of January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

function Rule({ rule, at, put, onDrop, complaint }: RuleProps) {
  const { tours } = useEventWords()
  const { language } = useLanguage()
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  const fields = [
    ['startTimes', tours.startTimes, tours.startTimesHint, 'text'],
    ['from', tours.from, undefined, 'date'],
    ['until', tours.lastDay, tours.lastDayHint, 'date'],
    ['except', tours.except, tours.exceptHint, 'text'],
  ] as const
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md bg-sunken p-3">
      <div className="grid gap-3">
        <Several
          title={tours.weekdays}
          options={WEEKDAYS.map((name, index) => [name, day.format(MONDAY + index * DAY_MS)] as const)}
          chosen={rule.weekdays}
          onChange={(chosen) => put({ ...rule, weekdays: WEEKDAYS.filter((name) => chosen.includes(name)) })}
        />
        <Fields>
          {fields.map(([name, label, hint, type]) => (
            <Field
              key={name}
              label={label}
              {...(hint !== undefined && { hint })}
              type={type}
              value={rule[name]}
              onChange={({ target }) => put({ ...rule, [name]: target.value })}
              complaint={complaint(`${at}/${name}`)}
            />
          ))}
        </Fields>
      </div>
      <IconButton label={tours.dropRule} onClick={onDrop}>
        <Trash2 />
      </IconButton>
    </div>
  )
}
