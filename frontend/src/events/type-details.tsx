import { ChevronRight } from 'lucide-react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { Field } from '../components/field.tsx'
import { CheckField } from '../organization/check-field.tsx'
import type { ComplaintAt } from './complaints.ts'
import { type PoolDraft, type TypeDraft, UNIT_TYPES } from './draft.ts'
import { Fields } from './form-section.tsx'
import { Several } from './several.tsx'
import { useEventWords } from './words.ts'

interface TypeDetailsProps {
  type: TypeDraft
  /** Types that it may be sold together with. */
  others: readonly TypeDraft[]
  at: string
  categories: readonly string[]
  pools: readonly PoolDraft[]
  complaint: ComplaintAt
  change(part: Partial<TypeDraft>): void
}

const FIELDS = [
  'description',
  'saleStartsAt',
  'saleEndsAt',
  'restrictions/minQuantity',
  'restrictions/maxQuantity',
  'restrictions/minAge',
  'restrictions/maxAge',
  'restrictions/paxCount',
]

/** Who it is for, limits, windows and where it is good: folded, for most types have none of them. */
export function TypeDetails({ type, others, at, change, categories, pools, complaint }: TypeDetailsProps) {
  const { form } = useEventWords()
  const wrong = FIELDS.some((field) => complaint(`${at}/${field}`) !== undefined)
  return (
    <details className="group" {...(wrong && { open: true })}>
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
        <ForWhom type={type} others={others} at={at} change={change} complaint={complaint} />
        <Limits type={type} at={at} change={change} complaint={complaint} />
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

/** Who comes on such a ticket, and with whom. */
function ForWhom({ type, others, at, change, complaint }: Omit<TypeDetailsProps, 'categories' | 'pools'>) {
  const { form } = useEventWords()
  const numbers = [
    ['paxCount', form.paxCount],
    ['minAge', form.minAge],
    ['maxAge', form.maxAge],
  ] as const
  return (
    <>
      <Fields>
        <ChoiceField
          label={form.unitType}
          value={type.type}
          options={UNIT_TYPES.map((unit) => [unit, form.unitTypes[unit]] as const)}
          onChange={(text) => change({ type: UNIT_TYPES.find((unit) => unit === text) ?? 'OTHER' })}
        />
        {numbers.map(([name, label]) => (
          <Field
            key={name}
            label={label}
            inputMode="numeric"
            value={type[name]}
            onChange={({ target }) => change({ [name]: target.value })}
            complaint={complaint(`${at}/restrictions/${name}`)}
          />
        ))}
      </Fields>
      {others.length > 0 && (
        <Several
          title={form.accompaniedBy}
          options={others.map(({ id, name }) => [id, name === '' ? form.unnamed : name])}
          chosen={type.accompaniedBy}
          onChange={(accompaniedBy) => change({ accompaniedBy })}
        />
      )}
      <CheckField
        label={form.idRequired}
        checked={type.idRequired}
        onChange={({ target }) => change({ idRequired: target.checked })}
      />
    </>
  )
}

function Limits({ type, at, change, complaint }: Pick<TypeDetailsProps, 'type' | 'at' | 'change' | 'complaint'>) {
  const { form } = useEventWords()
  const fields = [
    ['minQuantity', form.minQuantity, 'restrictions/minQuantity', 'text'],
    ['maxQuantity', form.maxQuantity, 'restrictions/maxQuantity', 'text'],
    ['saleStartsAt', form.saleStartsAt, 'saleStartsAt', 'datetime-local'],
    ['saleEndsAt', form.saleEndsAt, 'saleEndsAt', 'datetime-local'],
  ] as const
  return (
    <Fields>
      {fields.map(([name, label, pointer, kind]) => (
        <Field
          key={name}
          label={label}
          type={kind}
          {...(kind === 'text' && { inputMode: 'numeric' })}
          value={type[name]}
          onChange={({ target }) => change({ [name]: target.value })}
          complaint={complaint(`${at}/${pointer}`)}
        />
      ))}
    </Fields>
  )
}
