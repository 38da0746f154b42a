import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Reader } from '../../../contract/readers.ts'
import { rewindReader } from '../api/readers.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { useComplaint } from '../organization/use-complaint.ts'

interface RewindDialogProps {
  reader: Reader
  title: string
  onDone(): void
  onClose(): void
}

/** Asks where a reader is to go on, and says that whoever it tells hears it again. */
export function RewindDialog({ reader, title, onDone, onClose }: RewindDialogProps) {
  const { activity, organization } = useMessages()
  const { consumers } = activity
  const format = useFormat()
  const [position, setPosition] = useState(String(reader.cursor))
  const rewind = useMutation({
    mutationFn: () => rewindReader(reader.name, { position: Number(position) }),
    onSuccess: onDone,
  })
  const complaint = useComplaint(rewind.error)('position')
  const send = (event: FormEvent) => {
    event.preventDefault()
    rewind.mutate()
  }
  return (
    <Dialog title={consumers.rewindTitle(title)} onClose={onClose}>
      <form onSubmit={send} className="grid gap-4">
        {complaint === undefined && <Refusal error={rewind.error} />}
        <p>{consumers.rewindText}</p>
        <Field
          label={consumers.rewindTo}
          hint={consumers.rewindHint(format.number(reader.cursor))}
          complaint={complaint}
          value={position}
          onChange={(event) => setPosition(event.target.value)}
          type="number"
          inputMode="numeric"
          min={0}
          max={reader.cursor}
          required
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="danger" disabled={rewind.isPending}>
            {consumers.rewind}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
