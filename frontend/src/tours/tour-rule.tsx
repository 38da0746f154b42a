import { Trash2 } from 'lucide-react'
import { IconButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import type { ComplaintAt } from '../events/complaints.ts'
import { Fields } from '../events/form-section.tsx'
import { Several } from '../events/several.tsx'
import { useEventWords } from '../events/words.ts'
import { useLanguage } from '../i18n/language.tsx'
import { type RuleDraft, WEEKDAYS } from './draft.ts'

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

export function TourRule({ rule, at, put, onDrop, complaint }: RuleProps) {
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
