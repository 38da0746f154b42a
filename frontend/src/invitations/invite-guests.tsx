import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import { type InvitationOrder, type InvitedList, inviteGuests } from '../api/invitations.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { useExplained } from '../events/told.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { momentOf } from '../events/zoned.ts'
import { useMessages } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { InviteOne, type InvitingProps } from './invite-one.tsx'
import { looksLikeTable, peopleIn } from './list-form.ts'
import { withGuids } from './seat-column.ts'

/** People as they are pasted or kept in a table; afterwards, who was invited and who was not and why. */
export function InviteGuests({ event, onClose }: { event: BookableEvent; onClose(): void }) {
  const { guests } = useEventWords()
  const queries = useQueryClient()
  const invite = useMutation({
    mutationFn: (order: InvitationOrder) => inviteGuests(event.id, order),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['guest-list', event.id] }),
  })
  return (
    <Dialog title={guests.invite} onClose={onClose}>
      {invite.data === undefined ? (
        <Ways event={event} invite={invite} />
      ) : (
        <Result result={invite.data} onClose={onClose} />
      )}
    </Dialog>
  )
}

function Ways(inviting: InvitingProps) {
  const { guests } = useEventWords()
  const [way, setWay] = useState<'list' | 'one'>('list')
  return (
    <div className="grid gap-4">
      <span className="flex flex-wrap gap-1">
        {(['list', 'one'] as const).map((known) => (
          <Button
            key={known}
            size="small"
            look={known === way ? 'primary' : 'outline'}
            aria-pressed={known === way}
            onClick={() => setWay(known)}
          >
            {guests.ways[known]}
          </Button>
        ))}
      </span>
      {way === 'list' ? <Paste {...inviting} /> : <InviteOne {...inviting} />}
    </div>
  )
}

function Paste({ event, invite }: InvitingProps) {
  const { guests } = useEventWords()
  const { organization } = useMessages()
  const names = useSeatNames(event)
  const explained = useExplained(names.nameOf)
  const [list, setList] = useState('')
  const [message, setMessage] = useState('')
  const [until, setUntil] = useState('')
  const people = peopleIn(list)
  const guidOf = (seat: string) => {
    const { guids, unknown } = names.read(seat)
    return unknown.length === 0 && guids.length === 1 ? (guids[0] ?? null) : null
  }
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    const expiresAt = until === '' ? null : momentOf(until, event.timeZone)
    const to = looksLikeTable(list) ? { csv: withGuids(list, guidOf) } : { text: list }
    invite.mutate({ to, message: message.trim(), expiresAt })
  }
  const readFile = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? []
    void file?.text().then(setList)
    target.value = ''
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      {invite.error !== null && <FormAlert>{explained(invite.error)}</FormAlert>}
      <AreaField
        label={guests.people}
        hint={looksLikeTable(list) ? guests.tableHint : guests.peopleHint}
        placeholder={'Ada Lovelace <ada@example.com>\ngrace@example.com'}
        rows={7}
        value={list}
        onChange={({ target }) => setList(target.value)}
        required
      />
      <label className="inline-flex items-center gap-2 justify-self-start text-xs text-muted">
        {guests.file}
        <input type="file" accept=".csv,.txt,text/csv,text/plain" onChange={readFile} className="max-w-56 text-xs" />
      </label>
      <AreaField
        label={guests.message}
        value={message}
        onChange={({ target }) => setMessage(target.value)}
        rows={3}
        maxLength={2000}
        spellCheck
      />
      <Field
        label={guests.until}
        hint={guests.untilHint}
        type="datetime-local"
        value={until}
        onChange={({ target }) => setUntil(target.value)}
      />
      <div className="flex items-center justify-end gap-3">
        <span role="status" className="text-xs text-muted">
          {guests.found(people)}
        </span>
        <Button type="submit" look="primary" disabled={invite.isPending || people === 0}>
          {invite.isPending ? organization.actions : guests.send}
        </Button>
      </div>
    </form>
  )
}

function Result({ result, onClose }: { result: InvitedList; onClose(): void }) {
  const { guests } = useEventWords()
  const { members } = useMessages().organization
  const { created, existing, refused } = result
  return (
    <div className="grid gap-4">
      <p role="status">
        {guests.created(created)}
        {existing > 0 && ` ${guests.existing(existing)}`}
      </p>
      {refused.length > 0 && (
        <div className="grid gap-2">
          <h3 className="font-semibold">{guests.refused(refused.length)}</h3>
          <ul className="max-h-60 divide-y divide-line overflow-y-auto rounded-lg border border-line">
            {refused.map(({ pointer, line, email, detail }) => (
              <li key={`${pointer} ${line}`} className="px-3 py-2">
                <span className="font-medium wrap-anywhere">{email ?? pointer}</span>
                {line !== null && <span className="text-xs text-muted"> · {guests.line(line)}</span>}
                <span className="block text-xs text-error wrap-anywhere">{detail}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Button look="primary" className="justify-self-end" onClick={onClose}>
        {members.done}
      </Button>
    </div>
  )
}
