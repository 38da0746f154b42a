import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Calculator, RotateCcw } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ReplayPlan } from '../../../contract/replays.ts'
import { readersQuery } from '../api/readers.ts'
import { planReplay, replaysQuery, startReplay } from '../api/replays.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { useComplaint } from '../organization/use-complaint.ts'
import { ChoiceField } from './choice-field.tsx'
import { readerName } from './reader-name.ts'
import { emptyReplay, MOST_A_SECOND, type ReplayDraft, wishOf } from './replay-draft.ts'

/** What reads with effects that can be told again; counters cannot. */
const tellable = (name: string) => name === 'live' || name.startsWith('kafka:')

export function ReplayForm() {
  const { activity } = useMessages()
  const { replay, consumers, attributes } = activity
  const readers = useQuery(readersQuery).data?.filter(({ name }) => tellable(name)) ?? []
  const [draft, setDraft] = useState(emptyReplay)
  const { plan, start } = useReplay()
  const complaintOn = useComplaint(start.error ?? plan.error)
  const reader = draft.reader === '' ? (readers[0]?.name ?? '') : draft.reader
  const wish = wishOf({ ...draft, reader })
  const change = (changed: Partial<ReplayDraft>) => {
    plan.reset()
    start.reset()
    setDraft({ ...draft, ...changed })
  }
  const count = (event: FormEvent) => {
    event.preventDefault()
    plan.mutate(wish)
  }
  const text = (name: 'from' | 'to' | 'type' | 'rate') => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => change({ [name]: target.value }),
    complaint: complaintOn(name),
    autoComplete: 'off',
  })
  const moment = draft.by === 'time' ? { type: 'datetime-local', step: 1 } : { type: 'number', min: 1 }
  const error = start.error ?? plan.error
  return (
    <Panel title={replay.new}>
      <form onSubmit={count} className="grid gap-4 p-4">
        {(error?.problem.errors?.length ?? 0) === 0 && <Refusal error={error} />}
        <ChoiceField
          label={replay.reader}
          value={reader}
          options={readers.map(({ name }) => [name, readerName(name, consumers)])}
          onChange={(chosen) => change({ reader: chosen })}
          complaint={complaintOn('reader')}
        />
        <Field {...text('type')} label={replay.type} hint={replay.typeHint} placeholder="issue.*" spellCheck={false} />
        <ChoiceField
          label={replay.by}
          value={draft.by}
          options={[
            ['time', attributes.time],
            ['position', attributes.position],
          ]}
          onChange={(by) => change({ by: by === 'position' ? 'position' : 'time', from: '', to: '' })}
        />
        <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-1">
          <Field {...text('from')} {...moment} label={replay.from} required />
          <Field {...text('to')} {...moment} label={replay.to} hint={replay.toHint} />
        </div>
        <Field {...text('rate')} label={replay.rate} type="number" min={1} max={MOST_A_SECOND} required />
        {plan.data !== undefined && <Plan plan={plan.data} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button type="submit" disabled={plan.isPending || reader === ''}>
            <Calculator aria-hidden="true" />
            {replay.dryRun}
          </Button>
          <Button
            look="primary"
            disabled={plan.data === undefined || plan.data.total === 0 || start.isPending}
            onClick={() => start.mutate(wish)}
          >
            <RotateCcw aria-hidden="true" />
            {replay.start}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

function useReplay() {
  const { replay } = useMessages().activity
  const queries = useQueryClient()
  const plan = useMutation({ mutationFn: planReplay })
  const start = useMutation({
    mutationFn: startReplay,
    onSuccess: () => {
      say(replay.started)
      plan.reset()
      return queries.invalidateQueries({ queryKey: replaysQuery.queryKey })
    },
  })
  return { plan, start }
}

/** What a replay would tell, and how long it would take. */
function Plan({ plan: { total, seconds, first, last, reader } }: { plan: ReplayPlan }) {
  const { replay } = useMessages().activity
  const format = useFormat()
  return (
    <section role="status" className="grid gap-1 rounded-lg border border-line bg-sunken p-3">
      <p className="font-semibold">{replay.count(total)}</p>
      {first !== null && last !== null && (
        <p className="tabular text-xs text-muted">
          {format.hour(first.loggedAt)} – {format.hour(last.loggedAt)} · {replay.takes(Math.ceil(seconds))}
        </p>
      )}
      {total > 0 && reader.startsWith('kafka:') && <p className="text-xs text-warning">{replay.outside}</p>}
    </section>
  )
}
