import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type ListedEntry, prioritise, revokeEntry } from '../api/waitlist.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { useExplained } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import { useMessages } from '../i18n/language.tsx'

interface EntryDialogProps {
  entry: ListedEntry
  onClose(): void
}

function useStep(entry: ListedEntry, step: { run(): Promise<unknown>; onClose(): void }) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: step.run,
    onSuccess: async () => {
      step.onClose()
      await queries.invalidateQueries({ queryKey: ['waitlist', entry.eventId] })
    },
  })
}

/** Someone goes before others, for a reason that everybody can read in the log. */
export function PriorityDialog({ entry, onClose }: EntryDialogProps) {
  const { waitlist } = useEventWords()
  const { organization } = useMessages()
  const explained = useExplained()
  const [priority, setPriority] = useState(String(entry.priority === 0 ? 1 : entry.priority))
  const [reason, setReason] = useState('')
  const body = { entryId: entry.id, priority: Number(priority), reason: reason.trim() }
  const step = useStep(entry, { run: () => prioritise(entry.eventId, body), onClose })
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    step.mutate()
  }
  return (
    <Dialog title={waitlist.prioritiseTitle(entry.name ?? entry.email)} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        {step.error !== null && <FormAlert>{explained(step.error)}</FormAlert>}
        <Field
          label={waitlist.priorityField}
          hint={waitlist.priorityHint}
          type="number"
          min={-1000}
          max={1000}
          value={priority}
          onChange={({ target }) => setPriority(target.value)}
          required
        />
        <Field
          label={waitlist.reason}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          maxLength={500}
          required
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="primary" disabled={step.isPending}>
            {waitlist.prioritise}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function RevokeDialog({ entry, onClose }: EntryDialogProps) {
  const { waitlist } = useEventWords()
  const { organization } = useMessages()
  const explained = useExplained()
  const [reason, setReason] = useState('')
  const body = { entryId: entry.id, ...(reason.trim() !== '' && { reason: reason.trim() }) }
  const step = useStep(entry, { run: () => revokeEntry(entry.eventId, body), onClose })
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    step.mutate()
  }
  return (
    <Dialog title={waitlist.revokeTitle(entry.name ?? entry.email)} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        {step.error !== null && <FormAlert>{explained(step.error)}</FormAlert>}
        <p>{waitlist.revokeText}</p>
        <Field
          label={waitlist.reason}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          maxLength={500}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="danger" disabled={step.isPending}>
            {waitlist.revoke}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
