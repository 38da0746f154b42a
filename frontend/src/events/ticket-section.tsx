import { useQuery } from '@tanstack/react-query'
import { ChevronRight, Plus, Trash2 } from 'lucide-react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { planChoicesQuery } from '../api/plans.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { CheckField } from '../organization/check-field.tsx'
import type { ComplaintAt } from './complaints.ts'
import { blankType, type EventDraft, type TypeDraft } from './draft.ts'
import { Fields, Section, type SectionProps } from './form-section.tsx'
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
  onChange(types: TypeDraft[]): void
  currency: string
  categories: readonly string[]
  pools: EventDraft['pools']
  complaint: ComplaintAt
}

export function TicketTypes({ types, onChange, ...rest }: TicketTypesProps) {
  const { form } = useEventWords()
  const put = (changed: TypeDraft) => onChange(types.map((type) => (type.id === changed.id ? changed : type)))
  return (
    <div className="grid gap-3">
      <ol className="grid gap-3">
        {types.map((type, index) => (
          <li key={type.id} className="rounded-lg border border-line p-3">
            <TicketType
              type={type}
              at={`ticketTypes/${index}`}
              onChange={put}
              onDrop={types.length > 1 ? () => onChange(types.filter(({ id }) => id !== type.id)) : undefined}
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

interface TicketTypeProps extends Omit<TicketTypesProps, 'types' | 'onChange'> {
  type: TypeDraft
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

interface TypeDetailsProps extends Pick<TicketTypeProps, 'type' | 'at' | 'categories' | 'pools' | 'complaint'> {
  change(part: Partial<TypeDraft>): void
}

/** Limits, windows and where it is good: folded, for most types have none of them. */
function TypeDetails({ type, at, change, categories, pools, complaint }: TypeDetailsProps) {
  const { form } = useEventWords()
  return (
    <details className="group">
      <summary className="inline-flex items-center gap-1 rounded text-xs text-muted hover:text-ink">
        <ChevronRight className="size-3.5 group-open:rotate-90" aria-hidden="true" />
        {form.more}
      </summary>
      <div className="grid gap-4 pt-3">
        <Field
          label={form.description}
          value={type.description}
          onChange={({ target }) => change({ description: target.value })}
          maxLength={2000}
          complaint={complaint(`${at}/description`)}
        />
        <Fields>
          <Field
            label={form.minQuantity}
            inputMode="numeric"
            value={type.minQuantity}
            onChange={({ target }) => change({ minQuantity: target.value })}
            complaint={complaint(`${at}/restrictions/minQuantity`)}
          />
          <Field
            label={form.maxQuantity}
            inputMode="numeric"
            value={type.maxQuantity}
            onChange={({ target }) => change({ maxQuantity: target.value })}
            complaint={complaint(`${at}/restrictions/maxQuantity`)}
          />
          <Field
            label={form.saleStartsAt}
            type="datetime-local"
            value={type.saleStartsAt}
            onChange={({ target }) => change({ saleStartsAt: target.value })}
            complaint={complaint(`${at}/saleStartsAt`)}
          />
          <Field
            label={form.saleEndsAt}
            type="datetime-local"
            value={type.saleEndsAt}
            onChange={({ target }) => change({ saleEndsAt: target.value })}
            complaint={complaint(`${at}/saleEndsAt`)}
          />
        </Fields>
        {categories.length > 1 && (
          <Several
            title={form.categories}
            options={categories.map((name) => [name, name])}
            chosen={type.categories ?? categories}
            onChange={(chosen) => change({ categories: chosen.length === categories.length ? null : chosen })}
          />
        )}
        {pools.length > 0 && (
          <Several
            title={form.pools}
            options={pools.map(({ id, name }) => [id, name === '' ? form.unnamed : name])}
            chosen={type.pools}
            onChange={(chosen) => change({ pools: chosen })}
          />
        )}
        <CheckField
          label={form.hidden}
          hint={form.hiddenHint}
          checked={type.hidden}
          onChange={({ target }) => change({ hidden: target.checked })}
        />
        <CheckField
          label={form.active}
          hint={form.activeHint}
          checked={type.active}
          onChange={({ target }) => change({ active: target.checked })}
        />
      </div>
    </details>
  )
}

interface SeveralProps {
  title: string
  options: readonly (readonly [string, string])[]
  chosen: readonly string[]
  onChange(chosen: string[]): void
}

/** Some of a few. */
export function Several({ title, options, chosen, onChange }: SeveralProps) {
  const toggle = (value: string, on: boolean) =>
    onChange(options.map(([known]) => known).filter((known) => (known === value ? on : chosen.includes(known))))
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 text-sm font-medium">{title}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {options.map(([value, name]) => (
          <label key={value} className="inline-flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={chosen.includes(value)}
              onChange={({ target }) => toggle(value, target.checked)}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
