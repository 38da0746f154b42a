import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { planChoicesQuery } from '../api/plans.ts'
import type { ApiError, FieldProblem } from '../api/problem.ts'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { PoolsSection } from '../events/advanced-sections.tsx'
import { TimeZoneField } from '../events/basic-sections.tsx'
import { complaintsAt } from '../events/complaints.ts'
import { Fields, Section } from '../events/form-section.tsx'
import { CurrencyField, TicketTypes } from '../events/ticket-section.tsx'
import { useEventWords } from '../events/words.ts'
import { AreaField } from '../organization/area-field.tsx'
import { CheckField } from '../organization/check-field.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { type TourDraft, tourBody, withPools } from './draft.ts'
import { TourOptions } from './tour-options.tsx'

interface TourFormProps {
  initial: TourDraft
  /** Whether places may have been sold in its currency. */
  fixed: boolean
  error: ApiError | null
  onSend(body: ReturnType<typeof tourBody>['body']): void
  onReload?: () => void
  children: ReactNode
}

export function TourForm({ initial, fixed, error, onSend, onReload, children }: TourFormProps) {
  const { form, tours, complaints } = useEventWords()
  const [draft, setDraft] = useState(initial)
  const [faults, setFaults] = useState<FieldProblem[]>([])
  const change = (part: Partial<TourDraft>) => setDraft((before) => ({ ...before, ...withPools(before, part) }))
  const complaint = complaintsAt(error, faults, complaints)
  const { data: plans = [] } = useQuery(planChoicesQuery)
  const { categories = [] } = plans.find(({ id }) => id === draft.planId) ?? {}
  const sold = {
    currency: draft.currency,
    categories: categories.map(({ name }) => name),
    pools: draft.pools,
    complaint,
  }
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    const read = tourBody(draft)
    setFaults(read.faults)
    if (read.faults.length === 0) onSend(read.body)
  }
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <Section title={form.what}>
        <Field
          label={form.name}
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
          maxLength={200}
          required
          complaint={complaint('name')}
        />
        <AreaField
          label={form.description}
          value={draft.description}
          onChange={({ target }) => change({ description: target.value })}
          rows={3}
          spellCheck
          complaint={complaint('description')}
        />
        <PlainFields draft={draft} change={change} complaint={complaint} />
        <CheckField
          label={form.waitlistOn}
          hint={form.waitlistText}
          checked={draft.waitlist}
          onChange={({ target }) => change({ waitlist: target.checked })}
        />
      </Section>
      <PlacesAndSale draft={draft} change={change} complaint={complaint} />
      <Section title={form.tickets} text={form.ticketsText}>
        <CurrencyField
          value={draft.currency}
          fixed={fixed}
          onChange={(currency) => change({ currency })}
          complaint={complaint('currency')}
        />
        <TicketTypes types={draft.ticketTypes} onChange={(ticketTypes) => change({ ticketTypes })} {...sold} />
      </Section>
      <Section title={tours.options} text={tours.optionsText}>
        <TourOptions options={draft.options} onChange={(options) => change({ options })} sold={sold} />
      </Section>
      <PoolsSection draft={draft} change={change} complaint={complaint} open={draft.pools.length > 0} />
      {faults.length > 0 ? (
        <FormAlert>{form.lookAtFields}</FormAlert>
      ) : (
        <Refusal error={error} {...(onReload !== undefined && { onReload })} />
      )}
      <Unshown error={error} />
      {children}
    </form>
  )
}

/** Where people sit on each departure, and how it is sold. */
function PlacesAndSale({ draft, change, complaint }: PlainProps) {
  const { form, tours } = useEventWords()
  const { data: plans = [] } = useQuery(planChoicesQuery)
  return (
    <Section title={form.sale}>
      <Fields>
        <ChoiceField
          label={form.plan}
          value={draft.planId}
          options={[['', form.noPlan] as const, ...plans.map(({ id, name }) => [id, name] as const)]}
          onChange={(planId) => change({ planId })}
          hint={tours.planHint}
          complaint={complaint('planId')}
        />
        <Field
          label={form.hold}
          hint={form.holdHint}
          inputMode="decimal"
          value={draft.holdMinutes}
          onChange={({ target }) => change({ holdMinutes: target.value })}
          complaint={complaint('holdSeconds')}
        />
        <Field
          label={form.maxPerBuyer}
          hint={form.maxPerBuyerHint}
          inputMode="numeric"
          value={draft.maxPerBuyer}
          onChange={({ target }) => change({ maxPerBuyer: target.value })}
          complaint={complaint('maxPerBuyer')}
        />
      </Fields>
    </Section>
  )
}

interface PlainProps {
  draft: TourDraft
  change(part: Partial<TourDraft>): void
  complaint(field: string): string | undefined
}

function PlainFields({ draft, change, complaint }: PlainProps) {
  const { form, tours } = useEventWords()
  const fields = [
    ['city', form.city, undefined],
    ['country', form.country, form.countryHint],
    ['languages', tours.languages, tours.languagesHint],
    ['horizonDays', tours.horizon, tours.horizonHint],
  ] as const
  return (
    <>
      <Fields>
        {fields.map(([name, label, hint]) => (
          <Field
            key={name}
            label={label}
            {...(hint !== undefined && { hint })}
            value={draft[name]}
            onChange={({ target }) => change({ [name]: target.value })}
            complaint={complaint(name)}
          />
        ))}
      </Fields>
      <TimeZoneField
        value={draft.timeZone}
        onChange={(timeZone) => change({ timeZone })}
        complaint={complaint('timeZone')}
      />
    </>
  )
}

/** What the API found, in full: options hold many fields, and not each has a place for a complaint. */
function Unshown({ error }: { error: ApiError | null }) {
  const found = error?.problem.errors ?? []
  if (found.length === 0) return null
  return (
    <ul className="grid gap-1 rounded-md bg-error-soft px-3 py-2 text-error">
      {found.map(({ pointer, detail }) => (
        <li key={`${pointer} ${detail}`} className="wrap-anywhere">
          {detail} <code className="text-xs">{pointer}</code>
        </li>
      ))}
    </ul>
  )
}
