import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileUp } from 'lucide-react'
import { type DragEvent, type FormEvent, useState } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { changePlan, importPlan, type Plan } from '../api/plans.ts'
import { venueChoicesQuery } from '../api/venues.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { useExplained } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import { useMessages } from '../i18n/language.tsx'
import { CheckField } from '../organization/check-field.tsx'
import { CategoryPlan } from './category-plan.tsx'
import { PlanFaults } from './plan-faults.tsx'
import { type ReadPlan, readPlan } from './read-plan.ts'

/** A file of pretix, or of ours: looked at first, then sent. With a plan, it becomes the next draft of that. */
export function ImportDialog({ plan, onClose }: { plan?: Plan; onClose(): void }) {
  const { plans } = useEventWords()
  const [read, setRead] = useState<ReadPlan | null>(null)
  return (
    <Dialog title={plan === undefined ? plans.import : plans.newDraft} onClose={onClose}>
      <div className="grid gap-4">
        <DropField onText={(text) => setRead(readPlan(text))} />
        {read?.ok === false && <FormAlert>{plans[read.why]}</FormAlert>}
        {read?.ok === true && <Send key={read.name} read={read} plan={plan} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

function DropField({ onText }: { onText(text: string): void }) {
  const { plans } = useEventWords()
  const [over, setOver] = useState(false)
  const take = (file: File | undefined) => void file?.text().then(onText)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`grid justify-items-center gap-2 rounded-xl border-2 border-dashed px-4 py-7 text-center focus-within:outline-2 focus-within:outline-accent ${over ? 'border-accent bg-accent-soft' : 'border-edge'}`}
    >
      <FileUp className="size-6 text-muted" aria-hidden="true" />
      <span>{plans.drop}</span>
      <span className="text-xs text-muted">{plans.dropHint}</span>
      <input
        type="file"
        accept=".json,application/json"
        className="sr-only"
        onChange={({ target }) => {
          take(target.files?.[0])
          target.value = ''
        }}
      />
    </label>
  )
}

interface SendProps {
  read: Extract<ReadPlan, { ok: true }>
  plan: Plan | undefined
  onClose(): void
}

function Send({ read, plan, onClose }: SendProps) {
  const { plans, form } = useEventWords()
  const { organization } = useMessages()
  const { data: venues = [] } = useQuery(venueChoicesQuery)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const explained = useExplained()
  const [name, setName] = useState(plan?.name ?? read.name)
  const [venueId, setVenue] = useState(plan?.venueId ?? '')
  const [publish, setPublish] = useState(false)
  const send = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), plan: read.plan, publish, venueId: venueId === '' ? null : venueId }
      return plan === undefined ? importPlan(body) : changePlan(plan.id, { ...body, version: plan.version })
    },
    onSuccess: async (kept) => {
      onClose()
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['plans'] }),
        queries.invalidateQueries({ queryKey: ['plan', kept.id] }),
      ])
      await navigate({ to: '/manage/plans/$id', params: { id: kept.id } })
    },
  })
  const faults = send.error?.problem.errors ?? []
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    send.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      {read.drawing !== null && <CategoryPlan drawing={read.drawing} />}
      {send.error !== null && faults.length === 0 && <FormAlert>{explained(send.error)}</FormAlert>}
      <PlanFaults faults={faults} />
      <Field
        label={plans.name}
        value={name}
        onChange={({ target }) => setName(target.value)}
        maxLength={200}
        required
      />
      {venues.length > 0 && (
        <ChoiceField
          label={form.venue}
          value={venueId}
          options={[['', form.none], ...venues.map((venue): [string, string] => [venue.id, venue.name])]}
          onChange={setVenue}
        />
      )}
      <CheckField
        label={plans.publishNow}
        hint={plans.publishHint}
        checked={publish}
        onChange={({ target }) => setPublish(target.checked)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{organization.cancel}</Button>
        <Button type="submit" look="primary" disabled={send.isPending}>
          {send.isPending ? form.saving : plans.import}
        </Button>
      </div>
    </form>
  )
}
