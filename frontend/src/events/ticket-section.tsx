import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { planChoicesQuery } from '../api/plans.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import type { ComplaintAt } from './complaints.ts'
import { blankType, type EventDraft, type TypeDraft } from './draft.ts'
import { Section, type SectionProps } from './form-section.tsx'
import { TypeDetails } from './type-details.tsx'
import { useEventWords } from './words.ts'

const FIRST_CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'CAD', 'JPY']

export function TicketSection({ draft, change, complaint, event }: SectionProps) {
  const { form } = useEventWords()
  const { data: plans = [] } = useQuery(planChoicesQuery)
  const { categories = [] } = plans.find(({ id }) => id === draft.planId) ?? {}
  return (
    <Section title={form.tickets} text={form.ticketsText}>
      <CurrencyField
        value={draft.currency}
        fixed={event !== null && event.status !== 'DRAFT'}
        onChange={(currency) => change({ currency })}
        complaint={complaint('currency')}
      />
      <TicketTypes
        types={draft.ticketTypes}
        onChange={(ticketTypes) => change({ ticketTypes })}
        currency={draft.currency}
        categories={categories.map(({ name }) => name)}
        pools={draft.pools}
        complaint={complaint}
      />
    </Section>
  )
}

interface CurrencyProps {
  value: string
  /** Nobody changes the currency of what was sold. */
  fixed: boolean
  onChange(currency: string): void
  complaint: string | undefined
}

export function CurrencyField({ value, fixed, onChange, complaint }: CurrencyProps) {
  const { form } = useEventWords()
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: 'currency' })
  const rest = Intl.supportedValuesOf('currency').filter((code) => !FIRST_CURRENCIES.includes(code))
  const option = (code: string): [string, string] => [code, `${code} · ${names.of(code) ?? code}`]
  const known = fixed ? [option(value)] : [...FIRST_CURRENCIES, ...rest].map(option)
  return (
    <div className="sm:max-w-80">
      <ChoiceField
        label={form.currency}
        value={value}
        options={known}
        onChange={onChange}
        hint={fixed ? form.currencyFixed : undefined}
        complaint={complaint}
      />
    </div>
  )
}

interface TicketTypesProps {
  types: readonly TypeDraft[]
  /** Where they stand in what is sent. */
  at?: string
  onChange(types: TypeDraft[]): void
  currency: string
  categories: readonly string[]
  pools: EventDraft['pools']
  complaint: ComplaintAt
}

export function TicketTypes({ types, at = 'ticketTypes', onChange, ...rest }: TicketTypesProps) {
  const { form } = useEventWords()
  const put = (changed: TypeDraft) => onChange(types.map((type) => (type.id === changed.id ? changed : type)))
  const drop = (gone: string) =>
    onChange(
      types
        .filter(({ id }) => id !== gone)
        .map((type) => ({ ...type, accompaniedBy: type.accompaniedBy.filter((id) => id !== gone) })),
    )
  return (
    <div className="grid gap-3">
      <ol className="grid gap-3">
        {types.map((type, index) => (
          <li key={type.id} className="rounded-lg border border-line p-3">
            <TicketType
              type={type}
              others={types.filter(({ id }) => id !== type.id)}
              at={`${at}/${index}`}
              onChange={put}
              onDrop={types.length > 1 ? () => drop(type.id) : undefined}
              {...rest}
            />
          </li>
        ))}
      </ol>
      <Button className="justify-self-start" onClick={() => onChange([...types, blankType('')])}>
        <Plus aria-hidden="true" />
        {form.addType}
      </Button>
    </div>
  )
}

interface TicketTypeProps extends Omit<TicketTypesProps, 'types' | 'at' | 'onChange'> {
  type: TypeDraft
  others: readonly TypeDraft[]
  at: string
  onChange(type: TypeDraft): void
  onDrop: (() => void) | undefined
}

function TicketType({ type, at, onChange, onDrop, currency, complaint, ...rest }: TicketTypeProps) {
  const { form } = useEventWords()
  const change = (part: Partial<TypeDraft>) => onChange({ ...type, ...part })
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-[minmax(0,1fr)_7.5rem_auto] items-start gap-3">
        <Field
          label={form.typeName}
          value={type.name}
          onChange={({ target }) => change({ name: target.value })}
          maxLength={100}
          required
          complaint={complaint(`${at}/name`)}
        />
        <Field
          label={form.price(currency)}
          inputMode="decimal"
          placeholder={form.gratis}
          value={type.price}
          onChange={({ target }) => change({ price: target.value })}
          complaint={complaint(`${at}/price`)}
        />
        <IconButton
          label={form.dropType(type.name)}
          className="mt-6.5"
          disabled={onDrop === undefined}
          onClick={onDrop}
        >
          <Trash2 />
        </IconButton>
      </div>
      <TypeDetails type={type} at={at} change={change} complaint={complaint} {...rest} />
    </div>
  )
}
