import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type BookableEvent, cancelEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { useEventWords } from './words.ts'

/** Cancels every booking with it, so its name is typed first. */
export function CancelDialog({ event, onClose }: { event: BookableEvent; onClose(): void }) {
  const { steps } = useEventWords()
  const { organization } = useMessages()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [name, setName] = useState('')
  const cancel = useMutation({
    mutationFn: () => cancelEvent(event.id, reason.trim()),
    onSuccess: async (changed) => {
      queries.setQueryData(['bookable-event', event.id], changed)
      say(steps.cancelled(event.name))
      onClose()
      await queries.invalidateQueries()
    },
  })
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    cancel.mutate()
  }
  return (
    <Dialog title={steps.cancelTitle(event.name)} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <Refusal error={cancel.error} />
        <p>{steps.cancelText}</p>
        <AreaField
          label={steps.reason}
          hint={steps.reasonHint}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          rows={2}
          maxLength={2000}
        />
        <Field
          label={organization.typeName(event.name)}
          value={name}
          onChange={({ target }) => setName(target.value)}
          autoComplete="off"
          required
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{steps.keep}</Button>
          <Button type="submit" look="danger" disabled={cancel.isPending || name.trim() !== event.name.trim()}>
            {steps.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
