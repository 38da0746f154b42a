import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createCheckinList } from '../api/check-ins.ts'
import type { BookableEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { Several } from '../events/ticket-section.tsx'
import { useExplained } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import { momentOf } from '../events/zoned.ts'
import { useMessages } from '../i18n/language.tsx'
import { CheckField } from '../organization/check-field.tsx'

const RULES = ['entry', 'exit', 'multipleEntries', 'unpaid'] as const

/** Who is let in where: the door, the lounge. */
export function ListDialog(props: { event: BookableEvent; onMade(id: string): void; onClose(): void }) {
  const { checkIn } = useEventWords()
  const { organization } = useMessages()
  const { event, onMade, onClose } = props
  const queries = useQueryClient()
  const explained = useExplained()
  const all = event.ticketTypes.map(({ id }) => id)
  const [name, setName] = useState(checkIn.firstList)
  const [types, setTypes] = useState<readonly string[]>(all)
  const [rules, setRules] = useState({ entry: true, exit: false, multipleEntries: false, unpaid: false })
  const [times, setTimes] = useState({ from: '', until: '' })
  const create = useMutation({
    mutationFn: () =>
      createCheckinList(event.id, {
        name: name.trim(),
        ...rules,
        ticketTypes: types.length === all.length ? null : [...types],
        from: momentOf(times.from, event.timeZone),
        until: momentOf(times.until, event.timeZone),
      }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['checkin-lists', event.id] })
      onMade(made.id)
      onClose()
    },
  })
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    create.mutate()
  }
  return (
    <Dialog title={checkIn.newList} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        {create.error !== null && <FormAlert>{explained(create.error)}</FormAlert>}
        <Field
          label={checkIn.listName}
          value={name}
          onChange={({ target }) => setName(target.value)}
          maxLength={200}
          required
        />
        {all.length > 1 && (
          <Several
            title={checkIn.types}
            options={event.ticketTypes.map((type) => [type.id, type.name] as const)}
            chosen={types}
            onChange={setTypes}
          />
        )}
        {RULES.map((rule) => (
          <CheckField
            key={rule}
            label={checkIn.rules[rule]}
            checked={rules[rule]}
            onChange={({ target }) => setRules({ ...rules, [rule]: target.checked })}
          />
        ))}
        <div className="grid gap-4 sm:grid-cols-2">
          {(['from', 'until'] as const).map((end) => (
            <Field
              key={end}
              label={checkIn[end]}
              type="datetime-local"
              value={times[end]}
              onChange={({ target }) => setTimes({ ...times, [end]: target.value })}
            />
          ))}
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={create.isPending || types.length === 0 || !(rules.entry || rules.exit)}
          >
            {checkIn.newList}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
