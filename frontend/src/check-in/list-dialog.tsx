import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CheckinList, changeCheckinList, createCheckinList } from '../api/check-ins.ts'
import type { BookableEvent } from '../api/events.ts'
import { Field } from '../components/field.tsx'
import { say } from '../components/toast.ts'
import type { ComplaintAt } from '../events/complaints.ts'
import { FormDialog } from '../events/form-dialog.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { Several } from '../events/several.tsx'
import { useEventWords } from '../events/words.ts'
import { CheckField } from '../organization/check-field.tsx'
import { blankList, draftOfList, type ListDraft, listChangeOf, listOf, RULES } from './list-draft.ts'

interface ListDialogProps {
  event: BookableEvent
  /** Null for a new one. */
  list: CheckinList | null
  onSaved(id: string): void
  onClose(): void
}

/** Who is let in where: the door, the lounge. */
export function ListDialog({ event, list, onSaved, onClose }: ListDialogProps) {
  const { checkIn, bookings } = useEventWords()
  const queries = useQueryClient()
  const [edits, setEdits] = useState<Partial<ListDraft>>({})
  const before = list === null ? blankList(checkIn.firstList, event) : draftOfList(list, event)
  const draft = { ...before, ...edits }
  const edit = (changed: Partial<ListDraft>) => setEdits({ ...edits, ...changed })
  const change = listChangeOf(draft, before, event)
  const reread = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['checkin-lists', event.id] }),
      queries.invalidateQueries({ queryKey: ['checkin-numbers', event.id] }),
    ])
  const save = useMutation({
    mutationFn: () =>
      list === null
        ? createCheckinList(event.id, listOf(draft, event))
        : changeCheckinList(event.id, list.id, { ...change, version: list.version }),
    onSuccess: async ({ id }) => {
      await reread()
      if (list !== null) say(checkIn.listChanged)
      onSaved(id)
      onClose()
    },
    onError: async ({ problem }) => {
      if (problem.code === 'stale_version') await reread()
    },
  })
  const { alert, complaint } = useFormProblem(save.error, { fields: ['name', 'from', 'until'] })
  const unchanged = list !== null && Object.keys(change).length === 0
  return (
    <FormDialog
      title={list === null ? checkIn.newList : checkIn.editTitle(list.name)}
      submit={list === null ? checkIn.newList : bookings.save}
      alert={alert}
      disabled={save.isPending || unchanged || draft.types.length === 0 || !(draft.entry || draft.exit)}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <ListFields event={event} draft={draft} onChange={edit} complaint={complaint} />
    </FormDialog>
  )
}

interface ListFieldsProps {
  event: BookableEvent
  draft: ListDraft
  onChange(changed: Partial<ListDraft>): void
  complaint: ComplaintAt
}

function ListFields({ event, draft, onChange, complaint }: ListFieldsProps) {
  const { checkIn } = useEventWords()
  return (
    <>
      <Field
        label={checkIn.listName}
        value={draft.name}
        onChange={({ target }) => onChange({ name: target.value })}
        maxLength={200}
        required
        complaint={complaint('name')}
      />
      {event.ticketTypes.length > 1 && (
        <Several
          title={checkIn.types}
          options={event.ticketTypes.map(({ id, name }) => [id, name] as const)}
          chosen={draft.types}
          onChange={(types) => onChange({ types })}
        />
      )}
      {RULES.map((rule) => (
        <CheckField
          key={rule}
          label={checkIn.rules[rule]}
          checked={draft[rule]}
          onChange={({ target }) => onChange({ [rule]: target.checked })}
        />
      ))}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {(['from', 'until'] as const).map((end) => (
          <Field
            key={end}
            label={checkIn[end]}
            type="datetime-local"
            value={draft[end]}
            onChange={({ target }) => onChange({ [end]: target.value })}
            complaint={complaint(end)}
          />
        ))}
      </div>
    </>
  )
}
