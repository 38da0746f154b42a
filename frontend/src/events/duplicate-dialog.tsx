import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type BookableEvent, duplicateEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { useEventWords } from './words.ts'
import { localMoment, momentOf } from './zoned.ts'

const WEEK_MS = 7 * 86_400_000

/** Another date of the same: what goes by the first moves along. */
export function DuplicateDialog({ event, onClose }: { event: BookableEvent; onClose(): void }) {
  const { steps, form } = useEventWords()
  const { organization } = useMessages()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const inAWeek = new Date(Date.parse(event.startsAt) + WEEK_MS).toISOString()
  const [name, setName] = useState(event.name)
  const [startsAt, setStartsAt] = useState(localMoment(inAWeek, event.timeZone))
  const moment = momentOf(startsAt, event.timeZone)
  const duplicate = useMutation({
    mutationFn: (start: string) => duplicateEvent(event.id, { startsAt: start, name: name.trim() }),
    onSuccess: async (copy) => {
      onClose()
      await queries.invalidateQueries({ queryKey: ['bookable-events'] })
      await navigate({ to: '/manage/events/$id', params: { id: copy.id } })
    },
  })
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    if (moment !== null) duplicate.mutate(moment)
  }
  return (
    <Dialog title={steps.duplicateTitle} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <Refusal error={duplicate.error} />
        <p className="text-muted">{steps.duplicateText}</p>
        <Field
          label={form.name}
          value={name}
          onChange={({ target }) => setName(target.value)}
          required
          maxLength={200}
        />
        <Field
          label={form.startsAt}
          hint={event.timeZone}
          type="datetime-local"
          value={startsAt}
          onChange={({ target }) => setStartsAt(target.value)}
          required
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="primary" disabled={duplicate.isPending || moment === null}>
            {steps.duplicate}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
